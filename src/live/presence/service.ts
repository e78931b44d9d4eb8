import type { App } from '../../context.ts';
import { type Participant, type Presence, Prisma, type Session } from '../../database/generated/client.ts';
import { databaseTime, type Transaction } from '../../database/transaction.ts';
import { sweepSessions } from '../../sessions/sweep.ts';
import type { SessionEventData } from '../events/vocabulary.ts';
import { revealCompleteStories } from '../stories/service.ts';
import { closeIntervals, openIntervals } from './attendance.ts';

// Who is present follows from rows: somebody is ONLINE while any living node holds streams of theirs (PresenceLease),
// or for a while without one (leaseExpiresAt): after joining, and as RECONNECTING after their last stream was lost.
// All of it by the database's clock, since nodes' clocks differ.
const joinLease = 60_000;
const reconnectGrace = 20_000;
/** How long a node counts as living without being heard of; it renews that several times in this span. */
export const nodeLease = 30_000;

/** What an event tells of a participant. */
export function stateOf({ id, presence, role }: Participant) {
  return { participantId: id, presence, role };
}

export const isOpen = ({ status }: Session) => status === 'SCHEDULED' || status === 'LIVE';

/** Brings a person into a session whose row is locked: new, back again, or (only the role may change) there already. */
export async function enter(
  tx: Transaction,
  { events }: App,
  session: Session,
  accountId: string,
  role: Participant['role'],
): Promise<Participant> {
  const key = { sessionId_accountId: { sessionId: session.id, accountId } };
  const before = await tx.participant.findUnique({ where: key });
  const now = await databaseTime(tx);
  const held = await tx.$queryRaw<unknown[]>`${leases(now)}
    AND lease."sessionId" = ${session.id}::uuid AND lease."accountId" = ${accountId}::uuid`;
  const present = {
    presence: 'ONLINE' as const,
    role,
    leftAt: null,
    lastSeenAt: now,
    leaseExpiresAt: held.length > 0 ? null : after(now, joinLease),
  };
  const participant = before
    ? await tx.participant.update({ where: key, data: present })
    : await tx.participant.create({ data: { sessionId: session.id, accountId, joinedAt: now, ...present } });
  await openIntervals(tx, [participant.id], now);
  const state = stateOf(participant);
  const changes: SessionEventData[] = [];
  if (!before || before.presence === 'LEFT') changes.push({ type: 'ParticipantJoined', ...state });
  else {
    if (before.presence !== 'ONLINE') changes.push({ type: 'ParticipantPresenceChanged', ...state });
    if (before.role !== role) changes.push({ type: 'ParticipantRoleChanged', ...state });
  }
  if (changes.length > 0) await events.append(tx, session.id, ...changes);
  return participant;
}

/** Takes a person out of a session whose row is locked. */
export async function depart(
  tx: Transaction,
  { events }: App,
  participant: Participant,
  removal: { reason: string | null } | null,
): Promise<Participant> {
  const now = await databaseTime(tx);
  // Somebody who is reconnecting was there no longer than that.
  await closeIntervals(tx, [participant.id], participant.presence === 'RECONNECTING' ? undefined : now);
  const departed = await tx.participant.update({
    where: { id: participant.id },
    data: {
      presence: 'LEFT',
      leftAt: now,
      lastSeenAt: now,
      leaseExpiresAt: null,
      ...(removal && { removedAt: now, removalReason: removal.reason }),
    },
  });
  await events.append(tx, participant.sessionId, {
    type: 'ParticipantLeft',
    wasRemoved: removal !== null,
    ...stateOf(departed),
  });
  return departed;
}

/**
 * Makes of these people what their streams say, in a session whose row is locked: who has some anywhere is ONLINE, who
 * lost the last one RECONNECTING. Those who left or were removed are not brought back.
 */
export async function followStreams(
  tx: Transaction,
  { events }: App,
  sessionId: string,
  accountIds: string[],
): Promise<void> {
  const now = await databaseTime(tx);
  const changed = await tx.$queryRaw<(Participant & { before: Presence })[]>`
    UPDATE "Participant" participant SET
      "presence" = (CASE WHEN person."isHeld" THEN 'ONLINE' ELSE 'RECONNECTING' END)::"Presence", "lastSeenAt" = ${now},
      "leaseExpiresAt" = CASE WHEN NOT person."isHeld" THEN ${after(now, reconnectGrace)}::timestamptz END
    FROM (
      SELECT one."id", one."presence", EXISTS (${leases(now)} AND ${areOf(Prisma.sql`one`)}) AS "isHeld"
      FROM "Participant" one
      WHERE one."sessionId" = ${sessionId}::uuid AND one."accountId" = ANY(${accountIds}::uuid[])) person
    WHERE participant."id" = person."id" AND person."presence" <> 'LEFT'
      AND (person."isHeld" OR person."presence" = 'ONLINE')
    RETURNING participant.*, person."presence" AS "before"`;
  const online = changed.filter(({ presence }) => presence === 'ONLINE');
  await openIntervals(
    tx,
    online.map(({ id }) => id),
    now,
  );
  await presenceChanged(
    tx,
    events,
    sessionId,
    changed.filter(({ presence, before }) => presence !== before),
  );
}

// Long enough for whatever a node had under way when it was taken for dead.
const keepDeadNodes = 3_600_000;

/**
 * Sets OFFLINE whoever has been away for longer than the grace or whose nodes have died: some sessions at a time.
 * What a node held when it died counts until it was last heard of. Returns how many.
 */
export async function expirePresence(app: App): Promise<number> {
  const { prisma } = app.database;
  const overdue = await app.database.rows<{ sessionId: string }>`
    SELECT "sessionId" FROM "Participant" WHERE "leaseExpiresAt" <= now()
    UNION SELECT lease."sessionId" FROM "PresenceLease" lease JOIN "PresenceNode" node ON node."id" = lease."nodeId"
      WHERE node."seenAt" <= now() - ${seconds(nodeLease)}
    LIMIT 100`;
  const count = await sweepSessions(
    app,
    overdue.map(({ sessionId }) => sessionId),
    async (tx, session) => {
      const now = await databaseTime(tx);
      await dropDeadLeases(tx, session.id, now);
      const offline = await tx.participant.updateManyAndReturn({
        where: { sessionId: session.id, leaseExpiresAt: { lte: now } },
        data: { presence: 'OFFLINE', leaseExpiresAt: null },
      });
      if (offline.length === 0) return 0;
      await closeIntervals(
        tx,
        offline.map(({ id }) => id),
      );
      await presenceChanged(tx, app.events, session.id, offline);
      await revealCompleteStories(tx, app, session);
      return offline.length;
    },
  );
  await prisma.$executeRaw`
    DELETE FROM "PresenceNode" node WHERE "seenAt" < now() - ${seconds(keepDeadNodes)}
      AND NOT EXISTS (SELECT FROM "PresenceLease" lease WHERE lease."nodeId" = node."id")`;
  return count;
}

/** Whom only dead nodes held has been away ever since. */
async function dropDeadLeases(tx: Transaction, sessionId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    WITH dropped AS (
      DELETE FROM "PresenceLease" lease USING "PresenceNode" node
      WHERE node."id" = lease."nodeId" AND lease."sessionId" = ${sessionId}::uuid
        AND node."seenAt" <= ${after(now, -nodeLease)}
      RETURNING lease."accountId", node."seenAt")
    UPDATE "Participant" participant
    SET "leaseExpiresAt" = ${now}, "lastSeenAt" = greatest(participant."lastSeenAt", lost."seenAt")
    FROM (SELECT "accountId", max("seenAt") AS "seenAt" FROM dropped GROUP BY "accountId") lost
    WHERE participant."sessionId" = ${sessionId}::uuid AND participant."accountId" = lost."accountId"
      AND participant."presence" = 'ONLINE' AND participant."leaseExpiresAt" IS NULL
      AND NOT EXISTS (${leases(now)} AND ${areOf(Prisma.sql`participant`)})`;
}

/** Ends the presence of everybody in a session whose row is locked: who is there now was there until now. */
export async function endPresence(tx: Transaction, sessionId: string, now: Date): Promise<void> {
  const present = await tx.participant.findMany({
    where: { sessionId, presence: { in: ['ONLINE', 'RECONNECTING'] } },
    select: { id: true, presence: true },
  });
  const idsOf = (wanted: Presence) => present.filter(({ presence }) => presence === wanted).map(({ id }) => id);
  const online = idsOf('ONLINE');
  await closeIntervals(tx, online, now);
  await closeIntervals(tx, idsOf('RECONNECTING'));
  await tx.participant.updateMany({ where: { id: { in: online } }, data: { lastSeenAt: now } });
  await tx.participant.updateMany({
    where: { sessionId, presence: { not: 'LEFT' } },
    data: { presence: 'OFFLINE', leaseExpiresAt: null },
  });
}

async function presenceChanged(
  tx: Transaction,
  events: App['events'],
  sessionId: string,
  participants: Participant[],
): Promise<void> {
  if (participants.length === 0) return;
  const changes = participants.map(
    (one): SessionEventData => ({
      type: 'ParticipantPresenceChanged',
      ...stateOf(one),
    }),
  );
  await events.append(tx, sessionId, ...changes);
}

/** Leases of living nodes; to be narrowed down. */
const leases = (now: Date) => Prisma.sql`
  SELECT 1 FROM "PresenceLease" lease JOIN "PresenceNode" node ON node."id" = lease."nodeId"
  WHERE node."seenAt" > ${after(now, -nodeLease)}`;

const areOf = (participant: Prisma.Sql) => Prisma.sql`
  lease."sessionId" = ${participant}."sessionId" AND lease."accountId" = ${participant}."accountId"`;

const seconds = (milliseconds: number) => Prisma.sql`make_interval(secs => ${milliseconds / 1000})`;

const after = (from: Date, milliseconds: number) => new Date(from.getTime() + milliseconds);
