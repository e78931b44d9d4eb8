import { Prisma, type Session } from '../database/generated/client.ts';
import {
  lockAccountRow,
  lockAccountsWhere,
  lockOpenSeriesOf,
  lockPassesWhere,
  lockPracticesWhere,
  lockSessionsWhere,
} from '../database/locks.ts';
import type { Transaction } from '../database/transaction.ts';

/**
 * Locks every row that the deletion of an account may change, in the order of `database/locks.ts`. Returns the sessions;
 * null where the person got into another one meanwhile, and all has to begin again: neither series nor sessions may be
 * locked once accounts are.
 */
export async function lockForDeletion(tx: Transaction, accountId: string): Promise<Session[] | null> {
  const series = await lockOpenSeriesOf(tx, accountId);
  const sessions = await lockSessionsWhere(tx, Prisma.sql`"id" = ANY(${await openSessionsOf(tx, accountId)}::uuid[])`);
  const ending = sessions.filter(({ hostId, status }) => hostId === accountId && status === 'LIVE').map(({ id }) => id);
  const passes = await lockPassesOf(tx, accountId, sessions);
  // With the people whose practice a session records as it ends, and for an admin all admins, so that one is left.
  await lockAccountsWhere(
    tx,
    Prisma.sql`"id" = ${accountId}::uuid
      OR "id" IN (SELECT "accountId" FROM "Participant" WHERE "sessionId" = ANY(${ending}::uuid[]))
      OR "role" = 'ADMIN' AND EXISTS (SELECT FROM "Account" own WHERE own."id" = ${accountId}::uuid AND own."role" = 'ADMIN')`,
  );
  await lockPracticesWhere(
    tx,
    Prisma.sql`"accountId" = ${accountId}::uuid OR "sessionId" = ANY(${ending}::uuid[])
      OR "sequenceId" IN (SELECT "id" FROM "Sequence" WHERE "authorId" = ${accountId}::uuid AND NOT "isPublished")`,
  );
  // From here on nothing new can refer to the account: no booking, no participant, no practice.
  await lockAccountRow(tx, accountId);
  const locked = new Set([...series, ...sessions.map(({ id }) => id), ...passes]);
  const open = await tx.series.findMany({ where: { hostId: accountId, endedAt: null }, select: { id: true } });
  const needed = [
    ...open.map(({ id }) => id),
    ...(await openSessionsOf(tx, accountId)),
    ...(await passesOf(tx, accountId)),
  ];
  return needed.every((id) => locked.has(id)) ? sessions : null;
}

/** The sessions that a person's deletion changes: those they host, said a place of or have imported, are booked for or are in, or that lose their sequence. */
async function openSessionsOf(tx: Transaction, accountId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Session" WHERE "hostId" = ${accountId}::uuid
      AND ("status" IN ('DRAFT', 'SCHEDULED', 'LIVE') OR num_nonnulls("location", "meetingUrl", "importDigest") > 0)
    UNION SELECT "sessionId" FROM "Booking"
      WHERE "accountId" = ${accountId}::uuid AND "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')
    UNION SELECT session."id" FROM "Participant" participant JOIN "Session" session ON session."id" = participant."sessionId"
      WHERE participant."accountId" = ${accountId}::uuid AND participant."presence" <> 'LEFT'
        AND session."status" IN ('SCHEDULED', 'LIVE')
    UNION SELECT session."id" FROM "Session" session JOIN "Sequence" sequence ON sequence."id" = session."sequenceId"
      WHERE sequence."authorId" = ${accountId}::uuid AND NOT sequence."isPublished"`;
  return rows.map(({ id }) => id);
}

/** Locks the passes that a person has or sold, and those that the end of their bookings and sessions gives credits back to. */
async function lockPassesOf(tx: Transaction, accountId: string, sessions: Session[]): Promise<string[]> {
  const passes = await lockPassesWhere(
    tx,
    Prisma.sql`"accountId" = ${accountId}::uuid OR "hostId" = ${accountId}::uuid OR "id" IN (
      SELECT "passId" FROM "Booking" WHERE "passId" IS NOT NULL
        AND "sessionId" = ANY(${sessions.map(({ id }) => id)}::uuid[]))`,
  );
  return passes.map(({ id }) => id);
}

/** The passes that a person has or sold. */
async function passesOf(tx: Transaction, accountId: string): Promise<string[]> {
  const rows = await tx.pass.findMany({ where: { OR: [{ accountId }, { hostId: accountId }] }, select: { id: true } });
  return rows.map(({ id }) => id);
}
