import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { admit, type Viewer } from './accounts/authentication/viewer.ts';
import type { Database } from './database/client.ts';
import type { Env } from './env.ts';
import type { Sharer } from './events/broadcast.ts';
import type { EventLog } from './events/log.ts';
import type { Limits } from './operations/limits.ts';
import type { Mailer } from './operations/mail.ts';
import type { Metrics } from './operations/metrics.ts';
import type { RequestParams } from './server/fast-post.ts';

/** The doors that every request shares. */
export interface App {
  readonly env: Env;
  readonly database: Database;
  readonly events: EventLog;
  readonly mail: Mailer;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Where an address is, as far as is known: "City, Country". */
  readonly locate: (ipAddress: string | null) => string | null;
}

/** Where a request comes from, as far as it can be believed. */
export interface Origin {
  readonly requestId: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/** What services and resolvers are given: the doors, who asks (null for a visitor), and from where. */
export interface Context extends App, Origin {
  readonly viewer: Viewer | null;
  /** Of what is made once for everybody inside a session: that session. There is no viewer then. */
  readonly insideOf?: string;
  /** Of a subscription: how to send what it shares with others; null where it goes its own way. */
  readonly sharer?: () => Sharer | null;
}

/** The context of whoever must be signed in. */
export interface SignedIn extends Context {
  readonly viewer: Viewer;
}

/** A context with what an open stream needs to know of how it was opened. */
export interface RequestContext extends Context {
  /** When the viewer's access token expires; null for a visitor. */
  readonly accessExpiresAt: Date | null;
  /** Over a socket: ends it for a reader that does not read. */
  readonly endSocket?: () => void;
  /** Over a socket: sends what is shared with others. */
  readonly sendShared?: Sharer['send'];
  /** Over HTTP: what is being answered. */
  readonly response?: ServerResponse;
  /** Over HTTP: what was sent. */
  readonly params?: RequestParams;
}

/**
 * Turns an access token into a context, the same for HTTP, SSE and WebSocket. A token that is not valid any more,
 * or whose device session has ended, makes a visitor; the row is read every time, so an ended one is refused at once.
 */
export async function createContext(app: App, origin: Origin, token: string | null): Promise<RequestContext> {
  const admission = token === null ? null : await admit(app, token);
  const { requestId, ipAddress, userAgent } = origin;
  // One spread at the beginning and names after it: a second one takes a microsecond more than all the rest.
  return {
    ...app,
    requestId,
    ipAddress,
    userAgent,
    viewer: admission?.viewer ?? null,
    accessExpiresAt: admission?.viewer ? admission.expiresAt : null,
  };
}

/** The token of an `Authorization: Bearer …` header; null without one. */
export function bearerToken(authorization: string | null | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}
