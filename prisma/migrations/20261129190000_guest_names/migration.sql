-- What identified a retry held the names of guests, which stayed when they were taken from the booking, or its person was
-- deleted. Calendars need not notice.
ALTER TABLE "Booking" DISABLE TRIGGER "Booking_changed";
UPDATE "Booking" SET "idempotencyBody" = NULL WHERE "idempotencyBody" LIKE '%"guestNames":["%';
-- Reasons that people gave who are deleted by now.
UPDATE "Booking" SET "cancellationReason" = NULL FROM "Account" account
  WHERE account."id" = "accountId" AND account."deletedAt" IS NOT NULL AND "cancellationReason" IS NOT NULL;
ALTER TABLE "Booking" ENABLE TRIGGER "Booking_changed";
UPDATE "Participant" SET "removalReason" = NULL FROM "Account" account
  WHERE account."id" = "accountId" AND account."deletedAt" IS NOT NULL AND "removalReason" IS NOT NULL;
