import { LRUCache } from 'lru-cache';
import { ownedState } from '../node-state.ts';
import { batched } from './batch.ts';
import type { Database } from './client.ts';

type Read<Key, Value> = (keys: readonly Key[]) => Promise<Value[]>;

// Two, so that the database executes one while the rows of the other are read here.
const limits = { atOnce: 2, size: 1_000 };
// Batches, by their arguments. A request whose batch was forgotten meanwhile begins another one.
const remembered = 100;

/**
 * Cross-request batch: calls of many requests that arrive at the same time, with the same further arguments, are read
 * by one statement. `read` receives the keys of all of them and returns the value of each. No call joins a statement
 * that has been sent, so an answer is never older than its question. Only for reads that do not depend on the viewer.
 */
export function batchAcrossRequests<Key extends string | number, Value, More extends unknown[] = []>(
  read: (database: Database, keys: Key[], ...more: More) => Promise<readonly Value[]>,
): (database: Database, keys: readonly Key[], ...more: More) => Promise<Value[]> {
  const batchesOf = ownedState((_: Database) => new LRUCache<string, Read<Key, Value>>({ max: remembered }));

  const newBatch = (database: Database, more: More): Read<Key, Value> =>
    batched(async (calls: (readonly Key[])[]) => {
      const keys = [...new Set(calls.flat())];
      const values = await read(database, keys, ...more);
      const byKey = new Map(keys.map((key, index) => [key, values[index] as Value]));
      return calls.map((asked) => asked.map((key) => byKey.get(key) as Value));
    }, limits);

  return (database, keys, ...more) => {
    const batches = batchesOf(database);
    const name = JSON.stringify(more);
    const batch = batches.get(name) ?? newBatch(database, more);
    batches.set(name, batch);
    return batch(keys);
  };
}
