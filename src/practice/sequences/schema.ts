import { User } from '../../accounts/schema.ts';
import type { SequencePose as SequencePoseRow } from '../../database/generated/client.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, nodeRef, pageCost, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { contentOf } from '../../lifecycle/series/dates.ts';
import { Series } from '../../lifecycle/series/schema.ts';
import { Session } from '../../sessions/schema.ts';
import { durationBySequence, posesBySequence, sequenceCatalogue, sequencesById } from './loaders.ts';
import { createSequence, updateSequence } from './service.ts';

const SequenceLevel = builder.enumType('SequenceLevel', {
  description: 'Whom a sequence suits.',
  values: {
    BEGINNER: { description: 'People who are new to it.' },
    INTERMEDIATE: { description: 'People who know the basics.' },
    ADVANCED: { description: 'People who have practised for long.' },
    ALL: { description: 'Everybody.' },
  } as const,
});

const SequencePose = builder.objectRef<SequencePoseRow>('SequencePose').implement({
  description: 'A step of a sequence.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Its place in the order, from 1.' }),
    name: t.exposeString('name', { description: 'What to do.' }),
    durationSeconds: t.exposeInt('durationSeconds', { description: 'For how long.' }),
    cue: t.exposeString('cue', { nullable: true, description: 'How to do it; null where nothing was said.' }),
  }),
});

export const Sequence = nodeRef('Sequence', sequencesById);

Sequence.implement({
  description:
    'Poses in an order, each with its time: what guides a practice. Anyone sees it once published; before, its author and admins.',
  fields: (t) => ({
    author: t.field({ type: User, description: 'Who wrote it.', resolve: ({ authorId }) => authorId }),
    title: t.exposeString('title', { description: 'What it is called.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it is about; null where nothing was said.',
    }),
    level: t.expose('level', { type: SequenceLevel, description: 'Whom it suits.' }),
    isPublished: t.exposeBoolean('isPublished', { description: 'Whether others see it.' }),
    poses: t.loadableList({
      type: SequencePose,
      description: 'Its poses, in order.',
      load: (ids: string[], context) => posesBySequence(ids, context),
      resolve: ({ id }) => id,
    }),
    durationSeconds: t.loadable({
      type: 'Int',
      description: 'How long its poses take together.',
      load: (ids: string[], context) => durationBySequence(ids, context),
      resolve: ({ id }) => id,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

const SequenceConnection = builder.connectionObject(
  { type: Sequence, name: 'SequenceConnection', description: 'Sequences, in pages.' },
  { name: 'SequenceEdge', description: 'A sequence in a list.' },
);

builder.objectField(Session, 'sequence', (t) =>
  t.field({
    type: Sequence,
    nullable: true,
    description: 'What is practised in it; null where there is none, or where it is not published to the viewer.',
    resolve: ({ sequenceId }) => sequenceId,
  }),
);

builder.objectField(Series, 'sequence', (t) =>
  t.field({
    type: Sequence,
    nullable: true,
    description:
      'What is practised on new dates; null where there is none, or where it is not published to the viewer.',
    resolve: (series) => contentOf(series).sequenceId,
  }),
);

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

builder.queryField('sequences', (t) =>
  t.field({
    type: SequenceConnection,
    description: 'Published sequences, and the viewer’s own unpublished ones (all for an admin), newest first.',
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      search: t.arg.string({ description: 'Part of the title or description, in any case; at most 200 characters.' }),
      level: t.arg({ type: SequenceLevel, description: 'Of exactly this level.' }),
    },
    resolve: (_root, { search, level, ...page }, context) => sequenceCatalogue(context, { search, level }, page),
  }),
);

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
