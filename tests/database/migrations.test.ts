import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, expect, test } from 'vitest';
import { diffFromSchema } from '../../prisma/schema-engine.ts';
import { type Connection, openDatabase } from '../../src/database/client.ts';
import { createPGlite, fromPGlite } from '../../src/database/embedded.ts';
import { applyMigrations, readMigrations } from '../../src/database/migrations.ts';
import { connectServer } from '../../src/database/postgres.ts';
import { lend } from '../support/embedded-databases.ts';
import { cloneTemplate } from '../support/server.ts';
import { administer } from '../support/template.ts';

const serverUrl = process.env.TEST_DATABASE_URL;
const names = readMigrations().map(({ name }) => name);

// The embedded database that the tests empty and share: to load one takes about as long as the migrations.
let shared: PGlite | undefined;
afterAll(() => shared?.close());

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

test('the migrations lead to schema.prisma', async () => {
  const connection = await embedded();
  await applyMigrations(connection);
  // The engine runs once in a process, so the same run shows that it would see a difference.
  await connection.script(({ run }) => run('ALTER TABLE "Account" DROP COLUMN "bio"'));
  const difference = await diffFromSchema(shared as PGlite);
  expect(difference.trim(), 'anything but "bio" is missing in a migration: npm run db:migration -- NAME').toBe(
    '-- AlterTable\nALTER TABLE "Account" ADD COLUMN     "bio" TEXT;',
  );
});

test.skipIf(!serverUrl)('on PostgreSQL they lead to what they lead to on the embedded database', async () => {
  const reference = await embedded();
  await applyMigrations(reference);
  const expected = await describe(reference);
  expect(expected.length).toBeGreaterThan(200);
  expect(await describe(await migrated())).toEqual(expected);
});

test('what is applied is not applied again', async () => {
  const [connection] = await emptyDatabase();
  expect(await applyMigrations(connection)).toEqual(names);
  expect(await applyMigrations(connection)).toEqual([]);
  expect(await history(connection)).toEqual(names);
});

// The embedded database serves one process, so there nodes cannot start together.
test.skipIf(!serverUrl)('nodes that start together apply each migration once', async () => {
  const nodes = await emptyDatabase(3);
  const applied = await Promise.all(nodes.map((connection) => applyMigrations(connection)));
  expect(applied.flat()).toEqual(names);
  expect(await history(nodes[0])).toEqual(names);
});

test('a migration that was changed after it was applied is refused', async () => {
  const connection = await migrated();
  const changed = readMigrations().map((migration, index) =>
    index === 0 ? { ...migration, checksum: checksum(`${migration.sql} `) } : migration,
  );
  await expect(applyMigrations(connection, changed)).rejects.toThrow(`Migration ${names[0]} was changed`);
  expect(await applyMigrations(connection)).toEqual([]);
});

test('a migration that fails takes the ones before it along, and the next start tries again', async () => {
  const [connection] = await emptyDatabase();
  const sql = 'CREATE TABLE "Half" (); SELECT 1 / 0;';
  const failing = [...readMigrations(), { name: '29990101000000_failing', sql, checksum: checksum(sql) }];
  await expect(applyMigrations(connection, failing)).rejects.toThrow('division by zero');
  expect(await tables(connection)).toEqual([]);

  expect(await applyMigrations(connection)).toEqual(names);
  await expect(applyMigrations(connection, failing)).rejects.toThrow('division by zero');
  expect(await history(connection)).toEqual(names);
  expect(await tables(connection)).not.toContain('Half');
});

test('types that a migration made can be asked for in lists at once', async () => {
  const [connection] = await emptyDatabase();
  await applyMigrations(connection);
  const { prisma } = openDatabase(connection);
  const statuses = ['SCHEDULED', 'LIVE'];
  const rows = await prisma.$queryRaw`SELECT 1 AS one WHERE 'LIVE' = ANY(${statuses}::"SessionStatus"[])`;
  expect(rows).toEqual([{ one: 1 }]);
});

test('tags that were stored before are found as new ones are', async () => {
  const [connection] = await emptyDatabase();
  const own = '20261128123000_search_text';
  await applyMigrations(
    connection,
    readMigrations().filter(({ name }) => name < own),
  );
  const tags = ['straße', '☕️', 'i̇stanbul', 'yoga', 'ｙｏｇａ', 'istanbul'];
  const { accountId } = await addSession(connection, { title: 'Café', tags });
  await connection.script(async ({ rows }) => {
    const template = JSON.stringify({ title: 'Weekly', tags: ['☕️'] });
    await rows(
      `INSERT INTO "Series" ("id", "hostId", "rule", "timeZone", "startsAt", "durationMinutes", "template", "materialisedUntil")
       VALUES ($1, $2, 'FREQ=DAILY', 'UTC', now(), 60, $3, now())`,
      [randomUUID(), accountId, template],
    );
  });
  expect(await applyMigrations(connection)).toContain(own);
  const found = await connection.script(({ rows }) =>
    rows(`SELECT "tags", "document" @@ plainto_tsquery('simple', 'cafe zoe') AS "isFound",
        (SELECT "template" FROM "Series") AS "template"
      FROM "Session" JOIN "SessionSearch" ON "sessionId" = "Session"."id"`),
  );
  expect(found).toEqual([
    { tags: ['strasse', '☕', 'istanbul', 'yoga'], isFound: true, template: { title: 'Weekly', tags: ['☕'] } },
  ]);
});

test('the audit can be added to, and nothing else', async () => {
  const connection = await migrated();
  await connection.script(({ rows }) =>
    rows(
      `INSERT INTO "AuditEvent" ("id", "action", "targetType", "targetId") VALUES ($1, 'account.suspended', 'Account', $2)`,
      [randomUUID(), randomUUID()],
    ),
  );
  for (const change of [
    `UPDATE "AuditEvent" SET "reason" = 'another'`,
    'DELETE FROM "AuditEvent"',
    'TRUNCATE "AuditEvent"',
  ]) {
    await expect(
      connection.script(({ run }) => run(change)),
      change,
    ).rejects.toThrow('the audit is append-only');
  }
  const kept = await connection.script(({ rows }) => rows('SELECT "action", "reason" FROM "AuditEvent"'));
  expect(kept).toEqual([{ action: 'account.suspended', reason: null }]);
});

test.skipIf(!serverUrl)(
  'a migration may take longer than a statement may else, and nodes wait for its lock',
  async () => {
    const connection = connectServer(serverUrl as string, { timeout: 200 });
    cleanups.push(() => connection.close());
    const slow = connection.script(({ rows }) => rows('SELECT pg_advisory_xact_lock(4711), pg_sleep(0.5)'));
    const waiting = connection.script(({ rows }) => rows('SELECT pg_advisory_xact_lock(4711)'));
    await Promise.all([slow, waiting]);
  },
);

test('time zones that were stored as abbreviations become IANA zones', async () => {
  const [connection] = await emptyDatabase();
  const migrations = readMigrations();
  const at = names.indexOf('20261128122500_time_zones');
  await applyMigrations(connection, migrations.slice(0, at));
  const stored = ['IST', 'pst', 'BST', 'Europe/Lisbon', 'EST'];
  await connection.script(async ({ rows }) => {
    for (const [index, timeZone] of stored.entries()) {
      const name = `person${index}`;
      await rows(
        `INSERT INTO "Account" ("id", "email", "emailKey", "username", "usernameKey", "displayName", "passwordHash", "timeZone")
         VALUES ($1, $2, $2, $2, $2, $2, '', $3)`,
        [randomUUID(), name, timeZone],
      );
    }
  });
  await applyMigrations(connection, migrations);
  const kept = await connection.script(({ rows }) =>
    rows<{ timeZone: string }>('SELECT "timeZone" FROM "Account" ORDER BY "username"'),
  );
  expect(kept.map(({ timeZone }) => timeZone)).toEqual([
    ...['Asia/Kolkata', 'America/Los_Angeles', 'Europe/London', 'Europe/Lisbon', 'EST'],
  ]);
});

test('payments that were received before there were receipts are numbered in their order, each year by itself', async () => {
  const [connection] = await emptyDatabase();
  const own = '20261128223000_receipts';
  await applyMigrations(
    connection,
    readMigrations().filter(({ name }) => name < own),
  );
  const { sessionId, accountId } = await addSession(connection);
  const bookingId = randomUUID();
  const received = ['2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', '2026-03-01T00:00:00Z', '2025-02-01T00:00:00Z'];
  await connection.script(async ({ rows }) => {
    await rows(
      `INSERT INTO "Booking" ("id", "sessionId", "accountId", "status", "amountMinor", "currency", "confirmedAt")
       VALUES ($1, $2, $3, 'CONFIRMED', 100, 'EUR', now())`,
      [bookingId, sessionId, accountId],
    );
    for (const [index, at] of received.entries())
      await rows(
        `INSERT INTO "Payment" ("id", "bookingId", "provider", "reference", "status", "amountMinor", "currency", "refundMinor", "refundedMinor", "receivedAt")
         VALUES ($1, $2, 'acme', $3, 'REFUND_DUE', 100, 'EUR', 100, $4, $5::timestamptz)`,
        [randomUUID(), bookingId, `pay_${index}`, index === 0 ? 40 : 0, at],
      );
  });
  expect(await applyMigrations(connection)).toContain(own);
  const found = await connection.script(async ({ rows }) => ({
    receipts:
      await rows(`SELECT "reference", "year", "sequence", "isDraft" FROM "Receipt" JOIN "Payment" ON "id" = "paymentId"
      ORDER BY "year", "sequence"`),
    counters: await rows('SELECT * FROM "ReceiptCounter" ORDER BY "year"'),
    refunds: await rows('SELECT "amountMinor", "refundedAt" FROM "PaymentRefund"'),
  }));
  expect(found).toEqual({
    receipts: [
      { reference: 'pay_3', year: 2025, sequence: 1, isDraft: true },
      { reference: 'pay_1', year: 2025, sequence: 2, isDraft: true },
      { reference: 'pay_0', year: 2026, sequence: 1, isDraft: true },
      { reference: 'pay_2', year: 2026, sequence: 2, isDraft: true },
    ],
    counters: [
      { year: 2025, last: 2 },
      { year: 2026, last: 2 },
    ],
    refunds: [{ amountMinor: 40, refundedAt: null }],
  });
});

test('hashes of what people asked for, and were imported with, go with those who are deleted', async () => {
  const [connection] = await emptyDatabase();
  const own = '20261201001500_forgotten_digests';
  await applyMigrations(
    connection,
    readMigrations().filter(({ name }) => name < own),
  );
  const { sessionId, accountId } = await addSession(connection);
  const other = randomUUID();
  await connection.script(async ({ rows }) => {
    await rows(
      `INSERT INTO "Account" ("id", "email", "emailKey", "username", "usernameKey", "displayName", "passwordHash", "importDigest")
       VALUES ($1, 'b@example.org', 'b@example.org', 'b', 'b', 'Bo', '', 'hash')`,
      [other],
    );
    await rows(`UPDATE "Account" SET "deletedAt" = now(), "importDigest" = 'hash' WHERE "id" = $1`, [accountId]);
    await rows(`UPDATE "Session" SET "importDigest" = 'hash' WHERE "id" = $1`, [sessionId]);
    for (const person of [accountId, other])
      await rows(
        `INSERT INTO "Booking" ("id", "sessionId", "accountId", "status", "amountMinor", "currency", "idempotencyBody", "changedAt")
         VALUES ($1, $2, $3, 'COMPLETED', 100, 'EUR', 'hash', now())`,
        [randomUUID(), sessionId, person],
      );
  });
  const changes = () => connection.script(({ rows }) => rows('SELECT "id", "changedAt" FROM "Booking" ORDER BY "id"'));
  const before = await changes();
  expect(await applyMigrations(connection)).toContain(own);
  expect(await changes()).toEqual(before);
  const left = await connection.script(({ rows }) =>
    rows(`SELECT "accountId", "idempotencyBody" AS "hash" FROM "Booking" WHERE "idempotencyBody" IS NOT NULL
      UNION ALL SELECT "id", "importDigest" FROM "Account" WHERE "importDigest" IS NOT NULL
      UNION ALL SELECT "hostId", "importDigest" FROM "Session" WHERE "importDigest" IS NOT NULL`),
  );
  expect(left).toEqual(Array(2).fill({ accountId: other, hash: 'hash' }));
});

test('events of the time before partitions stay, and nodes of the version before append, read and trim as they did', async () => {
  const [connection] = await emptyDatabase();
  const own = '20261129080121_event_partitions';
  await applyMigrations(
    connection,
    readMigrations().filter(({ name }) => name < own),
  );
  const { sessionId, accountId } = await addSession(connection);
  const ask = <Row>(sql: string, parameters?: unknown[]) => connection.script(({ rows }) => rows<Row>(sql, parameters));
  // One is of the future, as a wrong clock makes it, and one of no session.
  const append = (sequence: number | null, days: number) =>
    ask(
      `INSERT INTO "Event" ("sessionId", "sequence", "accountId", "type", "payload", "occurredAt")
       VALUES ($1, $2, $3, 'SessionUpdated', '{}', now() + $4 * interval '1 day')`,
      [sequence && sessionId, sequence, accountId, days],
    );
  for (const [sequence, days] of [
    [1, -40],
    [2, -1],
    [3, 20],
    [null, 0],
  ] as const) {
    await append(sequence, days);
  }
  // As docs/running.md says for a great log.
  await ask('CREATE UNIQUE INDEX "Event_key" ON "Event"("transaction", "position", "occurredAt")');
  const log = 'SELECT to_jsonb(one) AS event FROM "Event" one ORDER BY "transaction", "position"';
  const before = await ask(log);
  expect(before).toHaveLength(4);

  expect(await applyMigrations(connection)).toContain(own);
  expect(await ask(log)).toEqual(before);
  await append(4, 0);
  await append(5, 400);
  await expect(append(4, 0)).rejects.toThrow('duplicate key');
  await ask(
    `INSERT INTO "SessionEvent" ("sessionId", "sequence", "type", "payload") VALUES ($1, 6, 'SessionUpdated', '{}')`,
    [sessionId],
  );
  const places = await ask(
    `SELECT "sequence", "Event".tableoid::regclass::text AS "partition" FROM "Event" WHERE "sequence" > 3 ORDER BY "position"`,
  );
  expect(places).toEqual([
    { sequence: 4, partition: 'event_log.earlier' },
    { sequence: 5, partition: 'event_log.others' },
    { sequence: 6, partition: 'event_log.earlier' },
  ]);
  await ask(`DELETE FROM "Event" WHERE ("transaction", "position") IN (
    SELECT "transaction", "position" FROM "Event" WHERE "occurredAt" < now() - interval '30 days' LIMIT 5000 FOR UPDATE SKIP LOCKED)`);
  expect(await ask('SELECT "sequence" FROM "Event" WHERE "sessionId" IS NOT NULL ORDER BY "sequence"')).toEqual(
    [2, 3, 4, 5, 6].map((sequence) => ({ sequence })),
  );
  await ask('DELETE FROM "Session"');
  expect(await ask('SELECT "sequence" FROM "Event"')).toEqual([{ sequence: null }]);
});

async function migrated(): Promise<Connection> {
  const { connection, drop } = await cloneTemplate();
  cleanups.push(drop, () => connection.close());
  return connection;
}

/** An embedded database without a table. */
async function embedded(): Promise<Connection> {
  shared ??= await createPGlite({ loadDataDir: new Blob([readFileSync('dist/database/empty.tar.gz')]) });
  await shared.exec('DISCARD ALL');
  await shared.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  const connection = fromPGlite(lend(shared));
  cleanups.push(() => connection.close());
  return connection;
}

/** A new database without a table, and as many connections to it: on the embedded one there is never more than one. */
async function emptyDatabase(connections = 1): Promise<[Connection, ...Connection[]]> {
  if (!serverUrl) return [await embedded()];
  const name = `shala_test_empty_${randomUUID().slice(0, 8)}`;
  await administer(serverUrl, `CREATE DATABASE "${name}"`);
  cleanups.push(() => administer(serverUrl, `DROP DATABASE "${name}" WITH (FORCE)`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const open = () => {
    const connection = connectServer(url.href);
    cleanups.push(() => connection.close());
    return connection;
  };
  return [open(), ...Array.from({ length: connections - 1 }, open)];
}

/** Adds a session and its host, as every version of the tables takes them. */
async function addSession(
  connection: Connection,
  { title = 'Flow', tags = [] }: { title?: string; tags?: string[] } = {},
): Promise<{ accountId: string; sessionId: string }> {
  const [accountId, sessionId] = [randomUUID(), randomUUID()];
  await connection.script(async ({ rows }) => {
    await rows(
      `INSERT INTO "Account" ("id", "email", "emailKey", "username", "usernameKey", "displayName", "passwordHash")
       VALUES ($1, 'a@example.org', 'a@example.org', 'a', 'a', 'Zoë', '')`,
      [accountId],
    );
    await rows(
      `INSERT INTO "Session" ("id", "hostId", "title", "tags", "status", "visibility", "admission", "startsAt", "endsAt", "timeZone",
         "currency", "joinWindowMinutes", "idleTimeoutMinutes", "freeCancellationHours", "bookingHoldMinutes")
       VALUES ($1, $2, $3, $4, 'SCHEDULED', 'LISTED', 'BOOKING', now(), now() + interval '1 hour', 'UTC', 'EUR', 15, 30, 24, 15)`,
      [sessionId, accountId, title, tags],
    );
  });
  return { accountId, sessionId };
}

async function history(connection: Connection): Promise<string[]> {
  const applied = await connection.script(({ rows }) =>
    rows<{ migration_name: string }>('SELECT migration_name FROM "_prisma_migrations" ORDER BY migration_name'),
  );
  return applied.map(({ migration_name }) => migration_name);
}

async function tables(connection: Connection): Promise<string[]> {
  const found = await connection.script(({ rows }) =>
    rows<{ tablename: string }>(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`),
  );
  return found.map(({ tablename }) => tablename);
}

/** Columns, constraints, indexes and triggers, one a line. */
async function describe(connection: Connection): Promise<string[]> {
  const found = await connection.script(({ rows }) =>
    rows<{ line: string }>(`
      SELECT concat_ws(' ', table_name, column_name, udt_name, is_nullable, column_default) AS line
        FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u', 'x')
      UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal`),
  );
  return found.map(({ line }) => line).sort();
}

function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}
