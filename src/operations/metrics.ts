import type { GraphQLError } from 'graphql';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/client.ts';

export type Metrics = ReturnType<typeof createMetrics>;

// Clients choose the names of operations. Further names are counted as `other`, so that they cannot fill the memory.
const mostNames = 200;
const longestName = 64;
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

let processRegistry: Registry | undefined;

/** What is measured of the process. prom-client watches it until it ends, whatever nodes have run in it. */
function measureProcess(): Registry {
  if (processRegistry) return processRegistry;
  processRegistry = new Registry();
  collectDefaultMetrics({ register: processRegistry, prefix: 'shala_' });
  return processRegistry;
}

/** The metrics of one node and its process, in the format of Prometheus. */
export function createMetrics(database: Database) {
  const registry = new Registry();
  const registers = [registry];
  const registries = [measureProcess(), registry];

  const requests = new Counter({
    ...{ name: 'shala_http_requests_total', help: 'HTTP requests by route and status' },
    ...{ labelNames: ['route', 'status'] as const, registers },
  });
  const operations = new Histogram({
    ...{
      name: 'shala_operation_seconds',
      help: 'Duration of GraphQL operations by name; for subscriptions, the time until the stream began',
    },
    ...{ labelNames: ['operation', 'type'] as const, buckets: seconds, registers },
  });
  const errors = new Counter({
    ...{ name: 'shala_operation_errors_total', help: 'Errors of GraphQL operations by code' },
    ...{ labelNames: ['code'] as const, registers },
  });
  const subscriptions = new Gauge({ name: 'shala_subscriptions_open', help: 'Open subscriptions', registers });
  const events = new Counter({ name: 'shala_events_delivered_total', help: 'Results sent to subscribers', registers });
  const operationsOfSocket = new Histogram({
    ...{ name: 'shala_socket_operations', help: 'Operations per WebSocket, observed when it closes' },
    ...{ buckets: [0, 1, 2, 5, 10, 25, 100, 1000], registers },
  });
  const statements = new Histogram({
    ...{ name: 'shala_sql_seconds', help: 'Duration of SQL statements' },
    ...{ labelNames: ['outcome'] as const, buckets: seconds, registers },
  });
  const runs = new Counter({
    ...{ name: 'shala_periodic_runs_total', help: 'Finished runs of periodic tasks' },
    ...{ labelNames: ['task', 'outcome'] as const, registers },
  });
  const runSeconds = new Histogram({
    ...{ name: 'shala_periodic_seconds', help: 'Duration of runs of periodic tasks' },
    ...{ labelNames: ['task'] as const, buckets: seconds, registers },
  });
  const rows = new Counter({
    ...{ name: 'shala_periodic_rows_total', help: 'Rows that periodic tasks handled' },
    ...{ labelNames: ['task'] as const, registers },
  });
  const faults = new Counter({
    ...{ name: 'shala_periodic_faults_total', help: 'Rows that a periodic task failed on and left for its next run' },
    registers,
  });
  const lastSuccess = new Gauge({
    ...{
      name: 'shala_periodic_last_success_timestamp_seconds',
      help: 'Time of the last successful run of a periodic task',
    },
    ...{ labelNames: ['task'] as const, registers },
  });
  const mails = new Counter({
    ...{ name: 'shala_mails_total', help: 'Outcomes of attempts to send mails: sent, delayed, skipped, failed' },
    ...{ labelNames: ['kind', 'outcome'] as const, registers },
  });
  const webhooks = new Counter({
    ...{ name: 'shala_webhooks_total', help: 'Outcomes of attempts to send webhooks: sent, delayed, failed' },
    ...{ labelNames: ['outcome'] as const, registers },
  });
  const running = new Map<string, number>();
  new Gauge({
    ...{
      name: 'shala_periodic_running_seconds',
      help: 'Duration of the current run of a periodic task; 0 between runs',
    },
    ...{ labelNames: ['task'] as const, registers },
    collect() {
      for (const [task, began] of running) this.set({ task }, began === 0 ? 0 : (performance.now() - began) / 1000);
    },
  });
  new Gauge({
    ...{ name: 'shala_database_connections', help: 'Connections of the pool by state, and statements waiting for one' },
    ...{ labelNames: ['state'] as const, registers },
    collect() {
      for (const [state, count] of Object.entries(database.pool())) this.set({ state }, count);
    },
  });

  const { reads } = database.replica;
  if (reads) {
    new Gauge({
      ...{
        name: 'shala_replica_reads',
        help: 'Reads for the replica: answered by it, or by the primary since it was behind or away',
      },
      ...{ labelNames: ['outcome'] as const, registers },
      collect() {
        for (const [outcome, count] of Object.entries(reads)) this.set({ outcome }, count);
      },
    });
  }

  const routeNames = boundedNames();
  const operationNames = boundedNames();
  database.onStatement(({ milliseconds, failed }) =>
    statements.observe({ outcome: failed ? 'failed' : 'succeeded' }, milliseconds / 1000),
  );

  return {
    /** Adds a gauge whose value is read at each scrape. */
    gauge(name: string, help: string, read: () => number): void {
      new Gauge({
        ...{ name, help, registers },
        collect() {
          this.set(read());
        },
      });
    },
    request: (route: string, status: number) => requests.inc({ route: routeNames(route), status }),
    operation: (name: string | null, type: string, milliseconds: number) =>
      operations.observe({ operation: name === null ? 'anonymous' : operationNames(name), type }, milliseconds / 1000),
    /** `otherwise` is the code of errors without one. */
    errors(found: readonly Error[] | undefined, otherwise = 'BAD_REQUEST'): void {
      for (const error of found ?? [])
        errors.inc({ code: String((error as GraphQLError).extensions?.code ?? otherwise) });
    },
    subscribed: () => subscriptions.inc(),
    unsubscribed: () => subscriptions.dec(),
    delivered: (count: number) => events.inc(count),
    socketClosed: (operationCount: number) => operationsOfSocket.observe(operationCount),
    runBegan: (task: string) => void running.set(task, performance.now()),
    /** `count` is the number of rows that the run handled; null for a failed run. */
    runEnded(task: string, count: number | null): void {
      runSeconds.observe({ task }, (performance.now() - (running.get(task) as number)) / 1000);
      running.set(task, 0);
      runs.inc({ task, outcome: count === null ? 'failed' : 'succeeded' });
      if (count === null) return;
      rows.inc({ task }, count);
      lastSuccess.setToCurrentTime({ task });
    },
    periodicFault: () => faults.inc(),
    webhook: (outcome: string) => webhooks.inc({ outcome }),
    mail: (kind: string, outcome: string) => mails.inc({ kind, outcome }),
    exposition: () => Registry.merge(registries).metrics(),
  };
}

/** Returns a name itself up to the maximum number of names, then `other`. */
function boundedNames(): (name: string) => string {
  const names = new Set<string>();
  return (name) => {
    if (names.size < mostNames && name.length <= longestName) names.add(name);
    return names.has(name) ? name : 'other';
  };
}
