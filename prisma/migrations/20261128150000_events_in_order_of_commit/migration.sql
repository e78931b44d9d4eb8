-- The log tells of more than sessions, and is read across them.
ALTER TABLE "SessionEvent" RENAME TO "Event";
ALTER TABLE "Event" RENAME CONSTRAINT "SessionEvent_sessionId_fkey" TO "Event_sessionId_fkey";
ALTER INDEX "SessionEvent_occurredAt_idx" RENAME TO "Event_occurredAt_idx";
ALTER TABLE "Event" DROP CONSTRAINT "SessionEvent_pkey",
  ALTER COLUMN "sessionId" DROP NOT NULL,
  ALTER COLUMN "sequence" DROP NOT NULL,
  ADD COLUMN "accountId" UUID,
  ADD COLUMN "transaction" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "position" BIGINT;

-- Events of the time before have no transaction: they come first, in the order of their time.
CREATE SEQUENCE "Event_position_seq" AS BIGINT OWNED BY "Event"."position";
UPDATE "Event" SET "position" = numbered."position"
FROM (
  SELECT "sessionId", "sequence", row_number() OVER (ORDER BY "occurredAt", "sessionId", "sequence") AS "position"
  FROM "Event") AS numbered
WHERE "Event"."sessionId" = numbered."sessionId" AND "Event"."sequence" = numbered."sequence";
SELECT setval('"Event_position_seq"', (SELECT count(*) + 1 FROM "Event"), false);
ALTER TABLE "Event"
  ALTER COLUMN "position" SET DEFAULT nextval('"Event_position_seq"'),
  ALTER COLUMN "position" SET NOT NULL,
  -- For the nodes of the version before, which write through the view below.
  ALTER COLUMN "transaction" SET DEFAULT pg_current_xact_id()::text::bigint,
  ADD CONSTRAINT "Event_pkey" PRIMARY KEY ("transaction", "position");
CREATE UNIQUE INDEX "Event_sessionId_sequence_key" ON "Event"("sessionId", "sequence");
CREATE INDEX "Event_accountId_transaction_position_idx" ON "Event"("accountId", "transaction", "position");

ALTER TABLE "Session" ADD COLUMN "eventTransaction" BIGINT NOT NULL DEFAULT 0;

-- Nodes of the version before go on during a rolling restart.
CREATE VIEW "SessionEvent" AS SELECT "sessionId", "sequence", "type", "payload", "occurredAt" FROM "Event";

-- The figures of a day.
CREATE INDEX "Session_startsAt_idx" ON "Session"("startsAt");
CREATE INDEX "Booking_received_idx" ON "Booking"("confirmedAt") WHERE "amountMinor" > 0;
