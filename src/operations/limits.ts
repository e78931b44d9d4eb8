import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Logger } from 'pino';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Env } from '../env.ts';
import { RateLimitedError } from '../errors.ts';
import { parseAddress } from './ip-address.ts';
import type { SharedRedis } from './redis.ts';

/** A limit of `points` in `seconds`; the window begins with the first count. */
export interface Rule {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

export interface Count {
  readonly value: number;
  /** Seconds until the count is reset: at least 1. */
  readonly seconds: number;
}

/** The key that a rule counts by, such as an account or a network; null is not counted. */
export type Key = string | null;

/** Rate limits. All nodes share the counts where there is a Redis. Every count is one atomic step. */
export interface Limits {
  /** Counts one and returns the new count; `seconds` replaces the rule's own window. */
  count(rule: Rule, key: Key, seconds?: number): Promise<Count>;
  /** Adds several at once and returns the new count. */
  add(rule: Rule, key: Key, points: number): Promise<Count>;
  peek(rule: Rule, key: Key): Promise<Count>;
  put(rule: Rule, key: Key, value: number): Promise<void>;
  /** Takes one count back. */
  refund(rule: Rule, key: Key): Promise<void>;
  forget(rule: Rule, key: Key): Promise<void>;
  /** Counts one; throws RateLimitedError above the rule's points. */
  spend(rule: Rule, key: Key): Promise<void>;
  /** Runs at most `atOnce` works of a key at a time on this node; throws RateLimitedError where too many wait. */
  inTurn<Result>(key: Key, atOnce: number, work: () => Promise<Result>): Promise<Result>;
}

const nothing: Count = { value: 0, seconds: 1 };
const maxWaiting = 100;

export function createLimits(env: Pick<Env, 'RATE_LIMITS'>, redis: SharedRedis | null, log: Logger): Limits {
  const limiters = new Map<string, { shared: RateLimiterAbstract | null; local: RateLimiterAbstract }>();
  const queues = new Map<string, { limit: LimitFunction; users: number }>();

  const limitersOf = ({ name, points, seconds }: Rule) => {
    const existing = limiters.get(name);
    if (existing) return existing;
    const options = { keyPrefix: `limits:${name}`, points, duration: seconds };
    const made = {
      shared: redis && new RateLimiterRedis({ ...options, storeClient: redis.client }),
      local: new RateLimiterMemory(options),
    };
    limiters.set(name, made);
    return made;
  };

  /** Counts in Redis. Where Redis fails, the memory of this node counts, so that limits hold during an outage. */
  async function run<Result>(rule: Rule, action: (limiter: RateLimiterAbstract) => Promise<Result>): Promise<Result> {
    const { shared, local } = limitersOf(rule);
    if (shared && redis?.isReady) {
      try {
        return await action(shared);
      } catch (error) {
        redis.failed(error);
      }
    }
    return action(local);
  }

  const limits: Limits = {
    async count(rule, key, seconds = rule.seconds) {
      if (!env.RATE_LIMITS || key === null) return nothing;
      const count = asCount(await run(rule, (limiter) => limiter.penalty(key, 1, { customDuration: seconds })));
      // Logged once per window. Rules of one point are delays that follow a reached limit, and are not logged.
      if (rule.points > 1 && count.value === rule.points) {
        log.warn({ limit: rule.name, seconds: count.seconds }, 'reached a rate limit');
      }
      return count;
    },
    async add(rule, key, points) {
      if (!env.RATE_LIMITS || key === null) return nothing;
      return asCount(await run(rule, (limiter) => limiter.penalty(key, points)));
    },
    async peek(rule, key) {
      if (!env.RATE_LIMITS || key === null) return nothing;
      return asCount(await run(rule, (limiter) => limiter.get(key)));
    },
    async put(rule, key, value) {
      if (env.RATE_LIMITS && key !== null) await run(rule, (limiter) => limiter.set(key, value, rule.seconds));
    },
    async refund(rule, key) {
      if (env.RATE_LIMITS && key !== null) await run(rule, (limiter) => limiter.reward(key, 1));
    },
    async forget(rule, key) {
      if (env.RATE_LIMITS && key !== null) await run(rule, (limiter) => limiter.delete(key));
    },
    async spend(rule, key) {
      const { value, seconds } = await limits.count(rule, key);
      if (value > rule.points) throw new RateLimitedError(seconds);
    },
    async inTurn(key, atOnce, work) {
      if (!env.RATE_LIMITS || key === null) return work();
      const queue = queues.get(key) ?? { limit: pLimit(atOnce), users: 0 };
      if (queue.limit.pendingCount >= maxWaiting) throw new RateLimitedError(1);
      queues.set(key, queue);
      queue.users += 1;
      try {
        return await queue.limit(work);
      } finally {
        queue.users -= 1;
        if (queue.users === 0) queues.delete(key);
      }
    },
  };
  return limits;
}

function asCount(counted: RateLimiterRes | null): Count {
  if (!counted || counted.msBeforeNext <= 0) return nothing;
  return { value: counted.consumedPoints, seconds: Math.max(1, Math.ceil(counted.msBeforeNext / 1000)) };
}

/** Returns the network that one person is assumed to control: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(ipAddress: string | null): Key {
  return ipAddress === null ? null : networks.memo(ipAddress);
}

// Each operation of a visitor asks for one, and many for the same.
const networks = new LRUCache<string, string>({
  max: 1_000,
  memoMethod: (ipAddress) => {
    const address = parseAddress(ipAddress);
    if (!(address instanceof ipaddr.IPv6)) return address?.toString() ?? ipAddress;
    const groups = address.parts.slice(0, 4).map((part) => part.toString(16));
    return `${groups.join(':')}::/64`;
  },
});
