-- Hashes of what people had asked for, or were imported with, stayed when they deleted their accounts. Calendars need not notice.
ALTER TABLE "Booking" DISABLE TRIGGER "Booking_changed";
UPDATE "Booking" SET "idempotencyKey" = NULL, "idempotencyBody" = NULL, "importDigest" = NULL FROM "Account" account
  WHERE account."id" = "accountId" AND account."deletedAt" IS NOT NULL;
ALTER TABLE "Booking" ENABLE TRIGGER "Booking_changed";
UPDATE "Pass" SET "idempotencyKey" = NULL, "idempotencyBody" = NULL FROM "Account" account
  WHERE account."id" = "accountId" AND account."deletedAt" IS NOT NULL AND "idempotencyKey" IS NOT NULL;
UPDATE "Session" SET "importDigest" = NULL FROM "Account" account
  WHERE account."id" = "hostId" AND account."deletedAt" IS NOT NULL AND "Session"."importDigest" IS NOT NULL;
UPDATE "Account" SET "importDigest" = NULL WHERE "deletedAt" IS NOT NULL AND "importDigest" IS NOT NULL;
