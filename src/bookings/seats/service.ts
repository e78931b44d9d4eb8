import type { App, Context } from '../../context.ts';
import type { Statements } from '../../database/client.ts';
import { columns } from '../../database/columns.ts';
import { type Booking, Prisma, type Session } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { SessionEventData } from '../../events/log.ts';
import { sweepSessions } from '../../sessions/sweep.ts';
import { cancelBookings } from '../cancellation.ts';
import { type Booker, bookingsChanged } from '../changes.ts';
import { activeStatuses } from '../rules.ts';

// Whoever changes seats or bookings of a session holds its row: taken first, before any booking's, so that
// transactions queue instead of deadlocking.

const hasSeatLeft = Prisma.sql`"status" IN ('SCHEDULED', 'LIVE')
  AND ("maxParticipants" IS NULL OR "seatsTaken" < "maxParticipants")`;

/** Takes a seat by one conditional statement; null where none is left. The row stays locked until the commit. */
export async function takeSeat(tx: Transaction, sessionId: string): Promise<Session | null> {
  const [session] = await tx.$queryRaw<Session[]>`
    UPDATE "Session" SET "seatsTaken" = "seatsTaken" + 1
    WHERE "id" = ${sessionId}::uuid AND ${hasSeatLeft} RETURNING *`;
  return session ?? null;
}

const openSession = [
  ...(['id', 'hostId', 'status', 'startsAt', 'endsAt', 'priceMinor', 'currency'] as const),
  ...(['bookingHoldMinutes', 'freeCancellationHours', 'maxParticipants', 'seatsTaken'] as const),
];

const openSessionColumns = columns('Session', openSession);

/** What a booking needs to know of its session. */
export type OpenSession = Pick<Session, (typeof openSession)[number]>;

/**
 * Takes the rows of those sessions that have a seat left, in the order of their ids; nobody queues for a full one. No
 * lock of the transaction is waited for longer than a moment from here on: whoever keeps a session to themselves for
 * long must not keep others from theirs.
 */
export function lockOpenSessions(tx: Statements, those: { sessionId: string }[]): Promise<OpenSession[]> {
  const ids = [...new Set(those.map(({ sessionId }) => sessionId))];
  return tx.$queryRaw<OpenSession[]>`
    WITH patience AS (SELECT set_config('lock_timeout', '200ms', true))
    SELECT ${openSessionColumns} FROM patience, "Session" WHERE "id" = ANY(${ids}::uuid[]) AND ${hasSeatLeft}
    ORDER BY "id" FOR NO KEY UPDATE OF "Session"`;
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

export function seatsChanged({
  maxParticipants,
  seatsTaken,
}: Pick<Session, 'maxParticipants' | 'seatsTaken'>): SessionEventData {
  return {
    type: 'SeatsChanged',
    seatsTaken,
    seatsLeft: maxParticipants === null ? null : maxParticipants - seatsTaken,
  };
}

/** Whether a pending booking of the session keeps its seat longer than it may. */
export async function hasOverdueHold(tx: Transaction, sessionId: string): Promise<boolean> {
  return (
    (await tx.booking.findFirst({
      where: { sessionId, status: 'PENDING', holdExpiresAt: { lte: new Date() } },
      select: { id: true },
    })) !== null
  );
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
  tx: Transaction | Context['database']['prisma'],
  sessionId: string,
  accountId: string,
): Promise<Booking | null> {
  return tx.booking.findFirst({
    where: { sessionId, accountId, status: { in: activeStatuses } },
  });
}

/** Of these sessions, those that this person was removed from. */
export async function removedFrom(
  reader: Transaction | Context['database']['prisma'],
  sessionIds: string[],
  accountId: string,
): Promise<Set<string>> {
  const rows = await reader.participant.findMany({
    where: { sessionId: { in: sessionIds }, accountId, removedAt: { not: null } },
    select: { sessionId: true },
  });
  return new Set(rows.map(({ sessionId }) => sessionId));
}
