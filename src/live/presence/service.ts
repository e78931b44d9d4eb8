import type { App } from '../../context.ts';
import { type Participant, type Presence, Prisma, type Session } from '../../database/generated/client.ts';
import { databaseTime, type Transaction } from '../../database/transaction.ts';
import { sweepSessions } from '../../sessions/sweep.ts';
import type { SessionEventData } from '../events/vocabulary.ts';
import { revealCompleteStories } from '../stories/service.ts';
import { closeIntervals, openIntervals } from './attendance.ts';

// Presence follows from rows. A participant is ONLINE while a live node holds a stream of theirs (PresenceLease), and
// without a stream until leaseExpiresAt: ONLINE after joining, RECONNECTING after the last stream was lost. All times are
// of the database's clock, since the clocks of nodes differ. Durations are in milliseconds.
const joinLease = 60_000;
const reconnectGrace = 20_000;
/** A node that has not renewed its lease for this long is dead. */
export const nodeLease = 30_000;

type State = Pick<Participant, 'id' | 'presence' | 'role'>;

/** The state of a participant, as events contain it. */
export function stateOf({ id, presence, role }: State) {
  return { participantId: id, presence, role };
}

export const isOpen = ({ status }: Session) => status === 'SCHEDULED' || status === 'LIVE';

/** Makes a person an ONLINE participant with this role. The session's row must be locked. */
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

/** Takes a participant out of a session, for good if `removal` is given. The session's row must be locked. */
export async function depart(
  tx: Transaction,
  { events }: App,
  participant: Participant,
  removal: { reason: string | null } | null,
): Promise<Participant> {
  const now = await databaseTime(tx);
  // The attendance of a person who is RECONNECTING ended when the last stream was lost.
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
  const { sessionId } = participant;
  const data = { type: 'ParticipantLeft', wasRemoved: removal !== null, ...stateOf(departed) };
  await events.appendAll(tx, [{ sessionId, ...(removal && formerCohost(participant)), isInSession: true, data }]);
  return departed;
}

/** The account of a co-host whose part ends, for the event: it is the last that they are told as one of the hosts. */
export const formerCohost = ({ role, accountId }: Participant) => (role === 'COHOST' ? { accountId } : {});

/**
 * Updates the presence of accounts by their streams on all nodes: ONLINE with a stream, RECONNECTING after the last one was
 * lost. People who left or were removed stay LEFT, and nothing is written for those who came back before they were missed.
 * The session's row must be locked.
 */
export async function followStreams(
  tx: Transaction,
  { events }: App,
  sessionId: string,
  accountIds: string[],
): Promise<void> {
  const now = await databaseTime(tx);
  const changed = await tx.$queryRaw<(State & { before: Presence })[]>`
    UPDATE "Participant" participant SET
      "presence" = (CASE WHEN person."isHeld" THEN 'ONLINE' ELSE 'RECONNECTING' END)::"Presence", "lastSeenAt" = ${now},
      "leaseExpiresAt" = CASE WHEN NOT person."isHeld" THEN ${after(now, reconnectGrace)}::timestamptz END
    FROM (
      SELECT one."id", one."presence", EXISTS (${leases(now)} AND ${areOf(Prisma.sql`one`)}) AS "isHeld"
      FROM "Participant" one
      WHERE one."sessionId" = ${sessionId}::uuid AND one."accountId" = ANY(${accountIds}::uuid[])) person
    WHERE participant."id" = person."id" AND person."presence" <> 'LEFT'
      AND CASE WHEN person."isHeld" THEN person."presence" <> 'ONLINE' OR participant."leaseExpiresAt" IS NOT NULL
        ELSE person."presence" = 'ONLINE' END
    RETURNING participant."id", participant."presence"::text, participant."role"::text, person."presence"::text AS "before"`;
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

// Rows of dead nodes are kept longer than any transaction of theirs can take.
const keepDeadNodes = 3_600_000;

/**
 * Sets participants OFFLINE whose lease has run out or whose nodes are dead, at most 100 sessions per call, and returns how
 * many. Streams of a dead node count as attendance until its last renewal.
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

/** Deletes the leases of dead nodes, and lets the presence of people without a live node run out. */
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

/** Ends the presence of all participants at `now`. The session's row must be locked. */
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
  participants: State[],
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

/** Selects the leases of live nodes; callers append their conditions. */
const leases = (now: Date) => Prisma.sql`
  SELECT 1 FROM "PresenceLease" lease JOIN "PresenceNode" node ON node."id" = lease."nodeId"
  WHERE node."seenAt" > ${after(now, -nodeLease)}`;

const areOf = (participant: Prisma.Sql) => Prisma.sql`
  lease."sessionId" = ${participant}."sessionId" AND lease."accountId" = ${participant}."accountId"`;

const seconds = (milliseconds: number) => Prisma.sql`make_interval(secs => ${milliseconds / 1000})`;

const after = (from: Date, milliseconds: number) => new Date(from.getTime() + milliseconds);
