import pg from 'pg';
import { expect, test } from 'vitest';
import { startProcess } from '../support/processes.ts';
import { cloneTemplate } from '../support/server.ts';

// The embedded database has one locale.
test.skipIf(!process.env.TEST_DATABASE_URL)('a database whose locale knows no É is told of at the start', async () => {
  const { connection, url, drop } = await cloneTemplate();
  await connection.close();
  const admin = new pg.Client(url as string);
  await admin.connect();
  await admin.query(`CREATE DATABASE "locale_c" TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`);
  const plain = new URL(url as string);
  plain.pathname = '/locale_c';
  const settings = { JWT_SECRET: 'a secret of tests, long enough for the check' };
  const warning = 'searches tell É from é';
  for (const [DATABASE_URL, isWarned] of [
    [url as string, false],
    [plain.href, true],
  ] as const) {
    const server = await startProcess({ ...settings, DATABASE_URL });
    expect(server.output().includes(warning)).toBe(isWarned);
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  }
  await admin.query('DROP DATABASE "locale_c"');
  await admin.end();
  await drop();
});
