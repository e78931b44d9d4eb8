import type { Statements } from '../../database/client.ts';
import { columns } from '../../database/columns.ts';
import { type Booking, Prisma, type PromotionCode } from '../../database/generated/client.ts';
import { newId } from '../../database/ids.ts';
import type { BookableSession } from '../../database/locks.ts';
import { holdExpiry } from '../rules.ts';
import type { BookingRequest } from './decision.ts';
import { priceOf } from './terms.ts';

export const bookingColumns = columns('Booking', Object.keys(Prisma.BookingScalarFieldEnum));

// In the order of the arrays below.
const writtenColumns = Prisma.raw(
  `"id", "sessionId", "accountId", "idempotencyKey", "idempotencyBody", "status", "seats", "seatsBooked", "guestNames",
    "amountMinor", "discountMinor", "currency", "passId", "passCredits", "holdExpiresAt", "freeCancellationUntil", "bookedAt", "bookedById", "confirmedAt"`,
);

export type NewBooking = ReturnType<typeof newBooking>;

/**
 * A booking under the session's present terms: confirmed, or pending where something is to be paid; waitlisted without a
 * seat. A pass pays once there is a seat.
 */
export function newBooking(
  session: BookableSession,
  request: BookingRequest,
  { hasSeat, promotion }: { hasSeat: boolean; promotion: PromotionCode | null },
) {
  const now = new Date();
  const { passId, seats, guestNames } = request;
  const isPaidByPass = hasSeat && passId !== null;
  const price = priceOf(session, seats, promotion);
  const amountMinor = isPaidByPass ? 0 : price.amountMinor;
  const status = hasSeat
    ? amountMinor === 0
      ? ('CONFIRMED' as const)
      : ('PENDING' as const)
    : ('WAITLISTED' as const);
  const { sessionId, accountId, idempotencyKey, idempotencyBody } = request;
  return {
    id: newId(now),
    ...{ sessionId, accountId, idempotencyKey, idempotencyBody },
    status,
    seats,
    // As text, since a parameter has no lists of lists of unequal lengths.
    guestNames: JSON.stringify(guestNames),
    amountMinor,
    discountMinor: price.discountMinor,
    currency: session.currency,
    passId,
    passCredits: isPaidByPass ? seats : 0,
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
      "amountMinor", "discountMinor", "currency", "passId", "passCredits", "holdExpiresAt", "freeCancellationUntil", "bookedAt", "bookedById", "confirmedAt" FROM unnest(${all('id')}::uuid[],
      ${all('sessionId')}::uuid[], ${all('accountId')}::uuid[], ${all('idempotencyKey')}::text[],
      ${all('idempotencyBody')}::text[], ${all('status')}::"BookingStatus"[], ${all('seats')}::int[],
      ${all('guestNames')}::text[], ${all('amountMinor')}::int[], ${all('discountMinor')}::int[],
      ${all('currency')}::text[], ${all('passId')}::uuid[], ${all('passCredits')}::int[], ${all('holdExpiresAt')}::timestamptz[], ${all('freeCancellationUntil')}::timestamptz[],
      ${all('bookedAt')}::timestamptz[], ${all('bookedById')}::uuid[], ${all('confirmedAt')}::timestamptz[])
      AS "Booking"("id", "sessionId", "accountId", "idempotencyKey", "idempotencyBody", "status", "seats", "guestNames",
        "amountMinor", "discountMinor", "currency", "passId", "passCredits", "holdExpiresAt", "freeCancellationUntil", "bookedAt", "bookedById", "confirmedAt")
    ON CONFLICT DO NOTHING RETURNING ${bookingColumns}`;
}
