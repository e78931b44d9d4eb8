import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { PassNotUsableError } from '../passes/errors.ts';
import { PromotionNotUsableError } from '../promotions/errors.ts';
import { NotHostError } from '../sessions/errors.ts';
import { confirmBooking } from './confirm.ts';
import { correctBooking } from './correct.ts';
import { createBooking } from './create/service.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError, SessionFullError } from './errors.ts';
import { updateParty } from './party/service.ts';
import { maximumSeats } from './party/validation.ts';
import { Booking } from './schema.ts';

const BookingCreateInput = builder.inputType('BookingCreateInput', {
  description: 'A request for seats: the viewer’s own and those of guests.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'The session to book. ID of a Session.' }),
    seats: t.int({
      defaultValue: 1,
      description: `The number of seats, from 1 to ${maximumSeats}: the viewer’s own and one for each guest. All are booked or none.`,
    }),
    guestNames: t.stringList({
      description: 'Names of guests, each 1 to 100 characters; fewer than `seats`. May be left out.',
    }),
    payWith: t.id({
      description:
        'The viewer’s pass that pays: a credit for each seat, and the booking is confirmed at once. On the waitlist it pays once seats are free, if it still can; else the seats are held until they are paid. ID of a Pass.',
    }),
    promotionCode: t.string({
      description:
        'A promotion code of the session’s host or of the studio, which lowers the price. Case makes no difference. Not together with `payWith`. Wrong codes are limited: ten a minute.',
    }),
    idempotencyKey: t.string({
      description:
        'A key of the client’s choice, 1 to 100 characters. A retry with the same key returns the booking of the first try. The same key with another input is refused.',
    }),
    joinWaitlist: t.boolean({
      defaultValue: false,
      description:
        'Take a place on the waitlist where too few seats are left. A party keeps together: it moves up when all of it fits.',
    }),
  }),
});

const BookingCreateResult = resultUnion('BookingCreateResult', Booking, [
  NotFoundError,
  SessionFullError,
  AlreadyBookedError,
  BookingClosedError,
  PassNotUsableError,
  PromotionNotUsableError,
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

const BookingUpdateInput = builder.inputType('BookingUpdateInput', {
  description: 'The party of a booking as it shall be.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'ID of a Booking.' }),
    seats: t.int({
      description:
        'The number of seats that the booking keeps: at least 1 and at most its present number. The others are given back. Null leaves it as it is.',
    }),
    guestNames: t.stringList({
      description:
        'Names of the guests who come, each 1 to 100 characters; fewer than the seats kept. Null leaves them as they are; where fewer seats are kept, those of the first guests.',
    }),
    reason: t.string({
      description: 'The reason, at most 500 characters. Required from an admin who neither booked nor hosts.',
    }),
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
  PromotionNotUsableError,
  InvalidInputError,
]);

builder.mutationFields((t) => ({
  bookingCreate: t.withAuth({ signedIn: true }).field({
    type: BookingCreateResult,
    nullable: true,
    description:
      'Books seats for the viewer and their guests. In a free session, and where a pass pays, the booking is confirmed at once. Else it is pending until it is paid, or until the host confirms it.',
    args: { input: t.arg({ type: BookingCreateInput, required: true, description: 'The request.' }) },
    resolve: (_root, { input }, context) =>
      createBooking(context, {
        ...input,
        sessionId: localId('Session', input.sessionId, 'sessionId'),
        payWith: input.payWith == null ? null : localId('Pass', input.payWith, 'payWith'),
      }),
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
  bookingUpdate: t.withAuth({ signedIn: true }).field({
    type: BookingTransitionResult,
    nullable: true,
    description:
      'Gives back some seats of an active booking, and names its guests. For the person who booked, whose seats are refunded as `refundQuote(seats:)` tells, and for the session’s host and admins, whose cancellation refunds the price of the seats. Seats go to the waitlist. Before the booking is paid, its amount becomes less instead. A party on the waitlist that becomes smaller keeps its place. `bookingCancel` gives back all seats. The act of an admin is audited.',
    args: { input: t.arg({ type: BookingUpdateInput, required: true, description: 'The party.' }) },
    resolve: (_root, { input }, context) => updateParty(context, { ...input, id: localId('Booking', input.id, 'id') }),
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
