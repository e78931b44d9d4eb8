import type { SqlDriverAdapterFactory, SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils';
import { UnavailableError } from '../errors.ts';
import { unavailability } from './errors.ts';

/** One SQL statement that the database has answered, or failed to. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly failed: boolean;
}

export type StatementListener = (statement: Statement) => void;

/** Does the work of a statement, tells the listeners, and has lost connections be UnavailableErrors. */
export async function hear<Result>(
  listeners: Set<StatementListener>,
  sql: string,
  parameters: readonly unknown[],
  work: () => Promise<Result>,
): Promise<Result> {
  const startedAt = Date.now();
  const began = performance.now();
  let failed = true;
  try {
    const result = await guard(work);
    failed = false;
    return result;
  } finally {
    const statement = { sql, parameters, startedAt, milliseconds: performance.now() - began, failed };
    for (const listener of listeners) listener(statement);
  }
}

/**
 * A driver whose every statement is heard, in the asynchronous context of whoever sent it, and whose lost connections
 * are UnavailableErrors.
 */
export function observe(factory: SqlDriverAdapterFactory, listeners: Set<StatementListener>): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory;
  const queries = (driver: SqlQueryable) => ({
    provider,
    adapterName,
    queryRaw: (query: SqlQuery) => hear(listeners, query.sql, query.args, () => driver.queryRaw(query)),
    executeRaw: (query: SqlQuery) => hear(listeners, query.sql, query.args, () => driver.executeRaw(query)),
  });

  return {
    provider,
    adapterName,
    async connect() {
      const driver = await factory.connect();
      return {
        ...queries(driver),
        executeScript: (script) => driver.executeScript(script),
        getConnectionInfo: () => driver.getConnectionInfo?.() ?? { supportsRelationJoins: true },
        dispose: () => driver.dispose(),
        async startTransaction(isolationLevel) {
          const transaction = await guard(() => driver.startTransaction(isolationLevel));
          // Once its connection is lost so is the transaction, and nothing to be waited for.
          let loss: unknown;
          const whileConnected = async <Result>(work: () => Promise<Result>): Promise<Result> => {
            if (loss) throw loss;
            try {
              return await work();
            } catch (error) {
              if (error instanceof UnavailableError) loss = error;
              throw error;
            }
          };
          const { queryRaw, executeRaw } = queries(transaction);
          return {
            provider,
            adapterName,
            queryRaw: (query) => whileConnected(() => queryRaw(query)),
            executeRaw: (query) => whileConnected(() => executeRaw(query)),
            options: transaction.options,
            commit: () => transaction.commit(),
            rollback: () => transaction.rollback(),
          };
        },
      };
    },
  };
}

async function guard<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw unavailability(error) ?? error;
  }
}
