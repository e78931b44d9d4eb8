import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { signAccessToken } from '../../src/accounts/authentication/tokens.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import type { Prisma } from '../../src/database/generated/client.ts';
import { connectServer } from '../../src/database/postgres.ts';
import { parseEnv } from '../../src/env.ts';
import { createEventLog, type EventLog } from '../../src/events/log.ts';
import { createRedisSignals } from '../../src/events/redis-signals.ts';
import { createRedis } from '../../src/operations/redis.ts';
import { startServer } from '../processes.ts';
import type { Play, StreamServer } from './workload.ts';

/** Where nodes find each other. */
export interface Surroundings {
  databaseUrl: string;
  redisUrl: string;
}

/** Somebody signed in. */
export interface Member {
  id: string;
  token: string;
}

type NewSession = Pick<Prisma.SessionCreateManyInput, 'hostId' | 'maxParticipants'> & { visibility?: 'LISTED' };

/** What publishes to the node that is measured: as another node does, over PostgreSQL, and Redis says when. */
export interface Publisher {
  database: Database;
  events: EventLog;
  /** New accounts, each signed in. */
  signUp(count: number): Promise<Member[]>;
  /** New sessions, which began just now unless something else is given. */
  schedule(sessions: NewSession[]): Promise<string[]>;
}

/** Shala: fills the database by `prepare`, then starts a node. */
export const shala = (
  { databaseUrl, redisUrl }: Surroundings,
  prepare: (publisher: Publisher) => Promise<Play>,
): StreamServer => ({
  name: 'shala',
  async open() {
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
    const { prisma } = database;

    async function signUp(count: number): Promise<Member[]> {
      const run = randomUUID().slice(0, 8);
      const people = Array.from({ length: count }, (_, index) => ({ id: randomUUID(), sid: randomUUID(), index }));
      await prisma.account.createMany({
        data: people.map(({ id, index }) => ({
          ...{ id, email: `${run}.${index}@example.org`, emailKey: `${run}.${index}@example.org`, passwordHash: '' },
          ...{ username: `member${index}`, usernameKey: `${run}.${index}`, displayName: `Member ${index}` },
        })),
      });
      await prisma.deviceSession.createMany({
        data: people.map(({ id, sid }) => ({
          ...{ id: sid, accountId: id, deviceName: 'Bench', deviceType: 'UNKNOWN', loginMethod: 'PASSWORD' },
          expiresAt: new Date(Date.now() + 3_600_000),
        })),
      });
      return people.map(({ id, sid }) => ({
        id,
        token: signAccessToken(env, { accountId: id, deviceSessionId: sid }).token,
      }));
    }

    async function schedule(sessions: NewSession[]): Promise<string[]> {
      const now = new Date();
      const usual = { status: 'LIVE', visibility: 'UNLISTED', admission: 'CODE' } as const;
      const rows = sessions.map((session) => ({
        ...{ id: randomUUID(), title: 'Bench', tags: [], ...usual },
        ...{ startsAt: now, startedAt: now, endsAt: new Date(now.getTime() + 3_600_000), timeZone: 'UTC' },
        ...{ currency: 'EUR', deck: [], joinWindowMinutes: 15, idleTimeoutMinutes: 120 },
        ...{ freeCancellationHours: 0, bookingHoldMinutes: 15, ...session },
      }));
      await prisma.session.createMany({ data: rows });
      return rows.map(({ id }) => id);
    }

    const events = createEventLog(database, createRedisSignals(redis), log);
    const play = await prepare({ database, events, signUp, schedule });
    await prisma.$executeRaw`ANALYZE`;
    const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
    const server = await startServer(main, settings, '/readyz');
    return {
      ...{ ...play, server, path: '/graphql' },
      async close() {
        await server.stop();
        redis.close();
        await database.close();
      },
    };
  },
});
