import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Logger } from 'pino';
import { ensureAdministrator } from './accounts/service.ts';
import { type Connection, type Database, openDatabase } from './database/client.ts';
import { unavailability } from './database/errors.ts';
import { applyMigrations } from './database/migrations.ts';
import { connectServer } from './database/postgres.ts';
import { closeDemo, demoAccounts, fillDemo } from './demo/studio.ts';
import { ConfigurationError, type Env, parseEnv } from './env.ts';
import { messageOf } from './errors.ts';
import { makePartitions } from './events/partitions.ts';
import { createLogger, terminal } from './operations/logging.ts';
import { publishedPassword } from './secrets.ts';
import { path } from './server/graphql.ts';
import { buildServer } from './server/index.ts';

/** A node that runs. */
export interface Node {
  readonly log: Logger;
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a node: configuration, database, migrations, server. */
export async function start(): Promise<Node> {
  const env = parseEnv(process.env);
  const log = createLogger(env, await terminal());
  // Node would print the whole error, including the credentials of a connection.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'crashed');
    process.exit(1);
  });
  await explained(listening, tryListening(env));
  const connection = await connect(env, log);
  try {
    return await startOn(connection, env, log);
  } catch (error) {
    // Why the database takes no writes says more than the write that failed.
    await explained(databaseUsed(env), connection.ping());
    throw error;
  }
}

/** A node that cannot listen finds out before it migrates the database. It listens only once it can answer. */
async function tryListening({ PORT, HOST }: Env): Promise<void> {
  const trial = createServer((socket) => socket.destroy()).listen(PORT, HOST);
  await once(trial, 'listening');
  await once(trial.close(), 'close');
}

async function connect(env: Env, log: Logger): Promise<Connection> {
  if (env.DATABASE_URL) {
    return connectServer(env.DATABASE_URL, {
      onError: logLosses(log),
      timeout: env.DATABASE_TIMEOUT,
      connections: env.DATABASE_POOL,
      isPrepared: env.DATABASE_PREPARE,
      replicaUrl: env.DATABASE_READ_URL,
    });
  }
  // Most nodes have no use for it.
  const { connectEmbedded } = await import('./database/embedded.ts');
  return connectEmbedded(env.DATA_DIR, {
    crashed(reason) {
      log.fatal({ reason }, 'the embedded database stopped, and nothing that was acknowledged is lost: start it again');
      process.exit(1);
    },
    failed: (error) => log.error({ err: error }, 'could not look after the embedded database'),
  });
}

// Milliseconds.
const lossesTogether = 1_000;

/** Logs lost connections to the database: of those that are lost together, as where it ends, the first. */
function logLosses(log: Logger): (error: Error) => void {
  let lostAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    const isFirst = performance.now() - lostAt > lossesTogether;
    lostAt = performance.now();
    log[isFirst ? 'warn' : 'debug']({ err: error }, 'lost a database connection');
  };
}

/** In the locale C, PostgreSQL knows upper and lower case of ASCII alone. */
async function warnOfLocale({ rows }: Database, log: Logger): Promise<void> {
  const [locale] = await rows<{ knowsCase: boolean }>`SELECT lower('É') = 'é' AS "knowsCase"`;
  if (!locale?.knowsCase)
    log.warn('searches tell É from é: create the database with a UTF-8 locale, like C.UTF-8, as its LC_CTYPE');
}

async function startOn(connection: Connection, env: Env, log: Logger): Promise<Node> {
  const applied = await explained(databaseUsed(env), applyMigrations(connection));
  if (applied.length > 0) log.info({ applied }, 'migrated the database');
  const database = openDatabase(connection);
  await warnOfLocale(database, log);
  // Before the first event; without them the log takes events as well, and the periodic task tries again.
  await makePartitions(database).catch((err: unknown) =>
    log.error({ err }, 'could not make partitions of the event log'),
  );
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = endpoint ? (await import('./operations/tracing.ts')).startTracing(endpoint) : null;
  const server = buildServer({ env, database, log, tracing });
  const isDemo = env.DEMO && (await fillDemo(server.app));
  if (!env.DEMO) await closeDemo(server.app);
  await ensureAdministrator(server.app);
  const url = await explained(listening, server.start());
  log.info(`Shala is ready on ${url}/, its API on ${url}${path}`);
  if (isDemo) process.stdout.write(demoNotice());
  return {
    log,
    async stop(signal) {
      log.info({ signal }, 'draining');
      await server.stop();
      await database.close();
      await tracing?.stop();
    },
  };
}

function demoNotice(): string {
  const accounts = demoAccounts.map(({ login, about }) => `  ${login.padEnd(6)} ${about}`);
  return `\nThe database was empty and now contains a demo studio. Its accounts have the password "${publishedPassword}":\n${accounts.join('\n')}\n\n`;
}

const listening = 'listen at HOST and PORT';
const databaseUsed = ({ DATABASE_URL }: Env) => `use the database of ${DATABASE_URL ? 'DATABASE_URL' : 'DATA_DIR'}`;

/** Adds to the plain error of a part of the start what it was about: a system or a library names no setting. */
async function explained<Result>(what: string, part: Promise<Result>): Promise<Result> {
  try {
    return await part;
  } catch (error) {
    if (isPlain(error)) error.message = `Shala cannot ${what}: ${messageOf(error)}`;
    throw error;
  }
}

/** Whether an error needs no stack trace: one of the system or the database, like a port in use or a wrong password. */
export function isPlain(error: unknown): error is Error {
  if (error instanceof ConfigurationError || unavailability(error)) return true;
  return error instanceof Error && 'code' in error && error.message !== '';
}
