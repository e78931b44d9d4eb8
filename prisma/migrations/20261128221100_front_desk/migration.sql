-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "isGuest" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Booking" ADD COLUMN     "arrived" INTEGER,
ADD COLUMN     "bookedById" UUID,
ADD COLUMN     "checkInCode" TEXT NOT NULL DEFAULT upper("left"(replace((gen_random_uuid())::text, '-'::text, ''::text), 10)),
ADD COLUMN     "checkedInAt" TIMESTAMPTZ(3),
ADD COLUMN     "checkedInById" UUID;

ALTER TABLE "Booking" ADD CONSTRAINT "Booking_check_in_check" CHECK (
  ("checkedInAt" IS NULL) = ("arrived" IS NULL) AND ("arrived" IS NULL OR "arrived" BETWEEN 1 AND "seats"));
-- Whose bookings wait for a person who verifies the address.
CREATE INDEX "Account_guest_idx" ON "Account" ("id") WHERE "isGuest" AND "deletedAt" IS NULL;

-- Calendars show the host as well.
DROP TRIGGER "Session_changed" ON "Session";
CREATE TRIGGER "Session_changed" BEFORE UPDATE OF "title", "description", "startsAt", "endsAt", "status",
    "location", "latitude", "longitude", "meetingUrl", "hostId" ON "Session"
  FOR EACH ROW WHEN (
    (OLD."title", OLD."description", OLD."startsAt", OLD."endsAt", OLD."status",
      OLD."location", OLD."latitude", OLD."longitude", OLD."meetingUrl", OLD."hostId")
      IS DISTINCT FROM (NEW."title", NEW."description", NEW."startsAt", NEW."endsAt", NEW."status",
      NEW."location", NEW."latitude", NEW."longitude", NEW."meetingUrl", NEW."hostId"))
  EXECUTE FUNCTION "sessionChanged"();
