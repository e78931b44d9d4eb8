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
import { readersOf } from '../http/readers.ts';
import type { Route } from '../http/route.ts';
import { openLocations } from '../operations/geolocation.ts';
import { createLimits } from '../operations/limits.ts';
import { createMailer } from '../operations/mail.ts';
import { createMetrics } from '../operations/metrics.ts';
import { createRedis, type SharedRedis } from '../operations/redis.ts';
import type { Tracing } from '../operations/tracing.ts';
import { compressAnswers } from './compress.ts';
import { createGraphQLServer } from './graphql.ts';
import { createHealth } from './health.ts';
import { answerInTurn } from './in-turn.ts';
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
  const http = createServer(slowClients(env), answerInTurn(log, logRequests(app, tracing, handle, closed)));
  http.on('connection', readersOf(app).watch);
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
  return {
    env,
    database,
    log,
    locate: openLocations(env.GEOIP_DATABASE),
    state: new Map(),
    metrics: createMetrics(database),
    events: createEventLog(database, redis ? createRedisSignals(redis) : createMemorySignals(), log),
    mail: createMailer(env, log),
    limits: createLimits(env, redis, log),
  };
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
  const readers = readersOf(app);
  return [
    { name: 'close connections of ended device sessions', interval: second / 2, run: connections.endRevoked },
    { name: 'cut off idle readers', interval: second, run: readers.cutOffIdle },
    { name: 'shed unread answers', interval: second / 10, run: readers.shedUnread },
    { name: 'poll for events', interval: pollInterval, run: () => app.events.poll() },
    { name: 'trim the event log', interval: 60 * second, run: () => trimEventLog(app.database) },
    ...features.flatMap((feature) => feature.tasks?.(app) ?? []),
  ];
}

function figuresOf(app: App): Figure[] {
  return [
    { name: 'shala_mails_under_way', help: 'Mails waiting to be sent', read: () => app.mail.underWay },
    {
      name: 'shala_readers_waiting',
      help: 'Connections whose clients have not yet taken all that was sent to them',
      read: () => readersOf(app).waiting,
    },
    {
      name: 'shala_unread_bytes',
      help: 'Bytes sent over any connection that wait in this process for their clients to read',
      read: () => readersOf(app).unread,
    },
    ...features.flatMap((feature) => feature.figures?.(app) ?? []),
  ];
}
