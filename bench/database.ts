import { readFileSync } from 'node:fs';
import pg from 'pg';
import { applyMigrations } from '../src/database/migrations.ts';
import { connectServer } from '../src/database/postgres.ts';
import { scratchDirectory, startPostgres } from '../tests/support/processes.ts';
import { cpuOf } from './processes.ts';

/** A database of the benchmark's own, with the product's schema and nothing in it. */
export interface BenchDatabase {
  readonly url: string;
  readonly client: pg.Client;
  /** Milliseconds of processor time of the present connections' backends, by process; null where they run elsewhere. */
  backendCpu(): Promise<Map<number, number> | null>;
  drop(): Promise<void>;
}

/**
 * On the server of DATABASE_URL; else on this machine's; else on one that is started from its binaries and ends with
 * the database.
 */
export async function createDatabase(name: string): Promise<BenchDatabase> {
  const server = await findServer();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await administer(server.url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  await administer(server.url, `CREATE DATABASE "${name}"`);
  const connection = connectServer(url.href, { timeout: 60_000 });
  await applyMigrations(connection);
  await connection.close();
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return {
    url: url.href,
    client,
    async backendCpu() {
      const { rows } = await client.query<{ pid: number }>(
        `SELECT "pid" FROM pg_stat_activity
         WHERE "datname" = current_database() AND "backend_type" = 'client backend' AND "pid" <> pg_backend_pid()`,
      );
      if (!rows.every(({ pid }) => isPostgres(pid))) return null;
      return new Map(rows.map(({ pid }) => [pid, cpuOf(pid)]));
    },
    async drop() {
      await client.end();
      await administer(server.url, `DROP DATABASE "${name}" WITH (FORCE)`);
      await server.stop();
    },
  };
}

async function findServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const running = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  if (process.env.DATABASE_URL || (await answers(running))) return { url: running, stop: async () => {} };
  const scratch = scratchDirectory();
  const { url, stop } = await startPostgres(scratch.path);
  return { url, stop: () => stop().finally(scratch.remove) };
}

function answers(url: string): Promise<boolean> {
  return administer(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return false;
  }
}
