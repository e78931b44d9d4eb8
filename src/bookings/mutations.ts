import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { createBooking } from './create.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError, SessionFullError } from './errors.ts';
import { Booking, BookingStatus } from './schema.ts';
import { cancelBooking, confirmBooking } from './service.ts';

builder.objectType(SessionFullError, {
  name: 'SessionFullError',
  description: 'Every seat is taken; `joinWaitlist` takes a place in line.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ waitlistLength: t.exposeInt('waitlistLength', { description: 'How many are in line already.' }) }),
});
builder.objectType(AlreadyBookedError, {
  name: 'AlreadyBookedError',
  description: 'The viewer has a booking of this session that stands.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    booking: t.field({ type: Booking, description: 'That booking.', resolve: ({ booking }) => booking }),
  }),
});
builder.objectType(BookingClosedError, {
  name: 'BookingClosedError',
  description: 'The session takes no bookings, or none of the viewer.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ reason: t.exposeString('reason', { description: 'Why, for people.' }) }),
});
builder.objectType(BookingStatusError, {
  name: 'BookingStatusError',
  description: 'Refused in the booking’s present status.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ status: t.expose('status', { type: BookingStatus, description: 'The present status.' }) }),
});

const BookingCreateInput = builder.inputType('BookingCreateInput', {
  description: 'What to book.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'ID of a Session.' }),
    idempotencyKey: t.string({
      description:
        'Retrying with the same key returns the first outcome; with another input it is refused. 1 to 100 characters.',
    }),
    joinWaitlist: t.boolean({ defaultValue: false, description: 'Take a place in line where every seat is taken.' }),
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
      'Books a seat: a free one is confirmed at once, a priced one pending until it is paid or its host says so.',
    args: { input: t.arg({ type: BookingCreateInput, required: true, description: 'What to book.' }) },
    resolve: (_root, { input }, context) =>
      createBooking(context, { ...input, sessionId: localId('Session', input.sessionId) }),
  }),
  bookingConfirm: t.withAuth({ signedIn: true }).field({
    type: BookingTransitionResult,
    nullable: true,
    description:
      'Says that a booking is paid: a pending one, or one whose hold has run out where a seat is still to be had. The session’s host or an admin.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Booking.' }),
      reason: t.arg.string({ description: 'Why an admin does, for the audit; at most 500 characters.' }),
    },
    resolve: (_root, { id, reason }, context) => confirmBooking(context, localId('Booking', id), reason ?? null),
  }),
  bookingCancel: t.withAuth({ signedIn: true }).field({
    type: BookingTransitionResult,
    nullable: true,
    description: 'Cancels a booking: its owner with what `refundQuote` says, the host or an admin with a full refund.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Booking.' }),
      reason: t.arg.string({ description: 'Why; at most 500 characters. Admins have to say.' }),
    },
    resolve: (_root, { id, reason }, context) => cancelBooking(context, localId('Booking', id), reason ?? null),
  }),
}));
