import { PaymentStatus, Prisma } from '../../database/generated/client.ts';
import { anyOf, forAdmins, nodeId, type Table, time, unlessDeleted } from './table.ts';

const payments: Table = {
  from: Prisma.sql`"Payment" LEFT JOIN "Booking" ON "Booking"."id" = "Payment"."bookingId"
    LEFT JOIN "Pass" ON "Pass"."id" = "Payment"."passId"
    JOIN "Account" ON "Account"."id" = coalesce("Booking"."accountId", "Pass"."accountId")
    LEFT JOIN "Session" ON "Session"."id" = "Booking"."sessionId"
    LEFT JOIN "Receipt" ON "Receipt"."paymentId" = "Payment"."id" AND NOT "Receipt"."isDraft"`,
  key: Prisma.sql`"Payment"."receivedAt"`,
  id: Prisma.sql`"Payment"."id"`,
  columns: {
    id: nodeId('Payment', Prisma.sql`"Payment"."id"`),
    status: Prisma.sql`"Payment"."status"::text`,
    receivedAt: time(Prisma.sql`"Payment"."receivedAt"`),
    provider: Prisma.sql`"Payment"."provider"`,
    reference: Prisma.sql`"Payment"."reference"`,
    amountMinor: Prisma.sql`"Payment"."amountMinor"`,
    refundMinor: Prisma.sql`"Payment"."refundMinor"`,
    refundedMinor: Prisma.sql`"Payment"."refundedMinor"`,
    currency: Prisma.sql`"Payment"."currency"`,
    receiptNumber: Prisma.sql`"Receipt"."year" || '-' || lpad("Receipt"."sequence"::text, greatest(6, length("Receipt"."sequence"::text)), '0')`,
    taxRatePercent: Prisma.sql`"Receipt"."taxRatePercent"`,
    taxMinor: Prisma.sql`"Receipt"."taxMinor"`,
    bookingId: nodeId('Booking', Prisma.sql`"Booking"."id"`),
    accountId: nodeId('Account', Prisma.sql`"Account"."id"`),
    username: unlessDeleted('Account', Prisma.sql`"Account"."username"`),
    sessionId: nodeId('Session', Prisma.sql`"Session"."id"`),
    sessionTitle: Prisma.sql`"Session"."title"`,
    passId: nodeId('Pass', Prisma.sql`"Pass"."id"`),
    passTitle: Prisma.sql`"Pass"."title"`,
  },
};

export const openPayments = forAdmins(payments, { status: anyOf(PaymentStatus) }, ({ status }) =>
  status ? [Prisma.sql`"Payment"."status" = ANY(${status}::"PaymentStatus"[])`] : [],
);
