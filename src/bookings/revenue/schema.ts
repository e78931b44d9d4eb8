import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow, Session as SessionRow } from '../../database/generated/client.ts';
import { ForbiddenError } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { Session } from '../../sessions/schema.ts';
import { isHostOrAdmin } from '../schema.ts';
import {
  type BookingCounts,
  bookingCounts,
  type MonthlyRevenue,
  type Revenue,
  revenueByHost,
  revenueBySession,
} from './loaders.ts';

const RevenueType = builder.objectRef<Revenue>('Revenue').implement({
  description:
    'What bookings brought in, in one currency: what was confirmed as paid, by a provider or by the host. Minor units, which sum up beyond what `Int` can hold.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217.' }),
    grossMinor: t.expose('gross', {
      type: 'SafeInt',
      description: 'Of all bookings that were confirmed, also of those cancelled since.',
    }),
    refundedMinor: t.expose('refunded', { type: 'SafeInt', description: 'What of that went back, or has to.' }),
    netMinor: t.field({
      type: 'SafeInt',
      description: 'What is left.',
      resolve: ({ gross, refunded }) => gross - refunded,
    }),
  }),
});

const BookingSummary = builder.objectRef<BookingCounts>('BookingSummary').implement({
  description: 'A session’s bookings, counted by what became of them.',
  fields: (t) => ({
    booked: t.int({
      description: 'Confirmed, of a session that is not over.',
      resolve: (counts) => counts.CONFIRMED ?? 0,
    }),
    pending: t.int({ description: 'Holding a seat, to be paid for.', resolve: (counts) => counts.PENDING ?? 0 }),
    waiting: t.int({ description: 'In line for a seat.', resolve: (counts) => counts.WAITLISTED ?? 0 }),
    attended: t.int({
      description: 'Attended half of it or more, or not to blame: COMPLETED.',
      resolve: (counts) => counts.COMPLETED ?? 0,
    }),
    noShow: t.int({ description: 'Attended less: NO_SHOW.', resolve: (counts) => counts.NO_SHOW ?? 0 }),
    cancelled: t.int({ description: 'Given up, or never paid.', resolve: (counts) => counts.CANCELLED ?? 0 }),
  }),
});

const MonthlyRevenueType = builder.objectRef<MonthlyRevenue>('MonthlyRevenue').implement({
  description: 'What a host’s sessions that start in one month came to.',
  fields: (t) => ({
    month: t.expose('month', { type: 'Date', description: 'The first day of the month, by the host’s clock.' }),
    sessionsHeld: t.exposeInt('sessionsHeld', { description: 'Those that are live or have ended.' }),
    seatsOffered: t.expose('seatsOffered', {
      type: 'SafeInt',
      description: 'Seats of the sessions held, as far as they have a limit.',
    }),
    seatsTaken: t.expose('seatsTaken', { type: 'SafeInt', description: 'Seats taken in the sessions held.' }),
    fillRatePercent: t.float({
      nullable: true,
      description:
        'Seats taken, of those offered, in percent with one decimal; null where no session held has a limit.',
      resolve: ({ limitedSeatsTaken, seatsOffered }) => percentOf(limitedSeatsTaken, seatsOffered),
    }),
    revenue: t.field({
      type: [RevenueType],
      description:
        'What bookings of all its sessions brought in, of those to come and those called off too, by currency; empty where nothing was paid.',
      resolve: ({ revenue }) => revenue,
    }),
  }),
});

/** With one decimal; null of nothing. */
function percentOf(part: number, whole: number | null): number | null {
  return whole ? Math.round((part / whole) * 1000) / 10 : null;
}

/** The session's ID, for those who may see who booked it. */
function forHost(session: SessionRow, context: Parameters<typeof isHostOrAdmin>[0]): string {
  if (!isHostOrAdmin(context, session))
    throw new ForbiddenError('Only its host and admins see what a session brings in.');
  return session.id;
}

builder.objectFields(Session, (t) => ({
  fillRatePercent: t.float({
    nullable: true,
    description: 'Seats taken, of all there are, in percent with one decimal; null for no limit.',
    resolve: ({ seatsTaken, maxParticipants }) => percentOf(seatsTaken, maxParticipants),
  }),
  bookingSummary: t.loadable({
    type: BookingSummary,
    description: 'Its bookings, counted; `bookings` lists them. Its host and admins only.',
    load: (ids: string[], context) => bookingCounts(ids, context),
    resolve: (session, _args, context) => forHost(session, context),
  }),
  revenue: t.loadableList({
    type: RevenueType,
    description: 'What its bookings brought in, by currency; empty where nothing was paid. Its host and admins only.',
    load: (ids: string[], context) => revenueBySession(ids, context),
    resolve: (session, _args, context) => forHost(session, context),
  }),
}));

builder.objectField(Account, 'revenue', (t) =>
  t.loadableList({
    type: MonthlyRevenueType,
    byPath: true,
    description:
      'What the sessions this person hosts came to, month by month in the zone of the account, months without any too.',
    complexity: { field: 5, multiplier: 60 },
    args: {
      from: t.arg({
        type: 'Date',
        description: 'A day of the first month; eleven months before the last where left out.',
      }),
      to: t.arg({
        type: 'Date',
        description: 'A day of the last month, at most 60 months in all; of the present one where left out.',
      }),
    },
    load: (accounts: AccountRow[], context, range) => revenueByHost(accounts, context, range),
    resolve: (account) => account,
  }),
);
