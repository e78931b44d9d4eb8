import { execSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { applyMigrations } from '../../src/database/migrations.ts';
import { connectServer } from '../../src/database/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A dump of a migrated embedded database; null where the tests run on PostgreSQL. */
    templateDump: string | null;
    /** A migrated database to clone, on the server of TEST_DATABASE_URL; null otherwise. */
    templateUrl: string | null;
  }
}

/**
 * Builds where needed, for servers in processes of their own. One migrated database serves the whole run: each test file
 * starts its servers on clones of it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execSync('node build-stamp.mjs check || npm run --silent build', { stdio: 'inherit' });
  const serverUrl = process.env.TEST_DATABASE_URL;
  return serverUrl ? serverTemplate(project, serverUrl) : embeddedTemplate(project);
}

function embeddedTemplate(project: TestProject) {
  const directory = mkdtempSync(join(tmpdir(), 'shala-test-'));
  const dump = join(directory, 'template.tar');
  // Unpacked once, since each worker loads it several times.
  writeFileSync(dump, gunzipSync(readFileSync('dist/database/empty.tar.gz')));
  project.provide('templateDump', dump);
  project.provide('templateUrl', null);
  return async () => rmSync(directory, { recursive: true, force: true });
}

async function serverTemplate(project: TestProject, serverUrl: string) {
  const url = new URL(serverUrl);
  url.pathname = `/shala_test_${process.pid}`;
  await administer(serverUrl, `CREATE DATABASE "${url.pathname.slice(1)}"`);
  const connection = connectServer(url.href);
  await applyMigrations(connection);
  await connection.close();
  project.provide('templateDump', null);
  project.provide('templateUrl', url.href);
  return () => administer(serverUrl, `DROP DATABASE "${url.pathname.slice(1)}" WITH (FORCE)`);
}

/** Runs one statement that needs a connection of its own to the server. */
export async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
