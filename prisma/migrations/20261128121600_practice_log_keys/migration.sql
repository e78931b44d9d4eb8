-- AlterTable
ALTER TABLE "PracticeSession" ADD COLUMN     "idempotencyKey" TEXT,
ADD COLUMN     "idempotencyBody" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "PracticeSession_accountId_idempotencyKey_key" ON "PracticeSession"("accountId", "idempotencyKey");
