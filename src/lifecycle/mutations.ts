import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { SessionNotOpenError } from '../live/errors.ts';
import { CapacityTooSmallError, NotHostError, SessionStatusError } from '../sessions/errors.ts';
import { localSessionInput, SessionCreateInput, SessionUpdateInput } from '../sessions/inputs.ts';
import { Session } from '../sessions/schema.ts';
import { archiveSession, unarchiveSession } from './archive.ts';
import { cancelSession } from './cancel.ts';
import { createSession } from './create.ts';
import { deleteSession } from './delete.ts';
import { endSession } from './end.ts';
import { handOverSession } from './hand-over.ts';
import { publishSession } from './publish.ts';
import { rotateJoinCode } from './rotate-code.ts';
import { startSession } from './start.ts';
import { updateSession } from './update.ts';

const SessionCreateResult = resultUnion('SessionCreateResult', Session, [InvalidInputError, NotFoundError]);
const SessionUpdateResult = resultUnion('SessionUpdateResult', Session, [
  InvalidInputError,
  NotFoundError,
  NotHostError,
  SessionStatusError,
  CapacityTooSmallError,
]);

const SessionTransitionResult = resultUnion('SessionTransitionResult', Session, [
  NotFoundError,
  NotHostError,
  SessionStatusError,
  SessionNotOpenError,
  InvalidInputError,
]);

const SessionDeletePayload = builder.objectRef<{ deletedId: string }>('SessionDeletePayload').implement({
  description: 'The deleted session.',
  fields: (t) => ({
    deletedId: t.globalID({
      description: 'ID of the deleted Session.',
      resolve: ({ deletedId }) => ({ type: Session, id: deletedId }),
    }),
  }),
});
const SessionDeleteResult = resultUnion('SessionDeleteResult', SessionDeletePayload, [
  NotFoundError,
  NotHostError,
  SessionStatusError,
  InvalidInputError,
]);

const SessionHandOverInput = builder.inputType('SessionHandOverInput', {
  description: 'Who hosts a session from now on: one of `userId` and `username`.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'ID of a Session.' }),
    userId: t.id({ description: 'The new host: a creator or an admin. ID of a User.' }),
    username: t.string({ description: 'The new host’s username, in any case.' }),
    reason: t.string({
      description: 'The reason, at most 500 characters. Required from an admin for the session of another host.',
    }),
  }),
});

const moderationReason = 'The reason, at most 500 characters. Required from an admin for the session of another host.';

builder.mutationFields((t) => ({
  sessionCreate: t.withAuth({ signedIn: true }).field({
    type: SessionCreateResult,
    nullable: true,
    description:
      'Creates a session. Without `startsAt` it is live at once and its host has joined; with it, it is scheduled or a draft.',
    args: { input: t.arg({ type: SessionCreateInput, required: true, description: 'The new session.' }) },
    resolve: (_root, { input }, context) => createSession(context, localSessionInput(input)),
  }),
  sessionUpdate: t.withAuth({ signedIn: true }).field({
    type: SessionUpdateResult,
    nullable: true,
    description:
      'Changes a session. Added seats go to the waitlist. Later changes of its series do not affect a changed date. For its host, for an admin as moderation, which is audited, and to change `settings.isLocked` alone for co-hosts.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Session.' }),
      input: t.arg({ type: SessionUpdateInput, required: true, description: 'The changes.' }),
      reason: t.arg.string({ description: moderationReason }),
    },
    resolve: (_root, { id, input, reason }, context) =>
      updateSession(context, localId('Session', id), localSessionInput(input), reason ?? null),
  }),
  sessionStart: t.withAuth({ signedIn: true }).field({
    type: SessionTransitionResult,
    nullable: true,
    description:
      'Starts a scheduled session, which its host joins. Refused until `joinWindowMinutes` before its planned start. For its host.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { id }, context) => startSession(context, localId('Session', id)),
  }),
  sessionEnd: t.withAuth({ signedIn: true }).field({
    type: SessionTransitionResult,
    nullable: true,
    description:
      'Ends a live session: settles its bookings and records the practice of the members and co-hosts who attended at least half of it, counted from when their seat was confirmed. For hosts and co-hosts.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { id }, context) => endSession(context, localId('Session', id)),
  }),
  sessionCancel: t.withAuth({ signedIn: true }).field({
    type: SessionTransitionResult,
    nullable: true,
    description:
      'Cancels a session and refunds every booking in full. Drafts cannot be cancelled, only deleted. A cancelled date of a series stays cancelled. For its host, or an admin as moderation.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Session.' }),
      reason: t.arg.string({
        required: true,
        description: 'The reason, for the people who booked: 1 to 500 characters.',
      }),
    },
    resolve: (_root, { id, reason }, context) => cancelSession(context, localId('Session', id), reason),
  }),
  sessionHandOver: t.withAuth({ signedIn: true }).field({
    type: SessionTransitionResult,
    nullable: true,
    description:
      'Hands a scheduled or live session over to another creator or admin, at once; they may hand it over again. Bookings, co-hosts and guests stay, and so does revenue, which is the present host’s whenever it was paid. The new host’s own booking is cancelled with a full refund. A date of a series becomes a session of its own. The people booked and both hosts are told. For its host, or an admin as moderation, which is audited.',
    args: {
      input: t.arg({ type: SessionHandOverInput, required: true, description: 'The session and its new host.' }),
    },
    resolve: (_root, { input: { id, userId, ...others } }, context) =>
      handOverSession(context, {
        ...others,
        id: localId('Session', id, 'id'),
        userId: userId == null ? null : localId('User', userId, 'userId'),
      }),
  }),
  sessionPublish: t.withAuth({ signedIn: true }).field({
    type: SessionTransitionResult,
    nullable: true,
    description: 'Publishes a draft whose start has not passed. For its host.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { id }, context) => publishSession(context, localId('Session', id)),
  }),
  sessionArchive: t.withAuth({ signedIn: true }).field({
    type: SessionTransitionResult,
    nullable: true,
    description:
      'Hides an ended or cancelled session from `hostedSessions` and the catalogue. It stays in the lists of people who joined or booked it. For its host.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { id }, context) => archiveSession(context, localId('Session', id)),
  }),
  sessionUnarchive: t.withAuth({ signedIn: true }).field({
    type: SessionTransitionResult,
    nullable: true,
    description: 'Shows an archived session in `hostedSessions` and the catalogue again. For its host.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { id }, context) => unarchiveSession(context, localId('Session', id)),
  }),
  sessionRotateCode: t.withAuth({ signedIn: true }).field({
    type: SessionTransitionResult,
    nullable: true,
    description: 'Replaces the join code. People who have joined stay in the session. For hosts and co-hosts.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { id }, context) => rotateJoinCode(context, localId('Session', id)),
  }),
  sessionDelete: t.withAuth({ signedIn: true }).field({
    type: SessionDeleteResult,
    nullable: true,
    description:
      'Deletes a session that nobody booked or joined. A deleted date of a series stays deleted. For its host, or an admin as moderation, which is audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Session.' }),
      reason: t.arg.string({ description: moderationReason }),
    },
    resolve: async (_root, { id, reason }, context) => {
      const deletedId = localId('Session', id);
      await deleteSession(context, deletedId, reason ?? null);
      return { deletedId };
    },
  }),
}));
