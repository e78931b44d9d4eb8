import { NotCreatorError } from '../../accounts/errors.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { NotAuthorError } from './errors.ts';
import { Sequence, SequenceLevel } from './schema.ts';
import { createSequence, deleteSequence, updateSequence } from './service.ts';

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

const SequenceDeletePayload = builder.objectRef<{ deletedId: string }>('SequenceDeletePayload').implement({
  description: 'The deleted sequence.',
  fields: (t) => ({
    deletedId: t.globalID({
      description: 'ID of the deleted Sequence.',
      resolve: ({ deletedId }) => ({ type: Sequence, id: deletedId }),
    }),
  }),
});

builder.objectType(NotAuthorError, {
  name: 'NotAuthorError',
  description: 'The viewer sees the sequence, but is neither its author nor an admin.',
  interfaces: [UserErrorInterface],
});

const SequenceResult = resultUnion('SequenceResult', Sequence, [
  NotFoundError,
  NotAuthorError,
  NotCreatorError,
  InvalidInputError,
]);
const SequenceDeleteResult = resultUnion('SequenceDeleteResult', SequenceDeletePayload, [
  NotFoundError,
  NotAuthorError,
  InvalidInputError,
]);

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
      'Replaces a sequence: every field that is left out of the input gets its default. Allowed for its author, and for admins with a reason; the act of an admin is audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Sequence.' }),
      input: t.arg({ type: SequenceInput, required: true, description: 'The new fields.' }),
      reason: t.arg.string({ description: 'At most 500 characters. Required from an admin who is not the author.' }),
    },
    resolve: (_root, { id, input, reason = null }, context) =>
      updateSequence(context, { id: localId('Sequence', id), input, reason }),
  }),
  sequenceDelete: t.withAuth({ signedIn: true }).field({
    type: SequenceDeleteResult,
    nullable: true,
    description:
      'Deletes a sequence. Allowed for its author, and for admins with a reason; the act of an admin is audited. Sessions, series and practices that use the sequence go on without one.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Sequence.' }),
      reason: t.arg.string({ description: 'At most 500 characters. Required from an admin who is not the author.' }),
    },
    resolve: async (_root, { id, reason = null }, context) => {
      const deletedId = localId('Sequence', id);
      await deleteSequence(context, { id: deletedId, reason });
      return { deletedId };
    },
  }),
}));
