import type { App } from '../context.ts';
import type { Booking, BookingStatus, Prisma, Session } from '../database/generated/client.ts';
import { lockPassesOfBookings } from '../database/locks.ts';
import type { Transaction } from '../database/transaction.ts';
import { type GivenBack, returnCredits } from '../passes/ledger.ts';
import { returnUses } from '../promotions/uses.ts';
import { type Canceller, cancelledNotifications } from './notifications/causes.ts';
import { refundsDue } from './payments/refunds.ts';
import { type Booker, bookingsChanged } from './stream.ts';

export interface Cancellation {
  reason: string | null;
  /** Whether confirmed bookings are refunded in full, apart from seats given back before, or not at all. */
  refunds: boolean;
  /** Told to the person; only a booking whose hold expired may come back by a late payment. */
  by: Canceller;
  /** Whether the whole session is cancelled. */
  isWholeSession?: boolean;
}

/** What cancelled bookings leave to others. */
export interface Freed {
  seats: number;
  leftWaitlist: boolean;
}

interface Cancelled extends Booker, Pick<Session, 'hostId'>, Pick<Booking, 'sessionId' | 'seats' | 'passId'> {
  /** The credits that go back to the pass. */
  returned: number;
  /** The refund that is due now, beside earlier ones. */
  refund: number;
  was: BookingStatus;
}

/**
 * Cancels the active bookings among `which`, all of one session whose row is locked, and makes their refunds due. Credits go back to passes. No other
 * statement cancels a booking. Returns the number of seats that became free, which the caller gives back, and whether
 * somebody left the waitlist.
 */
export async function cancelBookings(
  tx: Transaction,
  app: App,
  which: Prisma.Sql,
  { reason, refunds, by, isWholeSession = false }: Cancellation,
): Promise<Freed> {
  await lockPassesOfBookings(tx, which);
  const cancelled = await tx.$queryRaw<Cancelled[]>`
    WITH standing AS (
      -- Of seats that were given back late, the credits are lost.
      SELECT "id", "status", coalesce("refundMinor", 0) AS "refundedBefore", CASE WHEN ${refunds} THEN least("passCredits", "seats") ELSE 0 END AS "returned" FROM "Booking" WHERE ${which} AND "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')
    ), refunded AS (
      UPDATE "Booking" booking SET "status" = 'CANCELLED', "cancelledAt" = ${new Date()}, "cancellationReason" = ${reason},
        "checkedInAt" = NULL, "checkedInById" = NULL, "arrived" = NULL,
        "holdExpiresAt" = NULL, "holdExpired" = ${by === 'HOLD_EXPIRY'},
        "refundMinor" = CASE WHEN ${refunds} AND standing."status" = 'CONFIRMED'
          THEN greatest("refundMinor", "amountMinor" - "keptMinor") ELSE coalesce("refundMinor", 0) END,
        "passCredits" = booking."passCredits" - standing."returned"
      FROM standing WHERE booking."id" = standing."id"
      RETURNING booking."id", booking."sessionId", booking."accountId", booking."refundMinor", booking."seats", booking."passId",
        standing."returned", coalesce(booking."refundMinor", 0) - standing."refundedBefore" AS "refund", standing."status" AS "was"
    ), owed AS (${refundsDue('bookingId')})
    SELECT refunded."id", "accountId", "sessionId", "seats", "passId", "returned", "refund", "was", session."hostId" FROM refunded JOIN "Session" session ON session."id" = "sessionId"`;
  const [first] = cancelled;
  if (first) await bookingsChanged(tx, app, { id: first.sessionId, hostId: first.hostId }, cancelled);
  await returnCredits(tx, app, givenBack(cancelled), { isByOthers: by === 'HOST' || by === 'STUDIO' });
  // A late cancellation keeps its use; a seat that was never paid, or is paid back, gives it back.
  await returnUses(
    tx,
    cancelled.flatMap(({ id, was }) => (refunds || was !== 'CONFIRMED' ? id : [])),
  );
  const told = cancelled.flatMap(({ hostId, was, returned: credits, refund: refundMinor, ...seat }) =>
    cancelledNotifications(
      { hostId },
      { ...seat, hadSeat: was !== 'WAITLISTED' },
      { by, isWholeSession, refundMinor, credits },
    ),
  );
  await app.mail.queue(tx, told);
  const seats = cancelled.reduce((sum, booking) => sum + (booking.was === 'WAITLISTED' ? 0 : booking.seats), 0);
  return { seats, leftWaitlist: cancelled.some(({ was }) => was === 'WAITLISTED') };
}

const givenBack = (cancelled: Cancelled[]): GivenBack[] =>
  cancelled.flatMap(({ id, passId, returned }) =>
    passId && returned > 0 ? { passId, bookingId: id, seats: returned } : [],
  );
