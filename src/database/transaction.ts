import type { Database, Statements } from './client.ts';
import type { Prisma } from './generated/client.ts';

export type Transaction = Prisma.TransactionClient;

const pending = new WeakMap<Statements, (() => void)[]>();

/** Runs `body` in one transaction, then what it left for after the commit; a throw rolls all of it back. */
export function transaction<Result>(database: Database, body: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return withEffects((tracked) => database.prisma.$transaction(tracked(body)));
}

/** The same past Prisma, which takes more CPU time than all else in a transaction of a few statements of our own. */
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
    pending.set(tx, effects);
    return body(tx);
  });
  for (const effect of effects) effect();
  return result;
}

/** Reads what had been committed at one moment, however many statements that takes; locks nothing. */
export function atOneMoment<Result>(database: Database, read: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return database.prisma.$transaction(read, { isolationLevel: 'RepeatableRead' });
}

/** Leaves something to be done once `tx` has committed: never done for a transaction that rolled back. */
export function afterCommit(tx: Statements, effect: () => void): void {
  const effects = pending.get(tx);
  if (!effects) throw new Error('afterCommit needs a transaction opened by transaction()');
  effects.push(effect);
}

/** What time it is by the database's clock, which all nodes share; ask once the locks are held that order the changes. */
export async function databaseTime(tx: Transaction): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS "now"`;
  return (row as { now: Date }).now;
}
