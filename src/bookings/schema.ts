import { Account, User } from '../accounts/schema.ts';
import { ForbiddenError } from '../errors.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { Money, Session, SessionViewer } from '../sessions/schema.ts';
import { maySeeBookings } from './access.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError } from './errors.ts';
import {
  allBookings,
  bookingsByAccount,
  bookingsByHost,
  bookingsById,
  bookingsBySession,
  nextBookings,
  viewerBooking,
} from './loaders.ts';
import { refundOf } from './rules.ts';

export const BookingStatus = builder.enumType('BookingStatus', {
  description: 'The state of a booking.',
  values: {
    PENDING: { description: 'Holds a seat until `holdExpiresAt`; waits for its payment.' },
    WAITLISTED: { description: 'Waits for a seat.' },
    CONFIRMED: { description: 'Has a seat.' },
    CANCELLED: { description: 'Cancelled, or not paid in time.' },
    COMPLETED: {
      description:
        'The session ended and the person attended: half of it or more, or half of what was left when the seat was confirmed. Also where the person is not to blame: the seat was confirmed after half of the session, the host did not come, or the session lasted under half of its planned time.',
    },
    NO_SHOW: { description: 'The session ended and the person did not attend long enough.' },
  } as const,
});

export const Booking = nodeRef('Booking', bookingsById);

Booking.implement({
  description:
    'A person’s seats in a session, or place on its waitlist: their own and those of their guests. Visible to that person, the session’s host and co-hosts, and admins.',
  fields: (t) => ({
    session: t.field({ type: Session, description: 'The booked session.', resolve: ({ sessionId }) => sessionId }),
    user: t.field({ type: User, description: 'The person who booked.', resolve: ({ accountId }) => accountId }),
    status: t.expose('status', { type: BookingStatus, description: 'The booking’s present state.' }),
    seats: t.exposeInt('seats', {
      description:
        'The number of seats: the person’s own and those of their guests. Of a cancelled booking, the number that it had.',
    }),
    guestNames: t.exposeStringList('guestNames', {
      description: 'Names of guests, as the person who booked gave them; at most one fewer than `seats`.',
    }),
    seatsReturned: t.int({
      description: 'The number of seats that were given back after the booking was confirmed.',
      resolve: ({ seats, seatsBooked }) => seatsBooked - seats,
    }),
    amount: t.field({
      type: Money,
      description:
        'The session’s price of all seats at the time of booking, less the discount of a promotion code, including seats that were given back after the booking was confirmed. 0 where a pass pays.',
      resolve: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    holdExpiresAt: t.expose('holdExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a pending booking loses its seat unless it is paid. Null unless `PENDING`.',
    }),
    refundQuote: t.field({
      type: Money,
      description:
        'The refund that the person would get by cancelling now, or by giving back some seats. Of a cancelled booking, the refund that it gave.',
      args: {
        seats: t.arg.int({ description: 'How many seats are given back: from 1; all where left out.' }),
      },
      resolve: (booking, { seats }) => ({
        amountMinor: refundOf(booking, seats == null ? undefined : Math.max(0, seats)),
        currency: booking.currency,
      }),
    }),
    refunded: t.field({
      type: Money,
      description: 'The part of the amount that was refunded or has to be.',
      resolve: ({ refundMinor, currency }) => ({ amountMinor: refundMinor ?? 0, currency }),
    }),
    freeCancellationUntil: t.expose('freeCancellationUntil', {
      type: 'DateTime',
      nullable: true,
      description:
        'Until when cancelling refunds the full amount; after it, nothing. Fixed at booking; the session’s new start where the host moves the session. Null for no limit.',
    }),
    attendedSeconds: t.exposeInt('attendedSeconds', {
      description: 'Seconds of presence while the session was live. 0 until the session has ended.',
    }),
    bookedAt: t.expose('bookedAt', { type: 'DateTime', description: 'When the booking was made.' }),
    confirmedAt: t.expose('confirmedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the seat was confirmed. Null before.',
    }),
    checkInCode: t.string({
      nullable: true,
      description:
        'The code that the person shows at the entrance, as text or QR code. For the person who booked; null for everybody else.',
      resolve: ({ accountId, checkInCode }, _args, { viewer }) =>
        viewer?.account.id === accountId ? checkInCode : null,
    }),
    checkedInAt: t.expose('checkedInAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the person was checked in. Null unless they were.',
    }),
    checkedInBy: t.field({
      type: User,
      nullable: true,
      description: 'Who checked the person in. Null unless they were.',
      resolve: ({ checkedInById }) => checkedInById,
    }),
    arrived: t.exposeInt('arrived', {
      nullable: true,
      description: 'How many of the party came. Null unless the person was checked in.',
    }),
    cancelledAt: t.expose('cancelledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the booking was cancelled. Null unless cancelled.',
    }),
    cancellationReason: t.exposeString('cancellationReason', {
      nullable: true,
      description: 'The reason given for the cancellation. Null where none was given.',
    }),
  }),
});

builder.objectType(AlreadyBookedError, {
  name: 'AlreadyBookedError',
  description: 'The viewer has an active booking of this session.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    booking: t.field({ type: Booking, description: 'The active booking.', resolve: ({ booking }) => booking }),
  }),
});
builder.objectType(BookingClosedError, {
  name: 'BookingClosedError',
  description: 'The session takes no bookings, or none from the viewer.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ reason: t.exposeString('reason', { description: 'The cause, as a sentence for people.' }) }),
});
builder.objectType(BookingStatusError, {
  name: 'BookingStatusError',
  description: 'The booking’s present status does not allow this.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ status: t.expose('status', { type: BookingStatus, description: 'The present status.' }) }),
});

const BookingConnection = builder.connectionObject(
  { type: Booking, name: 'BookingConnection', description: 'A page of bookings.' },
  { name: 'BookingEdge', description: 'A booking in a list.' },
);

const BookingFilter = builder.inputType('BookingFilter', {
  description: 'Selects the bookings that meet every given condition.',
  fields: (t) => ({
    status: t.field({ type: [BookingStatus], description: 'Bookings with one of these statuses.' }),
    sessionId: t.id({ description: 'Bookings of this session. ID of a Session.' }),
    userId: t.id({ description: 'Bookings that this person made. ID of a User.' }),
    from: t.field({ type: 'DateTime', description: 'Bookings of sessions planned to start at this instant or later.' }),
    to: t.field({ type: 'DateTime', description: 'Bookings of sessions planned to start before this instant.' }),
  }),
});

const filterDescription = 'Which bookings; all where left out.';

function localFilter(filter: typeof BookingFilter.$inferInput | null | undefined) {
  const { sessionId, userId, ...others } = filter ?? {};
  return {
    ...others,
    sessionId: sessionId == null ? null : localId('Session', sessionId, 'filter', 'sessionId'),
    accountId: userId == null ? null : localId('User', userId, 'filter', 'userId'),
  };
}

builder.objectFields(Account, (t) => ({
  bookings: t.loadable({
    type: BookingConnection,
    byPath: true,
    description: 'Bookings that this person made, latest first.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: BookingFilter, description: filterDescription }) },
    load: async (ids: string[], context, { filter, ...page }) =>
      bookingsByAccount(ids, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
  hostedBookings: t.loadable({
    type: BookingConnection,
    byPath: true,
    description: 'Bookings of the sessions that this account hosts, latest first.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: BookingFilter, description: filterDescription }) },
    load: async (ids: string[], context, { filter, ...page }) =>
      bookingsByHost(ids, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
  nextBooking: t.loadable({
    type: Booking,
    nullable: true,
    description:
      'The person’s pending or confirmed booking of the session that is live or starts next. Null where there is none.',
    load: async (ids: string[], context) => {
      const found = await nextBookings(ids, context);
      const sessions = Session.getDataloader(context);
      for (const booking of found) if (booking) sessions.prime(booking.sessionId, booking.session);
      return found as never[];
    },
    resolve: ({ id }) => id,
  }),
}));

builder.objectFields(Session, (t) => ({
  bookings: t.loadable({
    type: BookingConnection,
    nullable: true,
    byPath: true,
    description:
      'Bookings of this session, latest first. For its hosts and admins; null, with an error at this path, for everybody else.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: BookingFilter, description: filterDescription }) },
    load: async (ids: string[], context, { filter, ...page }) =>
      bookingsBySession(ids, context, localFilter(filter), page),
    resolve: async (session, _args, context) => {
      if (!(await maySeeBookings(context, session)))
        throw new ForbiddenError('Only the hosts of a session and admins may read its bookings.');
      return session.id;
    },
  }),
}));

builder.objectField(SessionViewer, 'booking', (t) =>
  t.field({
    type: Booking,
    nullable: true,
    description: 'The viewer’s active booking of this session, or else the latest. Null where there is none.',
    resolve: ({ id }, _args, context) => viewerBooking(context).load(id),
  }),
);

builder.queryField('bookings', (t) =>
  t.field({
    type: BookingConnection,
    description: 'All bookings, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: BookingFilter, description: filterDescription }) },
    resolve: (_root, { filter, ...page }, context) => allBookings(context, localFilter(filter), page),
  }),
);
