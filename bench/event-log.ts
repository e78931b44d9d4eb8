// Compares layouts of the event log: npx tsx bench/event-log.ts --rows 50000000 [--layouts plain,hash,day,week,month]
//
// Appends, reads of a session and reads of the whole log run the product's own code on each layout, one after another in a
// database of the benchmark's own. Appends also run while a day of the log (plain, hash) or a partition is trimmed.

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { type Database, openDatabase } from '../src/database/client.ts';
import { Prisma } from '../src/database/generated/client.ts';
import { connectServer } from '../src/database/postgres.ts';
import { plainTransaction } from '../src/database/transaction.ts';
import { createEventLog, type EventLog } from '../src/events/log.ts';
import { createMemorySignals } from '../src/events/signals.ts';
import { readLog } from '../src/events/tail.ts';
import { canResume } from '../src/live/events/stream.ts';
import { rowId, sessionIds } from './data.ts';
import { type BenchDatabase, createDatabase } from './database.ts';
import {
  dayPast,
  fillLog,
  fillSessions,
  type Layout,
  lay,
  layouts,
  liveSessions,
  sessionsOf,
  sizeOf,
  wholeSessionsOf,
} from './event-log/layouts.ts';

const { values: given } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    layouts: { type: 'string', default: layouts.map(({ name }) => name).join(',') },
    seconds: { type: 'string', default: '20' },
  },
});
const rows = Number(given.rows);
const seconds = Number(given.seconds);
const connections = 4;
const eventsPerAppend = 3;
const reads = 500;
// Reads of a session whose last events lack: five batches of the log.
const readEvents = 500;
const deleteBatch = 5_000;

const anySession = () => rowId(sessionIds, 1 + randomInt(wholeSessionsOf(rows)));
/** A session that is live at the end of the log. */
const liveSession = () => rowId(sessionIds, sessionsOf(rows) - randomInt(liveSessions));

/** Milliseconds of each run. */
class Times {
  readonly all: number[] = [];
  async take<Result>(run: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    const result = await run();
    this.all.push(performance.now() - began);
    return result;
  }
  at(share: number): string {
    const sorted = this.all.toSorted((one, other) => one - other);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);
  }
  toString() {
    return `${this.at(0.5)} / ${this.at(0.99)}`;
  }
}

/** Appends over several connections until `isOver`. */
async function append(database: Database, events: EventLog, isOver: () => boolean): Promise<Times> {
  const times = new Times();
  const one = async () => {
    while (!isOver()) {
      const sessionId = liveSession();
      const data = { type: 'StoryChanged', storyId: sessionId, participantId: sessionId };
      const batch = Array.from({ length: eventsPerAppend }, () => ({ sessionId, isInSession: true, data }));
      await times.take(() => plainTransaction(database, (tx) => events.appendAll(tx, batch)));
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return times;
}

const until = (time: number) => () => performance.now() > time;

async function repeat(run: () => Promise<unknown>): Promise<Times> {
  const times = new Times();
  for (let read = 0; read < reads; read += 1) await times.take(run);
  return times;
}

async function resume(events: EventLog): Promise<void> {
  const sessionId = anySession();
  let position = randomInt(100);
  const end = position + readEvents;
  while (position < end) {
    const batch = await events.read(sessionId, position);
    if (batch.length === 0) throw new Error(`session ${sessionId} has no event after ${position}`);
    position = batch.at(-1)?.sequence ?? end;
  }
}

/** Removes what is past the retention; returns the number of events. */
async function trim({ client }: BenchDatabase, layout: Layout): Promise<number> {
  const [oldest] = layout.partitions.keys();
  if (oldest?.startsWith('from_')) {
    const { rows: found } = await client.query(
      `SELECT reltuples FROM pg_class WHERE oid = 'bench_log."${oldest}"'::regclass`,
    );
    await client.query(`DROP TABLE bench_log."${oldest}"`);
    return found[0].reltuples;
  }
  let deleted = 0;
  for (;;) {
    const { rowCount } = await client.query(`
      DELETE FROM "Event" WHERE ("transaction", "position") IN (
        SELECT "transaction", "position" FROM "Event" WHERE "occurredAt" < ${dayPast} LIMIT ${deleteBatch} FOR UPDATE SKIP LOCKED)`);
    if (!rowCount) return deleted;
    deleted += rowCount;
  }
}

/** Milliseconds of processor time of PostgreSQL's processes that serve this benchmark. */
async function cpuOf(bench: BenchDatabase): Promise<number> {
  const times = await bench.backendCpu();
  return times ? [...times.values()].reduce((sum, time) => sum + time, 0) : Number.NaN;
}

async function measure(bench: BenchDatabase, database: Database, layout: Layout): Promise<Record<string, string>> {
  const { client } = bench;
  const events = createEventLog(database, createMemorySignals(), pino({ level: 'silent' }));
  let began = performance.now();
  await lay(client, layout);
  await fillLog(client, layout, rows);
  const filled = (performance.now() - began) / 1000;
  const size = await sizeOf(client);
  const resumes = await repeat(() => resume(events));
  const asks = await repeat(() => canResume(database, anySession(), randomInt(500)));
  const { rows: found } = await client.query('SELECT max("transaction") AS last FROM "Event"');
  const last = Number(found[0].last);
  const old = await repeat(() =>
    readLog(database, { transaction: BigInt(randomInt(last - 1) + 1), position: 0n }, Prisma.sql`true`),
  );
  const tail = await repeat(() =>
    readLog(database, { transaction: BigInt(last), position: BigInt(rows - 10) }, Prisma.sql`true`),
  );
  const before = await cpuOf(bench);
  const appends = await append(database, events, until(performance.now() + seconds * 1000));
  const cpu = ((await cpuOf(bench)) - before) / appends.all.length;
  let isTrimmed = false;
  const during = append(database, events, () => isTrimmed);
  began = performance.now();
  const trimmed = await trim(bench, layout);
  const took = performance.now() - began;
  isTrimmed = true;
  const meanwhile = await during;
  return {
    layout: layout.name,
    'filled in s': filled.toFixed(0),
    GiB: (size / 2 ** 30).toFixed(1),
    'resume of 500, ms': String(resumes),
    'canResume, ms': String(asks),
    'tail of 500, ms': String(old),
    'end of tail, ms': String(tail),
    'events appended/s': ((appends.all.length * eventsPerAppend) / seconds).toFixed(0),
    'append, ms': String(appends),
    'CPU of an append, ms': cpu.toFixed(2),
    'rows trimmed': String(Math.round(trimmed)),
    'trim, s': (took / 1000).toFixed(3),
    'append while trimming, ms': `${meanwhile} / ${meanwhile.at(1)}`,
    'GiB after': ((await sizeOf(client)) / 2 ** 30).toFixed(1),
  };
}

const bench = await createDatabase('shala_bench_event_log');
const connection = connectServer(bench.url, { connections, timeout: 600_000 });
const database = openDatabase(connection);
const results: Record<string, string>[] = [];
try {
  await fillSessions(bench.client, rows);
  await bench.client.query('VACUUM (ANALYZE) "Session"');
  for (const name of given.layouts.split(',')) {
    const layout = layouts.find((one) => one.name === name);
    if (!layout) throw new Error(`no layout ${name}: ${layouts.map((one) => one.name).join(', ')}`);
    const result = await measure(bench, database, layout);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    results.push(result);
  }
  const table = results.map((result) => Object.values(result).join(' | '));
  const heads = Object.keys(results[0] ?? {});
  process.stdout.write(
    `\n${rows} events; times are medians / 99th percentiles, of appends while trimming also the greatest.\n\n`,
  );
  const lines = [heads.join(' | '), heads.map(() => '---').join(' | '), ...table];
  process.stdout.write(lines.map((line) => `| ${line} |\n`).join(''));
} finally {
  await database.close();
  await bench.drop();
}
