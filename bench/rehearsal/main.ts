// npm run rehearse -- [--seconds 5]
// Rehearses what happens to a studio of several machines: PostgreSQL behind PgBouncer in transaction mode, Redis, two
// nodes behind nginx with deploy/nginx.conf. While people book and dashboards follow, nodes are restarted and killed, as are
// PgBouncer and Redis. The status is 1 where something that was acknowledged is lost, doubled or oversold.

import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../src/database/client.ts';
import { applyMigrations } from '../../src/database/migrations.ts';
import { connectServer } from '../../src/database/postgres.ts';
import { parseEnv } from '../../src/env.ts';
import { freePort, scratchDirectory, startPostgres, startProcess, startRedis } from '../../tests/support/processes.ts';
import { schedule, signUp } from '../studio.ts';
import { startBookers } from './bookers.ts';
import { faultsOf } from './check.ts';
import { obstacle, startNginx, startPgBouncer } from './services.ts';
import { openDashboards } from './subscribers.ts';

const { values: given } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const pause = Number(given.seconds) * 1000;
if (obstacle) {
  console.log(`Nothing is rehearsed: ${obstacle}.`);
  process.exit(2);
}

const scratch = scratchDirectory();
const postgres = await startPostgres(scratch.path);
const redis = await startRedis();
const pgbouncer = await startPgBouncer(scratch.path, postgres.url);
const settings = {
  ...{ DATABASE_URL: pgbouncer.url, DATABASE_PREPARE: 'off', REDIS_URL: redis.url, TRUST_PROXY: '1' },
  JWT_SECRET: 'a secret of rehearsals, long enough for the check',
};
const connection = connectServer(postgres.url);
await applyMigrations(connection);
const database = openDatabase(connection);
const env = parseEnv({ ...settings, DEMO: 'false' });

const hosts = await signUp(database, env, 25);
const members = await signUp(database, env, 500);
const tomorrow = Date.now() + 86_400_000;
const sessionIds = await schedule(
  database,
  Array.from({ length: 64 }, (_, index) => ({
    ...{ hostId: (hosts[index % hosts.length] as { id: string }).id, maxParticipants: 200 },
    ...({ status: 'SCHEDULED', visibility: 'LISTED', admission: 'BOOKING', startedAt: null } as const),
    ...{ startsAt: new Date(tomorrow), endsAt: new Date(tomorrow + 3_600_000) },
  })),
);

const ports = [await freePort(), await freePort()];
const startNode = (index: number) => startProcess({ ...settings, PORT: String(ports[index]) });
const nodes = [await startNode(0), await startNode(1)];
const nginx = await startNginx(scratch.path, ports);
const url = `http://127.0.0.1:${nginx.port}`;
const dashboards = await openDashboards(url, hosts, 500);
const bookers = startBookers(url, members, sessionIds, 20);

/** Does something while the studio is used, and says what people noticed of it. */
async function rehearse(name: string, act: () => Promise<void>): Promise<void> {
  bookers.look();
  dashboards.look();
  await act();
  await wait(pause);
  const { acknowledged, repeated, longest } = bookers.look();
  const { slowest, connections } = dashboards.look();
  console.log(
    `${name.padEnd(34)} ${String(acknowledged).padStart(5)} answers, ${String(repeated).padStart(4)} asked again, longest gap ` +
      `${longest.toFixed(0)} ms; an event after ${slowest} ms at most, ${connections} dashboards connected anew`,
  );
}

const restart = async (index: number, signal: NodeJS.Signals) => {
  nodes[index]?.kill(signal);
  const status = await nodes[index]?.exited;
  if (signal === 'SIGTERM' && status !== 0) throw new Error(`a node ended with ${status}`);
  nodes[index] = await startNode(index);
};

await rehearse('nothing happens', async () => {});
await rehearse('a rolling restart of both nodes', async () => {
  for (const index of [0, 1]) await restart(index, 'SIGTERM');
});
await rehearse('a node is killed, and comes back', () => restart(0, 'SIGKILL'));
await rehearse('PgBouncer is killed, and comes back', async () => {
  await pgbouncer.kill();
  await wait(2_000);
  await pgbouncer.start();
});
await rehearse('Redis is lost, and another takes over', async () => {
  await redis.kill();
  await wait(2_000);
  await redis.start();
});

await bookers.stop();
const faults = [...bookers.wrong, ...(await faultsOf(database, bookers.told, dashboards.dashboards))];
console.log(
  `${bookers.told.length} bookings were acknowledged, ${bookers.told.filter((one) => one.isCancelled).length} of them cancelled.`,
);
for (const fault of faults.slice(0, 20)) console.log(`FAULT  ${fault}`);
console.log(faults.length === 0 ? 'Nothing was lost, doubled or oversold.' : `${faults.length} faults.`);

dashboards.close();
for (const node of nodes) node.kill('SIGTERM');
await Promise.all(nodes.map(({ exited }) => exited));
await nginx.kill();
await database.close();
await pgbouncer.kill();
await redis.kill();
await postgres.stop();
scratch.remove();
process.exit(faults.length === 0 ? 0 : 1);
