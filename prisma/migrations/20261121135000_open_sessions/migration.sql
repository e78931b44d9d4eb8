-- What the catalogue shows unless told otherwise, in each of its orders: however many sessions are over, none is walked past.
CREATE INDEX "Session_open_startsAt_idx" ON "Session" ("startsAt", "id")
  WHERE "visibility" = 'LISTED' AND "status" IN ('SCHEDULED', 'LIVE') AND "archivedAt" IS NULL;
CREATE INDEX "Session_open_createdAt_idx" ON "Session" ("createdAt", "id")
  WHERE "visibility" = 'LISTED' AND "status" IN ('SCHEDULED', 'LIVE') AND "archivedAt" IS NULL;
CREATE INDEX "Session_open_priceMinor_idx" ON "Session" ("priceMinor", "id")
  WHERE "visibility" = 'LISTED' AND "status" IN ('SCHEDULED', 'LIVE') AND "archivedAt" IS NULL;
