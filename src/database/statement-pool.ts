import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { Connection, Script, Send } from './client.ts';
import { unavailability } from './errors.ts';
import { createStatementNames, pgTypes } from './rows.ts';

type Sender = Pick<pg.ClientBase, 'query'>;

/** What sends statements over a pool of connections, to a server or to the embedded database. */
export interface StatementPool extends Pick<Connection, 'adapter' | 'rows' | 'transaction' | 'pool'> {
  /** Sends a statement by another pool, or by a connection of its own. */
  rowsBy(sender: Sender, ...statement: Parameters<Send>): Promise<unknown[]>;
}

export function statementPool(pool: pg.Pool, isPrepared: boolean): StatementPool {
  const names = createStatementNames(isPrepared);
  const rowsBy = async (sender: Sender, text: string, values: unknown[]): Promise<unknown[]> => {
    const read = async () => (await sender.query({ name: names.nameOf(text), text, values, types: pgTypes })).rows;
    return read().catch((error: unknown) => {
      if (names.isOutdated(error)) return read();
      throw error;
    });
  };
  return {
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => names.lastingNameOf(sql) }),
    rowsBy,
    rows: (sql, parameters) => rowsBy(pool, sql, parameters),
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
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  };
}

/** Runs a script in one transaction of a connection; `failed` hears why it could not even be rolled back. */
export async function runScript<Result>(
  client: Sender,
  body: (script: Script) => Promise<Result>,
  failed: (error: Error) => void = () => {},
): Promise<Result> {
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
    await client.query('ROLLBACK').catch(failed);
    throw error;
  }
}
