import type { Context } from '../../context.ts';
import { Prisma, type Session } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';

/** Presence counts from here on; a stretch that is open already goes on. */
export async function openIntervals(tx: Transaction, participantIds: string[], startedAt: Date): Promise<void> {
  if (participantIds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "AttendanceInterval" ("participantId", "startedAt")
    SELECT person, ${startedAt}::timestamptz FROM unnest(${participantIds}::uuid[]) AS person
    WHERE NOT EXISTS (
      SELECT FROM "AttendanceInterval" stretch WHERE stretch."participantId" = person AND stretch."endedAt" IS NULL)
    ON CONFLICT ("participantId", "startedAt") DO UPDATE SET "endedAt" = NULL`;
}

/** Presence counts until `endedAt`, or until the person was last seen. */
export async function closeIntervals(tx: Transaction, participantIds: string[], endedAt?: Date): Promise<void> {
  if (participantIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE "AttendanceInterval" stretch
    SET "endedAt" = greatest(stretch."startedAt", coalesce(${endedAt ?? null}::timestamptz, participant."lastSeenAt", now()))
    FROM "Participant" participant
    WHERE participant."id" = stretch."participantId" AND stretch."participantId" = ANY(${participantIds}::uuid[])
      AND stretch."endedAt" IS NULL`;
}

export interface Presence {
  accountId: string;
  role: string;
  timeZone: string;
  milliseconds: number;
  /** When they were first there. */
  from: Date;
  /** When their booking was confirmed; null without one. */
  seatedAt: Date | null;
}

/**
 * How long everybody was present while the session was live; time in the lobby does not count. Who has deleted their
 * account since has no practice to be recorded any more.
 */
export function readAttendance(
  tx: Transaction,
  session: Pick<Session, 'id'>,
  startedAt: Date,
  endedAt: Date,
): Promise<Presence[]> {
  return tx.$queryRaw<Presence[]>`
    SELECT participant."accountId", participant."role"::text, account."timeZone", presence."from",
      booking."confirmedAt" AS "seatedAt",
      (${seconds} * 1000)::int AS "milliseconds"
    FROM "Participant" participant
      JOIN "Account" account ON account."id" = participant."accountId" AND account."deletedAt" IS NULL
      JOIN LATERAL (${stretches(Prisma.sql`${startedAt}::timestamptz`, Prisma.sql`${endedAt}::timestamptz`)}) presence
        ON presence."from" IS NOT NULL
      LEFT JOIN "Booking" booking ON booking."sessionId" = participant."sessionId"
        AND booking."accountId" = participant."accountId" AND booking."status" = 'CONFIRMED'
    WHERE participant."sessionId" = ${session.id}::uuid ORDER BY participant."id"`;
}

/** Of each participant, the seconds for which they have been present while the session was live, up to now. */
export async function attendedSeconds(participantIds: string[], { app: { database } }: Context): Promise<number[]> {
  const rows = await database.rows<{ id: string; seconds: number }>`
    SELECT participant."id", round(${seconds})::int AS "seconds"
    FROM "Participant" participant
      JOIN "Session" session ON session."id" = participant."sessionId"
      JOIN LATERAL (${stretches(
        Prisma.sql`session."startedAt"`,
        Prisma.sql`coalesce(session."endedAt", now())`,
      )}) presence ON presence."from" IS NOT NULL
    WHERE participant."id" = ANY(${participantIds}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, row.seconds]));
  return participantIds.map((id) => byId.get(id) ?? 0);
}

/** A participant's presence between two instants, as a union: what overlaps counts once. */
const stretches = (from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`
  SELECT min(greatest(stretch."startedAt", ${from})) AS "from",
    range_agg(tstzrange(greatest(stretch."startedAt", ${from}), least(coalesce(stretch."endedAt", ${to}), ${to}))) AS "union"
  FROM "AttendanceInterval" stretch
  WHERE stretch."participantId" = participant."id" AND stretch."startedAt" <= ${to}
    AND (stretch."endedAt" IS NULL OR stretch."endedAt" >= ${from})`;

const seconds = Prisma.sql`coalesce(
  (SELECT sum(extract(epoch FROM upper(part) - lower(part))) FROM unnest(presence."union") AS part), 0)`;

/** The seconds for which a `participant` has been present while its `session` was live; null for no participant. */
export const attendedSecondsColumn = Prisma.sql`(
  SELECT round(${seconds})::int FROM (${stretches(
    Prisma.sql`session."startedAt"`,
    Prisma.sql`coalesce(session."endedAt", now())`,
  )}) presence WHERE participant."id" IS NOT NULL)`;
