import type { ServerResponse } from 'node:http';
import type DataLoader from 'dataloader';
import type { Logger } from 'pino';
import type { Database } from './database/client.ts';
import type { Account, DeviceSession } from './database/generated/client.ts';
import type { Env } from './env.ts';
import type { Subscriber } from './events/broadcast.ts';
import type { EventLog } from './events/log.ts';
import type { StateOwner } from './node-state.ts';
import type { Budget } from './operations/budget.ts';
import type { Limits } from './operations/limits.ts';
import type { Metrics } from './operations/metrics.ts';
import type { Mailer } from './operations/notifications/mailer.ts';

/** One node: its configuration, the systems that it talks to, and what it keeps in memory (`state`). */
export interface App extends StateOwner {
  readonly env: Env;
  readonly database: Database;
  readonly events: EventLog;
  readonly mail: Mailer;
  readonly limits: Limits;
  readonly budget: Budget;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Aborted when the node begins to stop; work that nobody waits for ends at its next step. */
  readonly stopping: AbortSignal;
  /** Returns the place of an IP address as "City, Country"; null where it is unknown. */
  readonly locate: (ipAddress: string | null) => string | null;
}

/** Where a request comes from, as far as it can be trusted. */
export interface Origin {
  readonly requestId: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  /** User-Agent Client Hints, as they were sent. */
  readonly clientHints?: ClientHints;
}

/** Values of the `Sec-CH-UA-*` headers, by which browsers describe what they have frozen in the User-Agent. */
export interface ClientHints {
  /** `Sec-CH-UA`: a list of brands with their major versions. */
  readonly brands?: string | undefined;
  /** `Sec-CH-UA-Mobile`: `?1` or `?0`. */
  readonly mobile?: string | undefined;
  readonly platform?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly model?: string | undefined;
}

/** A signed-in person on one of their devices. */
export interface Viewer {
  readonly account: Account;
  readonly deviceSession: Pick<DeviceSession, 'id'>;
  /** Set for an admin who has yet to set up what REQUIRE_ADMIN_TOTP asks for: `account.role` is CREATOR until then. */
  readonly isAdminWithheld?: true;
}

/** What services and resolvers receive: the node, the viewer (null for a visitor), and the request's origin. */
export interface Context {
  readonly app: App;
  readonly viewer: Viewer | null;
  readonly origin: Origin;
  /** The loaders that this request has used, by what they read; see requestLoader(). */
  readonly loaders: Map<symbol, DataLoader<never, unknown, unknown>>;
  /** Makes a person the viewer for the rest of the operation: the selection of their own sign-in. */
  signIn(viewer: Viewer): void;
  /** Whether the client has closed the connection, so that nobody waits for the result. */
  readonly isGone?: () => boolean;
  /** Set while a broadcast is executed: the session whose inside all its receivers may see. There is no viewer then. */
  readonly insideOf?: string;
  /** Set for a subscription: returns how to receive broadcasts; null for one that is executed for its viewer alone. */
  readonly broadcastSubscriber?: () => Subscriber | null;
}

/** The context of a person who must be signed in. */
export interface SignedIn extends Context {
  readonly viewer: Viewer;
}

/** The parameters of an operation, as a client sends them over any transport. Only some of their types are checked. */
export interface OperationParams {
  query?: unknown;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
  documentId?: unknown;
  doc_id?: unknown;
  extensions?: Record<string, unknown> | null | undefined;
}

/** The connection that a request came over, as far as an open stream needs it. */
export interface Transport {
  /** Whether the client has gone. */
  readonly isGone?: () => boolean;
  /** Over a socket: sends the results of a broadcast. */
  readonly sendBroadcast?: Subscriber['send'];
  /** Over HTTP: the response being written. */
  readonly response?: ServerResponse;
  /** The parameters that were sent. */
  readonly params?: OperationParams;
}

/**
 * Why an `Authorization` admits nobody: it is not `Bearer <token>`, its token is not valid or has expired, or its device
 * session has ended.
 */
export type TokenRefusal = 'malformed' | 'invalid' | 'ended';

/** The context of a request that came over a connection. */
export interface RequestContext extends Context, Transport {
  /** When the viewer's access token expires; null for a visitor. */
  readonly accessExpiresAt: Date | null;
  /** Why the request's `Authorization` was refused; null where it was accepted or missing. */
  readonly tokenRefusal: TokenRefusal | null;
}

/** Makes a context; `more` are the properties of its transport or broadcast. */
export function newContext<More extends object = object>(
  app: App,
  origin: Origin,
  viewer: Viewer | null,
  more?: More,
): Context & More {
  return { ...(more as More), app, origin, viewer, loaders: new Map(), signIn };
}

/** The only writer of `viewer`. A method, since Yoga copies the context before it executes an operation. */
function signIn(this: { viewer: Viewer | null }, viewer: Viewer): void {
  this.viewer = viewer;
}
