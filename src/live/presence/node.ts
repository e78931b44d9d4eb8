import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { App, Context } from '../../context.ts';
import { logFailure } from '../../database/errors.ts';
import type { Session } from '../../database/generated/client.ts';
import { lockSessionRow } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import type { PeriodicTask } from '../../feature.ts';
import { ownedState } from '../../node-state.ts';
import { enter, followStreams, isOpen, nodeLease } from './service.ts';

/** This node's open streams, by session. */
interface Node {
  /** Names the node in its leases. The node takes a new one after its lease ran out. */
  id: string;
  /** Whether a batch has written leases under this id; until then there is nothing to renew. */
  isWritten: boolean;
  rooms: Map<string, Room>;
  isClosing: boolean;
  /** Limits how many sessions are written at once, since requests need the database, too. */
  limit: ReturnType<typeof pLimit>;
}

/** The streams of one session. All streams of a person are one presence. */
interface Room {
  /** The number of each account's streams. */
  streams: Map<string, number>;
  /** Accounts whose first stream opened or whose last one ended since the last batch. */
  changed: Set<string>;
  /** The batch that will write them; null if none is scheduled. */
  scheduled: Promise<void> | null;
  /** Resolves when the next batch may begin. */
  pause: Promise<unknown>;
}

// A node pauses after each batch of a session, in milliseconds: longer after one that took long, so that of thousands who come
// at once, as after the loss of a node, many are written together.
const shortestPause = 50;
const longestPause = 500;
const pauseOfTime = 3;
const retryInterval = 1_000;
const renewalInterval = 5_000;

const nodeOf = ownedState(
  (_: App): Node => ({ id: randomUUID(), isWritten: false, rooms: new Map(), isClosing: false, limit: pLimit(4) }),
);

/** Counts a stream of the viewer's as presence in a session, until the returned function is called. */
export async function connect(context: Context, sessionId: string): Promise<() => Promise<void>> {
  const accountId = context.viewer?.account.id;
  const node = nodeOf(context.app);
  if (!accountId || node.isClosing) return async () => {};
  const room = roomOf(node, sessionId);
  const count = async (change: 1 | -1) => {
    if (node.isClosing) return;
    const streams = (room.streams.get(accountId) ?? 0) + change;
    room.streams.set(accountId, streams);
    const isChange = streams === (change === 1 ? 1 : 0);
    await (isChange ? schedule(context.app, node, sessionId, [accountId]) : room.scheduled);
  };
  await count(1);
  return () => count(-1);
}

function roomOf({ rooms }: Node, sessionId: string): Room {
  const known = rooms.get(sessionId) ?? {
    streams: new Map(),
    changed: new Set(),
    scheduled: null,
    pause: Promise.resolve(),
  };
  rooms.set(sessionId, known);
  return known;
}

/** Adds accounts to the next batch, which begins at once or after the pause that follows the previous batch. */
function schedule(app: App, node: Node, sessionId: string, accountIds: Iterable<string>): Promise<void> {
  const room = roomOf(node, sessionId);
  for (const accountId of accountIds) room.changed.add(accountId);
  room.scheduled ??= room.pause.then(() => node.limit(() => runBatch(app, node, sessionId, room)));
  return room.scheduled;
}

async function runBatch(app: App, node: Node, sessionId: string, room: Room): Promise<void> {
  const batch = [...room.changed];
  room.changed.clear();
  room.scheduled = null;
  const began = performance.now();
  const written = writeBatch(app, node, sessionId, room, batch).then(
    () => true,
    (error: unknown) => {
      logFailure(app.log, error, 'could not write presence', { sessionId });
      return false;
    },
  );
  const pauseAfter = (isWritten: boolean) =>
    isWritten
      ? Math.min(Math.max((performance.now() - began) * pauseOfTime, shortestPause), longestPause)
      : retryInterval;
  room.pause = written.then((isWritten) => delay(pauseAfter(isWritten)));
  if (await written) {
    for (const accountId of batch) if (room.streams.get(accountId) === 0) room.streams.delete(accountId);
    if (room.streams.size + room.changed.size === 0) node.rooms.delete(sessionId);
  } else if (!node.isClosing) void schedule(app, node, sessionId, batch);
}

/** Writes which accounts have streams on this node, and updates their presence accordingly. */
async function writeBatch(app: App, node: Node, sessionId: string, room: Room, batch: string[]): Promise<void> {
  const writtenUnder = await transaction(app.database, async (tx) => {
    const session = await lockSessionRow(tx, sessionId);
    if (!session) return null;
    const { id } = node;
    const isHere = (accountId: string) => (room.streams.get(accountId) ?? 0) > 0;
    const here = new Set(batch.filter(isHere));
    await writeLeases(tx, id, sessionId, [...here]);
    const gone = batch.filter((accountId) => !here.has(accountId));
    if (gone.length > 0)
      await tx.presenceLease.deleteMany({ where: { sessionId, nodeId: id, accountId: { in: gone } } });
    if (session.status === 'LIVE' && here.has(session.hostId)) await enterAsHost(tx, app, session);
    if (isOpen(session)) await followStreams(tx, app, sessionId, batch);
    return here.size > 0 ? id : null;
  });
  if (writtenUnder === node.id) node.isWritten = true;
}

/** Writes leases of this node, and the node's own row if it is missing. */
async function writeLeases(tx: Transaction, id: string, sessionId: string, accountIds: string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await tx.$executeRaw`
    WITH node AS (
      INSERT INTO "PresenceNode" ("id", "seenAt") VALUES (${id}::uuid, clock_timestamp()) ON CONFLICT DO NOTHING)
    INSERT INTO "PresenceLease" ("sessionId", "accountId", "nodeId")
    SELECT ${sessionId}::uuid, person, ${id}::uuid FROM unnest(${accountIds}::uuid[]) AS person
    ON CONFLICT DO NOTHING`;
}

/** The host of a live session is in it without joining. */
async function enterAsHost(tx: Transaction, app: App, session: Session): Promise<void> {
  const key = { sessionId: session.id, accountId: session.hostId };
  const known = await tx.participant.findUnique({ where: { sessionId_accountId: key } });
  if (!known) await enter(tx, app, session, session.hostId, 'HOST');
}

/**
 * Renews the lease of this node, which stands for all its streams. If the lease has run out (the node or the database stood
 * still), other nodes have dropped its streams: it writes them again under a new id.
 */
export const presenceRenewal = (app: App): PeriodicTask => ({
  name: 'renew presence',
  interval: renewalInterval,
  async run() {
    const node = nodeOf(app);
    // The first batch may be under way: under another id, what it writes would stay behind as presence that nobody ends.
    if (!node.isWritten) return;
    // A node without streams is not renewed. Its next streams get a new id.
    const isAlive = node.rooms.size > 0 && (await renew(app, node.id));
    if (isAlive || node.isClosing) return;
    node.id = randomUUID();
    node.isWritten = false;
    await Promise.all(
      [...node.rooms].map(([sessionId, { streams }]) => schedule(app, node, sessionId, streams.keys())),
    );
  },
});

async function renew({ database }: App, id: string): Promise<boolean> {
  const renewed = await database.prisma.$executeRaw`
    UPDATE "PresenceNode" SET "seenAt" = clock_timestamp()
    WHERE "id" = ${id}::uuid AND "seenAt" > clock_timestamp() - make_interval(secs => ${nodeLease / 1000})`;
  return renewed > 0;
}

/**
 * Leaves the leases of a node that stops as they are: whoever comes back on another node before they run out was present all
 * along. Of a full room, everybody who comes back would otherwise have to hear that everybody else went and came.
 */
export async function leavePresence(app: App): Promise<void> {
  const node = nodeOf(app);
  // The streams that end from now on have not been left by their people.
  node.isClosing = true;
  await Promise.all([...node.rooms.values()].map(({ scheduled, pause }) => scheduled ?? pause));
  if (!node.isWritten) return;
  await renew(app, node.id).catch((error: unknown) => logFailure(app.log, error, 'could not renew presence'));
}
