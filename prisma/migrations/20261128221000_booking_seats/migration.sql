-- AlterTable
ALTER TABLE "Booking" ADD COLUMN     "guestNames" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "keptMinor" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "seats" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "seatsBooked" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE "Booking"
  ADD CONSTRAINT "Booking_seats_check" CHECK ("seats" >= 1 AND "seats" <= "seatsBooked" AND "seatsBooked" <= 10),
  ADD CONSTRAINT "Booking_guests_check" CHECK (cardinality("guestNames") < "seats"),
  ADD CONSTRAINT "Booking_kept_check" CHECK ("keptMinor" >= 0 AND "keptMinor" <= "amountMinor");
