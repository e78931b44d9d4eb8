import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { Sequence, SequenceLevel } from './schema.ts';
import { createSequence, updateSequence } from './service.ts';

const SequencePoseInput = builder.inputType('SequencePoseInput', {
  description: 'A step of a sequence; its place in the list is its place in the order.',
  fields: (t) => ({
    name: t.string({ required: true, description: '1 to 80 characters.' }),
    durationSeconds: t.int({ required: true, description: '1 to 3600.' }),
    cue: t.string({ description: 'How to do it, at most 500 characters.' }),
  }),
});

const SequenceInput = builder.inputType('SequenceInput', {
  description: 'A sequence as a whole.',
  fields: (t) => ({
    title: t.string({ required: true, description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    level: t.field({ type: SequenceLevel, defaultValue: 'ALL', description: 'Whom it suits.' }),
    poses: t.field({
      type: [SequencePoseInput],
      required: true,
      description: '1 to 200, in order, of at most 4 hours together.',
    }),
    isPublished: t.boolean({ defaultValue: false, description: 'Whether others see it.' }),
  }),
});

const SequenceResult = resultUnion('SequenceResult', Sequence, [NotFoundError, InvalidInputError]);

builder.mutationFields((t) => ({
  sequenceCreate: t.withAuth({ signedIn: true }).field({
    type: SequenceResult,
    nullable: true,
    description: 'Writes a sequence. Creators and admins only.',
    args: { input: t.arg({ type: SequenceInput, required: true, description: 'The new sequence.' }) },
    resolve: (_root, { input }, context) => createSequence(context, input),
  }),
  sequenceUpdate: t.withAuth({ signedIn: true }).field({
    type: SequenceResult,
    nullable: true,
    description:
      'Replaces a sequence as a whole: what is left out of the input becomes its default. Its author and admins only.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Sequence.' }),
      input: t.arg({ type: SequenceInput, required: true, description: 'What it is from now on.' }),
    },
    resolve: (_root, { id, input }, context) => updateSequence(context, { id: localId('Sequence', id), input }),
  }),
}));
