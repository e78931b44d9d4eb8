import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Account, type BookingStatus, Prisma } from '../../database/generated/client.ts';
import { groupedBy } from '../../database/grouping.ts';
import { InvalidInputError } from '../../errors.ts';
import { supportedTimeZone } from '../../time-zones.ts';
import { validate } from '../../validation.ts';

/** Money in minor units of one currency. Whole numbers, exact up to 2^53. */
export interface Revenue {
  currency: string;
  gross: number;
  refunded: number;
}

// Every booking that was ever confirmed counts as paid. Its refund is a column of its own.
export const revenueColumns = Prisma.sql`"Booking"."currency", sum("Booking"."amountMinor") AS "gross", sum(coalesce("Booking"."refundMinor", 0)) AS "refunded"`;
export const isPaid = Prisma.sql`"Booking"."confirmedAt" IS NOT NULL AND "Booking"."amountMinor" > 0`;

// A pass counts on the day of its payment, whatever it is used for. What it pays for has an amount of 0.
export const passRevenueColumns = Prisma.sql`"Pass"."currency", sum("Pass"."amountMinor") AS "gross", sum(coalesce("Pass"."refundMinor", 0)) AS "refunded"`;

/** Whether a pass was paid in a span of time. */
export const isPassPaidIn = (start: Date | Prisma.Sql, end: Date | Prisma.Sql) =>
  Prisma.sql`("Pass"."paidAt" >= ${start} AND "Pass"."paidAt" < ${end} AND "Pass"."amountMinor" > 0)`;

/** The revenue of each session's bookings, by currency. */
export async function revenueBySession(sessionIds: string[], { app: { database } }: Context): Promise<Revenue[][]> {
  const rows = await database.rows<Revenue & { sessionId: string }>`
    SELECT "sessionId", "currency", "gross"::float8, "refunded"::float8 FROM (
      SELECT "Booking"."sessionId", ${revenueColumns} FROM "Booking"
      WHERE "Booking"."sessionId" = ANY(${sessionIds}::uuid[]) AND ${isPaid} GROUP BY "Booking"."sessionId", "Booking"."currency"
    ) revenue ORDER BY "currency"`;
  return groupedBy(sessionIds, rows, ({ sessionId }) => sessionId);
}

/** The seats of a session's bookings by their status. Seats given back count as cancelled. */
export type BookingCounts = Partial<Record<BookingStatus, number>>;

/** The number of seats of each session's bookings in each status: one for each person, guests included. */
export async function bookingCounts(sessionIds: string[], { app: { database } }: Context): Promise<BookingCounts[]> {
  const rows = await database.rows<{ sessionId: string; status: BookingStatus; seats: number }>`
    SELECT "sessionId", part."status"::text, sum(part."seats")::int AS "seats"
    FROM "Booking" CROSS JOIN LATERAL (
      SELECT CASE WHEN "status" = 'COMPLETED' THEN coalesce("Booking"."seats" - "arrived", 0) ELSE 0 END AS "seats") away
    CROSS JOIN LATERAL (
      -- Of a party that was checked in, those who did not come with it are no-shows once the session has ended.
      VALUES ("status", "Booking"."seats" - away."seats"), ('NO_SHOW'::"BookingStatus", away."seats"),
        ('CANCELLED'::"BookingStatus", "seatsBooked" - "Booking"."seats")) AS part("status", "seats")
    WHERE "sessionId" = ANY(${sessionIds}::uuid[]) GROUP BY "sessionId", part."status"`;
  const groups = groupedBy(sessionIds, rows, ({ sessionId }) => sessionId);
  return groups.map((group) => Object.fromEntries(group.map(({ status, seats }) => [status, seats])));
}

/** The figures of a host's sessions of one month. */
export interface MonthlyRevenue {
  /** The month's first day. */
  month: Date;
  sessionsHeld: number;
  seatsOffered: number;
  seatsTaken: number;
  /** Seats taken in sessions with a limited number of seats. */
  limitedSeatsTaken: number;
  revenue: Revenue[];
  /** Of the passes that were paid in the month. */
  passRevenue: Revenue[];
}

const maximumMonths = 60;
const usualMonths = 12;
const day = z
  .date()
  .min(new Date('1970-01-01'), 'must not be before 1970')
  .max(new Date('9998-12-31'), 'must not be after 9998')
  .nullish();
const days = z.object({ from: day, to: day });

/** The figures of each host's months from the month of `from` to the month of `to`, in the host's time zone. */
export async function revenueByHost(
  hosts: Account[],
  { app: { database } }: Context,
  given: { from?: Date | null; to?: Date | null },
): Promise<MonthlyRevenue[][]> {
  const range = validate(days, given);
  const spans = hosts.flatMap((host) => monthsOf(host, range));
  const rows = await database.rows<Omit<MonthlyRevenue, 'month'>>`
    SELECT held.*, money."revenue", passes."passRevenue"
    FROM unnest(
      ${spans.map(({ hostId }) => hostId)}::uuid[],
      ${spans.map(({ start }) => start)}::timestamptz[],
      ${spans.map(({ end }) => end)}::timestamptz[]
    ) WITH ORDINALITY AS span("hostId", "start", "end", "index")
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "sessionsHeld", coalesce(sum("maxParticipants"), 0)::float8 AS "seatsOffered",
        coalesce(sum("seatsTaken"), 0)::float8 AS "seatsTaken",
        coalesce(sum("seatsTaken") FILTER (WHERE "maxParticipants" IS NOT NULL), 0)::float8 AS "limitedSeatsTaken"
      FROM "Session" WHERE "hostId" = span."hostId" AND "startsAt" >= span."start" AND "startsAt" < span."end"
        AND "status" IN ('LIVE', 'ENDED')
    ) held
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(part ORDER BY part."currency"), '[]') AS "revenue" FROM (
        SELECT ${revenueColumns} FROM "Session" JOIN "Booking" ON "Booking"."sessionId" = "Session"."id"
        WHERE "Session"."hostId" = span."hostId" AND "Session"."startsAt" >= span."start" AND "Session"."startsAt" < span."end"
          AND ${isPaid}
        GROUP BY "Booking"."currency"
      ) part
    ) money
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(part ORDER BY part."currency"), '[]') AS "passRevenue" FROM (
        SELECT ${passRevenueColumns} FROM "Pass" WHERE "Pass"."hostId" = span."hostId" AND ${isPassPaidIn(
          Prisma.sql`span."start"`,
          Prisma.sql`span."end"`,
        )}
        GROUP BY "Pass"."currency"
      ) part
    ) passes
    ORDER BY span."index"`;
  const months = spans.map(({ hostId, month }, index) => ({
    hostId,
    month,
    ...(rows[index] as (typeof rows)[number]),
  }));
  return groupedBy(
    hosts.map(({ id }) => id),
    months,
    ({ hostId }) => hostId,
  );
}

const oneMonth = z.object({ month: day });

/** A month of a host from its first instant to that of the next; the present month where none is given. */
export function monthOfHost(host: Account, given: { month?: Date | null }) {
  const { month } = validate(oneMonth, given);
  return monthsOf(host, { from: month, to: month }).at(-1) as ReturnType<typeof monthsOf>[number];
}

/** The months in order, each from its first instant to that of the next. Computed here, since databases differ in their time-zone data. */
function monthsOf({ id: hostId, ...host }: Account, { from, to }: z.output<typeof days>) {
  const timeZone = supportedTimeZone(host.timeZone);
  const today = Temporal.Now.plainDateISO(timeZone);
  const last = to ? monthOf(to) : today.toPlainYearMonth();
  const first = from ? monthOf(from) : last.subtract({ months: usualMonths - 1 });
  const count = first.until(last, { largestUnit: 'months' }).months + 1;
  if (count < 1) throw new InvalidInputError([{ path: ['to'], message: 'must not be before from' }]);
  if (count > maximumMonths)
    throw new InvalidInputError([
      { path: ['to'], message: `must be at most ${maximumMonths} months after from`, code: 'TOO_LARGE' },
    ]);
  const startOf = (month: Temporal.PlainYearMonth) =>
    month.toPlainDate({ day: 1 }).toZonedDateTime(timeZone).toInstant().toString();
  return Array.from({ length: count }, (_, index) => {
    const month = first.add({ months: index });
    return {
      hostId,
      month: new Date(month.toPlainDate({ day: 1 }).toString()),
      start: startOf(month),
      end: startOf(month.add({ months: 1 })),
    };
  });
}

function monthOf(day: Date): Temporal.PlainYearMonth {
  return Temporal.PlainYearMonth.from(day.toISOString().slice(0, 7));
}
