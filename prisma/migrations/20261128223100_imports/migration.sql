-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "externalId" TEXT,
ADD COLUMN     "importDigest" TEXT;

-- AlterTable
ALTER TABLE "Booking" ADD COLUMN     "externalId" TEXT,
ADD COLUMN     "importDigest" TEXT;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "externalId" TEXT,
ADD COLUMN     "importDigest" TEXT;

-- CreateTable
CREATE TABLE "ImportRow" (
    "importId" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "externalId" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImportRow_pkey" PRIMARY KEY ("importId","line")
);

-- CreateIndex
CREATE INDEX "ImportRow_createdAt_idx" ON "ImportRow"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Account_externalId_key" ON "Account"("externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Booking_externalId_key" ON "Booking"("externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_externalId_key" ON "Session"("externalId");
