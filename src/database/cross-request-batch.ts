import { ownedState } from '../node-state.ts';
import { batchedByKey } from './batch.ts';
import type { Database } from './client.ts';

// One, so that what is asked for while the database answers is read together: a second statement would make smaller batches.
const limits = { atOnce: 1, size: 1_000 };

/**
 * Cross-request batch: calls of many requests that arrive at the same time, with the same further arguments, are read
 * by one statement. `read` receives the keys of all of them and returns the value of each. No call joins a statement
 * that has been sent, so an answer is never older than its question. Only for reads that do not depend on the viewer.
 */
export function batchAcrossRequests<Key extends string | number, Value, More extends unknown[] = []>(
  read: (database: Database, keys: Key[], ...more: More) => Promise<readonly Value[]>,
): (database: Database, keys: readonly Key[], ...more: More) => Promise<Value[]> {
  const batchOf = ownedState((database: Database) =>
    batchedByKey<{ keys: readonly Key[]; more: More }, Value[]>(
      ({ more }) => JSON.stringify(more),
      async (calls) => {
        const keys = [...new Set(calls.flatMap((call) => call.keys))];
        const values = await read(database, keys, ...calls[0].more);
        const byKey = new Map(keys.map((key, index) => [key, values[index] as Value]));
        return calls.map((call) => call.keys.map((key) => byKey.get(key) as Value));
      },
      limits,
    ),
  );
  return (database, keys, ...more) => batchOf(database)({ keys, more });
}
