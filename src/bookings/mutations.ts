import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { NotHostError } from '../sessions/errors.ts';
import { confirmBooking } from './confirm.ts';
import { correctBooking } from './correct.ts';
import { createBooking } from './create/service.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError, SessionFullError } from './errors.ts';
import { Booking } from './schema.ts';

const BookingCreateInput = builder.inputType('BookingCreateInput', {
  description: 'A request for a seat.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'The session to book. ID of a Session.' }),
    idempotencyKey: t.string({
      description:
        'A key of the client’s choice, 1 to 100 characters. A retry with the same key returns the booking of the first try. The same key with another input is refused.',
    }),
    joinWaitlist: t.boolean({
      defaultValue: false,
      description: 'Take a place on the waitlist where every seat is taken.',
    }),
  }),
});

const BookingCreateResult = resultUnion('BookingCreateResult', Booking, [
  NotFoundError,
  SessionFullError,
  AlreadyBookedError,
  BookingClosedError,
  InvalidInputError,
]);
const BookingCorrectInput = builder.inputType('BookingCorrectInput', {
  description: 'A correction of a booking. Gives `attended`, `refundMinor` or both.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'ID of a Booking.' }),
    attended: t.boolean({
      description: 'Whether the person attended: `COMPLETED`, or else `NO_SHOW`. Null leaves it as it is.',
    }),
    refundMinor: t.int({
      description:
        'The booking’s refund in total, in minor units: from its present refund to its amount. The part that was paid through a provider becomes due. Null leaves it as it is.',
    }),
    reason: t.string({ required: true, description: 'The reason, for the audit; 1 to 500 characters.' }),
  }),
});

const BookingCorrectResult = resultUnion('BookingCorrectResult', Booking, [
  NotFoundError,
  NotHostError,
  BookingStatusError,
  InvalidInputError,
]);
/** The result of confirming or cancelling a booking. */
export const BookingTransitionResult = resultUnion('BookingTransitionResult', Booking, [
  NotFoundError,
  NotHostError,
  BookingStatusError,
  SessionFullError,
  InvalidInputError,
]);

builder.mutationFields((t) => ({
  bookingCreate: t.withAuth({ signedIn: true }).field({
    type: BookingCreateResult,
    nullable: true,
    description:
      'Books a seat for the viewer. In a free session the booking is confirmed at once. In a priced session it is pending until it is paid, or until the host confirms it.',
    args: { input: t.arg({ type: BookingCreateInput, required: true, description: 'The request.' }) },
    resolve: (_root, { input }, context) =>
      createBooking(context, { ...input, sessionId: localId('Session', input.sessionId, 'sessionId') }),
  }),
  bookingConfirm: t.withAuth({ signedIn: true }).field({
    type: BookingTransitionResult,
    nullable: true,
    description:
      'Confirms that a booking is paid: a pending booking, or one whose hold expired while a seat is left. Allowed for the session’s host, and for admins with a reason; the act of an admin is audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Booking.' }),
      reason: t.arg.string({ description: 'At most 500 characters. Required from an admin who is not the host.' }),
    },
    resolve: (_root, { id, reason }, context) => confirmBooking(context, localId('Booking', id), reason ?? null),
  }),
  bookingCorrect: t.withAuth({ signedIn: true }).field({
    type: BookingCorrectResult,
    nullable: true,
    description:
      'Corrects a `COMPLETED` or `NO_SHOW` booking: whether the person attended, its refund, or both. For the session’s host and admins; co-hosts may correct the attendance of others. Audited. The measured `attendedSeconds` and the person’s practice stay as they are.',
    args: { input: t.arg({ type: BookingCorrectInput, required: true, description: 'The correction.' }) },
    resolve: (_root, { input }, context) => correctBooking(context, { ...input, id: localId('Booking', input.id) }),
  }),
}));
