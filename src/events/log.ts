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
import { logFailure } from '../database/errors.ts';
import { type Event, Prisma } from '../database/generated/client.ts';
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

/** An event to append. Of a session, about an account, or both. */
export interface NewEvent {
  sessionId?: string;
  accountId?: string;
  /** Whether the event is part of the session's own log, which everybody inside the session may read. */
  isInSession?: boolean;
  data: EventData;
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
   * Appends events in their order, in one statement, and returns the number of their sessions. The transaction must have
   * locked the rows of the sessions. A change of those rows goes with it, so that each is written once.
   */
  appendAll(tx: Statements, events: NewEvent[], change?: SessionChange): Promise<number>;
  /** Returns the events after a position, in order. Fewer than `batchSize` means that there are no more. */
  read(sessionId: string, after: number): Promise<LoggedEvent[]>;
  /** Wakes the reader at each signal of its session, until the returned function is called. */
  notify(sessionId: string, reader: LogReader): () => void;
  /** Wakes the readers whose log has grown without a signal. One statement reads the ends of all their logs. */
  poll(): Promise<void>;
  /** Signals, after the commit, that something of an account changed that its watchers read and compare. */
  accountChanged(tx: Statements, accountId: string): void;
  /** Calls the listener after each commit that appended, on whichever node, until the returned function is called. */
  onAppend(listener: () => void): () => void;
  /** Yields what `read` finds new of an account after each signal and at intervals, until `return()` is called. */
  watchAccount<Entry>(accountId: string, read: () => Promise<Entry[]>): AsyncGenerator<Entry>;
}

export function createEventLog(database: Database, signals: Signals, log: Logger): EventLog {
  const failed = (error: unknown) => logFailure(log, error, 'could not read the changes of an account');
  const readers = new Map<string, Set<LogReader>>();

  async function appendAll(tx: Statements, events: NewEvent[], change?: SessionChange): Promise<number> {
    if (events.length === 0) return 0;
    const sessionIds = idsOf(events, ({ sessionId }) => sessionId);
    const set = change ? Prisma.sql`, ${change.set}` : Prisma.empty;
    const given = change ? Prisma.sql`JOIN ${change.given} USING ("sessionId")` : Prisma.empty;
    const where = change ? Prisma.sql`AND ${change.where}` : Prisma.empty;
    const [result] = await tx.$queryRaw<{ sessions: number }[]>`
      WITH event AS (
        SELECT "n", "isInSession", "accountId", "sessionId", "data",
          count(*) FILTER (WHERE "isInSession") OVER (PARTITION BY "sessionId" ORDER BY "n")::int AS "place"
        FROM jsonb_to_recordset(${JSON.stringify(events.map((event, n) => ({ n, ...event })))}::jsonb)
          AS entry("n" int, "isInSession" boolean, "accountId" uuid, "sessionId" uuid, "data" jsonb)
      ), stream AS (
        UPDATE "Session" SET "eventSequence" = "eventSequence" + "count",
          "eventTransaction" = greatest("eventTransaction", pg_current_xact_id()::text::bigint)${set}
        FROM (SELECT "sessionId", (count(*) FILTER (WHERE "isInSession"))::int AS "count" FROM event GROUP BY "sessionId") AS added ${given}
        WHERE "Session"."id" = "sessionId" AND "Session"."id" = ANY(${sessionIds}::uuid[]) ${where}
        RETURNING "Session"."id", "eventSequence" - "count" AS "end", "eventTransaction"
      ), logged AS (
        INSERT INTO "Event" ("transaction", "sessionId", "sequence", "accountId", "type", "payload", "occurredAt")
        SELECT coalesce(stream."eventTransaction", pg_current_xact_id()::text::bigint), event."sessionId",
          CASE WHEN event."isInSession" THEN stream."end" + event."place" END, event."accountId",
          event."data"->>'type', event."data" - 'type', clock_timestamp()
        FROM event LEFT JOIN stream ON stream."id" = event."sessionId"
        WHERE event."sessionId" IS NULL OR stream."id" IS NOT NULL
        ORDER BY event."n"
      ) SELECT count(*)::int AS "sessions" FROM stream`;
    const topics = [
      ...sessionIds.map(topicOf),
      ...idsOf(events, ({ accountId }) => accountId).map(accountTopic),
      appendTopic,
    ];
    for (const topic of topics) afterCommit(tx, () => signals.publish(topic));
    return result?.sessions ?? 0;
  }

  return {
    async append(tx, sessionId, ...events) {
      await appendAll(
        tx,
        events.map((data) => ({ sessionId, isInSession: true, data })),
      );
    },
    appendAll,
    async read(sessionId, after) {
      const rows = await database.prisma.event.findMany({
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
    onAppend: (listener) => signals.subscribe(appendTopic, listener),
    watchAccount: (accountId, read) =>
      watch(read, (listener) => signals.subscribe(accountTopic(accountId), listener), failed),
  };
}

const topicOf = (sessionId: string) => `session:${sessionId}`;
const accountTopic = (accountId: string) => `account:${accountId}`;
const appendTopic = 'log';

function idsOf(events: NewEvent[], idOf: (event: NewEvent) => string | undefined): string[] {
  return [...new Set(events.flatMap((event) => idOf(event) ?? []))];
}

function toLogged({ sessionId, sequence, occurredAt, type, payload }: Event): LoggedEvent {
  return {
    sessionId: sessionId as string,
    sequence: sequence as number,
    occurredAt,
    data: { type, ...(payload as object) } as unknown as EventData,
  };
}

/** Days for which an event can be read at least. */
export const retentionDays = 30;
