import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { confirmBooking } from './confirm.ts';
import { createBooking } from './create/service.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError, SessionFullError } from './errors.ts';
import { Booking } from './schema.ts';
import { cancelBooking } from './service.ts';

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
const BookingTransitionResult = resultUnion('BookingTransitionResult', Booking, [
  NotFoundError,
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
      createBooking(context, { ...input, sessionId: localId('Session', input.sessionId) }),
  }),
  bookingConfirm: t.withAuth({ signedIn: true }).field({
    type: BookingTransitionResult,
    nullable: true,
    description:
      'Confirms that a booking is paid: a pending booking, or one whose hold expired while a seat is left. For the session’s host and admins.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Booking.' }),
      reason: t.arg.string({ description: 'An admin’s reason, for the audit; at most 500 characters.' }),
    },
    resolve: (_root, { id, reason }, context) => confirmBooking(context, localId('Booking', id), reason ?? null),
  }),
  bookingCancel: t.withAuth({ signedIn: true }).field({
    type: BookingTransitionResult,
    nullable: true,
    description:
      'Cancels a booking. Its owner gets the refund that `refundQuote` tells; a cancellation by the host or an admin refunds the full amount.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Booking.' }),
      reason: t.arg.string({ description: 'The reason, at most 500 characters. Required from admins.' }),
    },
    resolve: (_root, { id, reason }, context) => cancelBooking(context, localId('Booking', id), reason ?? null),
  }),
}));
