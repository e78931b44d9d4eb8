import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { App } from '../context.ts';
import type { Database } from '../database/client.ts';
import type { Env } from '../env.ts';
import { createEventLog } from '../events/log.ts';
import { makePartitions, trimEventLog } from '../events/partitions.ts';
import { createRedisSignals } from '../events/redis-signals.ts';
import { renumberRestoredLog } from '../events/restored.ts';
import { createMemorySignals } from '../events/signals.ts';
import { pollInterval } from '../events/watch.ts';
import type { Figure, PeriodicTask } from '../feature.ts';
import { features } from '../features.ts';
import { connectionsOf } from '../http/connections.ts';
import { requestIdOf } from '../http/origin.ts';
import { readersOf } from '../http/readers.ts';
import { answerFailure, answerJson, type Route } from '../http/route.ts';
import { hasValidTarget } from '../http/target.ts';
import { createBudget } from '../operations/budget.ts';
import { openLocations } from '../operations/geolocation.ts';
import { createLimits } from '../operations/limits.ts';
import { createMailTransport } from '../operations/mail.ts';
import { createMetrics } from '../operations/metrics.ts';
import { deleteOldDeliveries } from '../operations/notifications/deliveries.ts';
import { createMailer, type Kind } from '../operations/notifications/mailer.ts';
import { createRedis, type SharedRedis } from '../operations/redis.ts';
import type { Tracing } from '../operations/tracing.ts';
import { answerClientErrors } from './client-errors.ts';
import { compressAnswers } from './compress.ts';
import { createDrain } from './drain.ts';
import { createGraphQLServer } from './graphql.ts';
import { createHealth } from './health.ts';
import { answerInTurn } from './in-turn.ts';
import { metricsRoute } from './metrics-route.ts';
import { pagesRoute } from './pages.ts';
import { startPeriodic } from './periodic.ts';
import { logRequests } from './request-log.ts';
import { openWeb, webRoute } from './web.ts';
import { type SocketTiming, serveWebSockets } from './websocket.ts';

export interface ServerDependencies {
  env: Env;
  database: Database;
  log: Logger;
  socketTiming?: Partial<SocketTiming>;
  /** Milliseconds without a request after which a server that stops closes its connections. */
  quiet?: number;
  /** How often a query is executed before it is compiled. */
  executionsBefore?: number;
  tracing?: Tracing | null;
  /** Where the built client is, with a slash at the end. */
  webDirectory?: string;
  /** Which periodic tasks run by themselves; all of them where it is left out. Tests run the others when they need them. */
  runsByItself?: (task: PeriodicTask) => boolean;
  /** Whether mails are sent as soon as they are due. Tests have those sent that they read, in their order. */
  sendsByItself?: boolean;
}

export interface ShalaServer {
  readonly app: App;
  /** Starts listening; resolves to the base URL. */
  start(): Promise<string>;
  /**
   * Drains: `/readyz` answers 503, no connection is accepted, running requests are answered, streams and sockets end,
   * mails are sent. What has not ended by the deadline of drain() is cut off.
   */
  stop(): Promise<void>;
}

const second = 1_000;

/** Builds the server; nothing runs before `start()`. The caller closes the database after `stop()`. */
export function buildServer(dependencies: ServerDependencies): ShalaServer {
  const { env, database, log, socketTiming, quiet, executionsBefore, tracing = null, webDirectory } = dependencies;
  const { runsByItself = () => true } = dependencies;
  const redis = env.REDIS_URL ? createRedis(env.REDIS_URL, log) : null;
  if (tracing) database.onStatement(tracing.statement);
  const stopping = new AbortController();
  const app = createApp(dependencies, redis, stopping.signal);
  const web = openWeb(app, webDirectory);
  const graphql = createGraphQLServer(app, tracing, web?.operations ?? {}, executionsBefore);
  const health = createHealth(database, log);
  for (const { name, help, read } of figuresOf(app)) app.metrics.gauge(name, help, read);
  // The first route that takes a request answers it; GraphQL answers the rest.
  const routes: Route[] = [
    health.handle,
    metricsRoute(app.metrics, env),
    ...features.flatMap((feature) => (feature.routes ?? []).map((route) => route(app))),
    // Last, so that every other route keeps its paths.
    ...(web ? [webRoute(web, graphql.path)] : []),
    pagesRoute(app, graphql.path),
  ];

  const take = (request: IncomingMessage, response: ServerResponse) => {
    for (const route of request.url === graphql.path ? [] : routes) {
      const taken = route(request, response);
      if (taken) return taken;
    }
    return graphql.handle(request, response);
  };
  /** The outermost handler of errors: whatever happens below, a client is answered, and the server runs on. */
  const failed = (request: IncomingMessage, response: ServerResponse, error: unknown, isLast = false): void => {
    const isGraphQL = request.url?.split('?', 1)[0] === graphql.path;
    try {
      if (isLast) response.destroy();
      else if (isGraphQL) graphql.failed(request, response, error);
      else answerFailure(app, request, response, error);
    } catch (fault) {
      log.error({ err: fault, requestId: requestIdOf(request) }, 'cannot answer');
      failed(request, response, fault, true);
    }
  };
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    // Each layer waits for its end; with a download that is piped into it they are more than Node expects.
    response.setMaxListeners(20);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('X-Frame-Options', 'DENY');
    if (!hasValidTarget(request)) return answerJson(response, 400, badTarget);
    compressAnswers(request, response, () => {
      const taken = take(request, response);
      if (taken instanceof Promise) taken.catch((error: unknown) => failed(request, response, error));
    });
  };
  const http = createServer(slowClients(env), answerInTurn(log, logRequests(app, tracing, handle, failed)));
  answerClientErrors(http);
  const drain = createDrain(http, quiet);
  http.on('connection', readersOf(app).watch);
  const webSockets = serveWebSockets(http, app, graphql, socketTiming);
  let periodic: ReturnType<typeof startPeriodic> | undefined;

  return {
    app,
    async start() {
      await redis?.open();
      await renumberRestoredLog(database);
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject);
        http.listen(env.PORT, env.HOST, resolve);
      });
      const tasks = [...tasksOf(app), watchDatabase(health)].filter(runsByItself);
      periodic = startPeriodic(tasks, app.metrics, log);
      const { port } = http.address() as AddressInfo;
      return `http://localhost:${port}`;
    },
    async stop() {
      health.drain();
      stopping.abort();
      const tasks = periodic?.stop();
      await drain.stopAccepting();
      // Before the connections close: their people are expected back, and have not left.
      const stopped = Promise.all(features.map((feature) => feature.stop?.(app)));
      connectionsOf(app).endAll();
      await Promise.all([webSockets.close(), drain.finish()]);
      await Promise.all([stopped, tasks, app.mail.stop()]);
      redis?.close();
    },
  };
}

function createApp(dependencies: ServerDependencies, redis: SharedRedis | null, stopping: AbortSignal): App {
  const { env, database, log, sendsByItself = true } = dependencies;
  const locate = openLocations(env.GEOIP_DATABASE);
  const limits = createLimits(env, redis, log);
  const metrics = createMetrics(database);
  const kinds = features.flatMap(({ notifications = [] }) => notifications);
  const app: App = {
    env,
    database,
    log,
    stopping,
    locate,
    state: new Map(),
    metrics,
    events: createEventLog(database, redis ? createRedisSignals(redis) : createMemorySignals(), log),
    mail: createMailer({
      ...{ env, database, log, metrics, sendsByItself },
      transport: createMailTransport(env, log),
      kinds: kinds.map((kind): Kind => ({ ...kind, compose: (delivery) => kind.compose(app, delivery) })),
    }),
    limits,
    budget: createBudget(env, limits, log),
  };
  return app;
}

const badTarget = { message: 'The Host header or the URL is not valid.', code: 'BAD_REQUEST' };

/** Timeouts for receiving a request, after which 408 is answered and the connection closed; answers have none. */
function slowClients({ REQUEST_TIMEOUT }: Env): ServerOptions {
  return {
    headersTimeout: Math.min(REQUEST_TIMEOUT, 10 * second),
    requestTimeout: REQUEST_TIMEOUT,
    connectionsCheckingInterval: second,
    // hasValidTarget() checks it.
    requireHostHeader: false,
  };
}

function tasksOf(app: App): PeriodicTask[] {
  const connections = connectionsOf(app);
  const readers = readersOf(app);
  return [
    { name: 'close connections of ended device sessions', interval: second / 2, run: connections.endRevoked },
    { name: 'share the costs of operations', interval: second / 2, run: () => app.budget.share() },
    { name: 'cut off idle readers', interval: second, run: readers.cutOffIdle },
    { name: 'shed unread answers', interval: second / 10, run: async () => readers.shedUnread() },
    { name: 'poll for events', interval: pollInterval, run: () => app.events.poll() },
    { name: 'send mails', interval: 5 * second, run: async () => app.mail.sendDue() },
    { name: 'count waiting mails', interval: 15 * second, run: app.mail.countWaiting },
    {
      name: 'delete old records of mails',
      interval: 60 * second,
      run: () => deleteOldDeliveries(app.database, app.env.MAIL_RETENTION),
    },
    { name: 'make partitions of the event log', interval: 60 * second, run: () => makePartitions(app.database) },
    { name: 'trim the event log', interval: 60 * second, run: () => trimEventLog(app.database) },
    ...features.flatMap((feature) => feature.tasks?.(app) ?? []),
  ];
}

/** Notices a database that is away or takes no writes without being asked for `/readyz`: its connections are then renewed. */
function watchDatabase(health: ReturnType<typeof createHealth>): PeriodicTask {
  return { name: 'watch the database', interval: second, run: async () => void (await health.askObstacle()) };
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
