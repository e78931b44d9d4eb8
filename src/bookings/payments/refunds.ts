import { Prisma } from '../../database/generated/client.ts';

/**
 * Makes refunds due. Follows a `WITH refunded` that returns the `id` and `refundMinor` of bookings or passes, which
 * `subject` tells, and raises the refund of the payment that pays for each.
 */
export const refundsDue = (subject: 'bookingId' | 'passId') => Prisma.sql`
  UPDATE "Payment" payment SET "refundMinor" = refunded."refundMinor",
    "status" = CASE WHEN refunded."refundMinor" > "refundedMinor" THEN 'REFUND_DUE' ELSE 'REFUNDED' END::"PaymentStatus"
  FROM refunded WHERE payment.${Prisma.raw(`"${subject}"`)} = refunded."id"
    AND payment."refundMinor" < refunded."refundMinor" AND payment."refundMinor" < payment."amountMinor"`;
