import { z } from 'zod';
import type { Context } from '../context.ts';
import { joinReads } from '../database/cross-request-batch.ts';
import { type Booking, type BookingStatus, Prisma, type Session } from '../database/generated/client.ts';
import { rowsOf } from '../database/grouping.ts';
import { type List, type Page, type PageArguments, readPage, readPages } from '../database/pages.ts';
import { instant } from '../sessions/validation.ts';
import { validate } from '../validation.ts';
import { AlreadyBookedError, SessionFullError } from './errors.ts';
import { activeStatuses, bookingObstacle, isOverdue } from './rules.ts';
import { removedFrom } from './seats/service.ts';

export interface BookingFilter {
  status?: BookingStatus[] | null;
  sessionId?: string | null;
  startsAfter?: Date | null;
  startsBefore?: Date | null;
}

/** Bookings, as far as the viewer may see them: their own, those of the sessions they host, or any for an admin. */
export async function bookingsById(ids: string[], { database, viewer }: Context): Promise<Booking[]> {
  if (!viewer) return [];
  const { id, role } = viewer.account;
  const own = role === 'ADMIN' ? {} : { OR: [{ accountId: id }, { session: { hostId: id } }] };
  return database.prisma.booking.findMany({ where: { id: { in: ids }, ...own } });
}

/** Of each account, the bookings it made, latest first. */
export async function bookingsByAccount(
  accountIds: string[],
  { database }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>[]> {
  return joinOwnBookings(database, accountIds, filter, page);
}

const joinOwnBookings = joinReads((database, accountIds: string[], filter: BookingFilter, page: PageArguments) =>
  readPages<Booking>(database, bookingList(filter), page, { column: 'accountId', ids: accountIds }),
);

/** Of each account, the bookings of the sessions it hosts, latest first. */
export async function bookingsByHost(
  hostIds: string[],
  { database }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>[]> {
  return readPages(database, bookingList(filter), page, { column: 'Session.hostId', ids: hostIds });
}

/** Of each session, its bookings, latest first. */
export async function bookingsBySession(
  sessionIds: string[],
  { database }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>[]> {
  return readPages(database, bookingList(filter), page, { column: 'sessionId', ids: sessionIds });
}

/** Everybody's bookings, latest first. */
export async function allBookings(
  { database }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>> {
  return readPage(database, bookingList(filter), page);
}

const startFilter = z.object({
  filter: z.object({ startsAfter: instant.nullish(), startsBefore: instant.nullish() }),
});

function bookingList({ status, sessionId, ...given }: BookingFilter): List {
  const { startsAfter, startsBefore } = validate(startFilter, { filter: given }).filter;
  const where: Prisma.Sql[] = [];
  if (status) where.push(Prisma.sql`"Booking"."status" = ANY(${status}::"BookingStatus"[])`);
  if (sessionId) where.push(Prisma.sql`"Booking"."sessionId" = ${sessionId}::uuid`);
  if (startsAfter) where.push(Prisma.sql`"Session"."startsAt" >= ${startsAfter}::timestamptz`);
  if (startsBefore) where.push(Prisma.sql`"Session"."startsAt" < ${startsBefore}::timestamptz`);
  return {
    table: 'Booking',
    joins: Prisma.sql`JOIN "Session" ON "Session"."id" = "Booking"."sessionId"`,
    where,
    sortKey: Prisma.sql`"Booking"."bookedAt"`,
    sortType: 'timestamptz',
    direction: 'DESC',
  };
}

/** Of each session, how many wait for a seat. */
export async function waitlistLengths(sessionIds: string[], { database }: Context): Promise<number[]> {
  const counts = await database.prisma.booking.groupBy({
    by: ['sessionId'],
    where: { sessionId: { in: sessionIds }, status: 'WAITLISTED' },
    _count: true,
  });
  const bySession = new Map(counts.map(({ sessionId, _count }) => [sessionId, _count]));
  return sessionIds.map((id) => bySession.get(id) ?? 0);
}

/** Of each session, why the viewer would be given no seat in it now; null where they would. */
export async function bookingObstacles(sessions: Session[], context: Context): Promise<(string | null)[]> {
  const idsOf = (rows: Session[]) => rows.map(({ id }) => id);
  const accountId = context.viewer?.account.id;
  const [bookings, removed, freeable] = await Promise.all([
    viewerBookings(idsOf(sessions), context),
    accountId ? removedFrom(context.database.prisma, idsOf(sessions), accountId) : new Set<string>(),
    overdueSeats(idsOf(sessions.filter(isFull)), context),
  ]);
  return sessions.map((session, index) => {
    const obstacle = bookingObstacle(session, { accountId: accountId ?? '', isRemoved: removed.has(session.id) });
    if (obstacle) return obstacle;
    const booking = bookings[index];
    const isBooked = booking != null && activeStatuses.includes(booking.status) && !isOverdue(booking);
    if (isBooked) return new AlreadyBookedError(booking).message;
    const hasSeat = !isFull(session) || (freeable.get(session.id) ?? 0) > 0;
    return hasSeat ? null : new SessionFullError(0).message;
  });
}

const isFull = ({ maxParticipants, seatsTaken }: Session) => maxParticipants !== null && seatsTaken >= maxParticipants;

/** Of each session, the seats that overdue holds would give to who books now: what those who wait leave of them. */
async function overdueSeats(sessionIds: string[], { database }: Context): Promise<Map<string, number>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await database.rows<{ sessionId: string; seats: number }>`
    SELECT "sessionId", (count(*) FILTER (WHERE "status" = 'PENDING') - count(*) FILTER (WHERE "status" = 'WAITLISTED'))::int AS "seats"
    FROM "Booking" WHERE "sessionId" = ANY(${sessionIds}::uuid[])
      AND ("status" = 'WAITLISTED' OR ("status" = 'PENDING' AND "holdExpiresAt" <= now()))
    GROUP BY "sessionId"`;
  return new Map(rows.map(({ sessionId, seats }) => [sessionId, seats]));
}

/** Of each waiting booking, its place in the line, from 1. */
export async function waitlistPositions(bookingIds: string[], { database }: Context): Promise<(number | null)[]> {
  const rows = await database.rows<{ id: string; position: number }>`
    SELECT own."id", (
      SELECT count(*)::int FROM "Booking" other
      WHERE other."sessionId" = own."sessionId" AND other."status" = 'WAITLISTED'
        AND (other."bookedAt", other."id") <= (own."bookedAt", own."id")) AS "position"
    FROM "Booking" own WHERE own."id" = ANY(${bookingIds}::uuid[]) AND own."status" = 'WAITLISTED'`;
  const byId = new Map(rows.map(({ id, position }) => [id, position]));
  return bookingIds.map((id) => byId.get(id) ?? null);
}

/** Of each session, the viewer's own booking: the one that stands, else the latest. */
export async function viewerBookings(sessionIds: string[], { database, viewer }: Context): Promise<(Booking | null)[]> {
  if (!viewer) return sessionIds.map(() => null);
  const rows = await database.rows<Booking>`
    SELECT DISTINCT ON ("sessionId") * FROM "Booking"
    WHERE "sessionId" = ANY(${sessionIds}::uuid[]) AND "accountId" = ${viewer.account.id}::uuid
    ORDER BY "sessionId", "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED') DESC, "bookedAt" DESC`;
  return rowsOf(sessionIds, rows, ({ sessionId }) => sessionId);
}

/** Of each account, the seat it has in the session that comes next or is live. */
export async function nextBookings(accountIds: string[], { database }: Context): Promise<(Booking | null)[]> {
  const rows = await database.rows<Booking>`
    SELECT DISTINCT ON (booking."accountId") booking.*
    FROM "Booking" booking JOIN "Session" session ON session."id" = booking."sessionId"
    WHERE booking."accountId" = ANY(${accountIds}::uuid[]) AND booking."status" IN ('PENDING', 'CONFIRMED')
      AND (session."status" = 'LIVE' OR (session."status" = 'SCHEDULED' AND session."endsAt" > now()))
    ORDER BY booking."accountId", session."startsAt", booking."id"`;
  return rowsOf(accountIds, rows, ({ accountId }) => accountId);
}
