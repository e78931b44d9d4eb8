-- AlterEnum
ALTER TYPE "OneTimeLinkPurpose" ADD VALUE 'EMAIL_CHANGE';

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "usernameStem" TEXT;

-- Of accounts whose names differ by `.`, `_` and `-` alone, the first one holds the stem; the others keep their names.
UPDATE "Account" SET "usernameStem" = holder."stem"
FROM (
  SELECT DISTINCT ON (translate("usernameKey", '._-', '')) "id", translate("usernameKey", '._-', '') AS "stem"
  FROM "Account" WHERE "deletedAt" IS NULL
  ORDER BY translate("usernameKey", '._-', ''), "createdAt", "id"
) holder
WHERE holder."id" = "Account"."id";

-- CreateIndex
CREATE UNIQUE INDEX "Account_usernameStem_key" ON "Account"("usernameStem");

-- Versions that were read from a User-Agent in which browsers have frozen them.
UPDATE "DeviceSession" SET "os" = 'macOS or iPadOS', "deviceType" = 'UNKNOWN'
WHERE "os" = 'macOS Catalina' AND "browser" LIKE 'Safari%' AND "deviceType" = 'DESKTOP';
UPDATE "DeviceSession" SET "os" = 'macOS' WHERE "os" = 'macOS Catalina';
UPDATE "DeviceSession" SET "os" = 'Windows' WHERE "os" = 'Windows 10';
UPDATE "DeviceSession" SET "os" = 'Android' WHERE "os" = 'Android 10';
