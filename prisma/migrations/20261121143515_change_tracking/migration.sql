-- AlterTable
ALTER TABLE "Booking" ADD COLUMN     "changedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "changedIn" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "Booking_changedIn_idx" ON "Booking"("changedIn");

-- What is there already did not change just now.
UPDATE "Booking" SET "changedAt" = greatest("bookedAt", "confirmedAt", "cancelledAt");
UPDATE "Session" SET "changedAt" = greatest("createdAt", "startedAt", "endedAt");

-- Whoever changes a booking, and by whatever statement: those who watch bookings find it by these two.
CREATE FUNCTION "bookingChanged"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."changedAt" := clock_timestamp();
  NEW."changedIn" := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
CREATE TRIGGER "Booking_changed" BEFORE INSERT OR UPDATE ON "Booking"
  FOR EACH ROW EXECUTE FUNCTION "bookingChanged"();

-- Seats and events change all the time, and no calendar shows them.
CREATE FUNCTION "sessionChanged"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."changedAt" := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER "Session_changed" BEFORE UPDATE OF "title", "description", "startsAt", "endsAt", "status" ON "Session"
  FOR EACH ROW WHEN (
    (OLD."title", OLD."description", OLD."startsAt", OLD."endsAt", OLD."status")
      IS DISTINCT FROM (NEW."title", NEW."description", NEW."startsAt", NEW."endsAt", NEW."status"))
  EXECUTE FUNCTION "sessionChanged"();
