import { setTimeout as delay } from 'node:timers/promises';
import { unavailability } from './errors.ts';

// Milliseconds between two attempts, and until the last one. Results of events are executed anew after the first of them.
const retryInterval = 1_000;
const patience = 300_000;

/**
 * Reads for an open stream, and again while the database is away, so that no outage ends the stream or takes an event from it.
 * Throws what the last attempt threw once `isOver()`, or after minutes.
 */
export async function onceReachable<Result>(
  read: (attempt: number) => Result | Promise<Result>,
  isOver: () => boolean,
): Promise<Result> {
  const end = performance.now() + patience;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read(attempt);
    } catch (error) {
      if (!unavailability(error) || isOver() || performance.now() > end) throw error;
    }
    await delay(retryInterval, undefined, { ref: false });
  }
}
