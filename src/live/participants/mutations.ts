import { SessionFullError } from '../../bookings/errors.ts';
import type { Participant as ParticipantRow, Session as SessionRow } from '../../database/generated/client.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { SessionStatusError } from '../../sessions/errors.ts';
import { Session } from '../../sessions/schema.ts';
import {
  BookingRequiredError,
  InvalidJoinCodeError,
  RemovedFromSessionError,
  SessionLockedError,
  SessionNotOpenError,
} from '../errors.ts';
import { Participant, ParticipantRole } from './schema.ts';
import { joinSession, leaveSession, removeParticipant, setParticipantRole } from './service.ts';

builder.objectType(InvalidJoinCodeError, {
  name: 'InvalidJoinCodeError',
  description:
    'The code is wrong, was replaced, or is of a session that is over; or none was given where one is needed.',
  interfaces: [UserErrorInterface],
});
builder.objectType(BookingRequiredError, {
  name: 'BookingRequiredError',
  description: 'Only people with a confirmed booking may join.',
  interfaces: [UserErrorInterface],
});
builder.objectType(SessionNotOpenError, {
  name: 'SessionNotOpenError',
  description: 'Too early, or over.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    opensAt: t.expose('opensAt', {
      type: 'DateTime',
      nullable: true,
      description: 'From when one may join; null where it is over.',
    }),
  }),
});
builder.objectType(SessionLockedError, {
  name: 'SessionLockedError',
  description: 'Its host keeps newcomers out.',
  interfaces: [UserErrorInterface],
});
builder.objectType(RemovedFromSessionError, {
  name: 'RemovedFromSessionError',
  description: 'The viewer was put out of the session for good.',
  interfaces: [UserErrorInterface],
});

const SessionJoinPayload = builder
  .objectRef<{ session: SessionRow; participant: ParticipantRow }>('SessionJoinPayload')
  .implement({
    description: 'Where the viewer is now.',
    fields: (t) => ({
      session: t.field({ type: Session, description: 'The session.', resolve: ({ session }) => session }),
      participant: t.field({
        type: Participant,
        description: 'The viewer in it.',
        resolve: ({ participant }) => participant,
      }),
    }),
  });

const SessionJoinResult = resultUnion('SessionJoinResult', SessionJoinPayload, [
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
  SessionStatusError,
  InvalidInputError,
]);

builder.mutationFields((t) => ({
  sessionJoin: t.withAuth({ signedIn: true }).field({
    type: SessionJoinResult,
    nullable: true,
    description:
      'Brings the viewer in: by code, or by ID where a booking admits. Open a `sessionEvents` stream within a minute to stay present.',
    args: {
      code: t.arg.string({ description: 'The join code, in any case.' }),
      sessionId: t.arg.id({ description: 'ID of a Session, instead of a code.' }),
      asSpectator: t.arg.boolean({
        defaultValue: false,
        description: 'Watch only. A spectator who is in stays one: to take part, leave and join again.',
      }),
    },
    resolve: (_root, { code, sessionId, asSpectator }, context) =>
      joinSession(context, {
        code: code ?? null,
        sessionId: sessionId == null ? null : localId('Session', sessionId),
        asSpectator: asSpectator ?? false,
      }),
  }),
  sessionLeave: t.withAuth({ signedIn: true }).field({
    type: ParticipantResult,
    nullable: true,
    description: 'Takes the viewer out at once.',
    args: { sessionId: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { sessionId }, context) => leaveSession(context, localId('Session', sessionId)),
  }),
  participantRemove: t.withAuth({ signedIn: true }).field({
    type: ParticipantResult,
    nullable: true,
    description:
      'Puts a person out for good and refunds their booking in full. The session’s hosts (a co-host only its host), or an admin as moderation.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Participant.' }),
      reason: t.arg.string({ description: 'Why; at most 500 characters. An admin has to say.' }),
    },
    resolve: (_root, { id, reason }, context) => removeParticipant(context, localId('Participant', id), reason ?? null),
  }),
  participantSetRole: t.withAuth({ signedIn: true }).field({
    type: ParticipantResult,
    nullable: true,
    description: 'Makes a person co-host, member or spectator. The session’s host only.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Participant.' }),
      role: t.arg({ type: ParticipantRole, required: true, description: 'Not HOST: a session has one.' }),
    },
    resolve: (_root, { id, role }, context) => setParticipantRole(context, localId('Participant', id), role),
  }),
}));
