import { z } from 'zod';
import { recordAudit } from '../accounts/audit.ts';
import type { SignedIn } from '../context.ts';
import type { Booking } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError } from '../errors.ts';
import { NotHostError } from '../sessions/errors.ts';
import { line, validate } from '../validation.ts';
import { BookingStatusError } from './errors.ts';
import { refundsDue } from './payments/refunds.ts';
import { lockBooking } from './service.ts';
import { bookingsChanged } from './stream.ts';

const correction = z
  .object({
    id: z.string(),
    attended: z.boolean().nullish(),
    refundMinor: z.number().nullish(),
    reason: line(1, 500),
  })
  .refine(({ attended, refundMinor }) => attended != null || refundMinor != null, {
    path: ['attended'],
    message: 'give attended, refundMinor or both',
  });

/**
 * Corrects what the end of a session made of a booking: whether the person attended, and the refund. Repeating a
 * correction changes nothing.
 */
export async function correctBooking(context: SignedIn, input: z.input<typeof correction>): Promise<Booking> {
  const { id, attended, refundMinor, reason } = validate(correction, input);
  return transaction(context.app.database, async (tx) => {
    const { booking, session, isOwner, isHost, isCohost, isAdmin } = await lockBooking(tx, context, id);
    const mayRefund = isHost || isAdmin;
    if (!mayRefund && (!isCohost || isOwner))
      throw new NotHostError('Only the session’s hosts and admins correct a booking, and co-hosts not their own.');
    if (!mayRefund && refundMinor != null)
      throw new NotHostError('Only the session’s host and admins refund a booking.');
    if (booking.status !== 'COMPLETED' && booking.status !== 'NO_SHOW') throw new BookingStatusError(booking.status);
    const status = attended == null ? booking.status : attended ? 'COMPLETED' : 'NO_SHOW';
    const refund = parseRefund(booking, refundMinor ?? null);
    if (status === booking.status && refund === booking.refundMinor) return booking;
    const corrected = await write(tx, id, status, refund);
    await bookingsChanged(tx, context.app, session, [booking]);
    const details = {
      from: { status: booking.status, refundMinor: booking.refundMinor ?? 0 },
      to: { status, refundMinor: refund ?? 0 },
    };
    await recordAudit(tx, context, {
      ...{ action: 'booking.corrected', targetType: 'Booking', targetId: id },
      ...{ reason, details },
    });
    return corrected;
  });
}

/** The booking's refund from now on. A refund is not taken back: its payment may be under way. */
function parseRefund({ amountMinor, refundMinor }: Booking, given: number | null): number | null {
  if (given === null) return refundMinor;
  const minimum = refundMinor ?? 0;
  const isAllowed = given >= minimum && given <= amountMinor;
  if (isAllowed) return given === minimum ? refundMinor : given;
  const message = `must be from ${minimum}, the present refund, to ${amountMinor}, the amount paid`;
  throw new InvalidInputError([{ path: ['refundMinor'], message, code: given < minimum ? 'TOO_SMALL' : 'TOO_LARGE' }]);
}

async function write(
  tx: Transaction,
  id: string,
  status: Booking['status'],
  refundMinor: number | null,
): Promise<Booking> {
  await tx.$executeRaw`
    WITH refunded AS (
      UPDATE "Booking" SET "status" = ${status}::"BookingStatus", "refundMinor" = ${refundMinor}::int,
        -- Whoever did not come was not checked in either.
        "checkedInAt" = CASE WHEN ${status} = 'COMPLETED' THEN "checkedInAt" END,
        "checkedInById" = CASE WHEN ${status} = 'COMPLETED' THEN "checkedInById" END,
        "arrived" = CASE WHEN ${status} = 'COMPLETED' THEN "arrived" END
      WHERE "id" = ${id}::uuid RETURNING "id", "refundMinor")
    ${refundsDue('bookingId')}`;
  return tx.booking.findUniqueOrThrow({ where: { id } });
}
