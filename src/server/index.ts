import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { passwordsWaiting } from '../accounts/authentication/passwords.ts';
import { deleteExpiredLinks } from '../accounts/links/service.ts';
import { exportRoute } from '../admin/exports/route.ts';
import { calendarRoute } from '../bookings/calendar/feed.ts';
import { checkoutPages } from '../bookings/payments/checkout.ts';
import { paymentWebhook } from '../bookings/payments/webhook.ts';
import { expireHolds } from '../bookings/seats/service.ts';
import type { App } from '../context.ts';
import type { Database } from '../database/client.ts';
import type { Env } from '../env.ts';
import { openFeeds } from '../events/feed.ts';
import { createEventLog, trimEventLog } from '../events/log.ts';
import { createRedisSignals } from '../events/redis-signals.ts';
import { createMemorySignals } from '../events/signals.ts';
import { pollInterval } from '../events/watch.ts';
import { createConnections } from '../http/connections.ts';
import type { Route } from '../http/route.ts';
import { endAbandonedSessions } from '../lifecycle/lifecycle.ts';
import { extendSeries } from '../lifecycle/series/dates.ts';
import { presenceRenewal, releasePresence } from '../live/presence/node.ts';
import { expirePresence } from '../live/presence/service.ts';
import { storyExport } from '../live/stories/export.ts';
import { openLocations } from '../operations/geolocation.ts';
import { createLimits } from '../operations/limits.ts';
import { createMailer } from '../operations/mail.ts';
import { createMetrics } from '../operations/metrics.ts';
import { createRedis } from '../operations/redis.ts';
import type { Tracing } from '../operations/tracing.ts';
import { abandonStalePractices } from '../practice/abandonment.ts';
import { practiceLinks } from '../practice/sharing/route.ts';
import { createGraphQLServer } from './graphql.ts';
import { createHealth } from './health.ts';
import { metricsRoute } from './metrics-route.ts';
import { type PeriodicTask, startPeriodic } from './periodic.ts';
import { observeRequests } from './request-log.ts';
import { type SocketTiming, serveSockets } from './websocket.ts';

export interface ServerDependencies {
  env: Env;
  database: Database;
  log: Logger;
  socketTiming?: SocketTiming;
  /** Executions of a query before it is compiled. */
  executionsBefore?: number;
  tracing?: Tracing | null;
}

export interface ShalaServer {
  readonly app: App;
  /** Starts listening; resolves to the base URL. */
  start(): Promise<string>;
  /** Drains: not ready any more, sockets closed, running requests finished, mails under way sent. */
  stop(): Promise<void>;
}

/** Wires the server together; nothing runs before `start()`. The database stays the caller's to close. */
export function buildServer(dependencies: ServerDependencies): ShalaServer {
  const { env, database, log, socketTiming, executionsBefore, tracing = null } = dependencies;
  const redis = env.REDIS_URL ? createRedis(env.REDIS_URL, log) : null;
  const events = createEventLog(database, redis ? createRedisSignals(redis) : createMemorySignals(), log);
  const locate = openLocations(env.GEOIP_DATABASE);
  const metrics = createMetrics(database);
  if (tracing) database.onStatement(tracing.statement);
  const app: App = {
    env,
    database,
    log,
    metrics,
    events,
    mail: createMailer(env, log),
    limits: createLimits(env, redis, log),
    locate,
  };
  metrics.gauge('shala_passwords_waiting', 'Passwords that wait to be hashed', passwordsWaiting);
  metrics.gauge('shala_mails_under_way', 'Mails that wait to be sent', () => app.mail.underWay);
  const connections = createConnections(app);
  metrics.gauge('shala_feeds_open', 'Sessions whose events are followed', () => openFeeds(app));
  metrics.gauge(
    'shala_readers_waiting',
    'Subscribers that have yet to take what they were sent',
    () => connections.waitingReaders,
  );
  const graphql = createGraphQLServer(app, connections, tracing, executionsBefore);
  const health = createHealth(database, log);
  // The first that takes a request answers it; GraphQL takes all that is left.
  const routes: Route[] = [
    health.handle,
    metricsRoute(metrics, env),
    paymentWebhook(app),
    checkoutPages(app),
    calendarRoute(app),
    exportRoute(app, connections),
    storyExport(app),
    practiceLinks(app),
  ];

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('X-Frame-Options', 'DENY');
    if (health.isDraining) response.setHeader('Connection', 'close');
    if (request.url !== graphql.path && routes.some((takes) => takes(request, response))) return;
    graphql.handle(request, response);
  };
  // An event stream that began before draining did was promised a connection that stays open.
  const closed = ({ socket }: IncomingMessage) => {
    if (health.isDraining) socket.end();
  };
  const http = createServer(slowClients(env), observeRequests(app, tracing, handle, closed));
  const sockets = serveSockets(http, app, graphql, connections, socketTiming);
  let periodic: ReturnType<typeof startPeriodic> | undefined;

  return {
    app,
    async start() {
      await redis?.open();
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject);
        http.listen(env.PORT, env.HOST, resolve);
      });
      periodic = startPeriodic([connections.sweep, connections.lookAtReaders, ...periodicTasks(app)], metrics, log);
      const { port } = http.address() as AddressInfo;
      return `http://localhost:${port}`;
    },
    async stop() {
      health.drain();
      await periodic?.stop();
      // Before they are closed, so that their people change in one go.
      const released = releasePresence(app);
      connections.endAll();
      await sockets.close();
      await released;
      // A request that does not end must not keep the others from an orderly end.
      const impatience = setTimeout(() => http.closeAllConnections(), stopPatience);
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeIdleConnections();
      });
      clearTimeout(impatience);
      await app.mail.stop();
      redis?.close();
    },
  };
}

const second = 1_000;
const stopPatience = 4 * second;

/** Whoever sends a request by drops is answered 408 and cut off; answers may take as long as they like. */
function slowClients({ REQUEST_TIMEOUT }: Env): ServerOptions {
  return {
    headersTimeout: Math.min(REQUEST_TIMEOUT, 10 * second),
    requestTimeout: REQUEST_TIMEOUT,
    connectionsCheckingInterval: second,
  };
}

/** What has to happen without anybody asking. Nodes that run it at once skip each other's rows. */
function periodicTasks(app: App): PeriodicTask[] {
  return [
    presenceRenewal(app),
    { name: 'look for events without a signal', interval: pollInterval, run: () => app.events.poll() },
    { name: 'trim the event log', interval: 60 * second, run: () => trimEventLog(app.database) },
    { name: 'expire presence', interval: 2 * second, run: () => expirePresence(app) },
    { name: 'expire booking holds', interval: 5 * second, run: () => expireHolds(app) },
    { name: 'delete expired links', interval: 60 * second, run: () => deleteExpiredLinks(app) },
    { name: 'extend series', interval: 3600 * second, run: () => extendSeries(app) },
    { name: 'end abandoned sessions', interval: 30 * second, run: () => endAbandonedSessions(app) },
    { name: 'abandon stale practices', interval: 60 * second, run: () => abandonStalePractices(app) },
  ];
}
