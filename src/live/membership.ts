import { isActingAdmin } from '../accounts/totp/required.ts';
import { viewerBooking } from '../bookings/loaders.ts';
import type { App, SignedIn } from '../context.ts';
import { batchAcrossRequests } from '../database/cross-request-batch.ts';
import { type Participant, Prisma, type Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { NotFoundError } from '../errors.ts';
import { requestLoader } from '../request-loader.ts';
import { viewerParticipation } from '../sessions/loaders.ts';
import { isCohost, lockSession, maySeeSession, notOneOfHosts } from '../sessions/service.ts';
import { BookingRequiredError, NotParticipantError, RemovedFromSessionError } from './errors.ts';

/** The viewer's own role is asked before. */
const nobody = Prisma.sql`false`;

/** Whether the viewer may see the inside of a session: its participants, stories, events and join code. */
export const isInside = requestLoader<string, boolean>(async (sessionIds, { app: { database }, viewer, insideOf }) => {
  if (!viewer) return sessionIds.map((id) => id === insideOf);
  if (viewer.account.role === 'ADMIN') return sessionIds.map(() => true);
  return areMembers(
    database,
    sessionIds.map((sessionId) => pairOf({ sessionId, accountId: viewer.account.id })),
  );
});

/** A key of a session and an account. */
export const pairOf = ({ sessionId, accountId }: Member) => `${sessionId} ${accountId}`;

/** For thousands who subscribe at once, after a node was restarted. */
const areMembers = batchAcrossRequests(async ({ rows }, pairs: string[]) => {
  const [sessionIds, accountIds] = [0, 1].map((part) => pairs.map((pair) => pair.split(' ')[part] as string));
  const found = await rows<Member>(members(sessionIds as string[], accountIds as string[], nobody));
  const inside = new Set(found.map(pairOf));
  return pairs.map((pair) => inside.has(pair));
});

/**
 * Returns the accounts, of those given, that may not see the inside of a session. Most of them are participants, so the
 * cheap look-up of participants comes first and the costly one of all other reasons only for the rest.
 */
export async function withoutAccess(
  { env, database }: App,
  sessionId: string,
  accountIds: string[],
): Promise<Set<string>> {
  // One text parameter, since Prisma converts each element of a list by itself.
  const { prisma } = database;
  const absent = await prisma.$queryRaw<{ accountId: string }[]>`
    SELECT person AS "accountId" FROM unnest(${`{${accountIds}}`}::uuid[]) AS person
    WHERE NOT EXISTS (
      SELECT FROM "Participant" participant
      WHERE participant."sessionId" = ${sessionId}::uuid AND participant."accountId" = person
        AND participant."removedAt" IS NULL AND participant."presence" <> 'LEFT')`;
  const without = new Set(absent.map(({ accountId }) => accountId));
  if (without.size === 0) return without;
  const sessionIds = Array<string>(without.size).fill(sessionId);
  const found = await prisma.$queryRaw<Member[]>(members(sessionIds, [...without], isActingAdmin(env)));
  for (const { accountId } of found) without.delete(accountId);
  return without;
}

interface Member {
  sessionId: string;
  accountId: string;
}

/**
 * Selects the pairs, of a session and the account at the same place, where the account may see the inside of the session:
 * its host, admins as far as `isAdmin` says, and unless they were removed, its participants, co-hosts who left it, and people
 * with a confirmed booking.
 */
function members(sessionIds: string[], accountIds: string[], isAdmin: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT session."id" AS "sessionId", account."id" AS "accountId"
    FROM unnest(${`{${sessionIds}}`}::uuid[], ${`{${accountIds}}`}::uuid[]) AS pair("sessionId", "accountId")
      JOIN "Session" session ON session."id" = pair."sessionId"
      JOIN "Account" account ON account."id" = pair."accountId"
      LEFT JOIN "Participant" participant
        ON participant."sessionId" = session."id" AND participant."accountId" = account."id"
    WHERE (session."hostId" = account."id" OR ${isAdmin}
        OR (participant."removedAt" IS NULL AND (participant."presence" <> 'LEFT' OR participant."role" = 'COHOST' OR EXISTS (
          SELECT FROM "Booking" booking
          WHERE booking."sessionId" = session."id" AND booking."accountId" = account."id"
            AND booking."status" IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')))))`;
}

/** Throws unless the viewer may see the inside of a session: what is missing, or that the session does not exist. */
export async function requireInside(context: SignedIn, sessionId: string): Promise<void> {
  const mayEnter = await isInside(context).load(sessionId);
  const isAdmin = context.viewer.account.role === 'ADMIN';
  if (mayEnter && !isAdmin) return;
  const session = await context.app.database.prisma.session.findUnique({ where: { id: sessionId } });
  if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
  if (isAdmin) return;
  const [participant, booking] = await Promise.all([
    viewerParticipation(context).load(sessionId),
    viewerBooking(context).load(sessionId),
  ]);
  if (participant?.removedAt) throw new RemovedFromSessionError();
  const isWaiting = booking?.status === 'PENDING' || booking?.status === 'WAITLISTED';
  if (isWaiting) throw new BookingRequiredError(booking.status);
  if (session.admission === 'BOOKING') throw new BookingRequiredError(null);
  throw new NotParticipantError();
}

/** Whether the viewer may follow a session without being present in it: as its host, a co-host or an admin, which they are now. */
export async function mayObserve({ app, viewer }: SignedIn, sessionId: string): Promise<boolean> {
  const found = await app.database.rows`
    SELECT 1 FROM "Session" session JOIN "Account" account ON account."id" = ${viewer.account.id}::uuid
      LEFT JOIN "Participant" participant
        ON participant."sessionId" = session."id" AND participant."accountId" = account."id"
    WHERE session."id" = ${sessionId}::uuid AND (session."hostId" = account."id" OR ${isActingAdmin(app.env)}
      OR (participant."role" = 'COHOST' AND participant."removedAt" IS NULL))`;
  return found.length > 0;
}

/** A locked session and the viewer's part in it. */
export interface LockedInside {
  session: Session;
  participant: Participant | null;
  /** Null unless the viewer is the host or a co-host. */
  hostRole: 'HOST' | 'COHOST' | null;
}

/** Locks a session for a viewer who may see its inside. For everybody else it does not exist. */
export async function lockInside(tx: Transaction, context: SignedIn, sessionId: string): Promise<LockedInside> {
  const session = await lockSession(tx, context, sessionId);
  const accountId = context.viewer.account.id;
  const participant = await tx.participant.findUnique({ where: { sessionId_accountId: { sessionId, accountId } } });
  if (session.hostId === accountId) return { session, participant, hostRole: 'HOST' };
  if (isCohost(participant)) return { session, participant, hostRole: 'COHOST' };
  if (context.viewer.account.role === 'ADMIN') return { session, participant, hostRole: null };
  const found = await tx.$queryRaw<Member[]>(members([sessionId], [accountId], nobody));
  if (found.length === 0) throw new NotFoundError('session');
  return { session, participant, hostRole: null };
}

/** Throws NotHostError unless the viewer is the host or a co-host of the locked session. */
export function requireHost({ hostRole }: Pick<LockedInside, 'hostRole'>): void {
  if (!hostRole) throw notOneOfHosts();
}

/** Returns the viewer as a participant of the locked session. Throws NotParticipantError if the viewer is not in it. */
export function requireParticipant({ participant }: LockedInside): Participant {
  if (!participant || participant.removedAt || participant.presence === 'LEFT') throw new NotParticipantError();
  return participant;
}
