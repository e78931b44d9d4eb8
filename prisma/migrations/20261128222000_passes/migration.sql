-- CreateEnum
CREATE TYPE "PassStart" AS ENUM ('PURCHASE', 'FIRST_USE');

-- CreateEnum
CREATE TYPE "PassState" AS ENUM ('PENDING', 'PAID', 'CANCELLED');

-- CreateEnum
CREATE TYPE "PassEntryKind" AS ENUM ('PURCHASE', 'USE', 'RETURN', 'REFUND', 'EXPIRY', 'CORRECTION');

-- DropForeignKey
ALTER TABLE "Payment" DROP CONSTRAINT "Payment_bookingId_fkey";

-- AlterTable
ALTER TABLE "Booking" ADD COLUMN     "passCredits" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "passId" UUID;

-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "passId" UUID,
ALTER COLUMN "bookingId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "PassOffer" (
    "id" UUID NOT NULL,
    "hostId" UUID,
    "makerId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "credits" INTEGER,
    "validDays" INTEGER NOT NULL,
    "startsWith" "PassStart" NOT NULL,
    "tags" TEXT[],
    "priceMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "refundPercent" INTEGER NOT NULL,
    "refundDays" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "PassOffer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pass" (
    "id" UUID NOT NULL,
    "offerId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "hostId" UUID,
    "title" TEXT NOT NULL,
    "credits" INTEGER,
    "validDays" INTEGER NOT NULL,
    "startsWith" "PassStart" NOT NULL,
    "tags" TEXT[],
    "amountMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "refundPercent" INTEGER NOT NULL,
    "refundDays" INTEGER,
    "state" "PassState" NOT NULL,
    "holdExpiresAt" TIMESTAMPTZ(3),
    "boughtAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paidAt" TIMESTAMPTZ(3),
    "validUntil" TIMESTAMPTZ(3),
    "expiredAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "refundMinor" INTEGER,
    "idempotencyKey" TEXT,
    "idempotencyBody" TEXT,

    CONSTRAINT "Pass_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PassEntry" (
    "id" UUID NOT NULL,
    "passId" UUID NOT NULL,
    "kind" "PassEntryKind" NOT NULL,
    "credits" INTEGER NOT NULL,
    "bookingId" UUID,
    "reason" TEXT,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PassEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PassOffer_hostId_createdAt_id_idx" ON "PassOffer"("hostId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "PassOffer_makerId_idx" ON "PassOffer"("makerId");

-- CreateIndex
CREATE INDEX "PassOffer_createdAt_id_idx" ON "PassOffer"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Pass_accountId_boughtAt_id_idx" ON "Pass"("accountId", "boughtAt", "id");

-- CreateIndex
CREATE INDEX "Pass_hostId_boughtAt_id_idx" ON "Pass"("hostId", "boughtAt", "id");

-- CreateIndex
CREATE INDEX "Pass_offerId_idx" ON "Pass"("offerId");

-- CreateIndex
CREATE INDEX "Pass_boughtAt_id_idx" ON "Pass"("boughtAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Pass_accountId_idempotencyKey_key" ON "Pass"("accountId", "idempotencyKey");

-- CreateIndex
CREATE INDEX "PassEntry_passId_enteredAt_id_idx" ON "PassEntry"("passId", "enteredAt", "id");

-- CreateIndex
CREATE INDEX "PassEntry_bookingId_idx" ON "PassEntry"("bookingId");

-- CreateIndex
CREATE INDEX "Booking_passId_idx" ON "Booking"("passId");

-- CreateIndex
CREATE INDEX "Payment_passId_idx" ON "Payment"("passId");

-- AddForeignKey
ALTER TABLE "PassOffer" ADD CONSTRAINT "PassOffer_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PassOffer" ADD CONSTRAINT "PassOffer_makerId_fkey" FOREIGN KEY ("makerId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pass" ADD CONSTRAINT "Pass_offerId_fkey" FOREIGN KEY ("offerId") REFERENCES "PassOffer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pass" ADD CONSTRAINT "Pass_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pass" ADD CONSTRAINT "Pass_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PassEntry" ADD CONSTRAINT "PassEntry_passId_fkey" FOREIGN KEY ("passId") REFERENCES "Pass"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PassEntry" ADD CONSTRAINT "PassEntry_bookingId_fkey" FOREIGN KEY ("bookingId") REFERENCES "Booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_passId_fkey" FOREIGN KEY ("passId") REFERENCES "Pass"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_bookingId_fkey" FOREIGN KEY ("bookingId") REFERENCES "Booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_passId_fkey" FOREIGN KEY ("passId") REFERENCES "Pass"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "PassOffer" ADD CONSTRAINT "PassOffer_bounds" CHECK (
  "credits" BETWEEN 1 AND 1000 AND "validDays" BETWEEN 1 AND 3650 AND "priceMinor" >= 0
  AND "refundPercent" BETWEEN 0 AND 100 AND "refundDays" BETWEEN 0 AND 3650);
ALTER TABLE "Pass" ADD CONSTRAINT "Pass_hold" CHECK (("state" = 'PENDING') = ("holdExpiresAt" IS NOT NULL));
ALTER TABLE "Pass" ADD CONSTRAINT "Pass_paid" CHECK ("state" <> 'PAID' OR "paidAt" IS NOT NULL);
ALTER TABLE "Pass" ADD CONSTRAINT "Pass_refund" CHECK ("refundMinor" BETWEEN 0 AND "amountMinor");
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_subject" CHECK (num_nonnulls("bookingId", "passId") = 1);
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_passCredits" CHECK ("passCredits" >= 0 AND ("passCredits" = 0 OR "passId" IS NOT NULL));

CREATE INDEX "Pass_ends" ON "Pass" ("validUntil") WHERE "state" = 'PAID' AND "expiredAt" IS NULL;
CREATE INDEX "Pass_paidAt_idx" ON "Pass" ("hostId", "paidAt") WHERE "state" = 'PAID';

-- The ledger only grows, and never below nothing: whoever takes credits holds the lock of the pass.
CREATE FUNCTION "refusePassEntryChange"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger of passes is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "PassEntry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "PassEntry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refusePassEntryChange"();
CREATE FUNCTION "checkPassBalance"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum("credits") FROM "PassEntry" WHERE "passId" = NEW."passId") < 0 THEN
    RAISE EXCEPTION 'the balance of a pass must not be negative' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "PassEntry_balance" AFTER INSERT ON "PassEntry"
  FOR EACH ROW WHEN (NEW."credits" < 0) EXECUTE FUNCTION "checkPassBalance"();
