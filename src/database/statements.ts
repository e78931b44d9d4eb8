import type { SqlDriverAdapterFactory, SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils';
import { UnavailableError } from '../errors.ts';
import { unavailability } from './errors.ts';

/** One SQL statement that succeeded or failed. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly failed: boolean;
}

export type StatementListener = (statement: Statement) => void;

/** Runs a statement, reports it to the listeners, and turns the error of a lost connection into UnavailableError. */
export async function observeStatement<Result>(
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
 * Wraps a driver: every statement is reported in the asynchronous context of its sender, and errors of lost connections
 * become UnavailableError.
 */
export function observeDriver(
  factory: SqlDriverAdapterFactory,
  listeners: Set<StatementListener>,
): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory;
  const queries = (driver: SqlQueryable) => ({
    provider,
    adapterName,
    queryRaw: (query: SqlQuery) => observeStatement(listeners, query.sql, query.args, () => driver.queryRaw(query)),
    executeRaw: (query: SqlQuery) => observeStatement(listeners, query.sql, query.args, () => driver.executeRaw(query)),
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
          // A lost connection ends the transaction, so later statements fail at once.
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
