import { z } from 'zod';
import type { Context } from '../context.ts';
import { joinedColumns, splitJoined } from '../database/columns.ts';
import { batchAcrossRequests } from '../database/cross-request-batch.ts';
import { type Booking, type BookingStatus, Prisma, type Session } from '../database/generated/client.ts';
import { rowsOf } from '../database/grouping.ts';
import { type List, type Page, type PageArguments, readPage, readPages } from '../database/pages.ts';
import { loadAll, requestLoader } from '../request-loader.ts';
import { viewerParticipation } from '../sessions/loaders.ts';
import { instant } from '../sessions/validation.ts';
import { validate } from '../validation.ts';
import { AlreadyBookedError, SessionFullError } from './errors.ts';
import { activeStatuses, bookingObstacle, isOverdue } from './rules.ts';

export interface BookingFilter {
  status?: BookingStatus[] | null;
  sessionId?: string | null;
  startsAfter?: Date | null;
  startsBefore?: Date | null;
}

/** Bookings, as far as the viewer may see them: their own, those of the sessions they host, or any for an admin. */
export async function bookingsById(ids: string[], { app: { database }, viewer }: Context): Promise<Booking[]> {
  if (!viewer) return [];
  const { id, role } = viewer.account;
  const own = role === 'ADMIN' ? {} : { OR: [{ accountId: id }, { session: { hostId: id } }] };
  return database.prisma.booking.findMany({ where: { id: { in: ids }, ...own } });
}

/** Of each account, the bookings it made, latest first. */
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

/** Of each account, the bookings of the sessions it hosts, latest first. */
export async function bookingsByHost(
  hostIds: string[],
  { app: { database } }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>[]> {
  return readPages(database, bookingList(filter), page, { column: 'Session.hostId', ids: hostIds });
}

/** Of each session, its bookings, latest first. */
export async function bookingsBySession(
  sessionIds: string[],
  { app: { database } }: Context,
  filter: BookingFilter,
  page: PageArguments,
): Promise<Page<Booking>[]> {
  return readPages(database, bookingList(filter), page, { column: 'sessionId', ids: sessionIds });
}

/** Everybody's bookings, latest first. */
export async function allBookings(
  { app: { database } }: Context,
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
export async function waitlistLengths(sessionIds: string[], { app: { database } }: Context): Promise<number[]> {
  const counts = await database.prisma.booking.groupBy({
    by: ['sessionId'],
    where: { sessionId: { in: sessionIds }, status: 'WAITLISTED' },
    _count: true,
  });
  const bySession = new Map(counts.map(({ sessionId, _count }) => [sessionId, _count]));
  return sessionIds.map((id) => bySession.get(id) ?? 0);
}

/** Why the viewer would get no seat in a session now, for people; null where they would. */
export const bookingObstacleOf = requestLoader<Session, string | null>(
  async (sessions, context) => {
    const accountId = context.viewer?.account.id ?? '';
    const ids = sessions.map(({ id }) => id);
    const [bookings, participations, freeable] = await Promise.all([
      loadAll(viewerBooking(context), ids),
      loadAll(viewerParticipation(context), ids),
      overdueSeats(
        sessions.filter(isFull).map(({ id }) => id),
        context,
      ),
    ]);
    return sessions.map((session, index) => {
      const isRemoved = participations[index]?.removedAt != null;
      const obstacle = bookingObstacle(session, { accountId, isRemoved });
      if (obstacle) return obstacle;
      const booking = bookings[index];
      const isBooked = booking != null && activeStatuses.includes(booking.status) && !isOverdue(booking);
      if (isBooked) return new AlreadyBookedError(booking).message;
      const hasSeat = !isFull(session) || (freeable.get(session.id) ?? 0) > 0;
      return hasSeat ? null : new SessionFullError(0).message;
    });
  },
  ({ id }) => id,
);

const isFull = ({ maxParticipants, seatsTaken }: Session) => maxParticipants !== null && seatsTaken >= maxParticipants;

/** The seats that overdue holds of each session would free for a new booking, beyond those for the waitlist. */
async function overdueSeats(sessionIds: string[], { app: { database } }: Context): Promise<Map<string, number>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await database.rows<{ sessionId: string; seats: number }>`
    SELECT "sessionId", (count(*) FILTER (WHERE "status" = 'PENDING') - count(*) FILTER (WHERE "status" = 'WAITLISTED'))::int AS "seats"
    FROM "Booking" WHERE "sessionId" = ANY(${sessionIds}::uuid[])
      AND ("status" = 'WAITLISTED' OR ("status" = 'PENDING' AND "holdExpiresAt" <= now()))
    GROUP BY "sessionId"`;
  return new Map(rows.map(({ sessionId, seats }) => [sessionId, seats]));
}

/** Of each waiting booking, its place in the line, from 1. */
export async function waitlistPositions(
  bookingIds: string[],
  { app: { database } }: Context,
): Promise<(number | null)[]> {
  const rows = await database.rows<{ id: string; position: number }>`
    SELECT own."id", (
      SELECT count(*)::int FROM "Booking" other
      WHERE other."sessionId" = own."sessionId" AND other."status" = 'WAITLISTED'
        AND (other."bookedAt", other."id") <= (own."bookedAt", own."id")) AS "position"
    FROM "Booking" own WHERE own."id" = ANY(${bookingIds}::uuid[]) AND own."status" = 'WAITLISTED'`;
  const byId = new Map(rows.map(({ id, position }) => [id, position]));
  return bookingIds.map((id) => byId.get(id) ?? null);
}

/** The viewer's own booking of a session: the one that stands, else the latest; null where there is none. */
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

/** A booking with its session, which came in the same row. */
export type BookingWithSession = Booking & { session: Session };

/** The seat that each account has in the session that is live or comes next. */
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
