-- AlterTable
ALTER TABLE "PracticeSession" ADD COLUMN     "closedByServerAt" TIMESTAMPTZ(3);

-- Practices that the server closed in the last 48 hours can be corrected, too.
UPDATE "PracticeSession" SET "closedByServerAt" = "completedAt"
WHERE "status" = 'ABANDONED' AND "source" = 'SOLO' AND "completedAt" > now() - interval '48 hours'
  AND "completedAt" - "startedAt" >= interval '4 hours';
