import { Account, User } from '../../accounts/schema.ts';
import { allBroadcastable, broadcastable } from '../../graphql/broadcastable.ts';
import { builder, nodeRef, pageCost } from '../../graphql/builder.ts';
import { viewerParticipation } from '../../sessions/loaders.ts';
import { localFilter, Session, SessionConnection, SessionFilter, SessionViewer } from '../../sessions/schema.ts';
import { attendedSeconds } from '../presence/attendance.ts';
import {
  joinCodeOf,
  joinObstacleOf,
  participantCounts,
  participantsById,
  participantsBySession,
  sessionsByParticipant,
} from './loaders.ts';

export const ParticipantRole = builder.enumType('ParticipantRole', {
  description: 'What a participant may do.',
  values: {
    HOST: { description: 'Everything; stays host while away.' },
    COHOST: { description: 'Everything but giving roles and starting.' },
    MEMBER: { description: 'Takes part and votes.' },
    SPECTATOR: { description: 'Watches; takes no room and does not vote.' },
  } as const,
});

export const Presence = builder.enumType('Presence', {
  description: 'Whether a participant is there.',
  values: {
    ONLINE: { description: 'There: a `sessionEvents` stream is open, or they have just joined.' },
    RECONNECTING: { description: 'The last stream was lost less than 20 seconds ago.' },
    OFFLINE: { description: 'Not there; may come back.' },
    LEFT: { description: 'Left, or was removed.' },
  } as const,
});

export const Participant = nodeRef('Participant', participantsById);

Participant.implement({
  description: 'One person in one session, however many connections they hold. Those in the session see it.',
  fields: (t) =>
    allBroadcastable({
      session: t.field({ type: Session, description: 'Where.', resolve: ({ sessionId }) => sessionId }),
      user: t.field({ type: User, description: 'Who.', resolve: ({ accountId }) => accountId }),
      role: t.expose('role', { type: ParticipantRole, description: 'What they may do.' }),
      presence: t.expose('presence', { type: Presence, description: 'Whether they are there.' }),
      joinedAt: t.expose('joinedAt', { type: 'DateTime', description: 'When they first joined.' }),
      leftAt: t.expose('leftAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When they left; null unless they did.',
      }),
      lastSeenAt: t.field({
        type: 'DateTime',
        description: 'When they were last there, to some seconds.',
        resolve: ({ presence, lastSeenAt, joinedAt }) =>
          presence === 'ONLINE' ? new Date() : (lastSeenAt ?? joinedAt),
      }),
      attendedSeconds: t.loadable({
        type: 'Int',
        description:
          'How long they have been there while the session was live, up to now; time in the lobby does not count.',
        load: attendedSeconds,
        resolve: ({ id }) => id,
      }),
    }),
});

const ParticipantConnection = builder.connectionObject(
  { type: Participant, name: 'ParticipantConnection', description: 'Participants, in pages.' },
  { name: 'ParticipantEdge', description: 'A participant in a list.' },
);

builder.objectFields(Session, (t) => ({
  joinCode: t.string({
    nullable: true,
    description:
      'Shown to hosts, to people with a confirmed booking and to participants; null to everyone else, and once it is over.',
    resolve: (session, _args, context) => joinCodeOf(session, context),
  }),
  participants: t.loadable({
    type: ParticipantConnection,
    byPath: true,
    description:
      'Who joined, in order, without those removed. For hosts, participants, people with a confirmed booking and admins.',
    extensions: broadcastable,
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      presence: t.arg({ type: [Presence], description: 'Only those of one of these.' }),
    },
    load: async (ids: string[], context, { presence, ...page }) => {
      const pages = await participantsBySession(ids, context, presence ?? null, page);
      const users = User.getDataloader(context);
      for (const found of pages) {
        if (found instanceof Error) continue;
        for (const { node } of found.edges) users.prime(node.accountId, node.user);
      }
      return pages;
    },
    resolve: ({ id }) => id,
  }),
  participantCount: t.loadable({
    type: 'Int',
    description: 'How many people are in it: joined, and neither left nor removed.',
    extensions: broadcastable,
    load: participantCounts,
    resolve: ({ id }) => id,
  }),
}));

builder.objectFields(SessionViewer, (t) => ({
  participant: t.field({
    type: Participant,
    nullable: true,
    description: 'The viewer as a participant; null where they never joined.',
    resolve: ({ id }, _args, context) => viewerParticipation(context).load(id),
  }),
  canJoin: t.boolean({
    description: 'Whether `sessionJoin` by the session’s ID would let the viewer in now.',
    resolve: async (session, _args, context) => (await joinObstacleOf(context).load(session)) === null,
  }),
  reason: t.string({
    nullable: true,
    description:
      'Why the viewer cannot join by ID now, for people; null where they can. `bookingReason` says why they cannot book.',
    resolve: (session, _args, context) => joinObstacleOf(context).load(session),
  }),
}));

builder.objectField(Account, 'joinedSessions', (t) =>
  t.loadable({
    type: SessionConnection,
    byPath: true,
    description: 'Sessions this person joined, latest start first, whether or not their hosts have archived them.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: SessionFilter, description: 'Which.' }) },
    load: (ids: string[], context, { filter, ...page }) =>
      sessionsByParticipant(ids, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
);
