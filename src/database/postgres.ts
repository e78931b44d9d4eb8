import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Connection, Send } from './client.ts';
import { ReadOnlyError, unavailability } from './errors.ts';
import { Pool } from './pool.ts';
import { createReplica } from './replica.ts';
import { createStatementNames, pgTypes } from './rows.ts';

export interface ServerOptions {
  /** Receives the errors of lost connections. */
  onError?: (error: Error) => void;
  /** Milliseconds after which a statement, and the wait for a connection, fail, so that requests do not hang with the database. */
  timeout?: number;
  /** The greatest number of connections for statements. */
  connections?: number;
  /** Whether statements are prepared by name. */
  isPrepared?: boolean;
  /** A hot standby of the server, for reads. */
  replicaUrl?: string | undefined;
}

const pingTimeout = 1_000;
// Milliseconds for a connection to a replica.
const connectTimeout = 500;
const pingStatement = `SELECT current_setting('transaction_read_only') = 'on' AS "isReadOnly"`;

/** A pool for reads that do not wait long for a connection: where there is none, the primary answers. */
function openReplicas(url: string, max: number, timeout: number, onError: (error: Error) => void): Pool {
  const config = { connectionString: url, max, connectionTimeoutMillis: connectTimeout, query_timeout: timeout };
  return new Pool(config, onError, 0);
}

/** Connects to PostgreSQL 15 or newer. */
export function connectServer(url: string, options: ServerOptions = {}): Connection {
  const { onError = () => {}, timeout = 10_000, connections = 10, isPrepared = true } = options;
  const open = (max: number, limit: number, patience = limit) =>
    new Pool(
      // What is asked of a connection is sent at once, and not only when what was sent before is answered.
      { connectionString: url, max, connectionTimeoutMillis: limit, query_timeout: limit, pipeline: true },
      onError,
      patience,
    );
  const names = createStatementNames(isPrepared);
  const pool = open(connections, timeout);
  // Its own pool: the other one may be busy although the database can be reached. It asks once: see ping().
  const pings = open(1, pingTimeout, 0);
  let wasReadOnly = false;
  const rowsBy = async (by: Pick<pg.ClientBase, 'query'>, text: string, values: unknown[]): Promise<unknown[]> => {
    const read = async () => (await by.query({ name: names.nameOf(text), text, values, types: pgTypes })).rows;
    return read().catch((error: unknown) => {
      if (names.isOutdated(error)) return read();
      throw error;
    });
  };
  const rows: Send = (sql, parameters) => rowsBy(pool, sql, parameters);
  const replicas = options.replicaUrl ? openReplicas(options.replicaUrl, connections, timeout, onError) : null;
  return {
    kind: 'server',
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => names.lastingNameOf(sql) }),
    rows,
    ...(replicas && { replica: createReplica(rows, replicas, rowsBy) }),
    transaction: async (body) => {
      const client = await pool.connect();
      try {
        // The first statements are sent without waiting for its answer.
        const begun = client.query('BEGIN');
        begun.catch(() => {});
        const result = await body(async (text, values) => {
          const sent = client.query({ name: names.lastingNameOf(text), text, values, types: pgTypes });
          const [, { rows: found }] = await Promise.all([begun, sent]);
          return found;
        });
        await begun;
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
    async ping() {
      const { rows: answer } = await pings.query<{ isReadOnly: boolean }>(pingStatement).catch((error) => {
        // Where the server grants no more connections, those that are open show whether it answers.
        if (error.code === '53300' && pool.totalCount > 0) return pool.query<{ isReadOnly: boolean }>(pingStatement);
        throw error;
      });
      const isReadOnly = answer[0]?.isReadOnly ?? false;
      // Also when it takes writes again: connections that were opened before may stay read-only.
      if (isReadOnly || wasReadOnly) for (const one of [pool, pings]) one.renew();
      wasReadOnly = isReadOnly;
      if (isReadOnly) throw new ReadOnlyError('database read-only');
    },
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    script: async (body) => {
      // Its own connection, without a timeout: a migration may take long, and other nodes wait for its lock.
      const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: timeout });
      client.on('error', onError);
      await client.connect();
      try {
        // A pooler may give it a connection with the limits of others.
        await client.query('BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
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
      await Promise.all([pool.end(), pings.end(), replicas?.end()]);
    },
  };
}
