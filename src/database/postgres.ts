import pg from 'pg';
import type { Connection } from './client.ts';
import { ReadOnlyError } from './errors.ts';
import { Pool } from './pool.ts';
import { createReplica } from './replica.ts';
import { runScript, statementPool } from './statement-pool.ts';

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
  const pool = open(connections, timeout);
  const { rowsBy, ...sent } = statementPool(pool, isPrepared);
  // Its own pool: the other one may be busy although the database can be reached. It asks once: see ping().
  const pings = open(1, pingTimeout, 0);
  let wasReadOnly = false;
  const replicas = options.replicaUrl ? openReplicas(options.replicaUrl, connections, timeout, onError) : null;
  return {
    kind: 'server',
    ...sent,
    ...(replicas && { replica: createReplica(sent.rows, replicas, rowsBy) }),
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
    script: async (body) => {
      // Its own connection, without a timeout: a migration may take long, and other nodes wait for its lock.
      const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: timeout });
      client.on('error', onError);
      await client.connect();
      try {
        return await runScript(client, body, onError);
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await Promise.all([pool.end(), pings.end(), replicas?.end()]);
    },
  };
}
