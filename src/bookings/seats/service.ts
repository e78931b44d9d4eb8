import type { App } from '../../context.ts';
import type { Statements } from '../../database/client.ts';
import { type Booking, Prisma, type Session } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';
import { sweepSessions } from '../../sessions/sweep.ts';
import { cancelBookings } from '../cancellation.ts';
import { type Booker, bookingsChanged } from '../changes.ts';
import { activeStatuses } from '../rules.ts';
import { seatsChanged } from './events.ts';

// Whoever changes seats or bookings of a session holds its row: taken first, before any booking's, so that
// transactions queue instead of deadlocking.

/** Takes seats of sessions by one conditional statement; throws where one has not as many left. */
export async function takeSeats(tx: Statements, counts: ReadonlyMap<string, number>): Promise<void> {
  const taken = await tx.$queryRaw<unknown[]>`
    UPDATE "Session" SET "seatsTaken" = "seatsTaken" + wanted."count"
    FROM unnest(${[...counts.keys()]}::uuid[], ${[...counts.values()]}::int[]) AS wanted("id", "count")
    WHERE "Session"."id" = wanted."id" AND "status" IN ('SCHEDULED', 'LIVE')
      AND ("maxParticipants" IS NULL OR "seatsTaken" + wanted."count" <= "maxParticipants")
    RETURNING "Session"."id"`;
  if (taken.length < counts.size) throw new Error('a seat was to be taken that is not left');
}

/**
 * Gives seats back and lets the waitlist move up, in the order of booking: free bookings are confirmed, priced ones
 * pending with a hold. Every path that frees a seat ends here; freeing none (the capacity was raised) is fine too.
 */
export async function freeSeats(tx: Transaction, app: App, sessionId: string, count: number): Promise<Session> {
  const session = await tx.session.update({ where: { id: sessionId }, data: { seatsTaken: { decrement: count } } });
  const promoted = await promote(tx, session);
  const settled =
    promoted.length === 0
      ? session
      : await tx.session.update({ where: { id: sessionId }, data: { seatsTaken: { increment: promoted.length } } });
  await app.events.append(tx, sessionId, seatsChanged(settled));
  bookingsChanged(tx, app, session, promoted);
  return settled;
}

async function promote(tx: Transaction, session: Session): Promise<Booker[]> {
  if (session.status !== 'SCHEDULED' && session.status !== 'LIVE') return [];
  const seats = session.maxParticipants === null ? null : session.maxParticipants - session.seatsTaken;
  return tx.$queryRaw<Booker[]>`
    UPDATE "Booking" SET
      "status" = CASE WHEN "amountMinor" = 0 THEN 'CONFIRMED' ELSE 'PENDING' END::"BookingStatus",
      "confirmedAt" = CASE WHEN "amountMinor" = 0 THEN now() END,
      "holdExpiresAt" = CASE WHEN "amountMinor" > 0 THEN now() + make_interval(mins => ${session.bookingHoldMinutes}) END
    WHERE "id" IN (
      SELECT "id" FROM "Booking" WHERE "sessionId" = ${session.id}::uuid AND "status" = 'WAITLISTED'
      ORDER BY "bookedAt", "id" LIMIT ${seats})
    RETURNING "accountId"`;
}

/** Cancels the overdue bookings of a locked session and frees their seats. Returns how many. */
export async function expireHoldsOf(tx: Transaction, app: App, sessionId: string): Promise<number> {
  const seats = await cancelBookings(
    tx,
    app,
    Prisma.sql`"sessionId" = ${sessionId}::uuid AND "status" = 'PENDING' AND "holdExpiresAt" <= ${new Date()}`,
    { reason: 'The hold expired before payment.', refunds: false, holdExpired: true },
  );
  if (seats > 0) await freeSeats(tx, app, sessionId, seats);
  return seats;
}

/**
 * Expires holds everywhere, some sessions at a time; nodes that do it at once skip each other's sessions. Returns how
 * many.
 */
export async function expireHolds(app: App): Promise<number> {
  // At random, so that a hundred that fail do not stand before the others for ever.
  const sessions = await app.database.rows<{ sessionId: string }>`
    SELECT "sessionId" FROM "Booking" WHERE "status" = 'PENDING' AND "holdExpiresAt" <= now()
    GROUP BY "sessionId" ORDER BY random() LIMIT 100`;
  const ids = sessions.map(({ sessionId }) => sessionId);
  return sweepSessions(app, ids, (tx, { id }) => expireHoldsOf(tx, app, id));
}

export interface Attendance {
  accountId: string;
  seconds: number;
  /** Whether that counts as having been there. */
  isEnough: boolean;
}

/**
 * What became of a session's bookings by its end. Nobody fails to show up to a session that its host did not hold, nor
 * for a seat that came at half-time or later: who waits in line does not sit ready.
 */
export async function settleBookings(
  tx: Transaction,
  app: App,
  session: Session,
  { attendances, hostCame, halfTime }: { attendances: Attendance[]; hostCame: boolean; halfTime: Date },
): Promise<void> {
  const accountIds = attendances.map(({ accountId }) => accountId);
  const seconds = attendances.map((one) => one.seconds);
  const isEnough = attendances.map((one) => one.isEnough);
  const settled = await tx.$queryRaw<Booker[]>`
    UPDATE "Booking" booking SET
      "attendedSeconds" = coalesce(attendance."seconds", 0),
      "status" = CASE WHEN attendance."isEnough" OR NOT ${hostCame} OR own."confirmedAt" >= ${halfTime}::timestamptz
        THEN 'COMPLETED' ELSE 'NO_SHOW' END::"BookingStatus"
    FROM "Booking" own
      LEFT JOIN unnest(${accountIds}::uuid[], ${seconds}::int[], ${isEnough}::boolean[])
        AS attendance("accountId", "seconds", "isEnough") ON attendance."accountId" = own."accountId"
    WHERE own."id" = booking."id" AND booking."sessionId" = ${session.id}::uuid AND booking."status" = 'CONFIRMED'
    RETURNING booking."accountId"`;
  bookingsChanged(tx, app, session, settled);
  const seats = await cancelBookings(
    tx,
    app,
    Prisma.sql`"sessionId" = ${session.id}::uuid AND "status" IN ('PENDING', 'WAITLISTED')`,
    { reason: 'The session ended.', refunds: false },
  );
  await tx.session.update({ where: { id: session.id }, data: { seatsTaken: { decrement: seats } } });
}

/** The booking of this person that stands, if any. */
export function activeBooking(
  tx: Transaction | App['database']['prisma'],
  sessionId: string,
  accountId: string,
): Promise<Booking | null> {
  return tx.booking.findFirst({
    where: { sessionId, accountId, status: { in: activeStatuses } },
  });
}
