import type { App } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { holdLimit } from './rules.ts';
import { type Booker, bookingsChanged } from './stream.ts';

/**
 * Adapts the active bookings of a locked session to its new times. People who booked another start may cancel free of
 * charge until the new one. No hold outlives the new times.
 */
export async function rescheduleBookings(
  tx: Transaction,
  app: App,
  before: Pick<Session, 'startsAt'>,
  session: Session,
): Promise<void> {
  const { id, startsAt } = session;
  const isMoved = startsAt.getTime() !== before.startsAt.getTime();
  const limit = holdLimit(session);
  const changed = await tx.$queryRaw<Booker[]>`
    UPDATE "Booking" SET
      "freeCancellationUntil" = CASE WHEN ${isMoved} THEN ${startsAt}::timestamptz ELSE "freeCancellationUntil" END,
      "holdExpiresAt" = CASE WHEN "status" = 'PENDING' THEN least("holdExpiresAt", ${limit}::timestamptz) END
    WHERE "sessionId" = ${id}::uuid AND (
      (${isMoved} AND "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED'))
      OR ("status" = 'PENDING' AND "holdExpiresAt" > ${limit}::timestamptz))
    RETURNING "id", "accountId"`;
  await bookingsChanged(tx, app, session, changed);
}
