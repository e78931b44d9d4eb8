import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { NotHostError } from '../../sessions/errors.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError, SessionFullError } from '../errors.ts';
import { maximumSeats } from '../party/validation.ts';
import { Booking } from '../schema.ts';
import { bookAtDesk } from './service.ts';

const GuestInput = builder.inputType('GuestInput', {
  description: 'A person without an account, or whose account is not known.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What the hosts call the person, 1 to 80 characters.' }),
    email: t.string({ required: true, description: 'Where mails about the booking go.' }),
  }),
});

const BookingCreateForInput = builder.inputType('BookingCreateForInput', {
  description: 'A request for seats for somebody else, who is named by one of `userId`, `username` and `guest`.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'The session to book. ID of a Session.' }),
    userId: t.id({ description: 'The person. ID of a User.' }),
    username: t.string({ description: 'The person’s username, in any case.' }),
    guest: t.field({
      type: GuestInput,
      description:
        'A person by name and e-mail. It is not told whether somebody has an account with the e-mail: whoever verifies it later gets the booking, and whoever has the mailed link may take it into their account.',
    }),
    seats: t.int({
      defaultValue: 1,
      description: `The number of seats, from 1 to ${maximumSeats}: the person’s own and one for each companion.`,
    }),
    guestNames: t.stringList({
      description: 'Names of companions, each 1 to 100 characters; fewer than `seats`. May be left out.',
    }),
    joinWaitlist: t.boolean({
      defaultValue: false,
      description: 'Take a place on the waitlist where too few seats are left.',
    }),
    isPaid: t.boolean({
      defaultValue: false,
      description:
        'Whether it is paid at the desk: a pending booking is confirmed at once, as `bookingConfirm` would. For the session’s host and admins.',
    }),
    idempotencyKey: t.string({
      description: 'A key of the client’s choice, 1 to 100 characters, as for `bookingCreate`.',
    }),
    reason: t.string({ description: 'The reason, at most 500 characters. Required from an admin who is no host.' }),
  }),
});

const BookingCreateForResult = resultUnion('BookingCreateForResult', Booking, [
  NotFoundError,
  NotHostError,
  SessionFullError,
  AlreadyBookedError,
  BookingClosedError,
  BookingStatusError,
  InvalidInputError,
]);

builder.mutationField('bookingCreateFor', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: BookingCreateForResult,
    nullable: true,
    description:
      'Books seats for somebody else, at a desk: under the rules of `bookingCreate`, but also after bookings have closed. The person is told by mail. For the session’s hosts and co-hosts, and for admins, whose act is audited.',
    args: { input: t.arg({ type: BookingCreateForInput, required: true, description: 'The request.' }) },
    resolve: (_root, { input: { userId, ...input } }, context) =>
      bookAtDesk(context, {
        ...input,
        sessionId: localId('Session', input.sessionId, 'sessionId'),
        userId: userId == null ? null : localId('User', userId, 'userId'),
      }),
  }),
);
