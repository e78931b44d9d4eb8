import type { App } from '../../context.ts';
import type { Statements } from '../../database/client.ts';
import { type Booking, Prisma, type Session } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { NewEvent } from '../../events/log.ts';
import { lockBalances, takeCredits, type Use } from '../../passes/ledger.ts';
import { passObstacle } from '../../passes/rules.ts';
import { sweepSessions } from '../../sessions/sweep.ts';
import { cancelBookings } from '../cancel.ts';
import { promotedNotifications } from '../notifications/causes.ts';
import { holdExpiry, isBookingClosed } from '../rules.ts';
import { bookingsChanged } from '../stream.ts';
import { seatsChanged } from './events.ts';

// A transaction that changes a session's seats or bookings locks the session's row first, so that transactions queue
// instead of deadlocking.

/** Seats that a booking takes, with the event that tells of it. */
export interface Taking {
  seats: number;
  event: NewEvent & { sessionId: string };
}

/**
 * Takes seats and logs the events of that, by one conditional statement. The transaction must have locked the sessions'
 * rows. Throws where a session has too few seats left.
 */
export async function takeSeats(tx: Statements, { events }: Pick<App, 'events'>, takings: Taking[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const { seats, event } of takings) counts.set(event.sessionId, (counts.get(event.sessionId) ?? 0) + seats);
  const appended = await events.appendAll(
    tx,
    takings.map(({ event }) => event),
    {
      given: Prisma.sql`unnest(${[...counts.keys()]}::uuid[], ${[...counts.values()]}::int[]) AS given("sessionId", "seats")`,
      set: Prisma.sql`"seatsTaken" = "seatsTaken" + given."seats"`,
      where: Prisma.sql`"status" IN ('SCHEDULED', 'LIVE') AND ("maxParticipants" IS NULL OR "seatsTaken" + given."seats" <= "maxParticipants")`,
    },
  );
  if (appended < counts.size) throw new Error('a session has fewer seats left than were to be taken');
}

/**
 * Gives seats back and promotes from the waitlist, in the order of booking: free bookings, and those for which a pass
 * still pays, to CONFIRMED, others to PENDING with a hold. Every path that frees a seat ends here. A `count` of 0 only promotes, after the capacity changed.
 */
export async function freeSeats(tx: Transaction, app: App, sessionId: string, count: number): Promise<Session> {
  const session = await tx.session.update({ where: { id: sessionId }, data: { seatsTaken: { decrement: count } } });
  return (await moveUp(tx, app, session)) ?? (await tellSeats(tx, app, session));
}

/** Promotes from the waitlist of a locked session where no seat changed: somebody left it, or its host may promote again. */
export async function shortenWaitlist(tx: Transaction, app: App, sessionId: string): Promise<void> {
  await moveUp(tx, app, await tx.session.findUniqueOrThrow({ where: { id: sessionId } }));
}

/** Promotes from the waitlist; null where nobody moved up, and nothing changed. */
async function moveUp(tx: Transaction, app: App, session: Session): Promise<Session | null> {
  const promoted = await promote(tx, app, session);
  if (promoted.length === 0) return null;
  const increment = promoted.reduce((sum, { seats }) => sum + seats, 0);
  const settled = await tx.session.update({ where: { id: session.id }, data: { seatsTaken: { increment } } });
  await tellSeats(tx, app, settled);
  await bookingsChanged(tx, app, session, promoted);
  await app.mail.queue(
    tx,
    promoted.flatMap((seat) => promotedNotifications(session, seat)),
  );
  return settled;
}

async function tellSeats(tx: Transaction, app: App, session: Session): Promise<Session> {
  await app.events.append(tx, session.id, seatsChanged(session));
  return session;
}

type Promoted = Pick<Booking, 'id' | 'accountId' | 'status' | 'seats' | 'holdExpiresAt'>;

/**
 * Moves people up; nobody while the session's host is suspended, nor once bookings have closed. A party moves up when all
 * of it fits. Nobody passes a party that does not fit yet, or large parties would wait for ever; but a party that is larger
 * than the session, whose places became fewer, is passed.
 */
async function promote(tx: Transaction, app: App, session: Session): Promise<Promoted[]> {
  if (session.status !== 'SCHEDULED' && session.status !== 'LIVE') return [];
  if (isBookingClosed(session)) return [];
  const { maxParticipants } = session;
  const seats = maxParticipants === null ? null : maxParticipants - session.seatsTaken;
  const line = await tx.$queryRaw<Waiting[]>`
    SELECT "id", "passId", "seats" FROM (
      SELECT *, sum("seats") OVER (ORDER BY "bookedAt", "id") AS "through" FROM (
        SELECT "id", "passId", "seats", "bookedAt" FROM "Booking"
        WHERE "sessionId" = ${session.id}::uuid AND "status" = 'WAITLISTED'
          AND (${maxParticipants}::int IS NULL OR "seats" <= ${maxParticipants}::int)
          AND NOT "isSuspended"(${session.hostId}::uuid)
        ORDER BY "bookedAt", "id" LIMIT ${seats}) line) counted
    WHERE ${seats}::int IS NULL OR "through" <= ${seats}::int ORDER BY "bookedAt", "id"`;
  if (line.length === 0) return [];
  const { uses, spared } = await payByPasses(tx, session, line);
  const promoted = await tx.$queryRaw<Promoted[]>`
    UPDATE "Booking" SET
      "status" = CASE WHEN "isPaid" THEN 'CONFIRMED' ELSE 'PENDING' END::"BookingStatus",
      "confirmedAt" = CASE WHEN "isPaid" THEN now() END,
      "holdExpiresAt" = CASE WHEN NOT "isPaid" THEN ${holdExpiry(session)}::timestamptz END,
      "amountMinor" = CASE WHEN "isPaid" THEN 0 ELSE "amountMinor" END,
      "passId" = CASE WHEN "byPass" THEN "passId" END,
      "passCredits" = CASE WHEN "byPass" THEN "seats" ELSE 0 END
    FROM (
      SELECT "id" AS "promotedId", "byPass", "byPass" OR "amountMinor" = 0 OR "id" = ANY(${spared}::uuid[]) AS "isPaid" FROM (
        SELECT "id", "amountMinor", "id" = ANY(${uses.map(({ bookingId }) => bookingId)}::uuid[]) AS "byPass" FROM "Booking"
        WHERE "id" = ANY(${line.map(({ id }) => id)}::uuid[])) way
    ) promoted WHERE "id" = "promotedId"
    RETURNING "id", "accountId", "status"::text, "seats", "holdExpiresAt"`;
  await takeCredits(tx, app, uses);
  return promoted;
}

type Waiting = Pick<Booking, 'id' | 'passId' | 'seats'>;

/**
 * The bookings that move up for which their pass can still pay, in their order, and those whose pass is spared, since the
 * session became free: who waits with a pass owes no money.
 */
async function payByPasses(
  tx: Transaction,
  session: Session,
  line: Waiting[],
): Promise<{ uses: Use[]; spared: string[] }> {
  const passes = await lockBalances(tx, [...new Set(line.flatMap(({ passId }) => passId ?? []))]);
  const uses: Use[] = [];
  const spared: string[] = [];
  for (const { id, passId, seats } of line) {
    const pass = passes.get(passId ?? '');
    const obstacle = pass && passObstacle(pass, session, seats);
    if (obstacle === 'NOT_NEEDED') spared.push(id);
    if (!pass || obstacle !== null) continue;
    pass.balance -= seats;
    uses.push({ pass, bookingId: id, seats });
  }
  return { uses, spared };
}

/** Cancels the overdue bookings of a locked session and frees their seats. Returns the number of seats. */
export async function expireHoldsOf(tx: Transaction, app: App, sessionId: string): Promise<number> {
  const { seats } = await cancelBookings(
    tx,
    app,
    Prisma.sql`"sessionId" = ${sessionId}::uuid AND "status" = 'PENDING' AND "holdExpiresAt" <= ${new Date()}`,
    { reason: 'The hold expired before payment.', refunds: false, by: 'HOLD_EXPIRY' },
  );
  if (seats > 0) await freeSeats(tx, app, sessionId, seats);
  return seats;
}

/** Expires the holds of up to 100 sessions. Nodes that run it at the same time skip each other's sessions. Returns their number. */
export async function expireHolds(app: App): Promise<number> {
  // In random order, so that sessions that keep failing do not keep the others out of the first 100.
  const sessions = await app.database.rows<{ sessionId: string }>`
    SELECT "sessionId" FROM "Booking" WHERE "status" = 'PENDING' AND "holdExpiresAt" <= now()
    GROUP BY "sessionId" ORDER BY random() LIMIT 100`;
  const ids = sessions.map(({ sessionId }) => sessionId);
  return sweepSessions(app, ids, (tx, { id }) => expireHoldsOf(tx, app, id));
}
