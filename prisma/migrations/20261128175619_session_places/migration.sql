-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "bookingClosesMinutes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "latitude" DOUBLE PRECISION,
ADD COLUMN     "location" TEXT,
ADD COLUMN     "longitude" DOUBLE PRECISION,
ADD COLUMN     "meetingUrl" TEXT;

ALTER TABLE "Session" ADD CONSTRAINT "Session_coordinates" CHECK (
  ("latitude" IS NULL) = ("longitude" IS NULL) AND ("latitude" IS NULL OR "location" IS NOT NULL)
  AND abs("latitude") <= 90 AND abs("longitude") <= 180);
ALTER TABLE "Session" ADD CONSTRAINT "Session_booking_closes" CHECK ("bookingClosesMinutes" >= 0);

-- Calendars show the place as well.
DROP TRIGGER "Session_changed" ON "Session";
CREATE TRIGGER "Session_changed" BEFORE UPDATE OF "title", "description", "startsAt", "endsAt", "status",
    "location", "latitude", "longitude", "meetingUrl" ON "Session"
  FOR EACH ROW WHEN (
    (OLD."title", OLD."description", OLD."startsAt", OLD."endsAt", OLD."status",
      OLD."location", OLD."latitude", OLD."longitude", OLD."meetingUrl")
      IS DISTINCT FROM (NEW."title", NEW."description", NEW."startsAt", NEW."endsAt", NEW."status",
      NEW."location", NEW."latitude", NEW."longitude", NEW."meetingUrl"))
  EXECUTE FUNCTION "sessionChanged"();
