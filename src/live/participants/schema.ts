import { Account, User } from '../../accounts/schema.ts';
import type { Context } from '../../context.ts';
import type { Session as SessionRow } from '../../database/generated/client.ts';
import { ForbiddenError } from '../../errors.ts';
import { forAll, sameForAll } from '../../graphql/broadcastable.ts';
import { builder, nodeRef, pageCost } from '../../graphql/builder.ts';
import { localFilter, Session, SessionConnection, SessionFilter, SessionViewer } from '../../sessions/schema.ts';
import { sessionsOfMember } from '../membership.ts';
import { attendedSeconds } from '../presence/attendance.ts';
import {
  joinCodes,
  joinObstacles,
  participantCounts,
  participantsById,
  participantsBySession,
  sessionsByParticipant,
  viewerParticipants,
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
    forAll({
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
  joinCode: t.loadable({
    type: 'String',
    nullable: true,
    description:
      'Shown to hosts, to people with a confirmed booking and to participants; null to everyone else, and once it is over.',
    load: (sessions: SessionRow[], context) => joinCodes(sessions, context) as Promise<string[]>,
    resolve: (session) => session,
  }),
  participants: t.loadable({
    type: ParticipantConnection,
    byPath: true,
    description:
      'Who joined, in order, without those removed. For hosts, participants, people with a confirmed booking and admins.',
    extensions: sameForAll,
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      presence: t.arg({ type: [Presence], description: 'Only those of one of these.' }),
    },
    load: async (sessions: SessionRow[], context, { presence, ...page }) => {
      await requireMembership(sessions, context);
      return participantsBySession(
        sessions.map(({ id }) => id),
        context,
        presence ?? null,
        page,
      );
    },
    resolve: (session) => session,
  }),
  participantCount: t.loadable({
    type: 'Int',
    description: 'How many people are in it: joined, and neither left nor removed.',
    extensions: sameForAll,
    load: participantCounts,
    resolve: ({ id }) => id,
  }),
}));

async function requireMembership(sessions: SessionRow[], context: Context): Promise<void> {
  const visible = await sessionsOfMember(
    context.database.prisma,
    context,
    sessions.map(({ id }) => id),
  );
  if (sessions.some(({ id }) => !visible.has(id)))
    throw new ForbiddenError('Only those in the session see who is there.');
}

builder.objectFields(SessionViewer, (t) => ({
  participant: t.loadable({
    type: Participant,
    nullable: true,
    description: 'The viewer as a participant; null where they never joined.',
    load: (ids: string[], context) => viewerParticipants(ids, context) as Promise<never[]>,
    resolve: ({ id }) => id,
  }),
  canJoin: t.loadable({
    type: 'Boolean',
    description: 'Whether `sessionJoin` by the session’s ID would let the viewer in now.',
    load: async (sessions: SessionRow[], context) =>
      (await joinObstacles(sessions, context)).map((reason) => reason === null),
    resolve: (session) => session,
  }),
  reason: t.loadable({
    type: 'String',
    nullable: true,
    description:
      'Why the viewer cannot join by ID now, for people; null where they can. `bookingReason` says why they cannot book.',
    load: (sessions: SessionRow[], context) => joinObstacles(sessions, context) as Promise<string[]>,
    resolve: (session) => session,
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
