import type { App } from '../context.ts';
import { Prisma, type WebhookEndpoint } from '../database/generated/client.ts';
import { transaction } from '../database/transaction.ts';
import { readLog } from '../events/tail.ts';
import { type EventKind, typesOf } from '../lifecycle/studio-events.ts';
import { insertDeliveries, isFull } from './deliveries.ts';

// Queues the events of the log for each endpoint. An endpoint has its own position in the log, which is moved in the transaction
// that queues: where two nodes read the same events, the position has moved for the one that comes second, and it queues
// nothing. So each event is queued once, and none is left out.

export interface Relayed {
  hasEndpoints: boolean;
  /** When the oldest event happened that waits for a transaction that is still open; null where none waits. */
  heldBackSince: Date | null;
}

const mostWaiting = 10_000;
/** How far the position may lag behind the end of a log in which there is nothing for the endpoint. */
const longestLag = 500n;

type Reader = Pick<WebhookEndpoint, 'id' | 'kinds' | 'transaction' | 'position' | 'startSnapshot'>;

/** Queues what is new in the log for every endpoint that is enabled. */
export async function relay(app: App): Promise<Relayed> {
  const endpoints = await app.database.rows<Reader>`
    SELECT "id", "kinds", "transaction", "position", "startSnapshot" FROM "WebhookEndpoint" WHERE "disabledAt" IS NULL ORDER BY "id"`;
  let heldBackSince: Date | null = null;
  for (const endpoint of endpoints) {
    const since = await relayTo(app, endpoint);
    if (since && (!heldBackSince || since < heldBackSince)) heldBackSince = since;
  }
  return { hasEndpoints: endpoints.length > 0, heldBackSince };
}

/** Returns since when events wait for a transaction that is still open; null where none waits. */
async function relayTo(app: App, endpoint: Reader): Promise<Date | null> {
  const { database } = app;
  const condition = wanted(endpoint);
  for (let from = endpoint; ; ) {
    const { entries, next, heldBackSince } = await readLog(database, from, condition);
    if (entries.length === 0 && next.transaction - from.transaction < longestLag) return heldBackSince;
    if (entries.length > 0 && (await isFull(database, endpoint.id, mostWaiting))) return null;
    const isMoved = await transaction(database, async (tx) => {
      const { count } = await tx.webhookEndpoint.updateMany({
        where: { id: from.id, transaction: from.transaction, position: from.position, disabledAt: null },
        data: { transaction: next.transaction, position: next.position },
      });
      if (count > 0 && entries.length > 0) await insertDeliveries(tx, from.id, entries.map(withSession));
      return count > 0;
    });
    if (!isMoved) return null;
    from = { ...from, ...next };
  }
}

/** The events of its kinds since it began to hear; a seat that a booking took is of both kinds. */
function wanted({ kinds, startSnapshot }: Reader): Prisma.Sql {
  const types = (kinds as EventKind[]).flatMap(typesOf);
  const booked = Prisma.sql`"type" = 'SeatsChanged' AND "payload"->>'bookingId' IS NOT NULL`;
  const isKind = Prisma.sql`("type" = ANY(${types}::text[]) OR (${kinds.includes('BOOKINGS')}::boolean AND ${booked}))`;
  if (startSnapshot === null) return isKind;
  return Prisma.sql`${isKind} AND NOT pg_visible_in_snapshot("transaction"::text::xid8, ${startSnapshot}::pg_snapshot)`;
}

/** The deletion of a session is an event without one, and yet the session's last. */
function withSession<Entry extends { sessionId: string | null; data: object }>(entry: Entry): Entry {
  const sessionId = 'sessionId' in entry.data ? (entry.data.sessionId as string) : entry.sessionId;
  return { ...entry, sessionId };
}
