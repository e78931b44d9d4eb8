import type { Context } from '../../context.ts';
import { Prisma, type Session } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';

/** Begins an interval of attendance for each participant that has no open one. */
export async function openIntervals(tx: Transaction, participantIds: string[], startedAt: Date): Promise<void> {
  if (participantIds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "AttendanceInterval" ("participantId", "startedAt")
    SELECT person, ${startedAt}::timestamptz FROM unnest(${participantIds}::uuid[]) AS person
    WHERE NOT EXISTS (
      SELECT FROM "AttendanceInterval" attendance WHERE attendance."participantId" = person AND attendance."endedAt" IS NULL)
    ON CONFLICT ("participantId", "startedAt") DO UPDATE SET "endedAt" = NULL`;
}

/** Ends the open intervals of participants at `endedAt`, or when the person was last seen. */
export async function closeIntervals(tx: Transaction, participantIds: string[], endedAt?: Date): Promise<void> {
  if (participantIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE "AttendanceInterval" attendance
    SET "endedAt" = greatest(attendance."startedAt", coalesce(${endedAt ?? null}::timestamptz, participant."lastSeenAt", now()))
    FROM "Participant" participant
    WHERE participant."id" = attendance."participantId" AND attendance."participantId" = ANY(${participantIds}::uuid[])
      AND attendance."endedAt" IS NULL`;
}

/** A person's attendance of a session. */
export interface Attendance {
  accountId: string;
  role: string;
  timeZone: string;
  milliseconds: number;
  /** When the person was first present. */
  from: Date;
  /** When the person's booking was confirmed; null without one. */
  seatedAt: Date | null;
}

/**
 * Returns how long each participant was present while the session was live. Deleted accounts are left out, since no practice
 * is recorded for them.
 */
export function readAttendance(
  tx: Transaction,
  session: Pick<Session, 'id'>,
  startedAt: Date,
  endedAt: Date,
): Promise<Attendance[]> {
  return tx.$queryRaw<Attendance[]>`
    SELECT participant."accountId", participant."role"::text, account."timeZone", presence."from",
      booking."confirmedAt" AS "seatedAt",
      (${seconds} * 1000)::int AS "milliseconds"
    FROM "Participant" participant
      JOIN "Account" account ON account."id" = participant."accountId" AND account."deletedAt" IS NULL
      JOIN LATERAL (${intervals(Prisma.sql`${startedAt}::timestamptz`, Prisma.sql`${endedAt}::timestamptz`)}) presence
        ON presence."from" IS NOT NULL
      LEFT JOIN "Booking" booking ON booking."sessionId" = participant."sessionId"
        AND booking."accountId" = participant."accountId" AND booking."status" = 'CONFIRMED'
    WHERE participant."sessionId" = ${session.id}::uuid ORDER BY participant."id"`;
}

/** Returns the seconds for which each participant has been present while the session was live, up to now. */
export async function attendedSeconds(participantIds: string[], { app: { database } }: Context): Promise<number[]> {
  const rows = await database.rows<{ id: string; seconds: number }>`
    SELECT participant."id", round(${seconds})::int AS "seconds"
    FROM "Participant" participant
      JOIN "Session" session ON session."id" = participant."sessionId"
      JOIN LATERAL (${intervals(
        Prisma.sql`session."startedAt"`,
        Prisma.sql`coalesce(session."endedAt", now())`,
      )}) presence ON presence."from" IS NOT NULL
    WHERE participant."id" = ANY(${participantIds}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, row.seconds]));
  return participantIds.map((id) => byId.get(id) ?? 0);
}

/** A participant's attendance between two instants, as the union of its intervals: overlaps count once. */
const intervals = (from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`
  SELECT min(greatest(attendance."startedAt", ${from})) AS "from",
    range_agg(tstzrange(greatest(attendance."startedAt", ${from}), least(coalesce(attendance."endedAt", ${to}), ${to}))) AS "union"
  FROM "AttendanceInterval" attendance
  WHERE attendance."participantId" = participant."id" AND ${from} IS NOT NULL AND attendance."startedAt" <= ${to}
    AND (attendance."endedAt" IS NULL OR attendance."endedAt" >= ${from})`;

const seconds = Prisma.sql`coalesce(
  (SELECT sum(extract(epoch FROM upper(part) - lower(part))) FROM unnest(presence."union") AS part), 0)`;

/** The seconds for which a `participant` has been present while its `session` was live; null for no participant. */
export const attendedSecondsColumn = Prisma.sql`(
  SELECT round(${seconds})::int FROM (${intervals(
    Prisma.sql`session."startedAt"`,
    Prisma.sql`coalesce(session."endedAt", now())`,
  )}) presence WHERE participant."id" IS NOT NULL)`;
