import { LRUCache } from 'lru-cache';
import { unavailability } from './errors.ts';

export interface BatchLimits {
  /** Batches that run at the same time. */
  atOnce: number;
  /** Items in one batch. */
  size: number;
  /**
   * Turns of the event loop that a batch waits beyond the one in which it began, as long as each brings further calls. Where
   * the process has little to do they pass at once; where it has much, it does that meanwhile. By default none.
   */
  turns?: number;
}

/**
 * Batches calls that arrive at the same time: `work` receives the items of all and returns a result for each, in their
 * order. Calls that arrive in the same turn of the event loop, and in the next `turns`, form one batch; no timer delays a
 * call to fill one. Calls that arrive while `atOnce` batches run go into the next. A failed batch rejects each of its calls.
 */
export function batched<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  { atOnce, size, turns = 0 }: BatchLimits,
): (item: Item) => Promise<Result> {
  type Call = { item: Item; resolve(result: Result): void; reject(error: unknown): void };
  const waiting: Call[] = [];
  let underWay = 0;
  let isScheduled = false;

  const schedule = () => {
    if (isScheduled || waiting.length === 0 || underWay >= atOnce) return;
    isScheduled = true;
    inNextTurn(0, turns);
  };

  function inNextTurn(before: number, left: number): void {
    setImmediate(() => {
      if (left > 0 && waiting.length > before) return inNextTurn(waiting.length, left - 1);
      isScheduled = false;
      if (waiting.length > 0) void run(waiting.splice(0, size));
      schedule();
    });
  }

  async function run(calls: Call[]): Promise<void> {
    underWay += 1;
    try {
      const results = await work(calls.map(({ item }) => item));
      for (const [index, { resolve }] of calls.entries()) resolve(results[index] as Result);
    } catch (error) {
      const failed = unavailability(error) ? calls.concat(waiting.splice(0)) : calls;
      for (const { reject } of failed) reject(error);
    } finally {
      underWay -= 1;
      schedule();
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}

// Keys, by their latest call. A call of a key that was forgotten meanwhile begins another batch.
const remembered = 1_000;

/** Batches calls like batched(), but only calls with the same key together. The limits are those of one key. */
export function batchedByKey<Item, Result>(
  keyOf: (item: Item) => string,
  work: (items: [Item, ...Item[]]) => Promise<Result[]>,
  limits: BatchLimits,
): (item: Item) => Promise<Result> {
  const batches = new LRUCache<string, (item: Item) => Promise<Result>>({ max: remembered });
  return (item) => {
    const key = keyOf(item);
    const batch = batches.get(key) ?? batched((items: Item[]) => work(items as [Item, ...Item[]]), limits);
    batches.set(key, batch);
    return batch(item);
  };
}
