import type { App } from '../context.ts';
import { Prisma, type Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { cancelBookings } from './cancel.ts';
import { seatsChanged } from './seats/events.ts';
import { type Booker, bookingsChanged } from './stream.ts';

/** Somebody who was checked in, and how long they have been there since. */
export interface CheckIn {
  accountId: string;
  timeZone: string;
  isGuest: boolean;
  checkedInAt: Date;
}

/** The people of a session's confirmed bookings who were checked in. Deleted accounts are left out. */
export function readCheckIns(tx: Transaction, sessionId: string): Promise<CheckIn[]> {
  return tx.$queryRaw<CheckIn[]>`
    SELECT account."id" AS "accountId", account."timeZone", account."isGuest", booking."checkedInAt"
    FROM "Booking" booking JOIN "Account" account ON account."id" = booking."accountId" AND account."deletedAt" IS NULL
    WHERE booking."sessionId" = ${sessionId}::uuid AND booking."status" = 'CONFIRMED' AND booking."checkedInAt" IS NOT NULL
    ORDER BY booking."id"`;
}

export interface Attendance {
  accountId: string;
  seconds: number;
  /** Whether the person attended long enough, or was checked in. */
  isEnough: boolean;
}

/**
 * Settles the bookings of a session that ends: confirmed ones become COMPLETED or NO_SHOW, all others are cancelled. A
 * booking is no NO_SHOW unless the session `wasHeld`: its host came, and it lasted half of its planned time. Nor is it where
 * its seat was confirmed at half-time or later: people on the waitlist need not stand by.
 */
export async function settleBookings(
  tx: Transaction,
  app: App,
  session: Session,
  { attendances, wasHeld, halfTime }: { attendances: Attendance[]; wasHeld: boolean; halfTime: Date },
): Promise<void> {
  const accountIds = attendances.map(({ accountId }) => accountId);
  const seconds = attendances.map((one) => one.seconds);
  const isEnough = attendances.map((one) => one.isEnough);
  const settled = await tx.$queryRaw<Booker[]>`
    UPDATE "Booking" booking SET
      "attendedSeconds" = coalesce(attendance."seconds", 0),
      "status" = CASE WHEN attendance."isEnough" OR NOT ${wasHeld} OR own."confirmedAt" >= ${halfTime}::timestamptz
        THEN 'COMPLETED' ELSE 'NO_SHOW' END::"BookingStatus"
    FROM "Booking" own
      LEFT JOIN unnest(${accountIds}::uuid[], ${seconds}::int[], ${isEnough}::boolean[])
        AS attendance("accountId", "seconds", "isEnough") ON attendance."accountId" = own."accountId"
    WHERE own."id" = booking."id" AND booking."sessionId" = ${session.id}::uuid AND booking."status" = 'CONFIRMED'
    RETURNING booking."id", booking."accountId"`;
  await bookingsChanged(tx, app, session, settled);
  const { seats } = await cancelBookings(
    tx,
    app,
    Prisma.sql`"sessionId" = ${session.id}::uuid AND "status" IN ('PENDING', 'WAITLISTED')`,
    { reason: 'The session ended.', refunds: false, by: 'SESSION_END' },
  );
  if (seats === 0) return;
  const freed = await tx.session.update({ where: { id: session.id }, data: { seatsTaken: { decrement: seats } } });
  await app.events.append(tx, session.id, seatsChanged(freed));
}

/** The people whose confirmed booking of a session was cancelled, and who have not booked it again. */
export async function withdrawnPeople(tx: Transaction, sessionId: string): Promise<Set<string>> {
  const people = await tx.$queryRaw<{ accountId: string }[]>`
    SELECT "accountId" FROM "Booking" WHERE "sessionId" = ${sessionId}::uuid AND "confirmedAt" IS NOT NULL
    GROUP BY "accountId" HAVING bool_and("status" = 'CANCELLED')`;
  return new Set(people.map(({ accountId }) => accountId));
}
