-- Archived sessions of the catalogue, in each of its orders: where they are few, none of the others is walked past.
CREATE INDEX "Session_archived_startsAt_idx" ON "Session" ("startsAt", "id")
  WHERE "visibility" = 'LISTED' AND "archivedAt" IS NOT NULL;
CREATE INDEX "Session_archived_createdAt_idx" ON "Session" ("createdAt", "id")
  WHERE "visibility" = 'LISTED' AND "archivedAt" IS NOT NULL;
CREATE INDEX "Session_archived_priceMinor_idx" ON "Session" ("priceMinor", "id")
  WHERE "visibility" = 'LISTED' AND "archivedAt" IS NOT NULL;
