import { Account, User } from '../accounts/schema.ts';
import type { Context } from '../context.ts';
import type { Session as SessionRow } from '../database/generated/client.ts';
import { ForbiddenError } from '../errors.ts';
import { builder, nodeRef, pageCost } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { Money, Session, SessionViewer } from '../sessions/schema.ts';
import {
  allBookings,
  bookingObstacleOf,
  bookingsByAccount,
  bookingsByHost,
  bookingsById,
  bookingsBySession,
  nextBookings,
  viewerBooking,
  waitlistLengths,
  waitlistPositions,
} from './loaders.ts';
import { refundOf } from './rules.ts';

export const BookingStatus = builder.enumType('BookingStatus', {
  description: 'How far a booking has come.',
  values: {
    PENDING: { description: 'Holds its seat until `holdExpiresAt`, for the payment to be confirmed.' },
    WAITLISTED: { description: 'In line for a seat.' },
    CONFIRMED: { description: 'Has its seat.' },
    CANCELLED: { description: 'Given up, or never paid.' },
    COMPLETED: {
      description:
        'Attended half of the session or more, or of what was left when the seat came; or is not to blame for less: the seat came when half of it was over, or its host did not come.',
    },
    NO_SHOW: { description: 'Attended less, though the seat came early enough.' },
  } as const,
});

export const Booking = nodeRef('Booking', bookingsById);

Booking.implement({
  description: 'A person’s seat in a session, or place in line. Its owner, the session’s host and admins see it.',
  fields: (t) => ({
    session: t.field({ type: Session, description: 'What is booked.', resolve: ({ sessionId }) => sessionId }),
    user: t.field({ type: User, description: 'Who booked.', resolve: ({ accountId }) => accountId }),
    status: t.expose('status', { type: BookingStatus, description: 'How far it has come.' }),
    amount: t.field({
      type: Money,
      description: 'The session’s price when it was booked.',
      resolve: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    holdExpiresAt: t.expose('holdExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when a pending booking keeps its seat; null for others.',
    }),
    waitlistPosition: t.loadable({
      type: 'Int',
      nullable: true,
      description: 'Place in line, from 1; null unless waiting.',
      load: waitlistPositions,
      resolve: ({ id }) => id,
    }),
    refundQuote: t.field({
      type: Money,
      description: 'What cancelling now would refund; once cancelled, what was refunded.',
      resolve: (booking) => ({ amountMinor: refundOf(booking), currency: booking.currency }),
    }),
    freeCancellationUntil: t.expose('freeCancellationUntil', {
      type: 'DateTime',
      nullable: true,
      description:
        'Until then cancelling refunds all, later nothing. Fixed when booked, and put off to the start where the host moves the session. Null for always.',
    }),
    attendedSeconds: t.exposeInt('attendedSeconds', {
      description: 'Time present while the session was live; 0 before it ended.',
    }),
    bookedAt: t.expose('bookedAt', { type: 'DateTime', description: 'When it was made.' }),
    confirmedAt: t.expose('confirmedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it got its seat for good; null before.',
    }),
    cancelledAt: t.expose('cancelledAt', { type: 'DateTime', nullable: true, description: 'Null unless cancelled.' }),
    cancellationReason: t.exposeString('cancellationReason', {
      nullable: true,
      description: 'Null where none was given.',
    }),
  }),
});

export const BookingConnection = builder.connectionObject(
  { type: Booking, name: 'BookingConnection', description: 'Bookings, in pages.' },
  { name: 'BookingEdge', description: 'A booking in a list.' },
);

export const BookingFilter = builder.inputType('BookingFilter', {
  description: 'Which bookings: those that meet all that is given.',
  fields: (t) => ({
    status: t.field({ type: [BookingStatus], description: 'One of these.' }),
    sessionId: t.id({ description: 'Of this Session.' }),
    startsAfter: t.field({ type: 'DateTime', description: 'Of sessions planned to start then or later.' }),
    startsBefore: t.field({ type: 'DateTime', description: 'Of sessions planned to start earlier.' }),
  }),
});

const localFilter = (filter: typeof BookingFilter.$inferInput | null | undefined) => ({
  ...filter,
  sessionId: filter?.sessionId == null ? null : localId('Session', filter.sessionId),
});

builder.objectFields(Account, (t) => ({
  bookings: t.loadable({
    type: BookingConnection,
    byPath: true,
    description: 'Bookings this person made, latest first.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: BookingFilter, description: 'Which.' }) },
    load: (ids: string[], context, { filter, ...page }) => bookingsByAccount(ids, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
  hostedBookings: t.loadable({
    type: BookingConnection,
    byPath: true,
    description: 'Bookings of the sessions this account hosts, latest first.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: BookingFilter, description: 'Which.' }) },
    load: (ids: string[], context, { filter, ...page }) => bookingsByHost(ids, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
  nextBooking: t.loadable({
    type: Booking,
    nullable: true,
    description: 'The seat in the session that is live or comes next; null where nothing is booked.',
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
  waitlistLength: t.loadable({
    type: 'Int',
    description: 'How many wait for a seat.',
    load: waitlistLengths,
    resolve: ({ id }) => id,
  }),
  bookings: t.loadable({
    type: BookingConnection,
    byPath: true,
    description: 'Who booked, latest first. Its host and admins only.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: BookingFilter, description: 'Which.' }) },
    load: (ids: string[], context, { filter, ...page }) => bookingsBySession(ids, context, localFilter(filter), page),
    resolve: (session, _args, context) => {
      if (!isHostOrAdmin(context, session))
        throw new ForbiddenError('Only its host and admins see who booked a session.');
      return session.id;
    },
  }),
}));

export function isHostOrAdmin({ viewer }: Context, { hostId }: Pick<SessionRow, 'hostId'>): boolean {
  return viewer !== null && (viewer.account.id === hostId || viewer.account.role === 'ADMIN');
}

builder.objectFields(SessionViewer, (t) => ({
  booking: t.field({
    type: Booking,
    nullable: true,
    description: 'The viewer’s booking: the one that stands, else the latest; null where there is none.',
    resolve: ({ id }, _args, context) => viewerBooking(context).load(id),
  }),
  canBook: t.boolean({
    description: 'Whether `bookingCreate` would give the viewer a seat now.',
    resolve: async (session, _args, context) => (await bookingObstacleOf(context).load(session)) === null,
  }),
  bookingReason: t.string({
    nullable: true,
    description:
      'Why `bookingCreate` would give the viewer no seat now, for people: own session, booked already, full, over …; null where it would.',
    resolve: (session, _args, context) => bookingObstacleOf(context).load(session),
  }),
}));

builder.queryField('bookings', (t) =>
  t.field({
    type: BookingConnection,
    description: 'Everybody’s bookings, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: BookingFilter, description: 'Which.' }) },
    resolve: (_root, { filter, ...page }, context) => allBookings(context, localFilter(filter), page),
  }),
);
