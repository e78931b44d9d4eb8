import { User } from '../../accounts/schema.ts';
import type { SequencePose as SequencePoseRow } from '../../database/generated/client.ts';
import { builder, nodeRef, pageCost } from '../../graphql/builder.ts';
import { Session } from '../../sessions/schema.ts';
import { durationBySequence, posesBySequence, sequenceCatalogue, sequencesById } from './loaders.ts';

export const SequenceLevel = builder.enumType('SequenceLevel', {
  description: 'The experience that a sequence requires.',
  values: {
    BEGINNER: { description: 'No experience.' },
    INTERMEDIATE: { description: 'Knows the basics.' },
    ADVANCED: { description: 'Has practised for a long time.' },
    ALL: { description: 'Suits every level.' },
  } as const,
});

const SequencePose = builder.objectRef<SequencePoseRow>('SequencePose').implement({
  description: 'One pose of a sequence.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Position in the sequence, from 1.' }),
    name: t.exposeString('name', { description: 'Name of the pose.' }),
    durationSeconds: t.exposeInt('durationSeconds', { description: 'How long to hold the pose, in seconds.' }),
    cue: t.exposeString('cue', { nullable: true, description: 'Instruction for the pose; null if there is none.' }),
  }),
});

export const Sequence = nodeRef('Sequence', sequencesById);

Sequence.implement({
  description:
    'An ordered list of timed poses that guides a practice. A published sequence is visible to everybody, an unpublished one to its author and admins.',
  fields: (t) => ({
    author: t.field({ type: User, description: 'Author of the sequence.', resolve: ({ authorId }) => authorId }),
    title: t.exposeString('title', { description: 'Title, 1 to 120 characters.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'Description; null if there is none.',
    }),
    level: t.expose('level', { type: SequenceLevel, description: 'Required experience.' }),
    isPublished: t.exposeBoolean('isPublished', { description: 'Whether everybody sees the sequence.' }),
    poses: t.loadableList({
      type: SequencePose,
      description: 'The poses in order.',
      load: (ids: string[], context) => posesBySequence(ids, context),
      resolve: ({ id }) => id,
    }),
    durationSeconds: t.loadable({
      type: 'Int',
      description: 'Total time of the poses, in seconds.',
      load: (ids: string[], context) => durationBySequence(ids, context),
      resolve: ({ id }) => id,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the sequence was created.' }),
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
    description: 'The sequence that guides the session; null without one, or if the viewer may not see it.',
    resolve: ({ sequenceId }) => sequenceId,
  }),
);

builder.queryField('sequences', (t) =>
  t.field({
    type: SequenceConnection,
    description:
      'Sequences that the viewer may see, newest first: published ones and the viewer’s own; admins see all.',
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      search: t.arg.string({
        description:
          'Words of the title or description, or their beginnings, at most 200 characters. Case and accents are ignored.',
      }),
      level: t.arg({ type: SequenceLevel, description: 'Only sequences of exactly this level.' }),
    },
    resolve: (_root, { search, level, ...page }, context) => sequenceCatalogue(context, { search, level }, page),
  }),
);
