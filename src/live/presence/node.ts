import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { App, Context } from '../../context.ts';
import type { Session } from '../../database/generated/client.ts';
import { lockSessionRow } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import type { PeriodicTask } from '../../feature.ts';
import { ownedState } from '../../node-state.ts';
import { enter, followStreams, isOpen, nodeLease } from './service.ts';

/** This node: the streams that it holds, by session. */
interface Node {
  /** As which the other nodes know it; a new one after it was taken for dead. */
  id: string;
  rooms: Map<string, Room>;
  isClosing: boolean;
  /** Rooms share the database with everybody's requests: only so many change at once. */
  inTurn: ReturnType<typeof pLimit>;
}

/** The streams of one session. Any number of one person's is one presence. */
interface Room {
  streams: Map<string, number>;
  /** Whose first stream opened or last one was lost since the last batch. */
  changed: Set<string>;
  /** The batch that will take them along; null where none is waiting. */
  upcoming: Promise<void> | null;
  /** Over when the next batch may begin. */
  pause: Promise<unknown>;
}

// However many come and go at once, a session changes once in this time on each node.
const batchInterval = 50;
const retryInterval = 1_000;
const renewalInterval = 5_000;

const nodeOf = ownedState(
  (_: App): Node => ({ id: randomUUID(), rooms: new Map(), isClosing: false, inTurn: pLimit(4) }),
);

/** Counts a stream of the viewer's as presence in the session; returns what ends it. */
export async function connect(context: Context, sessionId: string): Promise<() => Promise<void>> {
  const accountId = context.viewer?.account.id;
  const node = nodeOf(context.app);
  if (!accountId || node.isClosing) return async () => {};
  const room = roomOf(node, sessionId);
  const count = async (change: 1 | -1) => {
    if (node.isClosing) return;
    const streams = (room.streams.get(accountId) ?? 0) + change;
    room.streams.set(accountId, streams);
    const isTurn = streams === (change === 1 ? 1 : 0);
    await (isTurn ? settle(context.app, node, sessionId, [accountId]) : room.upcoming);
  };
  await count(1);
  return () => count(-1);
}

function roomOf({ rooms }: Node, sessionId: string): Room {
  const known = rooms.get(sessionId) ?? {
    streams: new Map(),
    changed: new Set(),
    upcoming: null,
    pause: Promise.resolve(),
  };
  rooms.set(sessionId, known);
  return known;
}

/** Has the next batch take these people along: at once, or as soon as the one before it is over. */
function settle(app: App, node: Node, sessionId: string, accountIds: Iterable<string>): Promise<void> {
  const room = roomOf(node, sessionId);
  for (const accountId of accountIds) room.changed.add(accountId);
  room.upcoming ??= room.pause.then(() => node.inTurn(() => settleBatch(app, node, sessionId, room)));
  return room.upcoming;
}

async function settleBatch(app: App, node: Node, sessionId: string, room: Room): Promise<void> {
  const batch = [...room.changed];
  room.changed.clear();
  room.upcoming = null;
  const written = writeBatch(app, node, sessionId, room, batch).then(
    () => true,
    (error: unknown) => {
      app.log.error({ err: error, sessionId }, 'presence could not be written');
      return false;
    },
  );
  room.pause = written.then((isWritten) => delay(isWritten ? batchInterval : retryInterval));
  if (await written) {
    for (const accountId of batch) if (room.streams.get(accountId) === 0) room.streams.delete(accountId);
    if (room.streams.size + room.changed.size === 0) node.rooms.delete(sessionId);
  } else if (!node.isClosing) void settle(app, node, sessionId, batch);
}

/** Writes whose streams this node holds now and whose no more, and what follows for their presence. */
async function writeBatch(app: App, node: Node, sessionId: string, room: Room, batch: string[]): Promise<void> {
  await transaction(app.database, async (tx) => {
    const session = await lockSessionRow(tx, sessionId);
    if (!session) return;
    const isHere = (accountId: string) => !node.isClosing && (room.streams.get(accountId) ?? 0) > 0;
    const here = batch.filter(isHere);
    await writeLeases(tx, node, sessionId, here);
    const gone = batch.filter((accountId) => !here.includes(accountId));
    await tx.presenceLease.deleteMany({ where: { sessionId, nodeId: node.id, accountId: { in: gone } } });
    if (session.status === 'LIVE' && here.includes(session.hostId)) await enterAsHost(tx, app, session);
    if (isOpen(session)) await followStreams(tx, app, sessionId, batch);
  });
}

/** The node's first leases bring its own row along. */
async function writeLeases(tx: Transaction, { id }: Node, sessionId: string, accountIds: string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await tx.$executeRaw`
    WITH node AS (
      INSERT INTO "PresenceNode" ("id", "seenAt") VALUES (${id}::uuid, clock_timestamp()) ON CONFLICT DO NOTHING)
    INSERT INTO "PresenceLease" ("sessionId", "accountId", "nodeId")
    SELECT ${sessionId}::uuid, person, ${id}::uuid FROM unnest(${accountIds}::uuid[]) AS person
    ON CONFLICT DO NOTHING`;
}

/** A host who watches a live session is in it without joining. */
async function enterAsHost(tx: Transaction, app: App, session: Session): Promise<void> {
  const key = { sessionId: session.id, accountId: session.hostId };
  const known = await tx.participant.findUnique({ where: { sessionId_accountId: key } });
  if (!known) await enter(tx, app, session, session.hostId, 'HOST');
}

/**
 * Lets the other nodes know that this one lives: one row, however many people it holds. A node that was not heard of
 * for too long (it or the database stood still) has lost them all, and takes them up again under another id.
 */
export const presenceRenewal = (app: App): PeriodicTask => ({
  name: 'renew presence',
  interval: renewalInterval,
  async run() {
    const node = nodeOf(app);
    // Nobody renews an idle node, which is as good as dead for whom it holds next.
    const isAlive = node.rooms.size > 0 && (await renew(app, node.id));
    if (isAlive || node.isClosing) return;
    node.id = randomUUID();
    await Promise.all([...node.rooms].map(([sessionId, { streams }]) => settle(app, node, sessionId, streams.keys())));
  },
});

async function renew({ database }: App, id: string): Promise<boolean> {
  const renewed = await database.prisma.$executeRaw`
    UPDATE "PresenceNode" SET "seenAt" = clock_timestamp()
    WHERE "id" = ${id}::uuid AND "seenAt" > clock_timestamp() - make_interval(secs => ${nodeLease / 1000})`;
  return renewed > 0;
}

/** Gives everybody up that this node holds, as it stops: one batch per session instead of one per stream that closes. */
export async function releasePresence(app: App): Promise<void> {
  const node = nodeOf(app);
  node.isClosing = true;
  await Promise.all([...node.rooms].map(([sessionId, { streams }]) => settle(app, node, sessionId, streams.keys())));
  await app.database.prisma.presenceNode
    .deleteMany({ where: { id: node.id, leases: { none: {} } } })
    .catch((error: unknown) => app.log.error({ err: error }, 'presence could not be released'));
}
