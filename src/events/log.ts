// From the commit of a change to the socket of a subscriber:
//
//   1. Append     `append` writes the event in the transaction that makes the change. The session's row gives the next
//                 sequence number and is locked by that, so the numbers of a session have no gaps and commit in their
//                 order. The table is the outbox: an event exists if and only if its change was committed.
//   2. Signal     After the commit a signal names the session (`signals.ts`: in this process; `redis-signals.ts`: between
//                 nodes). It carries no data and may be lost: `poll` compares the ends of all followed logs at intervals.
//   3. Read       The feed of the session (`feed.ts`) reads the new rows once per node, in batches, and keeps the latest
//                 in memory. Each event is one object for all subscriptions of the node.
//   4. Check      After the read, the feed asks once which of its subscribers may no longer see the session, and ends their
//                 subscriptions before any of them receives the event.
//   5. Broadcast  Subscribers with the same operation and variables form a broadcast (`broadcast.ts`), if the operation
//                 selects nothing that depends on the viewer. It is executed once per event and turned into text once.
//                 All other operations are executed for each subscriber.
//   6. Write      A connection receives the results that it has not had in one bounded write. The next write waits until
//                 the previous one was taken. A subscriber that falls behind what the broadcast keeps reads the feed by
//                 itself, and the server closes connections that stop reading (4413).
//
// A subscription holds a position and nothing else. One that begins with a cursor reads the log from there (backfill) and
// so reaches the live events by reading on: that is the cutover, at which nothing can be skipped or repeated. One without
// a cursor begins with a snapshot whose cursor is the end of the log at the moment that the snapshot shows.

import type { Logger } from 'pino';
import type { Database, Statements } from '../database/client.ts';
import { Prisma, type SessionEvent } from '../database/generated/client.ts';
import { afterCommit, type Transaction } from '../database/transaction.ts';
import type { Signals } from './signals.ts';
import { watch } from './watch.ts';

/** An event's type and its JSON payload. The features define both. */
export interface EventData {
  type: string;
}

/** An event of a session's log. The sequence numbers of one session begin at 1 and have no gaps. */
export interface LoggedEvent<Data extends EventData = EventData> {
  sessionId: string;
  sequence: number;
  occurredAt: Date;
  data: Data;
}

export const batchSize = 100;

/** Reads a session's log on this node. */
export interface LogReader {
  /** The last sequence number that was read. */
  readonly position: number;
  /** Called when the log may have grown beyond that position, or was deleted with its session. */
  wake(): void;
}

/** What else the statement of an append changes in the sessions' rows. */
export interface SessionChange {
  /** A relation named `given` that has a row of each session, by `"sessionId"`. */
  given: Prisma.Sql;
  /** The columns to set. */
  set: Prisma.Sql;
  /** The condition on a row and what is given for it; a session that does not meet it is left as it is. */
  where: Prisma.Sql;
}

export interface EventLog {
  /**
   * Appends to a session's log in the transaction that makes the change, and signals after the commit. Taking the next
   * number locks the session's row.
   */
  append<Events extends EventData[]>(tx: Transaction, sessionId: string, ...events: Events): Promise<void>;
  /**
   * Appends to the logs of many sessions, each session's events in their order, and returns the number of sessions. The
   * transaction must have locked the sessions' rows. A change of those rows goes with it, so that each is written once.
   */
  appendAll<Data extends EventData>(
    tx: Statements,
    events: [sessionId: string, Data][],
    change?: SessionChange,
  ): Promise<number>;
  /** Returns the events after a position, in order. Fewer than `batchSize` means that there are no more. */
  read(sessionId: string, after: number): Promise<LoggedEvent[]>;
  /** Wakes the reader at each signal of its session, until the returned function is called. */
  notify(sessionId: string, reader: LogReader): () => void;
  /** Wakes the readers whose log has grown without a signal. One statement reads the ends of all their logs. */
  poll(): Promise<void>;
  /** Signals, after the commit, that something of an account changed. There is no log of it: watchers read and compare. */
  accountChanged(tx: Statements, accountId: string): void;
  /** Yields what `read` finds new of an account after each signal and at intervals, until `return()` is called. */
  watchAccount<Entry>(accountId: string, read: () => Promise<Entry[]>): AsyncGenerator<Entry>;
}

export function createEventLog(database: Database, signals: Signals, log: Logger): EventLog {
  const failed = (error: unknown) => log.error({ err: error }, 'could not read the changes of an account');
  const readers = new Map<string, Set<LogReader>>();

  async function appendAll(
    tx: Statements,
    events: [sessionId: string, EventData][],
    change?: SessionChange,
  ): Promise<number> {
    const sessionIds = [...new Set(events.map(([sessionId]) => sessionId))];
    const set = change ? Prisma.sql`, ${change.set}` : Prisma.empty;
    const given = change ? Prisma.sql`JOIN ${change.given} USING ("sessionId")` : Prisma.empty;
    const where = change ? Prisma.sql`AND ${change.where}` : Prisma.empty;
    const [result] = await tx.$queryRaw<{ sessions: number }[]>`
      WITH event AS (
        SELECT (entry->>0)::uuid AS "sessionId", entry->1 AS "data", row_number() OVER (PARTITION BY entry->>0 ORDER BY "n") AS "n"
        FROM jsonb_array_elements(${JSON.stringify(events)}::jsonb) WITH ORDINALITY AS entries(entry, "n")
      ), stream AS (
        UPDATE "Session" SET "eventSequence" = "eventSequence" + "count"${set}
        FROM (SELECT "sessionId", count(*)::int AS "count" FROM event GROUP BY "sessionId") AS added ${given}
        WHERE "Session"."id" = "sessionId" AND "Session"."id" = ANY(${sessionIds}::uuid[]) ${where}
        RETURNING "sessionId", "eventSequence" - "count" AS "end"
      ), logged AS (
        INSERT INTO "SessionEvent" ("sessionId", "sequence", "type", "payload", "occurredAt")
        SELECT "sessionId", stream."end" + event."n", event."data"->>'type', event."data" - 'type', clock_timestamp()
        FROM stream JOIN event USING ("sessionId") ORDER BY "sessionId", event."n"
      ) SELECT count(*)::int AS "sessions" FROM stream`;
    for (const sessionId of sessionIds) afterCommit(tx, () => signals.publish(topicOf(sessionId)));
    return result?.sessions ?? 0;
  }

  return {
    async append(tx, sessionId, ...events) {
      const ofSession = events.map((data): [string, EventData] => [sessionId, data]);
      await appendAll(tx, ofSession);
    },
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
      const ofSession = readers.get(sessionId) ?? new Set();
      readers.set(sessionId, ofSession.add(reader));
      const unsubscribe = signals.subscribe(topicOf(sessionId), () => reader.wake());
      return () => {
        unsubscribe();
        ofSession.delete(reader);
        if (ofSession.size === 0) readers.delete(sessionId);
      };
    },
    async poll() {
      if (readers.size === 0) return;
      const ends = await database.rows<{ id: string; eventSequence: number }>`
        SELECT "id", "eventSequence" FROM "Session" WHERE "id" = ANY(${[...readers.keys()]}::uuid[])`;
      const endOf = new Map(ends.map(({ id, eventSequence }) => [id, eventSequence]));
      for (const [sessionId, ofSession] of readers) {
        const end = endOf.get(sessionId) ?? Number.POSITIVE_INFINITY;
        for (const reader of ofSession) if (reader.position < end) reader.wake();
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
 * Deletes events past the retention, at most `atMost` per call, and returns how many. A client that asks for older events
 * receives a snapshot instead. Rows that another node is deleting are skipped.
 */
export async function trimEventLog(database: Database, atMost = 5_000): Promise<number> {
  return database.prisma.$executeRaw`
    DELETE FROM "SessionEvent" WHERE ("sessionId", "sequence") IN (
      SELECT "sessionId", "sequence" FROM "SessionEvent"
      WHERE "occurredAt" < now() - make_interval(days => ${Prisma.raw(String(retentionDays))})
      LIMIT ${atMost} FOR UPDATE SKIP LOCKED)`;
}
