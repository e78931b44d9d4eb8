import type { Series, Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';

/**
 * Takes every row that a person's deletion may change, each kind in the order of its ids, the kinds in the order in
 * which the house takes them: series, sessions, accounts, practices. Returns the sessions; null where the person got
 * into another one meanwhile, so that all has to begin again: neither series nor sessions can be taken any more once
 * accounts are.
 */
export async function lockForDeletion(tx: Transaction, accountId: string): Promise<Session[] | null> {
  const series = await tx.$queryRaw<Pick<Series, 'id'>[]>`
    SELECT "id" FROM "Series" WHERE "hostId" = ${accountId}::uuid AND "endedAt" IS NULL ORDER BY "id" FOR NO KEY UPDATE`;
  const sessions = await tx.$queryRaw<Session[]>`
    SELECT * FROM "Session" WHERE "id" = ANY(${await openSessionsOf(tx, accountId)}::uuid[]) ORDER BY "id" FOR UPDATE`;
  const ending = sessions.filter(({ hostId, status }) => hostId === accountId && status === 'LIVE').map(({ id }) => id);
  // With those whose practice a session records as it ends, and for an admin with the others, so that one is left.
  await tx.$queryRaw`
    SELECT 1 FROM "Account" WHERE "id" = ${accountId}::uuid
      OR "id" IN (SELECT "accountId" FROM "Participant" WHERE "sessionId" = ANY(${ending}::uuid[]))
      OR "role" = 'ADMIN' AND EXISTS (SELECT FROM "Account" own WHERE own."id" = ${accountId}::uuid AND own."role" = 'ADMIN')
    ORDER BY "id" FOR NO KEY UPDATE`;
  await tx.$queryRaw`
    SELECT 1 FROM "PracticeSession" WHERE "accountId" = ${accountId}::uuid OR "sessionId" = ANY(${ending}::uuid[])
      OR "sequenceId" IN (SELECT "id" FROM "Sequence" WHERE "authorId" = ${accountId}::uuid AND NOT "isPublished")
    ORDER BY "id" FOR UPDATE`;
  // From here on nothing new can refer to the account: not a booking, not a participant, not a practice.
  await tx.$queryRaw`SELECT 1 FROM "Account" WHERE "id" = ${accountId}::uuid FOR UPDATE`;
  const locked = new Set([...series, ...sessions].map(({ id }) => id));
  const open = await tx.series.findMany({ where: { hostId: accountId, endedAt: null }, select: { id: true } });
  const needed = [...open.map(({ id }) => id), ...(await openSessionsOf(tx, accountId))];
  return needed.every((id) => locked.has(id)) ? sessions : null;
}

/** The sessions that a person's deletion changes: those they host, are booked for or are in, or that lose their sequence. */
async function openSessionsOf(tx: Transaction, accountId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Session" WHERE "hostId" = ${accountId}::uuid AND "status" IN ('DRAFT', 'SCHEDULED', 'LIVE')
    UNION SELECT "sessionId" FROM "Booking"
      WHERE "accountId" = ${accountId}::uuid AND "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')
    UNION SELECT session."id" FROM "Participant" participant JOIN "Session" session ON session."id" = participant."sessionId"
      WHERE participant."accountId" = ${accountId}::uuid AND participant."presence" <> 'LEFT'
        AND session."status" IN ('SCHEDULED', 'LIVE')
    UNION SELECT session."id" FROM "Session" session JOIN "Sequence" sequence ON sequence."id" = session."sequenceId"
      WHERE sequence."authorId" = ${accountId}::uuid AND NOT sequence."isPublished"`;
  return rows.map(({ id }) => id);
}
