import { User } from '../../accounts/schema.ts';
import type { Context } from '../../context.ts';
import type { Account, Booking as BookingRow, Session as SessionRow } from '../../database/generated/client.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { Location, Money, Session } from '../../sessions/schema.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError } from '../errors.ts';
import { checkoutUrlOf } from '../payments/checkout.ts';
import { seatStatuses } from '../places/loaders.ts';
import { refundOf } from '../rules.ts';
import { Booking, BookingStatus } from '../schema.ts';
import { contactsOf } from './loaders.ts';
import { cancelGuestBooking, claimGuestBooking, guestBookingOf } from './service.ts';

const GuestContact = builder.objectRef<Pick<Account, 'displayName' | 'email'>>('GuestContact').implement({
  description: 'A person without an account, as a host knows them.',
  fields: (t) => ({
    name: t.exposeString('displayName', { description: 'What the hosts call the person.' }),
    email: t.exposeString('email', { description: 'Where mails about the booking go.' }),
  }),
});

builder.objectFields(Booking, (t) => ({
  guest: t.loadable({
    type: GuestContact,
    nullable: true,
    description:
      'The person by name and e-mail, where a desk booked a guest who has not taken the booking into an account. Null for everybody with an account.',
    load: (ids: string[], context) => contactsOf(ids, context) as never,
    resolve: ({ accountId }) => accountId,
  }),
  bookedBy: t.field({
    type: User,
    nullable: true,
    description: 'Who booked for the person at a desk; null where they booked themselves.',
    resolve: ({ bookedById }) => bookedById,
  }),
}));

/** The session of a booking that was confirmed, whose place its person may see; null for any other. */
async function bookedPlace({ sessionId, status }: BookingRow, context: Context): Promise<SessionRow | null> {
  return seatStatuses.includes(status) ? Session.getDataloader(context).load(sessionId) : null;
}

/** What a guest sees of their booking by the mailed address. */
const GuestBooking = builder.objectRef<BookingRow>('GuestBooking').implement({
  description: 'A booking that a desk made for a person without an account, as the mailed address shows it to them.',
  fields: (t) => ({
    session: t.field({ type: Session, description: 'The booked session.', resolve: ({ sessionId }) => sessionId }),
    location: t.field({
      type: Location,
      nullable: true,
      description: 'Where people meet, once the booking is confirmed; null if no place is set.',
      resolve: async (booking, _args, context) => {
        const session = await bookedPlace(booking, context);
        return session?.location == null ? null : session;
      },
    }),
    meetingUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Where people meet online, an https URL, once the booking is confirmed; null if none is set.',
      resolve: async (booking, _args, context) => (await bookedPlace(booking, context))?.meetingUrl ?? null,
    }),
    status: t.expose('status', { type: BookingStatus, description: 'The booking’s present state.' }),
    seats: t.exposeInt('seats', { description: 'The number of seats.' }),
    guestNames: t.exposeStringList('guestNames', { description: 'Names of companions.' }),
    amount: t.field({
      type: Money,
      description: 'The price of all seats.',
      resolve: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    refundQuote: t.field({
      type: Money,
      description: 'The refund of cancelling now; of a cancelled booking, its refund.',
      resolve: (booking) => ({ amountMinor: refundOf(booking), currency: booking.currency }),
    }),
    holdExpiresAt: t.expose('holdExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a pending booking loses its seats unless it is paid. Null unless `PENDING`.',
    }),
    checkInCode: t.exposeString('checkInCode', { description: 'The code to show at the entrance.' }),
    checkedInAt: t.expose('checkedInAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the person was checked in; null before.',
    }),
    checkoutUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Where to pay for a pending booking, as `Booking.checkoutUrl`; null else.',
      resolve: (booking, _args, { app: { env } }) => checkoutUrlOf(env, booking),
    }),
  }),
});

const token = {
  required: true,
  description: 'The last part of the mailed address. Whoever has it may do this.',
} as const;

builder.queryField('guestBooking', (t) =>
  t.field({
    type: GuestBooking,
    nullable: true,
    description:
      'The booking of a mailed address. Null for an unknown one, and once the booking belongs to an account.',
    args: { token: t.arg.string(token) },
    resolve: async (_root, args, context) => {
      try {
        return await guestBookingOf(context, args.token);
      } catch (error) {
        if (error instanceof NotFoundError) return null;
        throw error;
      }
    },
  }),
);

const GuestBookingCancelResult = resultUnion('GuestBookingCancelResult', GuestBooking, [
  NotFoundError,
  BookingStatusError,
  InvalidInputError,
]);

const GuestBookingClaimResult = resultUnion('GuestBookingClaimResult', Booking, [
  NotFoundError,
  AlreadyBookedError,
  BookingClosedError,
  InvalidInputError,
]);

builder.mutationFields((t) => ({
  guestBookingCancel: t.field({
    type: GuestBookingCancelResult,
    nullable: true,
    description:
      'Cancels a booking by its mailed address, without an account, with the refund that `refundQuote` tells.',
    args: { token: t.arg.string(token) },
    resolve: (_root, args, context) => cancelGuestBooking(context, args.token),
  }),
  guestBookingClaim: t.withAuth({ signedIn: true }).field({
    type: GuestBookingClaimResult,
    nullable: true,
    description:
      'Makes a booking the viewer’s own by its mailed address. Bookings of an e-mail come by themselves to an account that verifies it later.',
    args: { token: t.arg.string(token) },
    resolve: (_root, args, context) => claimGuestBooking(context, args.token),
  }),
}));
