import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { connectServer } from '../../src/database/postgres.ts';
import { transaction } from '../../src/database/transaction.ts';
import { makePartitions, trimEventLog } from '../../src/events/partitions.ts';
import { readLog } from '../../src/events/tail.ts';
import { SharedEventsDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { holdBack } from '../support/log.ts';
import { type PlanNode, startServer, type TestServer } from '../support/server.ts';
import { addStory, startSession } from '../support/stories.ts';

const day = 86_400_000;
const week = 7 * day;
const daysAgo = (days: number) => new Date(Date.now() - days * day);

let server: TestServer;
/** A database that has been used for months: the first partition is gone. */
beforeAll(async () => {
  server = await startServer();
  await server.database.prisma.$executeRaw`DROP TABLE "event_log"."earlier"`;
  for (let ago = 4; ago >= 1; ago -= 1) await makeWeek(mondayOf(new Date(Date.now() - ago * week)));
  await makePartitions(server.database);
});
afterAll(() => server.stop());

function mondayOf(time: Date): Date {
  const midnight = Math.floor(time.getTime() / day) * day;
  return new Date(midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * day);
}

const nameOf = (monday: Date) => `event_log.week_${monday.toISOString().slice(0, 10).replaceAll('-', '_')}`;
const thisWeek = () => mondayOf(new Date());
const weekAhead = (weeks: number) => new Date(thisWeek().getTime() + weeks * week);

const makeWeek = (monday: Date) => change(...weekOf(monday));

function weekOf(monday: Date): string[] {
  const [from, until] = [monday, new Date(monday.getTime() + week)].map((time) => time.toISOString());
  const table = nameOf(monday);
  return [
    `CREATE TABLE ${table} PARTITION OF "Event" FOR VALUES FROM ('${from}') TO ('${until}')`,
    `CREATE UNIQUE INDEX ON ${table} ("sessionId", "sequence")`,
  ];
}

const drop = (monday: Date) => change(`DROP TABLE ${nameOf(monday)}`);

/** Changes partitions while nobody else does anything. */
async function change(...statements: string[]): Promise<void> {
  await transaction(server.database, async (tx) => {
    for (const statement of ['LOCK TABLE "Session", "Event" IN ACCESS EXCLUSIVE MODE', ...statements]) {
      await tx.$executeRawUnsafe(statement);
    }
  });
}

/** The partitions, and the number of a session's events in each that has some. */
async function partitions(sessionId?: string): Promise<Record<string, number>> {
  const rows = await server.database.rows<{ name: string; count: number }>`
    SELECT relid::regclass::text AS "name", (
      SELECT count(*)::int FROM "Event" WHERE "Event".tableoid = relid AND "sessionId" = ${sessionId ?? null}::uuid) AS "count"
    FROM pg_partition_tree('"Event"') WHERE isleaf`;
  return Object.fromEntries(
    rows.filter(({ count }) => !sessionId || count > 0).map(({ name, count }) => [name, count]),
  );
}

const follow = async (host: Awaited<ReturnType<typeof startSession>>['host'], sessionId: string, after?: string) => {
  const stream = host.subscribe(SharedEventsDocument, { sessionId, ...(after && { after }) });
  const next = async () => (await stream.next()).sessionEvents;
  return { next, close: stream.close };
};

const cursorOf = (sequence: number, sessionId: string) =>
  Buffer.from(`${sequence}@${localId(sessionId)}`).toString('base64url');

test('weeks are there ahead of time, and what happens goes into the present one', async () => {
  expect(Object.keys(await partitions())).toEqual(
    expect.arrayContaining([0, 1, 2].map((weeks) => nameOf(weekAhead(weeks)))),
  );
  const { id, host } = await startSession(server);
  await addStory(host, id);
  expect(Object.keys(await partitions(localId(id)))).toEqual([nameOf(thisWeek())]);
});

test('a week past the retention is dropped, and a client whose cursor is older begins with a snapshot', async () => {
  const { id, host } = await startSession(server);
  for (let round = 0; round < 4; round += 1) await addStory(host, id);
  const { prisma } = server.database;
  const where = { sessionId: localId(id) };
  const rows = await prisma.event.findMany({
    where: { ...where, sequence: { not: null } },
    orderBy: { sequence: 'asc' },
  });
  const [first, second, third] = rows.map(({ sequence }) => sequence) as [number, number, number];
  const old = [44, 38].map((days) => mondayOf(daysAgo(days)));
  // In one transaction, since the server trims its log as well.
  const filled = await transaction(server.database, async (tx) => {
    for (const statement of old.flatMap(weekOf)) await tx.$executeRawUnsafe(statement);
    for (const [sequence, days] of [
      [first, 44],
      [second, 38],
      [third, 22],
      [null, 38],
    ] as const) {
      await tx.event.updateMany({ where: { ...where, sequence }, data: { occurredAt: daysAgo(days) } });
    }
    return tx.$queryRaw`
      SELECT DISTINCT tableoid::regclass::text AS "name" FROM "Event" WHERE "sessionId" = ${where.sessionId}::uuid`;
  });
  expect(filled).toEqual(expect.arrayContaining(old.map((monday) => ({ name: nameOf(monday) }))));

  await trimEventLog(server.database);
  const left = Object.keys(await partitions());
  for (const monday of old) expect(left).not.toContain(nameOf(monday));
  expect(left).toContain(nameOf(mondayOf(daysAgo(22))));

  const [early, resumed] = [await follow(host, id, cursorOf(first, id)), await follow(host, id, cursorOf(second, id))];
  expect(await early.next()).toMatchObject({ __typename: 'SessionSnapshot' });
  expect(await resumed.next()).toMatchObject({ cursor: cursorOf(third, id) });
  await Promise.all([early.close(), resumed.close()]);
});

test('an event for whose time there is no week is kept and read, hinders no other week, and is deleted in time', async () => {
  const { id, host } = await startSession(server);
  await addStory(host, id);
  const { prisma } = server.database;
  const of = { sessionId: localId(id) };
  for (const weeks of [1, 2]) await drop(weekAhead(weeks));
  await prisma.event.updateMany({ where: of, data: { occurredAt: new Date(weekAhead(1).getTime() + day) } });
  expect(Object.keys(await partitions(localId(id)))).toEqual(['event_log.others']);
  await makePartitions(server.database);
  const made = Object.keys(await partitions());
  expect(made).toContain(nameOf(weekAhead(2)));
  expect(made).not.toContain(nameOf(weekAhead(1)));

  const stream = await follow(host, id, cursorOf(1, id));
  expect(await stream.next()).toMatchObject({ cursor: cursorOf(2, id) });
  await stream.close();

  const count = await prisma.event.count({ where: of });
  await prisma.event.updateMany({ where: of, data: { occurredAt: daysAgo(365) } });
  expect(await trimEventLog(server.database, 1)).toBe(1);
  expect(await trimEventLog(server.database)).toBe(count - 1);
  await makePartitions(server.database);
  expect(Object.keys(await partitions())).toContain(nameOf(weekAhead(1)));
});

test('nodes make and drop partitions at once while a session goes on, and no event is lost', async () => {
  const { id, host } = await startSession(server);
  const stream = await follow(host, id);
  await stream.next();
  const nodes: Database[] = [server.database];
  if (server.databaseUrl) nodes.push(openDatabase(connectServer(server.databaseUrl)));

  const titles: string[] = [];
  const write = async () => {
    for (let more = 0; more < 5; more += 1) {
      const title = `Story ${titles.length}`;
      titles.push(title);
      await addStory(host, id, { title });
    }
  };
  const old = mondayOf(daysAgo(60));
  for (let round = 0; round < 8; round += 1) {
    await makeWeek(old);
    await drop(weekAhead(2));
    const maintain = () => Promise.all(nodes.flatMap((node) => [trimEventLog(node), makePartitions(node)]));
    await Promise.all([write(), maintain()]);
    await vi.waitFor(async () => {
      await maintain();
      const names = Object.keys(await partitions());
      expect(names).toContain(nameOf(weekAhead(2)));
      expect(names).not.toContain(nameOf(old));
    }, 20_000);
  }
  const told: string[] = [];
  while (told.length < titles.length) {
    const event = await stream.next();
    if (event.__typename === 'StoryChanged') told.push(event.story.title);
  }
  expect(told).toEqual(titles);
  await stream.close();
  if (nodes[1]) await nodes[1].close();
});

// The embedded database has one connection: nothing happens beside an open transaction.
test.skipIf(!process.env.TEST_DATABASE_URL)(
  'a transaction that stays open delays a drop, and no append waits for the drop',
  async () => {
    const { id, host } = await startSession(server);
    const old = mondayOf(daysAgo(60));
    await makeWeek(old);
    const release = await holdBack(server, (tx) => tx.event.count());
    const trimming = trimEventLog(server.database);
    await addStory(host, id);
    await trimming;
    expect(Object.keys(await partitions())).toContain(nameOf(old));
    await release();
    await trimEventLog(server.database);
    expect(Object.keys(await partitions())).not.toContain(nameOf(old));
  },
);

const stepsOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(stepsOf)];

/** The kinds of steps that return rows, of a page of the log: from its limit down. */
function kindsOf(plan: PlanNode): string[] {
  const limit = stepsOf(plan).find((step) => step['Node Type'] === 'Limit') ?? plan;
  const kinds = stepsOf(limit).flatMap((step) => (step['Actual Rows'] > 0 ? step['Node Type'] : []));
  return [...new Set(kinds)].sort();
}

/** The rows of the log that are read without an index. Partitions without a row need none. */
function rowsReadWhole(plan: PlanNode): number {
  const scans = stepsOf(plan).filter((step) => step['Node Type'] === 'Seq Scan');
  return scans.reduce((sum, step) => sum + step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0), 0);
}

test('a session and the whole log are read by the indexes of the partitions, in their order', {
  timeout: 60_000,
}, async () => {
  const { id, host } = await startSession(server);
  await addStory(host, id);
  const { database, app } = server;
  const { prisma } = database;
  const { hostId } = await prisma.session.findUniqueOrThrow({ where: { id: localId(id) } });
  await prisma.$executeRaw`
    INSERT INTO "Session" ("id", "hostId", "title", "tags", "status", "visibility", "admission", "startsAt", "endsAt", "timeZone", "currency",
      "joinWindowMinutes", "idleTimeoutMinutes", "freeCancellationHours", "bookingHoldMinutes")
    SELECT gen_random_uuid(), ${hostId}::uuid, 'Class ' || n, '{}', 'LIVE', 'UNLISTED', 'CODE', now(), now() + interval '1 hour', 'UTC', 'EUR',
      15, 30, 24, 15
    FROM generate_series(1, 20) n`;
  // Each fills all five weeks: a partition of few rows may well be read whole.
  await prisma.$executeRaw`
    INSERT INTO "Event" ("transaction", "position", "sessionId", "sequence", "type", "payload", "occurredAt")
    SELECT 1 + n / 2, 1000000 + n * 20 + "row", "id", 100000 + n, 'SessionUpdated', '{}',
      date_trunc('week', now(), 'UTC') + interval '7 days' - (1681 - n) * interval '30 minutes'
    FROM (SELECT "id", row_number() OVER () AS "row" FROM "Session" WHERE "title" LIKE 'Class %') AS session,
      generate_series(1, 1680) n`;
  await prisma.$executeRaw`ANALYZE "Event"`;
  const session = await prisma.session.findFirstOrThrow({ where: { title: 'Class 7' } });

  const reading = await server.planOf(() => app.events.read(session.id, 100_400), /FROM "public"."Event"/);
  expect(kindsOf(reading)).toEqual(['Index Scan', 'Limit', 'Merge Append']);

  const resume = async () => {
    const stream = await follow(host, id, cursorOf(1, id));
    await stream.next();
    await stream.close();
  };
  const resuming = await server.planOf(resume, /AS "isKnown"/);
  expect(rowsReadWhole(resuming)).toBe(0);

  const read = () => readLog(database, { transaction: 300n, position: 0n }, Prisma.sql`true`);
  const tail = await server.planOf(read, /heldBackSince/);
  expect(kindsOf(tail)).toEqual(['Index Scan', 'Limit', 'Merge Append']);
  // Nor is the log read whole for what waits for an open transaction.
  expect(rowsReadWhole(tail)).toBe(0);
});
