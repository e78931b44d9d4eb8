// The statements that hand-written peers share. Each is prepared: it has a name.

/** The account and device session behind claims; no row where the one is suspended or the other has ended. */
export const signedIn = `
  FROM "DeviceSession" device JOIN "Account" account ON account."id" = device."accountId"
  WHERE device."id" = $1 AND account."id" = $2 AND device."endedAt" IS NULL AND device."expiresAt" > now() AND account."status" = 'ACTIVE'`;

/** A page of the catalogue, by statements that differ in what they are asked for, so that each has a plan of its own. */
export function catalogue(
  columns: string,
  { after, maxPriceMinor }: { after: { startsAt: string; id: string } | null; maxPriceMinor: number | null },
): { name: string; text: string; values: unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const rules: string[] = [];
  if (after)
    rules.push(`AND ("startsAt", "id") > (${parameter(after.startsAt)}::timestamptz, ${parameter(after.id)}::uuid)`);
  if (maxPriceMinor !== null) rules.push(`AND "priceMinor" <= ${parameter(maxPriceMinor)}`);
  return {
    name: `catalogue${after ? '-after' : ''}${maxPriceMinor === null ? '' : '-price'}`,
    text: `SELECT ${columns} FROM "Session"
      WHERE "visibility" = 'LISTED' AND "status" IN ('SCHEDULED', 'LIVE') AND ("status" = 'LIVE' OR "endsAt" > now())
        AND "archivedAt" IS NULL ${rules.join(' ')}
      ORDER BY "startsAt", "id" LIMIT 20`,
    values,
  };
}

/** One row of statistics, of the account whose ID and time zone these expressions are. */
export const statistics = (accountId: string, timeZone: string) => `
  SELECT total.*, running."open",
    coalesce((SELECT "length" FROM streaks WHERE "first" + "length" >= "today" ORDER BY "first" DESC LIMIT 1), 0)::int AS "currentStreak",
    coalesce((SELECT max("length") FROM streaks), 0)::int AS "longestStreak",
    to_char((SELECT max("first" + "length" - 1) FROM streaks), 'YYYY-MM-DD') AS "lastPracticeDate"
  FROM (
    SELECT coalesce(sum("completed"), 0)::int AS "completed", coalesce(sum("partial"), 0)::int AS "partial",
      coalesce(sum("abandoned"), 0)::int AS "abandoned", coalesce(sum("posesCompleted"), 0)::int AS "posesCompleted",
      coalesce(sum("completedSeconds"), 0)::int AS "completedSeconds"
    FROM "PracticeDay" WHERE "accountId" = ${accountId}
  ) total, (
    SELECT count(*)::int AS "open" FROM "PracticeSession" WHERE "accountId" = ${accountId} AND "status" IN ('ACTIVE', 'PAUSED')
  ) running, (SELECT (now() AT TIME ZONE ${timeZone})::date AS "today") clock`;

export const streaks = (accountId: string) => `streaks AS (
  SELECT min("date") AS "first", count(*)::int AS "length"
  FROM (
    SELECT "date", "date" - (row_number() OVER (ORDER BY "date"))::int AS "run"
    FROM "PracticeDay" WHERE "accountId" = ${accountId} AND "completed" > 0
  ) day
  GROUP BY "run"
)`;

/** Takes a seat and books it, or does neither. Parameters: session, who books it. */
export const book = (accountId: string) => `
  seat AS (
    UPDATE "Session" SET "seatsTaken" = "seatsTaken" + 1
    WHERE "id" = $3 AND "status" IN ('SCHEDULED', 'LIVE') AND "endsAt" > now() AND "hostId" <> ${accountId}
      AND ("maxParticipants" IS NULL OR "seatsTaken" < "maxParticipants")
    RETURNING *
  ),
  booked AS (
    INSERT INTO "Booking" ("id", "sessionId", "accountId", "status", "amountMinor", "currency", "holdExpiresAt", "freeCancellationUntil", "confirmedAt")
    SELECT $4, "id", ${accountId}, CASE WHEN "priceMinor" = 0 THEN 'CONFIRMED' ELSE 'PENDING' END::"BookingStatus", "priceMinor", "currency",
      CASE WHEN "priceMinor" > 0 THEN now() + make_interval(mins => "bookingHoldMinutes") END,
      "startsAt" - make_interval(hours => "freeCancellationHours"), CASE WHEN "priceMinor" = 0 THEN now() END
    FROM seat RETURNING *
  )`;
