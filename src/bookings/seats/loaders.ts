import type { Context } from '../../context.ts';
import type { Session } from '../../database/generated/client.ts';
import { loadAll, requestLoader } from '../../request-loader.ts';
import { viewerParticipation } from '../../sessions/loaders.ts';
import { AlreadyBookedError, SessionFullError } from '../errors.ts';
import { viewerBooking } from '../loaders.ts';
import { activeStatuses, bookingObstacle, isOverdue, suspendedHostObstacle } from '../rules.ts';
import { readWaitlists } from './waitlist.ts';

/** The number of people on each session's waitlist. */
export async function waitlistLengths(sessionIds: string[], { app: { database } }: Context): Promise<number[]> {
  const waitlistOf = await readWaitlists(database.prisma, sessionIds);
  return sessionIds.map((id) => waitlistOf(id).waitlistLength);
}

/** Why somebody would get no seat in a session now. */
interface Obstacle {
  /** As a sentence for people. */
  reason: string;
  /** Whether only seats are missing: there is a place on the waitlist. */
  isFull: boolean;
}

/** Why the viewer would get no seat in a session now; null where they would get one. */
export const bookingObstacleOf = requestLoader<Session, Obstacle | null>(
  async (sessions, context) => {
    const accountId = context.viewer?.account.id ?? '';
    const ids = sessions.map(({ id }) => id);
    const [bookings, participations] = await Promise.all([
      loadAll(viewerBooking(context), ids),
      loadAll(viewerParticipation(context), ids),
    ]);
    const obstacles = sessions.map((session, index) => {
      const isRemoved = participations[index]?.removedAt != null;
      const booking = bookings[index];
      const isBooked = booking != null && activeStatuses.includes(booking.status) && !isOverdue(booking);
      const obstacle = bookingObstacle(session, { accountId, isRemoved });
      const reason = obstacle ?? (isBooked ? new AlreadyBookedError(booking).message : null);
      return reason === null ? null : { reason, isFull: false };
    });
    const others = sessions.filter((_, index) => obstacles[index] === null);
    const obstacleOf = await sessionObstacles(others, context);
    return sessions.map(({ id }, index) => obstacles[index] ?? obstacleOf.get(id) ?? null);
  },
  ({ id }) => id,
);

/** Why nobody would get a seat in each session; nothing for sessions where they would. */
async function sessionObstacles(sessions: Session[], { app: { database } }: Context): Promise<Map<string, Obstacle>> {
  if (sessions.length === 0) return new Map();
  // Overdue holds make way for a booking, unless the waitlist takes their seats. Seats that are left are kept for a party
  // on the waitlist; one that is larger than the session is passed.
  const rows = await database.rows<{ id: string; isHostSuspended: boolean; seatsLeft: number | null }>`
    SELECT session."id", "isSuspended"(session."hostId") AS "isHostSuspended", (
      free."seats" + CASE WHEN free."seats" <= 0 THEN (
        SELECT coalesce(sum("seats"), 0) FROM "Booking"
        WHERE "sessionId" = session."id" AND "status" = 'PENDING' AND "holdExpiresAt" <= now()) ELSE 0 END)::int AS "seatsLeft"
    FROM "Session" session CROSS JOIN LATERAL (
      SELECT session."maxParticipants" - session."seatsTaken" - coalesce(sum("seats"), 0) AS "seats" FROM "Booking"
      WHERE "sessionId" = session."id" AND "status" = 'WAITLISTED' AND "seats" <= session."maxParticipants") free
    WHERE session."id" = ANY(${sessions.map(({ id }) => id)}::uuid[])`;
  return new Map(
    rows.flatMap(({ id, isHostSuspended, seatsLeft }): [string, Obstacle][] => {
      if (isHostSuspended) return [[id, { reason: suspendedHostObstacle, isFull: false }]];
      const isFull = seatsLeft !== null && seatsLeft <= 0;
      return isFull ? [[id, { reason: new SessionFullError(0).message, isFull }]] : [];
    }),
  );
}

/** The place of each waitlisted booking on its waitlist, from 1; null for other bookings. */
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
