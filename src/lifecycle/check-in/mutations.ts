import { BookingStatusError } from '../../bookings/errors.ts';
import { Booking } from '../../bookings/schema.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { NotHostError, SessionStatusError } from '../../sessions/errors.ts';
import { CheckInClosedError } from './errors.ts';
import { checkInBooking, checkInByCode, undoCheckIn } from './service.ts';

builder.objectType(CheckInClosedError, {
  name: 'CheckInClosedError',
  description:
    'People are not checked in yet, or not any more. Afterwards `bookingCorrect` corrects the attendance, with a reason.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    opensAt: t.expose('opensAt', { type: 'DateTime', description: 'When check-in opens: with the join window.' }),
    closesAt: t.expose('closesAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When check-in closes: a day after the session’s end. Null before the end.',
    }),
  }),
});

const BookingCheckInResult = resultUnion('BookingCheckInResult', Booking, [
  NotFoundError,
  NotHostError,
  BookingStatusError,
  SessionStatusError,
  CheckInClosedError,
  InvalidInputError,
]);

const people = {
  description:
    'How many of the party came, from 1 to the seats of the booking. All where left out; of a person who is checked in, as many as before.',
};
const reason = {
  description: 'The reason, at most 500 characters. Required from an admin who is no host; their act is audited.',
};

builder.mutationFields((t) => ({
  bookingCheckIn: t.withAuth({ signedIn: true }).field({
    type: BookingCheckInResult,
    nullable: true,
    description:
      'Checks in the person of a confirmed booking: they attended, with a device or without. From the opening of the join window until a day after the end; after the end a `NO_SHOW` becomes `COMPLETED`. Again, it corrects the number of people. For the session’s hosts, co-hosts (not themselves) and admins.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Booking.' }),
      people: t.arg.int(people),
      reason: t.arg.string(reason),
    },
    resolve: (_root, { id, ...given }, context) => checkInBooking(context, { ...given, id: localId('Booking', id) }),
  }),
  bookingCheckInByCode: t.withAuth({ signedIn: true }).field({
    type: BookingCheckInResult,
    nullable: true,
    description:
      'Checks in by the code that the person shows, like `bookingCheckIn`. Spaces and case do not matter. Wrong codes are limited per viewer and address.',
    args: {
      sessionId: t.arg.id({
        required: true,
        description: 'The session that people are checked in to. ID of a Session.',
      }),
      code: t.arg.string({ required: true, description: 'The booking’s `checkInCode`, typed or from its QR code.' }),
      people: t.arg.int(people),
      reason: t.arg.string(reason),
    },
    resolve: (_root, { sessionId, ...given }, context) =>
      checkInByCode(context, { ...given, sessionId: localId('Session', sessionId, 'sessionId') }),
  }),
  bookingCheckInUndo: t.withAuth({ signedIn: true }).field({
    type: BookingCheckInResult,
    nullable: true,
    description:
      'Takes a check-in back, until the session has ended. For the session’s hosts, co-hosts (not their own) and admins.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Booking.' }), reason: t.arg.string(reason) },
    resolve: (_root, { id, reason: given }, context) => undoCheckIn(context, localId('Booking', id), given ?? null),
  }),
}));
