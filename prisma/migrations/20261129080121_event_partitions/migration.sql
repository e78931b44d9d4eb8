-- The log becomes a table of partitions by week, so that trimming drops what is old instead of deleting row by row. The table of
-- the time before becomes the first partition as it is, up to the end of next week; nothing is copied. src/events/partitions.ts
-- makes the weeks after it.

-- Both at once, and in the order of appends, so that nodes of the version before wait instead of deadlocking.
LOCK TABLE "Session", "Event" IN ACCESS EXCLUSIVE MODE;

-- What takes long in a great log. It may have been made before, beside nodes that run: docs/running.md, "Upgrading".
CREATE UNIQUE INDEX IF NOT EXISTS "Event_key" ON "Event"("transaction", "position", "occurredAt");

CREATE SCHEMA IF NOT EXISTS "event_log";
DROP VIEW "SessionEvent";
ALTER SEQUENCE "Event_position_seq" OWNED BY NONE;
ALTER TABLE "Event" DROP CONSTRAINT "Event_pkey";
ALTER TABLE "Event" ADD CONSTRAINT "Event_pkey" PRIMARY KEY USING INDEX "Event_key";
ALTER TABLE "Event" RENAME TO "earlier";
ALTER TABLE "earlier" SET SCHEMA "event_log";

CREATE TABLE "Event" (LIKE "event_log"."earlier" INCLUDING DEFAULTS) PARTITION BY RANGE ("occurredAt");
ALTER SEQUENCE "Event_position_seq" OWNED BY "Event"."position";
ALTER TABLE "Event"
  ADD CONSTRAINT "Event_pkey" PRIMARY KEY ("transaction", "position", "occurredAt"),
  ADD CONSTRAINT "Event_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "Event_accountId_transaction_position_idx" ON "Event"("accountId", "transaction", "position");

-- No append may fail because a partition is missing.
CREATE TABLE "event_log"."others" (LIKE "Event" INCLUDING DEFAULTS);
CREATE UNIQUE INDEX "others_sessionId_sequence_key" ON "event_log"."others"("sessionId", "sequence");
CREATE INDEX "others_occurredAt_idx" ON "event_log"."others" USING BRIN ("occurredAt");
ALTER TABLE "Event" ATTACH PARTITION "event_log"."others" DEFAULT;

DO $$
DECLARE
  -- An event of the future, as a wrong clock makes it, belongs to the first partition as well.
  latest TIMESTAMPTZ := greatest(now(), (SELECT max("occurredAt") FROM "event_log"."earlier"));
BEGIN
  EXECUTE format('ALTER TABLE "Event" ATTACH PARTITION "event_log"."earlier" FOR VALUES FROM (MINVALUE) TO (%L)',
    date_trunc('week', latest, 'UTC') + interval '336 hours');
END $$;

-- Nodes of two versions before go on during a rolling restart.
CREATE VIEW "SessionEvent" AS SELECT "sessionId", "sequence", "type", "payload", "occurredAt" FROM "Event";
