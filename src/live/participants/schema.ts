import { Account, User } from '../../accounts/schema.ts';
import { Booking } from '../../bookings/schema.ts';
import { allBroadcastable, broadcastable, broadcastableInside } from '../../graphql/broadcastable.ts';
import { builder, nodeRef, pageCost } from '../../graphql/builder.ts';
import { localFilter, SessionConnection, SessionFilter } from '../../sessions/lists/schema.ts';
import { viewerParticipation } from '../../sessions/loaders.ts';
import { Session, SessionViewer } from '../../sessions/schema.ts';
import { attendedSeconds } from '../presence/attendance.ts';
import {
  joinCodeOf,
  joinObstacleOf,
  participantCounts,
  participantOfBooking,
  participantsById,
  participantsBySession,
  sessionsByParticipant,
} from './loaders.ts';

export const ParticipantRole = builder.enumType('ParticipantRole', {
  description: 'The role of a participant in a session.',
  values: {
    HOST: { description: 'May do everything. The host of a session keeps the role while absent.' },
    COHOST: {
      description:
        'Locks the session, rotates its code, leads stories, removes people, ends it, reads its bookings, books and checks people in at the desk, and corrects attendance. Everything else is the host’s.',
    },
    MEMBER: { description: 'Takes part and votes.' },
    SPECTATOR: { description: 'Watches. A spectator takes no seat, does not vote, and gets no practice.' },
  } as const,
});

const Presence = builder.enumType('Presence', {
  description: 'Whether a participant is connected.',
  values: {
    ONLINE: {
      description:
        'A `sessionEvents` stream is open, the participant joined less than a minute ago, or the server that had the stream has ended less than 30 seconds ago.',
    },
    RECONNECTING: { description: 'The last stream ended less than 20 seconds ago.' },
    OFFLINE: { description: 'Not connected. The participant may come back.' },
    LEFT: { description: 'The participant left or was removed.' },
  } as const,
});

export const Participant = nodeRef('Participant', participantsById);

Participant.implement({
  description:
    'One person in one session, independent of the number of connections. Visible to the person, the session’s hosts, its participants, people with a confirmed booking, and admins.',
  fields: (t) =>
    allBroadcastable({
      session: t.field({ type: Session, description: 'The session.', resolve: ({ sessionId }) => sessionId }),
      user: t.field({ type: User, description: 'The person.', resolve: ({ accountId }) => accountId }),
      role: t.expose('role', { type: ParticipantRole, description: 'The role in the session.' }),
      isVoter: t.boolean({
        description: 'Whether the person votes. Spectators never do, all others unless they abstain.',
        resolve: ({ role, isVoter }) => isVoter && role !== 'SPECTATOR',
      }),
      presence: t.expose('presence', { type: Presence, description: 'Whether the person is connected.' }),
      joinedAt: t.expose('joinedAt', { type: 'DateTime', description: 'When the person first joined.' }),
      leftAt: t.expose('leftAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the person left or was removed; null unless `presence` is LEFT.',
      }),
      lastSeenAt: t.field({
        type: 'DateTime',
        description: 'When the person was last connected, accurate to some seconds.',
        resolve: ({ presence, lastSeenAt, joinedAt }) =>
          presence === 'ONLINE' ? new Date() : (lastSeenAt ?? joinedAt),
      }),
      attendedSeconds: t.loadable({
        type: 'Int',
        description:
          'How long the person has been present while the session was live, in seconds. Time before the start does not count.',
        load: attendedSeconds,
        resolve: ({ id }) => id,
      }),
    }),
});

const ParticipantConnection = builder.connectionObject(
  { type: Participant, name: 'ParticipantConnection', description: 'A page of participants.' },
  { name: 'ParticipantEdge', description: 'A participant with its cursor.' },
);

builder.objectFields(Session, (t) => ({
  joinCode: t.string({
    nullable: true,
    description:
      'The code for `sessionJoin`, in 8 characters. Visible to hosts, participants, people with a confirmed booking, and admins; null for everyone else, and after the end.',
    extensions: broadcastableInside,
    resolve: (session, _args, context) => joinCodeOf(session, context),
  }),
  participants: t.loadable({
    type: ParticipantConnection,
    nullable: true,
    byPath: true,
    description:
      'Participants in the order in which they joined, except removed ones. Visible to hosts, participants, people with a confirmed booking, and admins; null with a FORBIDDEN error at its path for everyone else.',
    extensions: broadcastable,
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      presence: t.arg({ type: [Presence], description: 'Return only participants with one of these states.' }),
      hasBooking: t.arg.boolean({
        description:
          'Return only participants with a booking that is not cancelled, or for false only those without one: hosts, and whoever came in by the join code alone.',
      }),
    },
    load: async (ids: string[], context, { presence, hasBooking, ...page }) => {
      const pages = await participantsBySession(ids, context, { presence, hasBooking }, page);
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
    description: 'Number of participants who neither left nor were removed.',
    extensions: broadcastable,
    load: participantCounts,
    resolve: ({ id }) => id,
  }),
}));

builder.objectFields(SessionViewer, (t) => ({
  participant: t.field({
    type: Participant,
    nullable: true,
    description: 'The viewer as a participant; null if the viewer never joined.',
    resolve: ({ id }, _args, context) => viewerParticipation(context).load(id),
  }),
  canJoin: t.boolean({
    description: 'Whether the viewer can join by the session’s ID now, with `sessionJoin`.',
    resolve: async (session, _args, context) => (await joinObstacleOf(context).load(session)) === null,
  }),
  reason: t.string({
    nullable: true,
    description:
      'Why the viewer cannot join by the session’s ID now, for display; null if `canJoin`. `bookingReason` is about booking.',
    resolve: (session, _args, context) => joinObstacleOf(context).load(session),
  }),
}));

builder.objectField(Booking, 'participant', (t) =>
  t.field({
    type: Participant,
    nullable: true,
    description: 'The person who booked as a participant of the session; null if they never joined it.',
    resolve: (booking, _args, context) => participantOfBooking(context).load(booking),
  }),
);

builder.objectField(Account, 'joinedSessions', (t) =>
  t.loadable({
    type: SessionConnection,
    byPath: true,
    description: 'Sessions that this person joined, latest planned start first, including archived ones.',
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: SessionFilter, description: 'Conditions that the sessions must meet.' }),
    },
    load: async (ids: string[], context, { filter, ...page }) =>
      sessionsByParticipant(ids, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
);
