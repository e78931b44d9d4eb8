import type { Context } from '../../context.ts';
import type { Session } from '../../database/generated/client.ts';
import { loadAll, requestLoader } from '../../request-loader.ts';
import { viewerParticipation } from '../../sessions/loaders.ts';
import { AlreadyBookedError, SessionFullError } from '../errors.ts';
import { viewerBooking } from '../loaders.ts';
import { activeStatuses, bookingObstacle, isOverdue } from '../rules.ts';

/** The length of each session's waitlist. */
export async function waitlistLengths(sessionIds: string[], { app: { database } }: Context): Promise<number[]> {
  const counts = await database.prisma.booking.groupBy({
    by: ['sessionId'],
    where: { sessionId: { in: sessionIds }, status: 'WAITLISTED' },
    _count: true,
  });
  const bySession = new Map(counts.map(({ sessionId, _count }) => [sessionId, _count]));
  return sessionIds.map((id) => bySession.get(id) ?? 0);
}

/** Why the viewer would get no seat in a session now, as a sentence for people; null where they would get one. */
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

/** The seats of each session that its overdue holds would free, less those that would go to its waitlist. */
async function overdueSeats(sessionIds: string[], { app: { database } }: Context): Promise<Map<string, number>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await database.rows<{ sessionId: string; seats: number }>`
    SELECT "sessionId", (count(*) FILTER (WHERE "status" = 'PENDING') - count(*) FILTER (WHERE "status" = 'WAITLISTED'))::int AS "seats"
    FROM "Booking" WHERE "sessionId" = ANY(${sessionIds}::uuid[])
      AND ("status" = 'WAITLISTED' OR ("status" = 'PENDING' AND "holdExpiresAt" <= now()))
    GROUP BY "sessionId"`;
  return new Map(rows.map(({ sessionId, seats }) => [sessionId, seats]));
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
