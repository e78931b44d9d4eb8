-- CreateTable
CREATE TABLE "PaymentRefund" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "paymentId" UUID NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "refundedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PaymentRefund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Receipt" (
    "paymentId" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "isDraft" BOOLEAN NOT NULL DEFAULT false,
    "description" TEXT NOT NULL DEFAULT '',
    "buyerName" TEXT NOT NULL DEFAULT '',
    "studioName" TEXT NOT NULL DEFAULT '',
    "studioAddress" TEXT,
    "taxNumber" TEXT,
    "taxRatePercent" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "taxMinor" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("paymentId")
);

-- CreateTable
CREATE TABLE "ReceiptCounter" (
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "ReceiptCounter_pkey" PRIMARY KEY ("year")
);

-- CreateIndex
CREATE INDEX "PaymentRefund_paymentId_refundedAt_idx" ON "PaymentRefund"("paymentId", "refundedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Receipt_year_sequence_key" ON "Receipt"("year", "sequence");

-- AddForeignKey
ALTER TABLE "PaymentRefund" ADD CONSTRAINT "PaymentRefund_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Receipt" ADD CONSTRAINT "Receipt_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Receipt" ADD CONSTRAINT "Receipt_sequence_check" CHECK ("sequence" > 0);
ALTER TABLE "PaymentRefund" ADD CONSTRAINT "PaymentRefund_amountMinor_check" CHECK ("amountMinor" > 0);
-- What the next start has to write.
CREATE INDEX "Receipt_draft_idx" ON "Receipt"("year", "sequence") WHERE "isDraft";

-- Nodes of the version before write no refunds of their own.
CREATE FUNCTION "recordPaymentRefund"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "PaymentRefund" ("paymentId", "amountMinor", "refundedAt")
    VALUES (NEW."id", NEW."refundedMinor" - OLD."refundedMinor", clock_timestamp());
  RETURN NULL;
END $$;
CREATE TRIGGER "Payment_refunded" AFTER UPDATE OF "refundedMinor" ON "Payment" FOR EACH ROW
  WHEN (NEW."refundedMinor" > OLD."refundedMinor") EXECUTE FUNCTION "recordPaymentRefund"();

-- Payments that were received before there were receipts.
INSERT INTO "PaymentRefund" ("paymentId", "amountMinor")
  SELECT "id", "refundedMinor" FROM "Payment" WHERE "refundedMinor" > 0;
INSERT INTO "Receipt" ("paymentId", "year", "sequence", "issuedAt", "isDraft")
  SELECT "id", extract(year FROM "receivedAt" AT TIME ZONE 'UTC')::int,
    row_number() OVER (PARTITION BY extract(year FROM "receivedAt" AT TIME ZONE 'UTC') ORDER BY "receivedAt", "id"), now(), true
  FROM "Payment";
INSERT INTO "ReceiptCounter" ("year", "last") SELECT "year", max("sequence") FROM "Receipt" GROUP BY "year";
