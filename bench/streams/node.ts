import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { connectServer } from '../../src/database/postgres.ts';
import { parseEnv } from '../../src/env.ts';
import { createEventLog, type EventLog } from '../../src/events/log.ts';
import { createRedisSignals } from '../../src/events/redis-signals.ts';
import { createRedis } from '../../src/operations/redis.ts';
import { startServer } from '../processes.ts';
import { type Member, type NewSession, schedule, signUp } from '../studio.ts';
import type { Play, StreamServer } from './workload.ts';

/** Where nodes find each other. */
export interface Surroundings {
  databaseUrl: string;
  redisUrl: string;
}

/** What publishes to the node that is measured: as another node does, over PostgreSQL, and Redis says when. */
export interface Publisher {
  database: Database;
  events: EventLog;
  /** New accounts, each signed in. */
  signUp(count: number): Promise<Member[]>;
  /** New sessions, which began just now unless something else is given. */
  schedule(sessions: NewSession[]): Promise<string[]>;
}

export type Prepare = (publisher: Publisher) => Promise<Play>;

/** Fills the database by `prepare`; returns what a server on it is started with. */
export async function fill({ databaseUrl, redisUrl }: Surroundings, prepare: Prepare) {
  const settings = {
    ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LOG_LEVEL: 'warn', DEMO: 'false' },
    JWT_SECRET: 'a secret of benchmarks, long enough for the check',
    // All subscribers come from one address.
    RATE_LIMITS: 'off',
  };
  const env = parseEnv(settings);
  const database = openDatabase(connectServer(databaseUrl));
  const log = pino({ level: 'silent' });
  const redis = createRedis(redisUrl, log);
  await redis.open();
  const events = createEventLog(database, createRedisSignals(redis), log);
  const play = await prepare({
    ...{ database, events },
    signUp: (count) => signUp(database, env, count),
    schedule: (sessions) => schedule(database, sessions),
  });
  await database.prisma.$executeRaw`ANALYZE`;
  return {
    ...{ settings, play },
    async close() {
      redis.close();
      await database.close();
    },
  };
}

/** Shala, on a database that was filled before. */
export const shala = (surroundings: Surroundings, prepare: Prepare): StreamServer => ({
  name: 'shala',
  async open() {
    const { settings, play, close } = await fill(surroundings, prepare);
    const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
    const startAnother = () => startServer(main, settings, '/readyz');
    const server = await startAnother();
    return {
      ...{ ...play, server, startAnother, path: '/graphql' },
      async close() {
        await server.stop();
        await close();
      },
    };
  },
});
