import { Prisma } from '../../database/generated/client.ts';

/**
 * Makes refunds due. Follows a `WITH refunded` that returns the `id` and `refundMinor` of bookings, and raises the refund
 * of the payment that pays for each.
 */
export const refundsDue = Prisma.sql`
  UPDATE "Payment" payment SET "refundMinor" = refunded."refundMinor",
    "status" = CASE WHEN refunded."refundMinor" > "refundedMinor" THEN 'REFUND_DUE' ELSE 'REFUNDED' END::"PaymentStatus"
  FROM refunded WHERE payment."bookingId" = refunded."id" AND payment."refundMinor" < refunded."refundMinor"
    AND payment."refundMinor" < payment."amountMinor"`;
