import { isIP } from 'node:net';
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
import type { SharedRedis } from './redis.ts';

/** So many points in so many seconds, counted from the first. */
export interface Rule {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

export interface Count {
  readonly value: number;
  /** Until it is forgotten: at least 1. */
  readonly seconds: number;
}

/** Whom a rule counts; null is nobody in particular, who is not counted. */
export type Key = string | null;

/** Counts that all nodes share, as far as there is a Redis. Every count is one atomic step. */
export interface Limits {
  /** Counts one, and says what that makes; `seconds` in place of the rule's own. */
  count(rule: Rule, key: Key, seconds?: number): Promise<Count>;
  peek(rule: Rule, key: Key): Promise<Count>;
  put(rule: Rule, key: Key, value: number): Promise<void>;
  /** Takes one back. */
  refund(rule: Rule, key: Key): Promise<void>;
  forget(rule: Rule, key: Key): Promise<void>;
  /** Counts one; throws RateLimitedError where that is more than the rule's points. */
  spend(rule: Rule, key: Key): Promise<void>;
  /** Works for one key, on this node, so many at once; throws RateLimitedError where too many wait already. */
  inTurn<Result>(key: Key, atOnce: number, work: () => Promise<Result>): Promise<Result>;
}

const nothing: Count = { value: 0, seconds: 1 };
const maxWaiting = 100;

export function createLimits(env: Pick<Env, 'RATE_LIMITS'>, redis: SharedRedis | null, log: Logger): Limits {
  const limiters = new Map<string, { shared: RateLimiterAbstract | null; local: RateLimiterAbstract }>();
  const lanes = new Map<string, { limit: LimitFunction; users: number }>();

  const limitersOf = ({ name, points, seconds }: Rule) => {
    const known = limiters.get(name);
    if (known) return known;
    const options = { keyPrefix: `limits:${name}`, points, duration: seconds };
    const made = {
      shared: redis && new RateLimiterRedis({ ...options, storeClient: redis.client }),
      local: new RateLimiterMemory(options),
    };
    limiters.set(name, made);
    return made;
  };

  /** In Redis; where that fails, in the memory of this node, so that nobody is locked out or let in without limit. */
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
      // Once per window, and not for delays, which follow a limit that was reached.
      if (rule.points > 1 && count.value === rule.points) {
        log.warn({ limit: rule.name, seconds: count.seconds }, 'reached a rate limit');
      }
      return count;
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
      const lane = lanes.get(key) ?? { limit: pLimit(atOnce), users: 0 };
      if (lane.limit.pendingCount >= maxWaiting) throw new RateLimitedError(1);
      lanes.set(key, lane);
      lane.users += 1;
      try {
        return await lane.limit(work);
      } finally {
        lane.users -= 1;
        if (lane.users === 0) lanes.delete(key);
      }
    },
  };
  return limits;
}

function asCount(counted: RateLimiterRes | null): Count {
  if (!counted || counted.msBeforeNext <= 0) return nothing;
  return { value: counted.consumedPoints, seconds: Math.max(1, Math.ceil(counted.msBeforeNext / 1000)) };
}

/** What one person may be taken to hold: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(ipAddress: string | null): Key {
  if (ipAddress === null || isIP(ipAddress) !== 6) return ipAddress;
  // The URL parser knows all the ways to write one; what it leaves is hexadecimal groups and at most one `::`.
  const plain = new URL(`http://[${ipAddress.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = plain.split('::').map((part) => part.split(':').filter(Boolean));
  const groups = plain.includes('::')
    ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
    : head;
  const mapped = /^0:0:0:0:0:ffff:(\w+):(\w+)$/.exec(groups.join(':'));
  if (!mapped) return `${groups.slice(0, 4).join(':')}::/64`;
  const [high, low] = mapped.slice(1).map((group) => Number.parseInt(group, 16)) as [number, number];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
