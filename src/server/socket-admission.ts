import type { IncomingMessage } from 'node:http';
import type { App } from '../context.ts';
import { batched } from '../database/batch.ts';
import type { Env } from '../env.ts';
import { ipAddressOf } from '../http/origin.ts';
import { isAllowedOrigin, isOwnOrigin } from '../http/route.ts';
import { networkOf } from '../operations/limits.ts';

/** Why a socket is refused before it is opened: what its client receives in place of the upgrade. */
export interface SocketRefusal {
  status: 429 | 503;
  message: string;
}

/** A socket that was opened. It counts for its address until a person signs in on it, and then for their account. */
export interface Seat {
  /** Returns false where the account has too many sockets already. */
  signIn(accountId: string): boolean;
  leave(): void;
}

/**
 * Returns what resolves in one of the next turns of the event loop, for all who have asked by then. Thousands who come at
 * once, after a node was restarted, are then looked up together; where few come, the turns pass at once.
 */
export function gatherSockets(): () => Promise<null> {
  const gather = batched(async (sockets: null[]) => sockets, { atOnce: 1, size: 1_000, turns: 32 });
  return () => gather(null);
}

/** Limits the sockets of a node: those of visitors for each address and in all, those of people for each account. */
export function limitSockets({ env, log }: App) {
  const visitors = createCounter();
  const people = createCounter();
  const addressOf = (request: IncomingMessage) => networkOf(ipAddressOf(request, env.TRUST_PROXY)) ?? 'unknown';

  return {
    refusalOf(request: IncomingMessage): SocketRefusal | null {
      if (!env.RATE_LIMITS) return null;
      const refused = (limit: string, refusal: SocketRefusal) => {
        log.info({ limit }, 'refused a socket');
        return refusal;
      };
      if (visitors.of(addressOf(request)) >= env.MAX_SOCKETS_PER_ADDRESS)
        return refused('MAX_SOCKETS_PER_ADDRESS', { status: 429, message: 'Too many sockets from this address' });
      if (visitors.total >= env.MAX_VISITOR_SOCKETS)
        return refused('MAX_VISITOR_SOCKETS', { status: 503, message: 'Too many sockets' });
      return null;
    },
    enter(request: IncomingMessage): Seat {
      let leave = visitors.add(addressOf(request));
      let isOpen = true;
      return {
        signIn(accountId) {
          if (!isOpen) return true;
          leave();
          if (env.RATE_LIMITS && people.of(accountId) >= env.MAX_SOCKETS_PER_ACCOUNT) {
            leave = () => {};
            log.info({ limit: 'MAX_SOCKETS_PER_ACCOUNT' }, 'refused a socket');
            return false;
          }
          leave = people.add(accountId);
          return true;
        },
        leave() {
          isOpen = false;
          leave();
        },
      };
    },
  };
}

function createCounter() {
  const counts = new Map<string, number>();
  let total = 0;
  const change = (key: string, by: 1 | -1) => {
    const count = (counts.get(key) ?? 0) + by;
    total += by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };
  return {
    of: (key: string) => counts.get(key) ?? 0,
    get total() {
      return total;
    },
    /** Returns how to take it back, once. */
    add(key: string): () => void {
      change(key, 1);
      return () => change(key, -1);
    },
  };
}

/**
 * Returns `Authorization` of `connectionParams`; null where they are missing or empty. Any other form is malformed: a
 * client that sends its token under another name must not be taken for a visitor.
 */
export function authorizationOf(parameters: unknown): string | null {
  if (parameters == null) return null;
  const entries = Object.entries(parameters);
  const entry = entries.find(([name]) => name.toLowerCase() === 'authorization');
  if (entry) return typeof entry[1] === 'string' ? entry[1] : entry[1] == null ? null : 'malformed';
  return entries.length === 0 && typeof parameters === 'object' ? null : 'malformed';
}

/** Whether a socket may be opened: by pages of this server or an allowed origin, and by programs, which send no Origin. */
export function mayOpen(env: Env, origin: string | undefined, request: IncomingMessage): boolean {
  return !origin || isAllowedOrigin(env, origin) || isOwnOrigin(origin, request);
}
