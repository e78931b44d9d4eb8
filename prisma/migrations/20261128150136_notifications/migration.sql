-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('QUEUED', 'SENT', 'SKIPPED', 'FAILED');

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "remindedAt" TIMESTAMPTZ(3),
ADD COLUMN     "reminderMinutes" INTEGER[] DEFAULT ARRAY[1440, 60]::INTEGER[];

-- CreateTable
CREATE TABLE "NotificationDelivery" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "isUrgent" BOOLEAN NOT NULL DEFAULT false,
    "accountId" UUID,
    "email" TEXT,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "key" TEXT,
    "state" "DeliveryState" NOT NULL DEFAULT 'QUEUED',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sendAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "NotificationDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NotificationSetting" (
    "accountId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "byMail" BOOLEAN NOT NULL,

    CONSTRAINT "NotificationSetting_pkey" PRIMARY KEY ("accountId","kind")
);

-- CreateIndex
CREATE UNIQUE INDEX "NotificationDelivery_key_key" ON "NotificationDelivery"("key");

-- CreateIndex
CREATE INDEX "NotificationDelivery_createdAt_id_idx" ON "NotificationDelivery"("createdAt", "id");

-- CreateIndex
CREATE INDEX "NotificationDelivery_accountId_createdAt_idx" ON "NotificationDelivery"("accountId", "createdAt");

-- CreateIndex
CREATE INDEX "NotificationDelivery_finishedAt_idx" ON "NotificationDelivery"("finishedAt");

-- AddForeignKey
ALTER TABLE "NotificationSetting" ADD CONSTRAINT "NotificationSetting_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The order in which senders claim.
CREATE INDEX "NotificationDelivery_queue_idx" ON "NotificationDelivery"("isUrgent" DESC, "nextAttemptAt") WHERE "state" = 'QUEUED';

ALTER TABLE "NotificationDelivery" ADD CONSTRAINT "NotificationDelivery_finished"
  CHECK (("state" = 'QUEUED') = ("finishedAt" IS NULL));
