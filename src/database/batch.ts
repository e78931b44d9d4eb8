import { unavailability } from './errors.ts';

export interface BatchLimits {
  /** Batches under way at once. */
  atOnce: number;
  /** Items in one batch. */
  size: number;
}

/**
 * Joins calls that come at about the same time: `work` is given the items of many and answers each, in their order.
 * Nobody waits for company: what comes in one turn of the event loop goes together, what comes while enough batches are
 * under way goes in the next. A batch that fails fails each of its items.
 */
export function batched<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  { atOnce, size }: BatchLimits,
): (item: Item) => Promise<Result> {
  type Call = { item: Item; resolve(result: Result): void; reject(error: unknown): void };
  const waiting: Call[] = [];
  let underWay = 0;
  let isScheduled = false;

  const schedule = () => {
    if (isScheduled || waiting.length === 0 || underWay >= atOnce) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      if (waiting.length > 0) void run(waiting.splice(0, size));
      schedule();
    });
  };

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
