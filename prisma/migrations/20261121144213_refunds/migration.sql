-- AlterTable
ALTER TABLE "Booking" ADD COLUMN     "holdExpired" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "refundMinor" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refundedMinor" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "Payment_receivedAt_id_idx" ON "Payment"("receivedAt", "id");

-- What follows is beyond what schema.prisma can say.

ALTER TABLE "Payment"
  ADD CONSTRAINT "Payment_amounts_check" CHECK ("amountMinor" > 0 AND 0 <= "refundedMinor" AND "refundedMinor" <= "refundMinor" AND "refundMinor" <= "amountMinor"),
  ADD CONSTRAINT "Payment_status_check" CHECK ("status" = CASE
    WHEN "refundMinor" = 0 THEN 'SUCCEEDED' WHEN "refundMinor" > "refundedMinor" THEN 'REFUND_DUE' ELSE 'REFUNDED' END::"PaymentStatus");
-- One payment at most pays for a booking; any other has to go back.
CREATE UNIQUE INDEX "Payment_paying_key" ON "Payment" ("bookingId") WHERE "refundMinor" < "amountMinor";
