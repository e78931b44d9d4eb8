import { shortenDeviceSessions } from './accounts/device-sessions/service.ts';
import { ensureAdministrator } from './accounts/service.ts';
import { connectEmbedded, connectServer, openDatabase } from './database/client.ts';
import { applyMigrations } from './database/migrations.ts';
import { demoAccounts, demoPassword, fillDemo } from './demo/studio.ts';
import { ConfigurationError, parseEnv } from './env.ts';
import { createLogger } from './operations/logging.ts';
import { path } from './server/graphql.ts';
import { buildServer } from './server/index.ts';

async function main(): Promise<void> {
  const env = parseEnv(process.env);
  const log = createLogger(env);
  const connection = env.DATABASE_URL
    ? connectServer(
        env.DATABASE_URL,
        (error) => log.warn({ err: error }, 'lost a database connection'),
        env.DATABASE_TIMEOUT,
      )
    : await connectEmbedded(env.DATA_DIR);
  const applied = await applyMigrations(connection);
  if (applied.length > 0) log.info({ applied }, 'migrated the database');
  const database = openDatabase(connection);
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = endpoint ? (await import('./operations/tracing.ts')).startTracing(endpoint) : null;
  const server = buildServer({ env, database, log, tracing });
  const isDemo = env.DEMO && (await fillDemo(server.app));
  await ensureAdministrator(server.app);
  await shortenDeviceSessions(server.app);
  const url = await server.start();
  log.info(`Shala is ready on ${url}${path}`);
  if (isDemo) console.log(demoNotice());

  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'draining');
    // Docker kills after 10 seconds by default; a connection that does not end must not keep the process that long.
    setTimeout(() => process.exit(1), 9_000).unref();
    await server.stop();
    await database.close();
    await tracing?.stop();
    process.exit(0);
  };
  // Node would print the whole error, including the credentials of a connection.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'crashed');
    process.exit(1);
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function demoNotice(): string {
  const accounts = demoAccounts.map(({ login, about }) => `  ${login.padEnd(6)} ${about}`);
  return `\nThe database was empty and now contains a demo studio. Its accounts have the password "${demoPassword}":\n${accounts.join('\n')}\n`;
}

main().catch((error: unknown) => {
  // Errors of the system or the database (a port in use, a wrong password) need no stack trace.
  const isPlain = error instanceof ConfigurationError || (error instanceof Error && 'code' in error);
  console.error(isPlain ? (error as Error).message || error : error);
  process.exit(1);
});
