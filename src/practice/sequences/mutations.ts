import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { Sequence, SequenceLevel } from './schema.ts';
import { createSequence, updateSequence } from './service.ts';

const SequencePoseInput = builder.inputType('SequencePoseInput', {
  description: 'One pose of a sequence. The order of the list is the order of the poses.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the pose, 1 to 80 characters.' }),
    durationSeconds: t.int({ required: true, description: 'How long to hold the pose, 1 to 3600 seconds.' }),
    cue: t.string({ description: 'Instruction for the pose, at most 500 characters.' }),
  }),
});

const SequenceInput = builder.inputType('SequenceInput', {
  description: 'All fields of a sequence.',
  fields: (t) => ({
    title: t.string({ required: true, description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    level: t.field({ type: SequenceLevel, defaultValue: 'ALL', description: 'Required experience.' }),
    poses: t.field({
      type: [SequencePoseInput],
      required: true,
      description: '1 to 200 poses in order, at most 14400 seconds in total.',
    }),
    isPublished: t.boolean({ defaultValue: false, description: 'Whether everybody sees the sequence.' }),
  }),
});

const SequenceResult = resultUnion('SequenceResult', Sequence, [NotFoundError, InvalidInputError]);

builder.mutationFields((t) => ({
  sequenceCreate: t.withAuth({ signedIn: true }).field({
    type: SequenceResult,
    nullable: true,
    description: 'Creates a sequence. Allowed for creators and admins.',
    args: { input: t.arg({ type: SequenceInput, required: true, description: 'The new sequence.' }) },
    resolve: (_root, { input }, context) => createSequence(context, input),
  }),
  sequenceUpdate: t.withAuth({ signedIn: true }).field({
    type: SequenceResult,
    nullable: true,
    description:
      'Replaces a sequence: every field that is left out of the input gets its default. Allowed for its author and admins.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Sequence.' }),
      input: t.arg({ type: SequenceInput, required: true, description: 'The new fields.' }),
    },
    resolve: (_root, { id, input }, context) => updateSequence(context, { id: localId('Sequence', id), input }),
  }),
}));
