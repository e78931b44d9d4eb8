import { z } from 'zod';
import type { Context } from '../context.ts';
import { joinedColumns, splitJoined } from '../database/columns.ts';
import { batchAcrossRequests } from '../database/cross-request-batch.ts';
import { type Booking, type BookingStatus, Prisma, type Session } from '../database/generated/client.ts';
import { rowsOf } from '../database/grouping.ts';
import { type List, type Page, type PageArguments, readPage, readPages } from '../database/pages.ts';
import { requestLoader } from '../request-loader.ts';
import { instant } from '../sessions/validation.ts';
import { validate } from '../validation.ts';

export interface BookingFilter {
  status?: BookingStatus[] | null;
  sessionId?: string | null;
  accountId?: string | null;
  from?: Date | null;
  to?: Date | null;
}

/** The bookings that the viewer may see: their own, those of the sessions they host or co-host, or any for an admin. */
export async function bookingsById(ids: string[], { app: { database }, viewer }: Context): Promise<Booking[]> {
  if (!viewer) return [];
  const { id, role } = viewer.account;
  const found = await joinBookings(database, ids);
  const isVisible = ({ accountId }: Booking, hostIds: string[]) =>
    role === 'ADMIN' || accountId === id || hostIds.includes(id);
  return found.flatMap((one) => (one && isVisible(one.booking, one.hostIds) ? one.booking : []));
}

/** The bookings with the host and the co-hosts of their sessions. */
const joinBookings = batchAcrossRequests(async (database, ids: string[]) => {
  const rows = await database.rows<Booking & { hostIds: string[] }>`
    SELECT "Booking".*, ARRAY(
      SELECT "hostId"::text FROM "Session" WHERE "Session"."id" = "Booking"."sessionId"
      UNION ALL SELECT "accountId"::text FROM "Participant"
      WHERE "Participant"."sessionId" = "Booking"."sessionId" AND "role" = 'COHOST' AND "removedAt" IS NULL
    ) AS "hostIds"
    FROM "Booking" WHERE "id" = ANY(${ids}::uuid[])`;
  const found = rows.map(({ hostIds, ...booking }) => ({ booking, hostIds }));
  return rowsOf(ids, found, ({ booking }) => booking.id);
});

/** The bookings that each account made, latest first. */
export async function bookingsByAccount(
  accountIds: string[],
  { app: { database } }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>[]> {
  return joinOwnBookings(database, accountIds, filter, page);
}

const joinOwnBookings = batchAcrossRequests(
  (database, accountIds: string[], filter: BookingFilter, page: PageArguments) =>
    readPages<Booking>(database, bookingList(filter), page, { column: 'accountId', ids: accountIds }),
);

/** The bookings of the sessions that each account hosts, latest first. */
export async function bookingsByHost(
  hostIds: string[],
  { app: { database } }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>[]> {
  return readPages(database, bookingList(filter), page, { column: 'Session.hostId', ids: hostIds });
}

/** The bookings of each session, latest first. */
export async function bookingsBySession(
  sessionIds: string[],
  { app: { database } }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>[]> {
  return readPages(database, bookingList(filter), page, { column: 'sessionId', ids: sessionIds });
}

/** All bookings, latest first. */
export async function allBookings(
  { app: { database } }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>> {
  return readPage(database, bookingList(filter), page);
}

const startFilter = z.object({ filter: z.object({ from: instant.nullish(), to: instant.nullish() }) });

function bookingList({ status, sessionId, accountId, ...given }: BookingFilter): List {
  const { from, to } = validate(startFilter, { filter: given }).filter;
  const where: Prisma.Sql[] = [];
  if (status) where.push(Prisma.sql`"Booking"."status" = ANY(${status}::"BookingStatus"[])`);
  if (sessionId) where.push(Prisma.sql`"Booking"."sessionId" = ${sessionId}::uuid`);
  if (accountId) where.push(Prisma.sql`"Booking"."accountId" = ${accountId}::uuid`);
  if (from) where.push(Prisma.sql`"Session"."startsAt" >= ${from}::timestamptz`);
  if (to) where.push(Prisma.sql`"Session"."startsAt" < ${to}::timestamptz`);
  return {
    table: 'Booking',
    joins: Prisma.sql`JOIN "Session" ON "Session"."id" = "Booking"."sessionId"`,
    where,
    sortKey: Prisma.sql`"Booking"."bookedAt"`,
    sortType: 'timestamptz',
    direction: 'DESC',
  };
}

/** The viewer's active booking of a session, or else the latest; null where there is none. */
export const viewerBooking = requestLoader<string, Booking | null>(
  async (sessionIds, { app: { database }, viewer }) => {
    if (!viewer) return sessionIds.map(() => null);
    const rows = await database.rows<Booking>`
    SELECT DISTINCT ON ("sessionId") * FROM "Booking"
    WHERE "sessionId" = ANY(${[...sessionIds]}::uuid[]) AND "accountId" = ${viewer.account.id}::uuid
    ORDER BY "sessionId", "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED') DESC, "bookedAt" DESC`;
    return rowsOf(sessionIds, rows, ({ sessionId }) => sessionId);
  },
);

/** A booking with its session, read as one row. */
export type BookingWithSession = Booking & { session: Session };

/** Each account's pending or confirmed booking of the session that is live or starts next. */
export async function nextBookings(
  accountIds: string[],
  { app: { database } }: Context,
): Promise<(BookingWithSession | null)[]> {
  const rows = await database.rows<Booking>`
    SELECT DISTINCT ON (booking."accountId") booking.*, ${joinedColumns('session', sessionColumns)}
    FROM "Booking" booking JOIN "Session" session ON session."id" = booking."sessionId"
    WHERE booking."accountId" = ANY(${accountIds}::uuid[]) AND booking."status" IN ('PENDING', 'CONFIRMED')
      AND (session."status" = 'LIVE' OR (session."status" = 'SCHEDULED' AND session."endsAt" > now()))
    ORDER BY booking."accountId", session."startsAt", booking."id"`;
  const found = rows.map((row) => splitJoined<Booking, 'session', Session>(row, 'session'));
  return rowsOf(accountIds, found, ({ accountId }) => accountId);
}

const sessionColumns = Object.keys(Prisma.SessionScalarFieldEnum);
