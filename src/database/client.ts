import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { StateOwner } from '../node-state.ts';
import { lockDirectory } from './directory-lock.ts';
import { unavailability } from './errors.ts';
import { Prisma, PrismaClient } from './generated/client.ts';
import { createStatementNames, pgliteOptions, pgTypes } from './rows.ts';
import { observeDriver, observeStatement, type StatementListener } from './statements.ts';

/** Runs SQL on one connection and in one transaction, as migrations need it. */
export interface Script {
  run(sql: string): Promise<void>;
  rows<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** The number of connections of the pool, and of statements that wait for one. */
export interface PoolState {
  open: number;
  idle: number;
  waiting: number;
}

/** Sends one statement. */
type Send = (sql: string, parameters: unknown[]) => Promise<unknown[]>;

export interface Connection {
  readonly kind: 'embedded' | 'server';
  readonly adapter: PrismaPg | PrismaPGlite;
  readonly rows: Send;
  transaction<Result>(body: (send: Send) => Promise<Result>): Promise<Result>;
  /** Resolves when the database answers. It does not wait for a connection of the pool. */
  ping(): Promise<void>;
  pool(): PoolState;
  script<Result>(body: (script: Script) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** The embedded database: PGlite in `<dataDir>/database`, in-process. One process at a time. */
export async function connectEmbedded(dataDir: string): Promise<Connection> {
  const directory = join(dataDir, 'database');
  mkdirSync(directory, { recursive: true });
  const unlock = await lockDirectory(dataDir);
  try {
    const connection = fromPGlite(await createPGlite({ dataDir: directory }));
    return { ...connection, close: () => connection.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw new Error(`The embedded database in ${directory} cannot be opened; another version may have written it`, {
      cause: error,
    });
  }
}

/** A PGlite with the extensions that the migrations use. Without a directory it lives in memory. */
export function createPGlite(
  options: Pick<PGliteOptions, 'dataDir' | 'loadDataDir' | 'initDbStartParams'> = {},
): Promise<PGlite> {
  return PGlite.create({ ...options, extensions: { unaccent } });
}

export function fromPGlite(pglite: PGlite): Connection {
  return {
    kind: 'embedded',
    adapter: new PrismaPGlite(pglite),
    rows: async (sql, parameters) => (await pglite.query(sql, parameters, pgliteOptions)).rows,
    transaction: (body) =>
      pglite.transaction((tx) =>
        body(async (sql, parameters) => (await tx.query(sql, parameters, pgliteOptions)).rows),
      ),
    ping: async () => void (await pglite.query('SELECT 1')),
    pool: () => ({ open: 1, idle: 0, waiting: 0 }),
    script: async (body) => {
      const result = await pglite.transaction((tx) =>
        body({
          run: async (sql) => void (await tx.exec(sql)),
          rows: async <Row>(sql: string, parameters?: unknown[]) => (await tx.query<Row>(sql, parameters)).rows,
        }),
      );
      // PGlite reads the types when it opens a database; it cannot send arrays of a type that the script created.
      await pglite.refreshArrayTypes();
      return result;
    },
    close: () => pglite.close(),
  };
}

const pingTimeout = 1_000;

/**
 * Connects to PostgreSQL 15 or newer. `onError` receives the errors of lost connections. A statement, and the wait for a
 * connection, fail after `timeout` milliseconds, so that requests do not hang with the database.
 */
export function connectServer(url: string, onError: (error: Error) => void, timeout = 10_000): Connection {
  const open = (options: pg.PoolConfig) => {
    const pool = new pg.Pool({ connectionString: url, keepAlive: true, ...options });
    pool.on('error', onError);
    // A checked-out client emits `error` when the server dies; without a listener the process would end.
    pool.on('connect', (client) => client.on('error', onError));
    // A statement that timed out still runs: its transaction must not pass to the next user of the connection.
    pool.on('release', (_error, client) => {
      if (client.getTransactionStatus() !== 'I') void (client as pg.Client).end();
    });
    return pool;
  };
  const names = createStatementNames();
  const pool = open({ max: 10, connectionTimeoutMillis: timeout, query_timeout: timeout });
  // Its own pool: the other one may be busy although the database can be reached.
  const pings = open({ max: 1, connectionTimeoutMillis: pingTimeout, query_timeout: pingTimeout });
  const rows = async (text: string, values: unknown[]) =>
    (await pool.query({ name: names.nameOf(text), text, values, types: pgTypes })).rows;
  return {
    kind: 'server',
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => names.lastingNameOf(sql) }),
    rows: (sql, parameters) =>
      rows(sql, parameters).catch((error: unknown) => {
        if (names.isOutdated(error)) return rows(sql, parameters);
        throw error;
      }),
    transaction: async (body) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await body(
          async (text, values) =>
            (await client.query({ name: names.lastingNameOf(text), text, values, types: pgTypes })).rows,
        );
        const { command } = await client.query('COMMIT');
        if (command !== 'COMMIT') throw new Error('a statement of the transaction had failed');
        client.release();
        return result;
      } catch (error) {
        // A lost connection ends its transaction, so no ROLLBACK is sent over it.
        const isLost = unavailability(error) !== null;
        client.release(isLost || !(await client.query('ROLLBACK').catch(() => null)));
        throw error;
      }
    },
    ping: async () => void (await pings.query('SELECT 1')),
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    script: async (body) => {
      // Its own connection, without a timeout: a migration may take long, and other nodes wait for its lock.
      const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: timeout });
      client.on('error', onError);
      await client.connect();
      try {
        await client.query('BEGIN');
        const result = await body({
          run: async (sql) => void (await client.query(sql)),
          rows: async <Row>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as Row[],
        });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(onError);
        throw error;
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await Promise.all([pool.end(), pings.end()]);
    },
  };
}

/** Sends raw SQL statements. */
export interface Statements {
  $queryRaw<Rows = unknown[]>(sql: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows>;
}

export interface Database extends Pick<Connection, 'kind' | 'ping' | 'pool'>, StateOwner {
  readonly prisma: PrismaClient;
  /** Returns the rows of a raw SQL statement, in the form of Prisma's `$queryRaw`, but without its overhead. */
  rows<Row>(sql: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Row[]>;
  /** Runs a transaction of raw SQL statements; see plainTransaction(). */
  transaction<Result>(body: (tx: Statements) => Promise<Result>): Promise<Result>;
  /** Calls back for every SQL statement from here on. */
  onStatement(listener: StatementListener): void;
  close(): Promise<void>;
}

/** Opens the database: the only access to its rows. */
export function openDatabase(connection: Connection): Database {
  const listeners = new Set<StatementListener>();
  const prisma = new PrismaClient({
    adapter: observeDriver(connection.adapter, listeners),
    // Long enough to queue behind a burst of writers instead of failing one of them.
    transactionOptions: { maxWait: 15_000, timeout: 20_000 },
    // Other formats quote the arguments, with passwords and codes, in messages that are logged.
    errorFormat: 'minimal',
  });
  const observed =
    (send: Send) =>
    <Rows>(given: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows> => {
      const { text, values: parameters } = given instanceof Prisma.Sql ? given : Prisma.sql(given, ...values);
      return observeStatement(listeners, text, parameters, () => send(text, parameters) as Promise<Rows>);
    };
  return {
    kind: connection.kind,
    state: new Map(),
    prisma,
    rows: observed(connection.rows),
    transaction: (body) => connection.transaction((send) => body({ $queryRaw: observed(send) })),
    ping: connection.ping,
    pool: connection.pool,
    onStatement: (listener) => void listeners.add(listener),
    close: async () => {
      await prisma.$disconnect();
      await connection.close();
    },
  };
}
