import { isDeepStrictEqual } from 'node:util';
import type { App } from '../context.ts';
import type { Booking, Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { holdWarnings, movedNotification } from './notifications/causes.ts';
import { placeOf } from './places/place.ts';
import { activeStatuses, holdLimit } from './rules.ts';
import { bookingsChanged } from './stream.ts';

const hasOtherTimes = (before: Session, after: Session) =>
  !isDeepStrictEqual([before.startsAt, before.endsAt], [after.startsAt, after.endsAt]);
const hasOtherPlace = (before: Session, after: Session) => !isDeepStrictEqual(placeOf(before), placeOf(after));

/** Whether a session has other times or another place than before. */
export function isMoved(before: Session, after: Session): boolean {
  return hasOtherTimes(before, after) || hasOtherPlace(before, after);
}

/**
 * Adapts the active bookings of a locked session to its new times, and tells their people. Those who booked another start
 * may cancel free of charge until the new one. No hold outlives the new times. People with a confirmed booking are told of
 * another place as well; nobody is told of other times while the session is live, since they are there.
 */
export async function rescheduleBookings(tx: Transaction, app: App, before: Session, session: Session): Promise<void> {
  const { id, startsAt } = session;
  const isOtherStart = startsAt.getTime() !== before.startsAt.getTime();
  const limit = holdLimit(session);
  const changed = await tx.$queryRaw<Pick<Booking, 'id' | 'accountId' | 'status' | 'holdExpiresAt'>[]>`
    UPDATE "Booking" SET
      "freeCancellationUntil" = CASE WHEN ${isOtherStart} THEN ${startsAt}::timestamptz ELSE "freeCancellationUntil" END,
      "holdExpiresAt" = CASE WHEN "status" = 'PENDING' THEN least("holdExpiresAt", ${limit}::timestamptz) END
    WHERE "sessionId" = ${id}::uuid AND (
      (${isOtherStart} AND "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED'))
      OR ("status" = 'PENDING' AND "holdExpiresAt" > ${limit}::timestamptz))
    RETURNING "id", "accountId", "status"::text, "holdExpiresAt"`;
  await bookingsChanged(tx, app, session, changed);
  const tellsTimes = session.status === 'SCHEDULED' && hasOtherTimes(before, session);
  const tellsPlace = hasOtherPlace(before, session);
  if (!tellsTimes && !tellsPlace) return;
  const active = await tx.booking.findMany({
    where: { sessionId: id, status: { in: tellsTimes ? activeStatuses : ['CONFIRMED'] } },
    select: { id: true, accountId: true, status: true },
  });
  await app.mail.queue(tx, [
    ...active.map((booking) =>
      movedNotification(booking, { before, session, tellsPlace: tellsPlace && booking.status === 'CONFIRMED' }),
    ),
    ...(session.status === 'SCHEDULED' ? changed.flatMap((booking) => holdWarnings(booking)) : []),
  ]);
}
