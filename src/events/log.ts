import type { Logger } from 'pino';
import type { Database, Statements } from '../database/client.ts';
import { Prisma, type SessionEvent } from '../database/generated/client.ts';
import { afterCommit, type Transaction } from '../database/transaction.ts';
import type { Signals } from './signals.ts';
import { watch } from './watch.ts';

/** What happened, as it is logged: a type, and the JSON that belongs to it. */
export interface EventData {
  type: string;
}

/** An event of a session's log; numbers of one session begin at 1 and have no gaps. */
export interface LoggedEvent<Data extends EventData = EventData> {
  sessionId: string;
  sequence: number;
  occurredAt: Date;
  data: Data;
}

export const batchSize = 100;

/** Who reads a session's log, and how far they have come. */
export interface LogReader {
  readonly position: number;
  /** The log may have grown beyond that position, or be gone with its session. */
  ring(): void;
}

export interface EventLog {
  /**
   * Appends to a session's log in the transaction that makes the change, and wakes its readers after the commit.
   * Taking the next number locks the session's row, so numbers have no gaps and commit in their order.
   */
  append<Events extends EventData[]>(tx: Transaction, sessionId: string, ...events: Events): Promise<void>;
  /**
   * Appends to many sessions' logs, each session's events in their order. The sessions' rows are locked by this
   * transaction already.
   */
  appendAll<Data extends EventData>(tx: Statements, events: [sessionId: string, Data][]): Promise<void>;
  /** What follows a position, in order; fewer than `batchSize` events where that is all. */
  read(sessionId: string, after: number): Promise<LoggedEvent[]>;
  /** Rings a reader when its session's log grows, until the returned function is called. */
  notify(sessionId: string, reader: LogReader): () => void;
  /** Rings the readers of logs that have grown without a signal, by one statement for all of them. */
  poll(): Promise<void>;
  /** Wakes, after the commit, those who watch an account: no log keeps what changed, so they compare. */
  accountChanged(tx: Statements, accountId: string): void;
  /** What `read` finds new of an account whenever it may have changed, until `return()` is called. */
  watchAccount<Entry>(accountId: string, read: () => Promise<Entry[]>): AsyncGenerator<Entry>;
}

export function createEventLog(database: Database, signals: Signals, log: Logger): EventLog {
  const failed = (error: unknown) => log.error({ err: error }, 'could not read what changed');
  const readers = new Map<string, Set<LogReader>>();

  async function appendAll(tx: Statements, events: [sessionId: string, EventData][]): Promise<void> {
    const sessionIds = [...new Set(events.map(([sessionId]) => sessionId))];
    await tx.$queryRaw`
      WITH event AS (
        SELECT (entry->>0)::uuid AS "sessionId", entry->1 AS "data", row_number() OVER (PARTITION BY entry->>0 ORDER BY "n") AS "n"
        FROM jsonb_array_elements(${JSON.stringify(events)}::jsonb) WITH ORDINALITY AS entries(entry, "n")
      ), stream AS (
        UPDATE "Session" SET "eventSequence" = "eventSequence" + "count"
        FROM (SELECT "sessionId", count(*)::int AS "count" FROM event GROUP BY "sessionId") AS added
        WHERE "Session"."id" = added."sessionId" AND "Session"."id" = ANY(${sessionIds}::uuid[])
        RETURNING "sessionId", "eventSequence" - "count" AS "end")
      INSERT INTO "SessionEvent" ("sessionId", "sequence", "type", "payload", "occurredAt")
      SELECT "sessionId", stream."end" + event."n", event."data"->>'type', event."data" - 'type', clock_timestamp()
      FROM stream JOIN event USING ("sessionId") ORDER BY "sessionId", event."n"`;
    for (const sessionId of sessionIds) afterCommit(tx, () => signals.publish(topicOf(sessionId)));
  }

  return {
    append: (tx, sessionId, ...events) =>
      appendAll(
        tx,
        events.map((data) => [sessionId, data]),
      ),
    appendAll,
    async read(sessionId, after) {
      const rows = await database.prisma.sessionEvent.findMany({
        where: { sessionId, sequence: { gt: after } },
        orderBy: { sequence: 'asc' },
        take: batchSize,
      });
      return rows.map(toLogged);
    },
    notify(sessionId, reader) {
      const those = readers.get(sessionId) ?? new Set();
      readers.set(sessionId, those.add(reader));
      const unsubscribe = signals.subscribe(topicOf(sessionId), () => reader.ring());
      return () => {
        unsubscribe();
        those.delete(reader);
        if (those.size === 0) readers.delete(sessionId);
      };
    },
    async poll() {
      if (readers.size === 0) return;
      const ends = await database.rows<{ id: string; eventSequence: number }>`
        SELECT "id", "eventSequence" FROM "Session" WHERE "id" = ANY(${[...readers.keys()]}::uuid[])`;
      const endOf = new Map(ends.map(({ id, eventSequence }) => [id, eventSequence]));
      for (const [sessionId, those] of readers) {
        const end = endOf.get(sessionId) ?? Number.POSITIVE_INFINITY;
        for (const reader of those) if (reader.position < end) reader.ring();
      }
    },
    accountChanged(tx, accountId) {
      afterCommit(tx, () => signals.publish(accountTopic(accountId)));
    },
    watchAccount: (accountId, read) =>
      watch(read, (listener) => signals.subscribe(accountTopic(accountId), listener), failed),
  };
}

const topicOf = (sessionId: string) => `session:${sessionId}`;
const accountTopic = (accountId: string) => `account:${accountId}`;

function toLogged({ sessionId, sequence, occurredAt, type, payload }: SessionEvent): LoggedEvent {
  return { sessionId, sequence, occurredAt, data: { type, ...(payload as object) } as unknown as EventData };
}

const retentionDays = 30;

/**
 * Forgets events that are older than anybody comes back for: who asks for more gets a snapshot. So many at a time, and
 * nodes that do it at once skip each other's. Returns how many.
 */
export async function trimEventLog(database: Database, atMost = 5_000): Promise<number> {
  return database.prisma.$executeRaw`
    DELETE FROM "SessionEvent" WHERE ("sessionId", "sequence") IN (
      SELECT "sessionId", "sequence" FROM "SessionEvent"
      WHERE "occurredAt" < now() - make_interval(days => ${Prisma.raw(String(retentionDays))})
      LIMIT ${atMost} FOR UPDATE SKIP LOCKED)`;
}
