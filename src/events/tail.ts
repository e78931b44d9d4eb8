// The log of all events, in an order in which every reader sees every event once.
//
// Transactions commit in another order than they append, so no counter can order the log: a reader that has seen number
// 7 would miss number 6 that commits later. Each event carries the number of its transaction instead, and readers take only
// events below the horizon, `pg_snapshot_xmin`: every transaction below it has ended, and every later one has a greater
// number. So what was read is complete, and what is appended later comes after it.
//
// A session's events carry at least the number of the event before, which the session's row keeps: transactions that
// wait for that row may commit in another order than their numbers. Greater numbers are safe, smaller ones would not be.
//
// The price: a transaction that has written and stays open holds back every later event until it ends.

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';
import { logFailure } from '../database/errors.ts';
import { Prisma } from '../database/generated/client.ts';
import { endOfLog, isAfter, type Position } from './cursor.ts';
import type { EventData, EventLog } from './log.ts';
import { createPendingSignal, pollInterval } from './watch.ts';

/** An event with its place in the log. `sequence` is null unless it is part of its session's own log. */
export interface LogEntry extends Position {
  sessionId: string | null;
  sequence: number | null;
  accountId: string | null;
  occurredAt: Date;
  data: EventData;
}

/** The events that a reader wants. Both must choose the same events: SQL for old ones, the function for new ones. */
export interface Scope<Entry> {
  condition: Prisma.Sql;
  includes(entry: Entry): boolean;
}

export interface TailReader<Entry> {
  /** Resolves to the next event, or to null at the end of the reader. */
  next(): Promise<Entry | null>;
  close(): void;
}

export type Tail<Entry extends LogEntry> = ReturnType<typeof createTail<Entry>>;

const batchSize = 500;
// Events that are kept in memory. A reader that is further behind reads the log by itself.
const keptEntries = 2_000;
// Events that wait for a reader before it takes more.
const maximumWaiting = 200;
// Milliseconds from one read to the next, in which events gather.
const batchInterval = 10;
// The longest wait for events that are not below the horizon yet.
const longestWait = 1_000;

interface Reader<Entry> {
  /** Receives the events from `from` to `to`. */
  offer(entries: Entry[], from: Position, to: Position): void;
}

/**
 * Reads the whole log once for all readers of this node. It reads while there are readers. `complete` adds to new entries
 * what their readers need, and is called before any reader receives them. It may also change those in memory.
 */
export function createTail<Entry extends LogEntry>(
  database: Database,
  events: EventLog,
  log: Logger,
  complete: (entries: Entry[], recent: Iterable<Entry>) => Promise<void>,
) {
  const readers = new Set<Reader<Entry>>();
  /** The events after `start` up to `end`. Both are null until the log was read. */
  let recent: Entry[] = [];
  let start: Position | null = null;
  let end: Position | null = null;
  let heldBackSince: Date | null = null;
  let isRunning = false;
  let stop = () => {};

  async function read(after: Position, condition: Prisma.Sql): Promise<Batch<Entry>> {
    const batch = await readLog<Entry>(database, after, condition);
    await complete(batch.entries, recent);
    return batch;
  }

  /** Reads what is new into memory. Returns how long to wait for more. */
  async function advance(lastWait: number): Promise<number> {
    const from = end ?? (await endOfLog(database));
    start ??= from;
    const { entries, next, heldBackSince: since } = await read(from, Prisma.sql`true`);
    heldBackSince = since;
    recent.push(...entries);
    if (recent.length > keptEntries) {
      start = recent[recent.length - keptEntries - 1] as Entry;
      recent = recent.slice(-keptEntries);
    }
    end = next;
    for (const reader of readers) reader.offer(entries, from, next);
    if (entries.length === batchSize) return 0;
    if (!since) return pollInterval;
    return entries.length > 0 ? batchInterval : Math.min(lastWait * 2, longestWait);
  }

  async function run(): Promise<void> {
    const signal = createPendingSignal();
    const unsubscribe = events.onAppend(signal.receive);
    stop = signal.close;
    let wait = batchInterval;
    while (!signal.isClosed) {
      signal.reset();
      wait = await advance(wait).catch((error: unknown) => {
        logFailure(log, error, 'could not read the log of all events');
        return longestWait;
      });
      if (wait === 0) continue;
      await delay(batchInterval);
      await signal.wait(wait);
    }
    unsubscribe();
    recent = [];
    start = null;
    end = null;
    heldBackSince = null;
  }

  function begin(): void {
    if (isRunning) return;
    isRunning = true;
    void run().then(() => {
      isRunning = false;
      if (readers.size > 0) begin();
    });
  }

  return {
    /** Begins after a position. The reader must be closed. */
    open(after: Position, { condition, includes }: Scope<Entry>): TailReader<Entry> {
      let position = after;
      let waiting: Entry[] = [];
      let isClosed = false;
      let wake = () => {};
      const reader: Reader<Entry> = {
        offer(entries, from, to) {
          const isNext = !isAfter(from, position);
          if (isNext && waiting.length < maximumWaiting) {
            waiting.push(...entries.filter((entry) => isAfter(entry, position) && includes(entry)));
            if (isAfter(to, position)) position = to;
          }
          if (!isNext || waiting.length > 0) wake();
        },
      };
      readers.add(reader);
      begin();

      /** Takes what is new from memory, or from the log where that reaches further back. Returns whether there may be more. */
      async function catchUp(): Promise<boolean> {
        if (!start || !end || !isAfter(end, position)) return false;
        if (isAfter(start, position)) {
          const { entries, next } = await read(position, condition);
          waiting = entries.filter(includes);
          position = next;
          return true;
        }
        waiting = recent.filter((entry) => isAfter(entry, position) && includes(entry));
        position = end;
        return waiting.length > 0;
      }

      /** The reader goes on where it was, once the log can be read again. */
      async function failed(error: unknown): Promise<boolean> {
        logFailure(log, error, 'could not read the log of all events');
        await delay(longestWait);
        return true;
      }

      return {
        async next() {
          while (!isClosed) {
            const entry = waiting.shift();
            if (entry) return entry;
            if (await catchUp().catch(failed)) continue;
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
          return null;
        },
        close() {
          isClosed = true;
          wake();
          readers.delete(reader);
          if (readers.size === 0) stop();
        },
      };
    },
    /** When the oldest event happened that waits for a transaction that is still open; null where none waits. */
    get heldBackSince() {
      return heldBackSince;
    },
    /** The number of readers on this node. */
    get size() {
      return readers.size;
    },
  };
}

interface Batch<Entry> {
  entries: Entry[];
  /** The position from which to read on. */
  next: Position;
  /** When the oldest event happened that waits for a transaction that is still open; null where none waits. */
  heldBackSince: Date | null;
}

/** Reads the events after a position that meet a condition, in order, as far as the horizon. */
export async function readLog<Entry extends LogEntry>(
  database: Database,
  after: Position,
  condition: Prisma.Sql,
): Promise<Batch<Entry>> {
  const rows = await database.rows<LogRow>`
    SELECT log.*, "event".*
    FROM (
      SELECT "horizon", (SELECT min("occurredAt") FROM "Event" WHERE "transaction" >= "horizon") AS "heldBackSince"
      FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "horizon") AS snapshot
    ) AS log
    LEFT JOIN LATERAL (
      SELECT "transaction", "position", "sessionId", "sequence", "accountId", "occurredAt", "type", "payload"
      FROM "Event"
      WHERE ("transaction", "position") > (${after.transaction}, ${after.position})
        AND "transaction" < log."horizon" AND ${condition}
      ORDER BY "transaction", "position" LIMIT ${batchSize}
    ) AS "event" ON true
    ORDER BY "event"."transaction", "event"."position"`;
  const { horizon, heldBackSince } = rows[0] as LogRow;
  const entries = rows.filter((row) => row.position !== null).map((row) => toEntry(row) as Entry);
  const last = entries.length === batchSize ? (entries.at(-1) as Entry) : { transaction: horizon, position: 0n };
  return { entries, next: isAfter(last, after) ? last : after, heldBackSince };
}

interface LogRow extends Omit<LogEntry, 'data'> {
  horizon: bigint;
  heldBackSince: Date | null;
  type: string;
  payload: object;
}

function toEntry({
  transaction,
  position,
  sessionId,
  sequence,
  accountId,
  occurredAt,
  type,
  payload,
}: LogRow): LogEntry {
  return { transaction, position, sessionId, sequence, accountId, occurredAt, data: { type, ...payload } };
}
