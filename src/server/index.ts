import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { App } from '../context.ts';
import type { Database } from '../database/client.ts';
import type { Env } from '../env.ts';
import { createEventLog, trimEventLog } from '../events/log.ts';
import { createRedisSignals } from '../events/redis-signals.ts';
import { createMemorySignals } from '../events/signals.ts';
import { pollInterval } from '../events/watch.ts';
import type { Figure, PeriodicTask } from '../feature.ts';
import { features } from '../features.ts';
import { connectionsOf } from '../http/connections.ts';
import type { Route } from '../http/route.ts';
import { openLocations } from '../operations/geolocation.ts';
import { createLimits } from '../operations/limits.ts';
import { createMailTransport } from '../operations/mail.ts';
import { createMetrics } from '../operations/metrics.ts';
import { deleteOldDeliveries } from '../operations/notifications/deliveries.ts';
import { createMailer, type Kind } from '../operations/notifications/mailer.ts';
import { createRedis, type SharedRedis } from '../operations/redis.ts';
import type { Tracing } from '../operations/tracing.ts';
import { compressAnswers } from './compress.ts';
import { createGraphQLServer } from './graphql.ts';
import { createHealth } from './health.ts';
import { metricsRoute } from './metrics-route.ts';
import { pagesRoute } from './pages.ts';
import { startPeriodic } from './periodic.ts';
import { logRequests } from './request-log.ts';
import { type SocketTiming, serveWebSockets } from './websocket.ts';

export interface ServerDependencies {
  env: Env;
  database: Database;
  log: Logger;
  socketTiming?: SocketTiming;
  /** How often a query is executed before it is compiled. */
  executionsBefore?: number;
  tracing?: Tracing | null;
}

export interface ShalaServer {
  readonly app: App;
  /** Starts listening; resolves to the base URL. */
  start(): Promise<string>;
  /** Drains: `/readyz` answers 503, sockets are closed, running requests and mails are finished. */
  stop(): Promise<void>;
}

const second = 1_000;
const stopPatience = 4 * second;

/** Builds the server; nothing runs before `start()`. The caller closes the database after `stop()`. */
export function buildServer(dependencies: ServerDependencies): ShalaServer {
  const { env, database, log, socketTiming, executionsBefore, tracing = null } = dependencies;
  const redis = env.REDIS_URL ? createRedis(env.REDIS_URL, log) : null;
  if (tracing) database.onStatement(tracing.statement);
  const app = createApp(env, database, log, redis);
  const graphql = createGraphQLServer(app, tracing, executionsBefore);
  const health = createHealth(database, log);
  for (const { name, help, read } of figuresOf(app)) app.metrics.gauge(name, help, read);
  // The first route that takes a request answers it; GraphQL answers the rest.
  const routes: Route[] = [
    health.handle,
    metricsRoute(app.metrics, env),
    ...features.flatMap((feature) => (feature.routes ?? []).map((route) => route(app))),
    // Last, so that a front end may serve these paths.
    pagesRoute(app, graphql.path),
  ];

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('X-Frame-Options', 'DENY');
    if (health.isDraining) response.setHeader('Connection', 'close');
    compressAnswers(request, response, () => {
      if (request.url !== graphql.path && routes.some((takes) => takes(request, response))) return;
      graphql.handle(request, response);
    });
  };
  // The headers of a stream that began before draining promised a connection that stays open.
  const closed = ({ socket }: IncomingMessage) => {
    if (health.isDraining) socket.end();
  };
  const http = createServer(slowClients(env), logRequests(app, tracing, handle, closed));
  const webSockets = serveWebSockets(http, app, graphql, socketTiming);
  let periodic: ReturnType<typeof startPeriodic> | undefined;

  return {
    app,
    async start() {
      await redis?.open();
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject);
        http.listen(env.PORT, env.HOST, resolve);
      });
      periodic = startPeriodic(tasksOf(app), app.metrics, log);
      const { port } = http.address() as AddressInfo;
      return `http://localhost:${port}`;
    },
    async stop() {
      health.drain();
      await periodic?.stop();
      // Before the connections close: presence then ends in one batch instead of one write per socket.
      const stopped = Promise.all(features.map((feature) => feature.stop?.(app)));
      connectionsOf(app).endAll();
      await webSockets.close();
      await stopped;
      // One request that does not end must not delay the stop.
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

function createApp(env: Env, database: Database, log: Logger, redis: SharedRedis | null): App {
  const locate = openLocations(env.GEOIP_DATABASE);
  const metrics = createMetrics(database);
  const kinds = features.flatMap(({ notifications = [] }) => notifications);
  const app: App = {
    env,
    database,
    log,
    locate,
    state: new Map(),
    metrics,
    events: createEventLog(database, redis ? createRedisSignals(redis) : createMemorySignals(), log),
    mail: createMailer({
      ...{ env, database, log, metrics },
      transport: createMailTransport(env, log),
      kinds: kinds.map((kind): Kind => ({ ...kind, compose: (delivery) => kind.compose(app, delivery) })),
    }),
    limits: createLimits(env, redis, log),
  };
  return app;
}

/** Timeouts for receiving a request, after which Node answers 408 and closes the connection; answers have none. */
function slowClients({ REQUEST_TIMEOUT }: Env): ServerOptions {
  return {
    headersTimeout: Math.min(REQUEST_TIMEOUT, 10 * second),
    requestTimeout: REQUEST_TIMEOUT,
    connectionsCheckingInterval: second,
  };
}

function tasksOf(app: App): PeriodicTask[] {
  const connections = connectionsOf(app);
  return [
    { name: 'close connections of ended device sessions', interval: second / 2, run: connections.endRevoked },
    { name: 'cut off idle readers', interval: second, run: connections.cutOffIdleReaders },
    { name: 'poll for events', interval: pollInterval, run: () => app.events.poll() },
    { name: 'send mails', interval: 5 * second, run: async () => app.mail.sendDue() },
    { name: 'count waiting mails', interval: 15 * second, run: app.mail.countWaiting },
    {
      name: 'delete old records of mails',
      interval: 60 * second,
      run: () => deleteOldDeliveries(app.database, app.env.MAIL_RETENTION),
    },
    { name: 'trim the event log', interval: 60 * second, run: () => trimEventLog(app.database) },
    ...features.flatMap((feature) => feature.tasks?.(app) ?? []),
  ];
}

function figuresOf(app: App): Figure[] {
  return [
    { name: 'shala_mails_under_way', help: 'Mails that this node is sending', read: () => app.mail.underWay },
    {
      name: 'shala_mails_queued',
      help: 'Mails of all nodes that are due and not sent yet',
      read: () => app.mail.waiting.count,
    },
    {
      name: 'shala_mails_oldest_seconds',
      help: 'Age of the oldest mail that is due and not sent yet',
      read: () => app.mail.waiting.oldestSeconds,
    },
    {
      name: 'shala_readers_waiting',
      help: 'Subscribers that have not yet taken the last result sent to them',
      read: () => connectionsOf(app).waitingReaders,
    },
    ...features.flatMap((feature) => feature.figures?.(app) ?? []),
  ];
}
