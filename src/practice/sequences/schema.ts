import { User } from '../../accounts/schema.ts';
import type { SequencePose as SequencePoseRow } from '../../database/generated/client.ts';
import { builder, nodeRef, pageCost } from '../../graphql/builder.ts';
import { Session } from '../../sessions/schema.ts';
import { durationBySequence, posesBySequence, sequenceCatalogue, sequencesById } from './loaders.ts';

export const SequenceLevel = builder.enumType('SequenceLevel', {
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

builder.queryField('sequences', (t) =>
  t.field({
    type: SequenceConnection,
    description: 'Published sequences, and the viewer’s own unpublished ones (all for an admin), newest first.',
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      search: t.arg.string({
        description:
          'Words of the title or description, or their beginnings, at most 200 characters. Case and accents are ignored.',
      }),
      level: t.arg({ type: SequenceLevel, description: 'Of exactly this level.' }),
    },
    resolve: (_root, { search, level, ...page }, context) => sequenceCatalogue(context, { search, level }, page),
  }),
);
