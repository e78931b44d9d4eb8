import type { Database, Statements } from './client.ts';
import { isBrokenOff, isOfEndedTransaction } from './errors.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';

export type Transaction = Prisma.TransactionClient;

const pending = new WeakMap<Statements, (() => void)[]>();

const mostAttempts = 3;

/**
 * Runs `body` in one transaction, then its afterCommit() effects; an error rolls the transaction back. One that another
 * transaction broke off is run again: `body` changes nothing but the database. `timeout` is the time limit in milliseconds,
 * where it is not the usual one.
 */
export async function transaction<Result>(
  database: Database,
  body: (tx: Transaction) => Promise<Result>,
  options: { timeout?: number } = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withEffects((tracked) => database.prisma.$transaction(tracked(body), options));
    } catch (error) {
      if (!isBrokenOff(error) || attempt === mostAttempts) throw error;
    }
  }
}

/** Runs a transaction of raw SQL without Prisma, whose overhead dominates a transaction of few statements. */
export function plainTransaction<Result>(
  database: Database,
  body: (tx: Statements) => Promise<Result>,
): Promise<Result> {
  return withEffects((tracked) => database.transaction(tracked(body)));
}

async function withEffects<Result>(
  run: (
    tracked: <Tx extends Statements>(body: (tx: Tx) => Promise<Result>) => (tx: Tx) => Promise<Result>,
  ) => Promise<Result>,
): Promise<Result> {
  const effects: (() => void)[] = [];
  const result = await run((body) => (tx) => {
    // The effects of a part wait for the end of the whole.
    if (!pending.has(tx)) pending.set(tx, effects);
    return body(tx);
  });
  for (const effect of effects) effect();
  return result;
}

/**
 * The database for services that are to do several transactions as one: each of them is a part of `tx`, which sees what it
 * wrote and takes it along where it is rolled back. A part that fails fails the whole.
 */
export function partsOf(tx: Transaction, database: Database): Database {
  const inOne = { $transaction: <Result>(body: (part: Transaction) => Promise<Result>) => body(tx) };
  const prisma = new Proxy(tx, {
    get: (target, name) => Reflect.get(name in inOne ? inOne : target, name) as unknown,
  }) as PrismaClient;
  const rows: Database['rows'] = (sql, ...values) => tx.$queryRaw(sql, ...values);
  return {
    ...database,
    ...{ state: new Map(), prisma, rows, replica: { ...database.replica, rows }, transaction: (body) => body(tx) },
  };
}

/**
 * Waits for statements of one transaction that do not wait for each other. They are executed in the order in which they were
 * sent. Throws the error that ended the transaction, once all have ended: none may be sent after the transaction.
 */
export async function together<Results extends unknown[]>(
  ...statements: { [Index in keyof Results]: Promise<Results[Index]> }
): Promise<Results> {
  const ended = await Promise.allSettled(statements);
  const errors = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (errors.length > 0) throw errors.find((error) => !isOfEndedTransaction(error)) ?? errors[0];
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as Results;
}

/** Reads a consistent snapshot with several raw SQL statements; locks nothing. */
export function atOneMoment<Result>(database: Database, read: (tx: Statements) => Promise<Result>): Promise<Result> {
  return database.transaction(async (tx) => {
    const level = tx.$queryRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    const [, result] = await together(level, read(tx));
    return result;
  });
}

/** Runs `effect` once `tx` has committed, and never after a rollback. */
export function afterCommit(tx: Statements, effect: () => void): void {
  const effects = pending.get(tx);
  if (!effects) throw new Error('afterCommit needs a transaction opened by transaction()');
  effects.push(effect);
}

/** Returns the time of the database's clock, which all nodes share. Call it after taking the locks that order the changes. */
export async function databaseTime(tx: Transaction): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS "now"`;
  return (row as { now: Date }).now;
}
