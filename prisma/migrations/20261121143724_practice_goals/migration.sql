-- CreateEnum
CREATE TYPE "PracticeGoalUnit" AS ENUM ('SESSIONS', 'MINUTES');

-- AlterTable
ALTER TABLE "PracticeSession" ADD COLUMN     "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "PracticeSequenceDay" (
    "accountId" UUID NOT NULL,
    "date" DATE NOT NULL,
    "sequenceId" UUID NOT NULL,
    "completed" INTEGER NOT NULL,

    CONSTRAINT "PracticeSequenceDay_pkey" PRIMARY KEY ("accountId","date","sequenceId")
);

-- CreateTable
CREATE TABLE "PracticeSettings" (
    "accountId" UUID NOT NULL,
    "goalUnit" "PracticeGoalUnit",
    "goalTarget" INTEGER,
    "streakFreezes" BOOLEAN NOT NULL DEFAULT false,
    "calendarToken" TEXT,

    CONSTRAINT "PracticeSettings_pkey" PRIMARY KEY ("accountId")
);

-- CreateIndex
CREATE INDEX "PracticeSequenceDay_sequenceId_idx" ON "PracticeSequenceDay"("sequenceId");

-- CreateIndex
CREATE UNIQUE INDEX "PracticeSettings_calendarToken_key" ON "PracticeSettings"("calendarToken");

-- CreateIndex
CREATE INDEX "PracticeSession_accountId_updatedAt_idx" ON "PracticeSession"("accountId", "updatedAt");

-- AddForeignKey
ALTER TABLE "PracticeSequenceDay" ADD CONSTRAINT "PracticeSequenceDay_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeSequenceDay" ADD CONSTRAINT "PracticeSequenceDay_sequenceId_fkey" FOREIGN KEY ("sequenceId") REFERENCES "Sequence"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeSettings" ADD CONSTRAINT "PracticeSettings_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- A goal has both parts or is none.
ALTER TABLE "PracticeSettings"
  ADD CONSTRAINT "PracticeSettings_goal_check" CHECK (("goalUnit" IS NULL) = ("goalTarget" IS NULL) AND "goalTarget" > 0);

-- What was practised before there was this table.
INSERT INTO "PracticeSequenceDay" ("accountId", "date", "sequenceId", "completed")
SELECT "accountId", "localDate", "sequenceId", count(*) FROM "PracticeSession"
WHERE "status" = 'COMPLETED' AND "sequenceId" IS NOT NULL GROUP BY 1, 2, 3;
