import type { SignedIn } from '../context.ts';
import { today } from './today/loaders.ts';

/**
 * The sessions of a host's dashboard, hosted and co-hosted ones: live ones, those whose join window is open, and the day's in
 * the host's time zone.
 */
export async function sessionsOfDashboard({ app: { database }, viewer }: SignedIn): Promise<string[]> {
  const { id, timeZone } = viewer.account;
  const { start, end } = today(timeZone);
  const rows = await database.rows<{ id: string }>`
    SELECT "id" FROM "Session"
    WHERE ("hostId" = ${id}::uuid OR "id" IN (
        SELECT "sessionId" FROM "Participant" WHERE "accountId" = ${id}::uuid AND "role" = 'COHOST' AND "removedAt" IS NULL))
      AND ("status" = 'LIVE'
        OR "status" = 'SCHEDULED' AND "startsAt" - "joinWindowMinutes" * interval '1 minute' <= now() AND "endsAt" > now()
        OR "status" <> 'DRAFT' AND "startsAt" >= ${start}::timestamptz AND "startsAt" < ${end}::timestamptz)
    ORDER BY "startsAt", "id" LIMIT ${maximumSessions}`;
  return rows.map((row) => row.id);
}

export const maximumSessions = 100;
