import type { App } from '../context.ts';
import type { Booking, Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { holdWarnings, movedNotification } from './notifications/causes.ts';
import { activeStatuses, holdLimit } from './rules.ts';
import { bookingsChanged } from './stream.ts';

/**
 * Adapts the active bookings of a locked session to its new times. People who booked another start may cancel free of
 * charge until the new one. No hold outlives the new times. Everybody with an active booking is told, unless the session is
 * live: they are there.
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
  const changed = await tx.$queryRaw<Pick<Booking, 'id' | 'accountId' | 'status' | 'holdExpiresAt'>[]>`
    UPDATE "Booking" SET
      "freeCancellationUntil" = CASE WHEN ${isMoved} THEN ${startsAt}::timestamptz ELSE "freeCancellationUntil" END,
      "holdExpiresAt" = CASE WHEN "status" = 'PENDING' THEN least("holdExpiresAt", ${limit}::timestamptz) END
    WHERE "sessionId" = ${id}::uuid AND (
      (${isMoved} AND "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED'))
      OR ("status" = 'PENDING' AND "holdExpiresAt" > ${limit}::timestamptz))
    RETURNING "id", "accountId", "status"::text, "holdExpiresAt"`;
  await bookingsChanged(tx, app, session, changed);
  if (session.status !== 'SCHEDULED') return;
  const active = await tx.booking.findMany({
    where: { sessionId: id, status: { in: activeStatuses } },
    select: { id: true, accountId: true },
  });
  await app.mail.queue(tx, [
    ...active.map((booking) => movedNotification(booking, before, session)),
    ...changed.flatMap((booking) => holdWarnings(booking)),
  ]);
}
