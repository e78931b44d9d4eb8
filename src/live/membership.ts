import type { App, SignedIn } from '../context.ts';
import type { Participant, Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { ForbiddenError, NotFoundError } from '../errors.ts';
import { requestLoader } from '../request-loader.ts';
import { lockSession } from '../sessions/service.ts';

type Reader = Transaction | App['database']['prisma'];

/** Whether the viewer may see the inside of a session: its participants, stories, events and join code. */
export const isInside = requestLoader<string, boolean>(async (sessionIds, { app: { database }, viewer, insideOf }) => {
  if (!viewer) return sessionIds.map((id) => id === insideOf);
  if (viewer.account.role === 'ADMIN') return sessionIds.map(() => true);
  const rows = await members(database.prisma, [...sessionIds], [viewer.account.id]);
  const inside = new Set(rows.map(({ sessionId }) => sessionId));
  return sessionIds.map((id) => inside.has(id));
});

/**
 * Returns the accounts, of those given, that may not see the inside of a session. Most of them are participants, so the
 * cheap look-up of participants comes first and the costly one of all other reasons only for the rest.
 */
export async function withoutAccess(reader: Reader, sessionId: string, accountIds: string[]): Promise<Set<string>> {
  // One text parameter, since Prisma converts each element of a list by itself.
  const absent = await reader.$queryRaw<{ accountId: string }[]>`
    SELECT person AS "accountId" FROM unnest(${`{${accountIds}}`}::uuid[]) AS person
    WHERE NOT EXISTS (
      SELECT FROM "Participant" participant
      WHERE participant."sessionId" = ${sessionId}::uuid AND participant."accountId" = person
        AND participant."removedAt" IS NULL AND participant."presence" <> 'LEFT')`;
  const without = new Set(absent.map(({ accountId }) => accountId));
  if (without.size === 0) return without;
  for (const { accountId } of await members(reader, [sessionId], [...without])) without.delete(accountId);
  return without;
}

/**
 * Returns the pairs of a session and an account that may see its inside: its host, admins, and unless they were removed,
 * its participants and people with a confirmed booking.
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

/** Locks a session for a participant, its host or an admin. For everybody else it does not exist. */
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

/** Locks a session for its host or a co-host. They keep their role while they are absent. */
export async function lockAsFacilitator(tx: Transaction, context: SignedIn, sessionId: string): Promise<Session> {
  const { session, isFacilitator } = await lockAsParticipant(tx, context, sessionId);
  if (!isFacilitator) throw new ForbiddenError('Only the hosts of a session may do this.');
  return session;
}
