import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { copyDatabase } from '../../src/database/copy.ts';
import { connectEmbedded } from '../../src/database/embedded.ts';
import { applyMigrations } from '../../src/database/migrations.ts';
import { fillDemo } from '../../src/demo/studio.ts';
import { parseEnv } from '../../src/env.ts';
import { publishedPassword } from '../../src/secrets.ts';
import { buildServer } from '../../src/server/index.ts';
import { LoginDocument } from '../generated/documents.ts';
import { cloneTemplate, createTestClient, expectType } from '../support/server.ts';

test('an embedded database moves to a server with all that is in it', { timeout: 120_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shala-copy-'));
  const env = parseEnv({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: directory });
  const log = pino({ level: 'silent' });
  const from = await connectEmbedded(directory, { crashed: expect.unreachable, failed: expect.unreachable });
  await applyMigrations(from);
  await fillDemo(buildServer({ env, database: openDatabase(from), log }).app);
  const { connection: to, drop } = await cloneTemplate();

  const counts = await copyDatabase(from, to);
  expect(counts).toMatchObject({ '"Account"': expect.any(Number), '"Event"': expect.any(Number) });
  const tables = readFileSync('prisma/schema.prisma', 'utf8').match(/^model \w+/gm) ?? [];
  expect(Object.keys(counts)).toHaveLength(tables.length);
  for (const [table, count] of Object.entries(counts)) {
    const contents = `SELECT md5(coalesce(string_agg(to_jsonb(one)::text, ',' ORDER BY to_jsonb(one)::text COLLATE "C"), '')) AS sum
      FROM ${table} one`;
    expect(await to.script(({ rows }) => rows(contents)), `${count} of ${table}`).toEqual(
      await from.script(({ rows }) => rows(contents)),
    );
  }
  await expect(copyDatabase(from, to)).rejects.toThrow('is not empty');
  await from.close();

  const database = openDatabase(to);
  const server = buildServer({ env, database, log });
  const visitor = createTestClient(await server.start(), null);
  const { accountLogin } = await visitor.run(LoginDocument, { input: { login: 'noor', password: publishedPassword } });
  expectType(accountLogin, 'AuthPayload');
  const found = await visitor.ask('{ sessions(filter: { search: "handstand" }) { nodes { title } } }');
  expect(found.data).toMatchObject({ sessions: { nodes: [{ title: 'Handstand workshop' }] } });
  await server.stop();
  await database.close();
  await drop();
  rmSync(directory, { recursive: true });
});

const runCopy = (dataDir: string, DATABASE_URL: string) =>
  spawnSync('npx', ['tsx', 'src/database/copy.ts', dataDir], {
    env: { ...process.env, DATABASE_URL },
    encoding: 'utf8',
  });

// The embedded database serves one process.
test.runIf(inject('templateUrl'))(
  'the command tells how many rows each table had, and copies into no database that has any',
  { timeout: 120_000 },
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'shala-copy-'));
    const from = await connectEmbedded(directory, { crashed: expect.unreachable, failed: expect.unreachable });
    await applyMigrations(from);
    const env = parseEnv({ PORT: '0', DATA_DIR: directory });
    await fillDemo(buildServer({ env, database: openDatabase(from), log: pino({ level: 'silent' }) }).app);
    await from.close();
    const { connection, url, drop } = await cloneTemplate();
    const { status, stdout } = runCopy(directory, url as string);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^Account: 6\n(\w+: \d+\n)+$/)]);
    const again = runCopy(directory, url as string);
    expect([again.status, again.stderr]).toEqual([1, 'Nothing was copied: Account is not empty\n']);
    await connection.close();
    await drop();
    rmSync(directory, { recursive: true });
  },
);

test('a copy from a directory without a database, or to nowhere, says so and makes nothing', () => {
  const directory = mkdtempSync(join(tmpdir(), 'shala-copy-'));
  const dataDir = join(directory, 'misspelt');
  const copy = (DATABASE_URL: string) => {
    const { status, stderr } = runCopy(dataDir, DATABASE_URL);
    return [status, stderr];
  };
  expect(copy('postgres://localhost/nowhere')).toEqual([
    1,
    `Nothing was copied: ${dataDir} has no embedded database\n`,
  ]);
  expect(copy('')).toEqual([1, 'Nothing was copied: DATABASE_URL is not set\n']);
  expect(existsSync(dataDir)).toBe(false);
  rmSync(directory, { recursive: true });
});
