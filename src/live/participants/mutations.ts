import { SessionFullError } from '../../bookings/errors.ts';
import type { Participant as ParticipantRow, Session as SessionRow } from '../../database/generated/client.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { NotHostError, SessionStatusError } from '../../sessions/errors.ts';
import { Session } from '../../sessions/schema.ts';
import {
  BookingRequiredError,
  InvalidJoinCodeError,
  NotParticipantError,
  NotVoterError,
  RemovedFromSessionError,
  SessionLockedError,
  SessionNotOpenError,
} from '../errors.ts';
import { Participant, ParticipantRole } from './schema.ts';
import { joinSession, leaveSession, removeParticipant, setParticipantRole, setParticipantVoting } from './service.ts';

builder.objectType(InvalidJoinCodeError, {
  name: 'InvalidJoinCodeError',
  description:
    'The join code is wrong, was replaced, or belongs to a session that is over; or the session requires one and none was given.',
  interfaces: [UserErrorInterface],
});
builder.objectType(BookingRequiredError, {
  name: 'BookingRequiredError',
  description: 'The viewer’s booking does not admit to the session: there is none, or it is not confirmed yet.',
  interfaces: [UserErrorInterface],
});
builder.objectType(NotParticipantError, {
  name: 'NotParticipantError',
  description: 'The viewer may see the session, but takes no part in it.',
  interfaces: [UserErrorInterface],
});
builder.objectType(NotVoterError, {
  name: 'NotVoterError',
  description: 'A spectator, or a participant who abstains, does not vote.',
  interfaces: [UserErrorInterface],
});
builder.objectType(SessionNotOpenError, {
  name: 'SessionNotOpenError',
  description: 'The session is not open yet, or is over.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    opensAt: t.expose('opensAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the session opens; null if it is over.',
    }),
  }),
});
builder.objectType(SessionLockedError, {
  name: 'SessionLockedError',
  description: 'The session’s host admits no new participants.',
  interfaces: [UserErrorInterface],
});
builder.objectType(RemovedFromSessionError, {
  name: 'RemovedFromSessionError',
  description: 'The viewer was removed from the session and cannot join it again.',
  interfaces: [UserErrorInterface],
});

const SessionJoinPayload = builder
  .objectRef<{ session: SessionRow; participant: ParticipantRow }>('SessionJoinPayload')
  .implement({
    description: 'The session that the viewer joined.',
    fields: (t) => ({
      session: t.field({ type: Session, description: 'The session.', resolve: ({ session }) => session }),
      participant: t.field({
        type: Participant,
        description: 'The viewer as a participant of the session.',
        resolve: ({ participant }) => participant,
      }),
    }),
  });

const SessionJoinResult = resultUnion('SessionJoinResult', SessionJoinPayload, [
  InvalidInputError,
  InvalidJoinCodeError,
  NotFoundError,
  BookingRequiredError,
  SessionNotOpenError,
  SessionFullError,
  SessionLockedError,
  RemovedFromSessionError,
]);
const ParticipantResult = resultUnion('ParticipantResult', Participant, [
  NotFoundError,
  NotHostError,
  NotParticipantError,
  NotVoterError,
  SessionStatusError,
  InvalidInputError,
]);

builder.mutationFields((t) => ({
  sessionJoin: t.withAuth({ signedIn: true }).field({
    type: SessionJoinResult,
    nullable: true,
    description:
      'Joins the viewer to a session, by its code or, with a booking, by its ID. The viewer stays ONLINE for a minute; a `sessionEvents` stream keeps the viewer ONLINE after that. Joining again is harmless.',
    args: {
      code: t.arg.string({ description: 'The join code, in upper or lower case.' }),
      sessionId: t.arg.id({ description: 'ID of a Session. Give either this or a code.' }),
      asSpectator: t.arg.boolean({
        defaultValue: false,
        description: 'Join as a spectator. A spectator who joins again stays one; leave first to become a member.',
      }),
    },
    resolve: (_root, { code, sessionId, asSpectator }, context) =>
      joinSession(context, {
        code: code ?? null,
        sessionId: sessionId == null ? null : localId('Session', sessionId, 'sessionId'),
        asSpectator: asSpectator ?? false,
      }),
  }),
  sessionLeave: t.withAuth({ signedIn: true }).field({
    type: ParticipantResult,
    nullable: true,
    description: 'Takes the viewer out of a session. Leaving again changes nothing.',
    args: { sessionId: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { sessionId }, context) => leaveSession(context, localId('Session', sessionId, 'sessionId')),
  }),
  participantRemove: t.withAuth({ signedIn: true }).field({
    type: ParticipantResult,
    nullable: true,
    description:
      'Removes a person from a session for good and refunds the booking in full. For the session’s hosts, and for admins as moderation. Only the host removes a co-host.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Participant.' }),
      reason: t.arg.string({
        description: 'Reason, at most 500 characters. Required from an admin who is not a host of the session.',
      }),
    },
    resolve: (_root, { id, reason }, context) => removeParticipant(context, localId('Participant', id), reason ?? null),
  }),
  participantSetRole: t.withAuth({ signedIn: true }).field({
    type: ParticipantResult,
    nullable: true,
    description: 'Makes a person co-host, member or spectator. For the session’s host.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Participant.' }),
      role: t.arg({
        type: ParticipantRole,
        required: true,
        description: 'The new role; not HOST, since a session has one host.',
      }),
    },
    resolve: (_root, { id, role }, context) => setParticipantRole(context, localId('Participant', id), role),
  }),
  participantSetVoting: t.withAuth({ signedIn: true }).field({
    type: ParticipantResult,
    nullable: true,
    description:
      'Lets a person vote or abstain, for example a host who only moderates. Automatic reveal does not wait for people who abstain, and their hidden votes are deleted. For the person, and for the session’s hosts.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Participant who is no spectator.' }),
      isVoter: t.arg.boolean({ required: true, description: 'True to vote, false to abstain.' }),
    },
    resolve: (_root, { id, isVoter }, context) => setParticipantVoting(context, localId('Participant', id), isVoter),
  }),
}));
