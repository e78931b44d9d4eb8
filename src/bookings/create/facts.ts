import type { Statements } from '../../database/client.ts';
import type { Booking } from '../../database/generated/client.ts';
import { type BookableSession, bookableColumns, hasSeatLeft } from '../../database/locks.ts';
import type { BookingRequest, Facts } from './decision.ts';

type FactsRow = BookableSession &
  Pick<Facts, 'isRemoved' | 'waitlistLength' | 'hasOverdueHold'> & {
    n: number;
    sessionId: string | null;
    earlierId: string | null;
    standingId: string | null;
  };

/**
 * Reads the facts of each request. `locked` holds the locked sessions that have a seat left. This statement follows their
 * locks, so it sees every booking that committed before.
 */
export async function readFacts(
  tx: Statements,
  requests: BookingRequest[],
  locked: ReadonlyMap<string, BookableSession>,
): Promise<Facts[]> {
  const all = <Name extends keyof BookingRequest>(name: Name) => requests.map((request) => request[name]);
  // Most requests are the person's first for a locked session. They need no row: their only fact is the session.
  const rows = await tx.$queryRaw<FactsRow[]>`
    SELECT request."n"::int, earlier."id" AS "earlierId", standing."id" AS "standingId",
      ${bookableColumns}, "Session"."id" AS "sessionId", removed."id" IS NOT NULL AS "isRemoved",
      CASE WHEN ${hasSeatLeft} THEN 0 ELSE (
        SELECT count(*)::int FROM "Booking" WHERE "sessionId" = request."sessionId" AND "status" = 'WAITLISTED'
      ) END AS "waitlistLength",
      NOT (${hasSeatLeft}) AND EXISTS (
        SELECT FROM "Booking" WHERE "sessionId" = request."sessionId" AND "status" = 'PENDING' AND "holdExpiresAt" <= now()
      ) AS "hasOverdueHold"
    FROM unnest(${all('sessionId')}::uuid[], ${all('accountId')}::uuid[], ${all('idempotencyKey')}::text[])
        WITH ORDINALITY AS request("sessionId", "accountId", "key", "n")
      LEFT JOIN "Session" ON "Session"."id" = request."sessionId"
      LEFT JOIN "Booking" earlier ON earlier."accountId" = request."accountId" AND earlier."idempotencyKey" = request."key"
      LEFT JOIN "Booking" standing ON standing."sessionId" = request."sessionId"
        AND standing."accountId" = request."accountId" AND standing."status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')
      LEFT JOIN "Participant" removed ON removed."sessionId" = request."sessionId"
        AND removed."accountId" = request."accountId" AND removed."removedAt" IS NOT NULL
    WHERE earlier."id" IS NOT NULL OR standing."id" IS NOT NULL OR removed."id" IS NOT NULL
      OR NOT coalesce("Session"."id" = ANY(${[...locked.keys()]}::uuid[]), false)`;
  const bookings = await readBookings(
    tx,
    rows.flatMap(({ earlierId, standingId }) => [earlierId, standingId].filter((id) => id !== null)),
  );
  const byRequest = new Map(rows.map((row) => [row.n - 1, row]));
  return requests.map(({ sessionId }, index) => {
    const row = byRequest.get(index);
    return {
      session: locked.get(sessionId) ?? (row?.sessionId ? row : null),
      earlier: bookings.get(row?.earlierId ?? '') ?? null,
      standing: bookings.get(row?.standingId ?? '') ?? null,
      isRemoved: row?.isRemoved ?? false,
      waitlistLength: row?.waitlistLength ?? 0,
      hasOverdueHold: row?.hasOverdueHold ?? false,
    };
  });
}

async function readBookings(tx: Statements, ids: string[]): Promise<Map<string, Booking>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<Booking[]>`SELECT * FROM "Booking" WHERE "id" = ANY(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}
