import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Env } from '../env.ts';
import { RateLimitedError } from '../errors.ts';
import type { Key, Limits, Rule } from './limits.ts';

interface Spending {
  /** As far as this node knows. */
  spent: number;
  /** What the other nodes do not know yet. */
  unshared: number;
}

/** What operations may cost in a minute, for each payer: an account, or the network of visitors. */
export interface Budget {
  /** Adds a cost; throws RateLimitedError where the payer had spent the budget before. A null payer pays nothing. */
  spend(payer: Key, cost: number): void;
  /** Shares the costs with the other nodes and learns of theirs; returns for how many payers. */
  share(): Promise<number>;
}

const seconds = 60;
const maxPayers = 100_000;

/**
 * Counts in the memory of the node, so that an operation waits for no other system. The nodes share their counts through
 * Redis every now and then, so a payer may exceed the budget by what it spends on several nodes in between.
 */
export function createBudget(
  env: Pick<Env, 'RATE_LIMITS' | 'COST_PER_MINUTE' | 'REDIS_URL'>,
  limits: Limits,
  log: Logger,
): Budget {
  const rule: Rule = { name: 'cost', points: env.COST_PER_MINUTE, seconds };
  // The window of a payer begins with its first operation.
  // Limited by size: a cache with a `max` of entries allocates memory for all of them at once.
  const spendings = new LRUCache<string, Spending>({
    maxSize: maxPayers,
    sizeCalculation: () => 1,
    ttl: seconds * 1000,
  });
  const unshared = new Map<string, Spending>();

  async function sharePayer(payer: string, spending: Spending): Promise<void> {
    const points = spending.unshared;
    spending.unshared = 0;
    const total = await limits.add(rule, payer, points);
    spending.spent = total.value + spending.unshared;
    spendings.set(payer, spending, { ttl: total.seconds * 1000 });
  }

  return {
    spend(payer, cost) {
      if (!env.RATE_LIMITS || payer === null) return;
      let spending = spendings.get(payer);
      if (!spending) {
        spending = { spent: 0, unshared: 0 };
        spendings.set(payer, spending);
      }
      if (spending.spent >= rule.points) {
        const wait = Math.max(1, Math.ceil(spendings.getRemainingTTL(payer) / 1000));
        throw new RateLimitedError(wait, 'Too many or too costly operations');
      }
      spending.spent += cost;
      spending.unshared += cost;
      if (env.REDIS_URL) unshared.set(payer, spending);
      if (spending.spent >= rule.points) log.warn({ limit: rule.name, seconds }, 'reached a rate limit');
    },
    async share() {
      const payers = [...unshared];
      unshared.clear();
      await Promise.all(payers.map(([payer, spending]) => sharePayer(payer, spending)));
      return payers.length;
    },
  };
}
