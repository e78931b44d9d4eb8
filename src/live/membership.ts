import type { App, SignedIn } from '../context.ts';
import type { Participant, Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { ForbiddenError, NotFoundError } from '../errors.ts';
import { requestLoader } from '../request-loader.ts';
import { lockSession } from '../sessions/service.ts';

type Reader = Transaction | App['database']['prisma'];

/** Whether the viewer may see the inside of a session. */
export const isInside = requestLoader<string, boolean>(async (sessionIds, { app: { database }, viewer, insideOf }) => {
  if (!viewer) return sessionIds.map((id) => id === insideOf);
  if (viewer.account.role === 'ADMIN') return sessionIds.map(() => true);
  const rows = await members(database.prisma, [...sessionIds], [viewer.account.id]);
  const inside = new Set(rows.map(({ sessionId }) => sessionId));
  return sessionIds.map((id) => inside.has(id));
});

/**
 * Of these accounts, who may not see the inside of a session. To be in it is enough, and that is asked first: the other
 * reasons cost ten times as much, for thousands of people too much to ask for each event.
 */
export async function outsiders(reader: Reader, sessionId: string, accountIds: string[]): Promise<Set<string>> {
  // As one text: Prisma would handle each of them.
  const absent = await reader.$queryRaw<{ accountId: string }[]>`
    SELECT person AS "accountId" FROM unnest(${`{${accountIds}}`}::uuid[]) AS person
    WHERE NOT EXISTS (
      SELECT FROM "Participant" participant
      WHERE participant."sessionId" = ${sessionId}::uuid AND participant."accountId" = person
        AND participant."removedAt" IS NULL AND participant."presence" <> 'LEFT')`;
  const rest = new Set(absent.map(({ accountId }) => accountId));
  if (rest.size === 0) return rest;
  for (const { accountId } of await members(reader, [sessionId], [...rest])) rest.delete(accountId);
  return rest;
}

/**
 * Of these accounts, who may see the inside of which of these sessions: its host, admins, who is in it, and who has a
 * confirmed booking and was not removed.
 */
export function members(
  reader: Reader,
  sessionIds: string[],
  accountIds: string[],
): Promise<{ sessionId: string; accountId: string }[]> {
  return reader.$queryRaw`
    SELECT session."id" AS "sessionId", account."id" AS "accountId"
    FROM "Session" session CROSS JOIN "Account" account
      LEFT JOIN "Participant" participant
        ON participant."sessionId" = session."id" AND participant."accountId" = account."id"
    WHERE session."id" = ANY(${sessionIds}::uuid[]) AND account."id" = ANY(${accountIds}::uuid[])
      AND (session."hostId" = account."id" OR account."role" = 'ADMIN'
        OR (participant."removedAt" IS NULL AND (participant."presence" <> 'LEFT' OR EXISTS (
          SELECT FROM "Booking" booking
          WHERE booking."sessionId" = session."id" AND booking."accountId" = account."id"
            AND booking."status" IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')))))`;
}

/** Locks a session for someone who is in it, or an admin; to everybody else it does not exist. */
export async function lockAsParticipant(
  tx: Transaction,
  context: SignedIn,
  sessionId: string,
): Promise<{ session: Session; participant: Participant | null; isFacilitator: boolean }> {
  const session = await lockSession(tx, context, sessionId);
  const accountId = context.viewer.account.id;
  const participant = await tx.participant.findUnique({ where: { sessionId_accountId: { sessionId, accountId } } });
  const isHost = session.hostId === accountId;
  const isAdmin = context.viewer.account.role === 'ADMIN';
  if (!isHost && !isAdmin && (!participant || participant.removedAt)) throw new NotFoundError('session');
  return { session, participant, isFacilitator: isHost || participant?.role === 'COHOST' };
}

/** Locks a session for one of its hosts, who stay hosts while they are away. */
export async function lockAsFacilitator(tx: Transaction, context: SignedIn, sessionId: string): Promise<Session> {
  const { session, isFacilitator } = await lockAsParticipant(tx, context, sessionId);
  if (!isFacilitator) throw new ForbiddenError('Only the hosts of a session may do this.');
  return session;
}
