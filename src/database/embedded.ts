import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import pg from 'pg';
import { makeDirectory } from '../directories.ts';
import { UnavailableError } from '../errors.ts';
import type { Connection } from './client.ts';
import { DirectoryInUseError, lockDirectory } from './directory-lock.ts';
import { emptyDatabase } from './empty.ts';
import { ReadOnlyError } from './errors.ts';
import { overPGlite } from './pglite-stream.ts';
import { runScript, statementPool } from './statement-pool.ts';

const mebibyte = 2 ** 20;
// Writes are refused below this. PostgreSQL ends where it cannot create its next WAL segment, of 16 MiB in older databases.
const reserve = 20 * mebibyte;
// A new database takes about so much.
const newDatabase = 64 * mebibyte;
const spaceInterval = 500;
const checkpointInterval = 5 * 60_000;

/** What the embedded database reports beside the errors of its statements. */
export interface EmbeddedReports {
  /** The database stopped for good, like PostgreSQL after a PANIC; nothing can be done with it but to open it again. */
  crashed(reason: string): void;
  /** A task of the database itself failed. */
  failed(error: unknown): void;
}

/** The embedded database: PGlite in `<dataDir>/database`, in-process. One process at a time. */
export async function connectEmbedded(dataDir: string, reports: EmbeddedReports): Promise<Connection> {
  const directory = join(dataDir, 'database');
  let unlock = () => {};
  try {
    makeDirectory(directory);
    unlock = lockDirectory(directory);
    const pglite = await openOrCreate(directory);
    endAtCrash(pglite, reports);
    return keep(fromPGlite(pglite), directory, unlock, reports);
  } catch (error) {
    unlock();
    if (error instanceof DirectoryInUseError) throw error;
    throw new OpeningError(directory, error);
  }
}

async function openOrCreate(directory: string): Promise<PGlite> {
  // There while a new database is made, so that one left half made by a killed process is taken for what it is.
  const unfinished = `${directory}.unfinished`;
  if (existsSync(unfinished)) {
    for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true, force: true });
  }
  const options = { dataDir: directory, onStderr: rememberFatal };
  if (existsSync(join(directory, 'PG_VERSION'))) return createPGlite(options);
  if (freeSpace(directory) < newDatabase) {
    throw new Error(`a new database needs ${newDatabase / mebibyte} MiB, and ${freeText(directory)} are free`);
  }
  writeFileSync(unfinished, '');
  const loadDataDir = emptyDatabase();
  const pglite = await createPGlite({ ...options, ...(loadDataDir && { loadDataDir }) });
  rmSync(unfinished);
  return pglite;
}

class OpeningError extends Error {
  readonly code = 'NOT_OPENED';
  constructor(directory: string, cause: unknown) {
    const said = lastFatal ?? (cause instanceof Error ? cause.message : String(cause));
    super(`The embedded database in ${directory} (DATA_DIR) cannot be opened: ${said}`, { cause });
    this.name = 'OpeningError';
  }
}

/** A PGlite with the extensions that the migrations use. Without a directory it lives in memory. */
export function createPGlite(
  options: Pick<PGliteOptions, 'dataDir' | 'loadDataDir' | 'onStderr'> = {},
): Promise<PGlite> {
  // Bounds the WAL that a checkpoint leaves behind.
  const startParams = [...PGlite.defaultStartParams, '-c', 'min_wal_size=32MB', '-c', 'max_wal_size=64MB'];
  // Segments of 1 MiB instead of 16, which most of these databases would never fill.
  const initDbStartParams = ['--wal-segsize=1'];
  return PGlite.create({ ...options, startParams, initDbStartParams, extensions: { unaccent } });
}

export function fromPGlite(pglite: PGlite): Connection {
  const pool = new pg.Pool({ ...overPGlite(pglite), max: 1, idleTimeoutMillis: 0, pipeline: true });
  const { rowsBy: _, ...sent } = statementPool(pool, true);
  // Whoever waits for an answer hears of a fault as well; without a listener it would end the process.
  const heard = () => {};
  pool.on('error', heard);
  pool.on('connect', (client) => void client.on('error', heard));
  pool.on('release', (_error, client) => {
    // A transaction that was given up, as where the disk is full, must not pass to whoever comes next.
    if (client.getTransactionStatus() !== 'I') void (client as pg.Client).end();
  });
  return {
    kind: 'embedded',
    ...sent,
    // It answers for as long as it is open: to wait for its connection would tell of a long transaction, and not of a fault.
    ping: async () => {
      if (pool.ending) throw new UnavailableError();
    },
    script: async (body) => {
      const client = await pool.connect();
      try {
        return await runScript(client, body);
      } finally {
        client.release();
      }
    },
    close: async () => {
      await pool.end();
      await pglite.close();
    },
  };
}

/** Keeps an open database within its disk: it takes no writes while there is too little space, and trims its WAL. */
async function keep(
  connection: Connection,
  directory: string,
  unlock: () => void,
  { failed }: EmbeddedReports,
): Promise<Connection> {
  let isFull = false;
  const checkSpace = async () => {
    const isFullNow = freeSpace(directory) < reserve;
    if (isFullNow === isFull) return;
    isFull = isFullNow;
    await connection.rows(`SET default_transaction_read_only = ${isFull ? 'on' : 'off'}`, []);
  };
  // A checkpoint of a full disk may fail, which PostgreSQL does not survive.
  const checkpoint = async () => void (isFull || (await connection.rows('CHECKPOINT', [])));
  await checkSpace();
  const timers = [
    setInterval(() => checkSpace().catch(failed), spaceInterval),
    // PGlite has no process that makes checkpoints, without which its WAL grows for ever.
    setInterval(() => checkpoint().catch(failed), checkpointInterval),
  ];
  return {
    ...connection,
    async ping() {
      await connection.ping();
      if (isFull) throw new ReadOnlyError(`disk full: ${freeText(directory)} free for ${directory}`);
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await connection.close().finally(unlock);
    },
  };
}

function freeSpace(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

const freeText = (directory: string) => `${(freeSpace(directory) / mebibyte).toFixed(1)} MiB`;

/** The last line by which PostgreSQL said why it stopped. A process has one embedded database. */
let lastFatal: string | undefined;

function rememberFatal(text: string): boolean {
  lastFatal = /\b(?:FATAL|PANIC): +(.*)/.exec(text)?.[1] ?? lastFatal;
  return false;
}

/**
 * PGlite repeats a message until PostgreSQL has read it. After a PANIC that never happens, and the process would hang
 * without a sign.
 */
function endAtCrash({ Module }: PGlite, { crashed }: EmbeddedReports): void {
  const runOnce = Module._PostgresMainLoopOnce;
  Module._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) crashed(lastFatal ?? error.message);
      throw error;
    }
  };
}
