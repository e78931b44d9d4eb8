import type { Statements } from '../../database/client.ts';
import { columns } from '../../database/columns.ts';
import { type Booking, Prisma } from '../../database/generated/client.ts';
import { newId } from '../../database/ids.ts';
import type { BookableSession } from '../../database/locks.ts';
import { holdExpiry } from '../rules.ts';
import type { BookingRequest } from './decision.ts';

export const bookingColumns = columns('Booking', Object.keys(Prisma.BookingScalarFieldEnum));

// In the order of the arrays below.
const writtenColumns = Prisma.raw(
  `"id", "sessionId", "accountId", "idempotencyKey", "idempotencyBody", "status", "seats", "seatsBooked", "guestNames",
    "amountMinor", "currency", "holdExpiresAt", "freeCancellationUntil", "bookedAt", "bookedById", "confirmedAt"`,
);

export type NewBooking = ReturnType<typeof newBooking>;

/** A booking under the session's present terms: confirmed or, in a priced session, pending; waitlisted without a seat. */
export function newBooking(session: BookableSession, request: BookingRequest, hasSeat: boolean) {
  const now = new Date();
  const isFree = session.priceMinor === 0;
  const status = hasSeat ? (isFree ? ('CONFIRMED' as const) : ('PENDING' as const)) : ('WAITLISTED' as const);
  const { sessionId, accountId, idempotencyKey, idempotencyBody, seats, guestNames } = request;
  return {
    id: newId(now),
    ...{ sessionId, accountId, idempotencyKey, idempotencyBody },
    status,
    seats,
    // As text, since a parameter has no lists of lists of unequal lengths.
    guestNames: JSON.stringify(guestNames),
    amountMinor: session.priceMinor * seats,
    currency: session.currency,
    holdExpiresAt: status === 'PENDING' ? holdExpiry(session, now) : null,
    freeCancellationUntil: new Date(session.startsAt.getTime() - session.freeCancellationHours * 3_600_000),
    bookedAt: now,
    bookedById: request.bookedById,
    confirmedAt: status === 'CONFIRMED' ? now : null,
  };
}

/**
 * Writes bookings, and returns the written ones. A booking is not written where its idempotency key, or its person and
 * session, already have one. In SQL, since Prisma's own statement for it is several times as expensive.
 */
export function insertBookings(tx: Statements, bookings: NewBooking[]): Promise<Booking[]> {
  const all = <Name extends keyof NewBooking>(name: Name) => bookings.map((booking) => booking[name]);
  return tx.$queryRaw<Booking[]>`
    INSERT INTO "Booking" (${writtenColumns})
    SELECT "id", "sessionId", "accountId", "idempotencyKey", "idempotencyBody", "status", "seats", "seats",
      ARRAY(SELECT jsonb_array_elements_text("guestNames"::jsonb)),
      "amountMinor", "currency", "holdExpiresAt", "freeCancellationUntil", "bookedAt", "bookedById", "confirmedAt" FROM unnest(${all('id')}::uuid[],
      ${all('sessionId')}::uuid[], ${all('accountId')}::uuid[], ${all('idempotencyKey')}::text[],
      ${all('idempotencyBody')}::text[], ${all('status')}::"BookingStatus"[], ${all('seats')}::int[],
      ${all('guestNames')}::text[], ${all('amountMinor')}::int[],
      ${all('currency')}::text[], ${all('holdExpiresAt')}::timestamptz[], ${all('freeCancellationUntil')}::timestamptz[],
      ${all('bookedAt')}::timestamptz[], ${all('bookedById')}::uuid[], ${all('confirmedAt')}::timestamptz[])
      AS "Booking"("id", "sessionId", "accountId", "idempotencyKey", "idempotencyBody", "status", "seats", "guestNames",
        "amountMinor", "currency", "holdExpiresAt", "freeCancellationUntil", "bookedAt", "bookedById", "confirmedAt")
    ON CONFLICT DO NOTHING RETURNING ${bookingColumns}`;
}
