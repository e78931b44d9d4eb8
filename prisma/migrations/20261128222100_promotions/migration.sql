-- AlterTable
ALTER TABLE "Booking" ADD COLUMN     "discountMinor" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "PromotionCode" (
    "id" UUID NOT NULL,
    "hostId" UUID,
    "makerId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "percent" INTEGER,
    "amountMinor" INTEGER,
    "currency" TEXT,
    "maxUses" INTEGER,
    "maxUsesPerPerson" INTEGER,
    "startsAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "tags" TEXT[],
    "sessionIds" UUID[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(3),

    CONSTRAINT "PromotionCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PromotionUse" (
    "id" UUID NOT NULL,
    "codeId" UUID NOT NULL,
    "bookingId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "discountMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "usedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "returnedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PromotionUse_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PromotionCode_hostId_createdAt_id_idx" ON "PromotionCode"("hostId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "PromotionCode_createdAt_id_idx" ON "PromotionCode"("createdAt", "id");

-- CreateIndex
CREATE INDEX "PromotionCode_makerId_idx" ON "PromotionCode"("makerId");

-- CreateIndex
CREATE UNIQUE INDEX "PromotionUse_bookingId_key" ON "PromotionUse"("bookingId");

-- CreateIndex
CREATE INDEX "PromotionUse_codeId_usedAt_id_idx" ON "PromotionUse"("codeId", "usedAt", "id");

-- CreateIndex
CREATE INDEX "PromotionUse_accountId_idx" ON "PromotionUse"("accountId");

-- AddForeignKey
ALTER TABLE "PromotionCode" ADD CONSTRAINT "PromotionCode_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromotionCode" ADD CONSTRAINT "PromotionCode_makerId_fkey" FOREIGN KEY ("makerId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromotionUse" ADD CONSTRAINT "PromotionUse_codeId_fkey" FOREIGN KEY ("codeId") REFERENCES "PromotionCode"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromotionUse" ADD CONSTRAINT "PromotionUse_bookingId_fkey" FOREIGN KEY ("bookingId") REFERENCES "Booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromotionUse" ADD CONSTRAINT "PromotionUse_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.
CREATE UNIQUE INDEX "PromotionCode_code" ON "PromotionCode" (coalesce("hostId", '00000000-0000-0000-0000-000000000000'), "codeKey");
ALTER TABLE "PromotionCode" ADD CONSTRAINT "PromotionCode_discount" CHECK (
  num_nonnulls("percent", "amountMinor") = 1 AND ("amountMinor" IS NULL) = ("currency" IS NULL)
  AND "percent" BETWEEN 1 AND 100 AND "amountMinor" > 0 AND "maxUses" > 0 AND "maxUsesPerPerson" > 0);
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_discount_check" CHECK ("discountMinor" >= 0);
