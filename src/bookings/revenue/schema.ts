import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow } from '../../database/generated/client.ts';
import { ForbiddenError } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { Session } from '../../sessions/schema.ts';
import { isHostOrAdmin, maySeeBookings } from '../access.ts';
import {
  type BookingCounts,
  bookingCounts,
  type MonthlyRevenue,
  type Revenue,
  revenueByHost,
  revenueBySession,
} from './loaders.ts';

export const RevenueType = builder.objectRef<Revenue>('Revenue').implement({
  description:
    'Revenue of bookings or passes in one currency. They count once they were confirmed as paid, by a provider or by the host. Amounts are in minor units; sums may exceed `Int`.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    grossMinor: t.expose('gross', {
      type: 'SafeInt',
      description:
        'Sum of the amounts of all bookings or passes that were ever confirmed as paid, including those cancelled or returned since.',
    }),
    refundedMinor: t.expose('refunded', {
      type: 'SafeInt',
      description: 'The part of `grossMinor` that was refunded or has to be.',
    }),
    netMinor: t.field({
      type: 'SafeInt',
      description: '`grossMinor` less `refundedMinor`.',
      resolve: ({ gross, refunded }) => gross - refunded,
    }),
  }),
});

const BookingSummary = builder.objectRef<BookingCounts>('BookingSummary').implement({
  description: 'The number of people in a session’s bookings, guests included, by the status of the booking.',
  fields: (t) => ({
    booked: t.int({
      description: '`CONFIRMED`; 0 once the session has ended.',
      resolve: (counts) => counts.CONFIRMED ?? 0,
    }),
    pending: t.int({ description: '`PENDING`: holding a seat until paid.', resolve: (counts) => counts.PENDING ?? 0 }),
    waiting: t.int({ description: '`WAITLISTED`: on the waitlist.', resolve: (counts) => counts.WAITLISTED ?? 0 }),
    attended: t.int({
      description: '`COMPLETED`: attended long enough, or not to blame.',
      resolve: (counts) => counts.COMPLETED ?? 0,
    }),
    noShow: t.int({ description: '`NO_SHOW`: did not attend long enough.', resolve: (counts) => counts.NO_SHOW ?? 0 }),
    cancelled: t.int({
      description:
        '`CANCELLED`: cancelled, or not paid in time; also seats that were given back of bookings that go on.',
      resolve: (counts) => counts.CANCELLED ?? 0,
    }),
  }),
});

const MonthlyRevenueType = builder.objectRef<MonthlyRevenue>('MonthlyRevenue').implement({
  description: 'Figures of the sessions of one host that start in one month.',
  fields: (t) => ({
    month: t.expose('month', { type: 'Date', description: 'The first day of the month, in the host’s time zone.' }),
    sessionsHeld: t.exposeInt('sessionsHeld', { description: 'How many of the sessions are live or have ended.' }),
    seatsOffered: t.expose('seatsOffered', {
      type: 'SafeInt',
      description: 'Sum of `maxParticipants` of the sessions held; sessions without a limit add nothing.',
    }),
    seatsTaken: t.expose('seatsTaken', {
      type: 'SafeInt',
      description: 'Seats taken in the sessions held, including sessions without a limit.',
    }),
    fillRatePercent: t.float({
      nullable: true,
      description:
        'Seats taken divided by seats offered, in sessions with a limit, in percent with one decimal. Null where no session held has a limit.',
      resolve: ({ limitedSeatsTaken, seatsOffered }) => percentOf(limitedSeatsTaken, seatsOffered),
    }),
    revenue: t.field({
      type: [RevenueType],
      description:
        'Revenue of the bookings of all sessions of the month, by currency, including scheduled and cancelled sessions. Empty where nothing was paid.',
      resolve: ({ revenue }) => revenue,
    }),
    passRevenue: t.field({
      type: [RevenueType],
      description:
        'Revenue of the passes that the host sold and that were paid in the month, by currency. It is no part of `revenue`: a booking that a pass pays for has an amount of 0.',
      resolve: ({ passRevenue }) => passRevenue,
    }),
  }),
});

/** With one decimal; null where the whole is null or 0. */
function percentOf(part: number, whole: number | null): number | null {
  return whole ? Math.round((part / whole) * 1000) / 10 : null;
}

builder.objectFields(Session, (t) => ({
  fillRatePercent: t.float({
    nullable: true,
    description: 'Seats taken divided by `maxParticipants`, in percent with one decimal. Null where there is no limit.',
    resolve: ({ seatsTaken, maxParticipants }) => percentOf(seatsTaken, maxParticipants),
  }),
  bookingSummary: t.loadable({
    type: BookingSummary,
    nullable: true,
    description:
      'The number of people booked by status. For the session’s hosts and admins; null, with an error at this path, for everybody else.',
    load: (ids: string[], context) => bookingCounts(ids, context),
    resolve: async (session, _args, context) => {
      if (!(await maySeeBookings(context, session)))
        throw new ForbiddenError('Only the hosts of a session and admins may read its booking summary.');
      return session.id;
    },
  }),
  revenue: t.loadableList({
    type: RevenueType,
    nullable: true,
    description:
      'Revenue of its bookings, by currency; empty where nothing was paid. For the session’s host and admins; null, with an error at this path, for everybody else.',
    load: (ids: string[], context) => revenueBySession(ids, context),
    resolve: (session, _args, context) => {
      if (!isHostOrAdmin(context, session))
        throw new ForbiddenError('Only the host of a session and admins may read its revenue.');
      return session.id;
    },
  }),
}));

builder.objectField(Account, 'revenue', (t) =>
  t.loadableList({
    type: MonthlyRevenueType,
    byPath: true,
    description:
      'Figures of the sessions that this person hosts, by month in the account’s time zone, including months without sessions.',
    complexity: { field: 5, multiplier: 60 },
    args: {
      from: t.arg({
        type: 'Date',
        description: 'A day of the first month. Where left out, the first month is eleven months before the last.',
      }),
      to: t.arg({
        type: 'Date',
        description:
          'A day of the last month; at most 60 months in all. Where left out, the last month is the present one.',
      }),
    },
    load: (accounts: AccountRow[], context, range) => revenueByHost(accounts, context, range),
    resolve: (account) => account,
  }),
);
