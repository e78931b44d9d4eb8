import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { signAccessToken } from '../src/accounts/authentication/tokens.ts';
import { openDatabase } from '../src/database/client.ts';
import { connectServer } from '../src/database/postgres.ts';
import { transaction } from '../src/database/transaction.ts';
import { parseEnv } from '../src/env.ts';
import { createEventLog, type EventLog } from '../src/events/log.ts';
import { createRedisSignals } from '../src/events/redis-signals.ts';
import { globalId } from '../src/graphql/global-ids.ts';
import { createRedis } from '../src/operations/redis.ts';
import { startRedis } from '../tests/support/processes.ts';
import { createDatabase } from './database.ts';
import { cpuOf, type ServerProcess, startServer } from './processes.ts';
import type { Figure } from './report.ts';
import type { streamPeers } from './servers.ts';
import type { ClientCommand, ClientReport } from './stream-clients.ts';

const secret = 'a secret of benchmarks, long enough for the check';

// The same of all: what a list of who is here needs.
const query = `subscription ($sessionId: ID!) {
  sessionEvents(sessionId: $sessionId) {
    cursor
    occurredAt
    __typename
    ... on ParticipantPresenceChanged { participant { presence role user { username displayName } } }
  }
}`;

interface Workload {
  name: string;
  subscribers: number;
  /** Publishes until it is told to stop. */
  load(audience: Broadcast, until: () => boolean): Promise<void>;
}

/** Everybody who is subscribed, and how to tell them something. */
interface Broadcast {
  publish(count: number): Promise<void>;
  /** How many of the events that were published not everybody has yet. */
  outstanding(): number;
  /** Resolves as there are fewer. */
  progress(): Promise<void>;
}

const burst = 50;
const perSecond = 20;

const workloads: Workload[] = [
  {
    name: 'S1 500 subscribers, as fast as it goes',
    subscribers: 500,
    // Always more to do, and never so much that it is a matter of memory.
    async load({ publish, outstanding, progress }, until) {
      while (!until()) {
        if (outstanding() <= 3 * burst) await publish(burst);
        else await progress();
      }
    },
  },
  {
    name: `S2 5,000 subscribers, ${perSecond} events/s`,
    subscribers: 5_000,
    async load({ publish }, until) {
      const began = performance.now();
      // A server that does not keep up gets them at the same pace.
      const published: Promise<void>[] = [];
      for (let count = 1; !until(); count += 1) {
        published.push(publish(1));
        await wait(Math.max(0, began + (count * 1000) / perSecond - performance.now()));
      }
      await Promise.all(published);
    },
  },
];

interface StreamServer {
  name: string;
  /** Starts it, with a session of so many members. */
  open(members: number): Promise<{
    server: ServerProcess;
    path: string;
    sessionId: string;
    tokens: (string | null)[];
    publish(count: number): Promise<void>;
    close(): Promise<void>;
  }>;
}

/** Publishes from within its own process, told over HTTP. */
const peer = (name: string, script: (typeof streamPeers)[number], path: string): StreamServer => ({
  name,
  async open(members) {
    const server = await startServer(fileURLToPath(new URL(`dist/${script}.js`, import.meta.url)), {});
    return {
      ...{ server, path, sessionId: randomUUID(), tokens: Array<null>(members).fill(null), close: server.stop },
      async publish(count) {
        const body = JSON.stringify({ count, occurredAt: new Date() });
        const { ok } = await fetch(server.url, { method: 'POST', body });
        if (!ok) throw new Error(`${name} does not publish.`);
      },
    };
  },
});

/** One node among several: what is published elsewhere comes over PostgreSQL, and Redis says when. */
const shala = (url: string, redisUrl: string): StreamServer => ({
  name: 'shala',
  async open(members) {
    const settings = {
      ...{ DATABASE_URL: url, REDIS_URL: redisUrl, JWT_SECRET: secret, LOG_LEVEL: 'warn', DEMO: 'false' },
      // All subscribers come from one address.
      RATE_LIMITS: 'off',
    };
    const env = parseEnv(settings);
    const database = openDatabase(connectServer(url));
    const log = pino({ level: 'silent' });
    const redis = createRedis(redisUrl, log);
    await redis.open();
    const events: EventLog = createEventLog(database, createRedisSignals(redis), log);
    const { prisma } = database;
    const accounts = Array.from({ length: members }, (_, index) => ({ id: randomUUID(), sid: randomUUID(), index }));
    const run = randomUUID().slice(0, 8);
    await prisma.account.createMany({
      data: accounts.map(({ id, index }) => ({
        ...{ id, email: `${run}.${index}@example.org`, emailKey: `${run}.${index}@example.org`, passwordHash: '' },
        ...{ username: `member${index}`, usernameKey: `${run}.${index}`, displayName: `Member ${index}` },
      })),
    });
    await prisma.deviceSession.createMany({
      data: accounts.map(({ id, sid }) => ({
        ...{ id: sid, accountId: id, deviceName: 'Bench', deviceType: 'UNKNOWN', loginMethod: 'PASSWORD' },
        expiresAt: new Date(Date.now() + 3_600_000),
      })),
    });
    const now = new Date();
    const host = accounts[0] as { id: string };
    const { id: sessionId } = await prisma.session.create({
      data: {
        ...{ hostId: host.id, title: 'Bench', tags: [], status: 'LIVE', visibility: 'UNLISTED', admission: 'CODE' },
        ...{ startsAt: now, startedAt: now, endsAt: new Date(now.getTime() + 3_600_000), timeZone: 'UTC' },
        ...{ currency: 'EUR', deck: [], joinWindowMinutes: 15, idleTimeoutMinutes: 120 },
        ...{ freeCancellationHours: 0, bookingHoldMinutes: 15 },
      },
    });
    await prisma.participant.createMany({
      data: accounts.map(({ id }) => ({
        ...{ sessionId, accountId: id, role: 'MEMBER', presence: 'ONLINE' },
        leaseExpiresAt: new Date(Date.now() + 3_600_000),
      })),
    });
    await prisma.$executeRaw`ANALYZE`;
    const { id: participantId } = await prisma.participant.findFirstOrThrow({ where: { sessionId } });
    const event = { type: 'ParticipantPresenceChanged', participantId, presence: 'ONLINE', role: 'MEMBER' } as const;
    const server = await startServer(fileURLToPath(new URL('../dist/main.js', import.meta.url)), settings, '/readyz');
    return {
      ...{ server, path: '/graphql', sessionId: globalId('Session', sessionId) },
      tokens: accounts.map(({ id, sid }) => signAccessToken(env, { accountId: id, deviceSessionId: sid }).token),
      publish: (count) =>
        transaction(database, (tx) => events.append(tx, sessionId, ...Array<typeof event>(count).fill(event))),
      async close() {
        await server.stop();
        redis.close();
        await database.close();
      },
    };
  },
});

/** Subscriptions over WebSocket, from a process of its own; every subscriber checks that nothing is missing or repeated. */
export async function measureStreams({
  quick,
  rounds,
  only,
}: {
  quick: boolean;
  rounds: number;
  only: Set<string> | null;
}): Promise<Figure[]> {
  const chosen = workloads.filter(({ name }) => !only || only.has(name.slice(0, 2)));
  if (chosen.length === 0) return [];
  const database = await createDatabase(`shala_bench_streams_${process.pid}`);
  const redis = await startRedis();
  const servers = [
    shala(database.url, redis.url),
    peer('mercurius', 'stream-mercurius', '/graphql'),
    peer('limit', 'stream-plain', '/'),
  ];
  const figures: Figure[] = [];
  try {
    for (const workload of chosen) {
      const found = servers.map(() => [] as Figure[]);
      for (let round = 0; round < rounds; round += 1) {
        for (const [index, server] of servers.entries()) {
          found[index]?.push(await measure(workload, server, quick ? 2_000 : 8_000));
        }
      }
      figures.push(...found.map(medians));
    }
  } finally {
    await redis.kill();
    await database.drop();
  }
  return figures;
}

async function measure(workload: Workload, { name, open }: StreamServer, milliseconds: number): Promise<Figure> {
  const opened = await open(workload.subscribers);
  const { server, path, sessionId, tokens } = opened;
  const clients = startClients();
  try {
    const began = performance.now();
    await clients.ask({ type: 'open', url: server.url, path, sessionId, query, tokens }, 'opened');
    let published = 0;
    let offset: number | null = null;
    let everywhere = 0;
    let moved = () => {};
    clients.listen((report) => {
      if (report.type !== 'everywhere') return;
      everywhere = report.sequence;
      moved();
    });
    const audience: Broadcast = {
      async publish(count) {
        published += count;
        await opened.publish(count);
      },
      outstanding: () => published - (everywhere - (offset ?? 0)),
      progress: () =>
        new Promise((resolve) => {
          moved = resolve;
        }),
    };
    // Not every server tells when a subscription has begun: then, when an event has reached everybody.
    while (everywhere === 0) {
      await audience.publish(1);
      await Promise.race([audience.progress(), wait(500)]);
    }
    const opening = (performance.now() - began) / 1000;
    await wait(2_000);
    offset = everywhere - published;
    let isOver = false;
    const load = workload.load(audience, () => isOver);
    await wait(milliseconds / 4);
    clients.tell({ type: 'begin' });
    const cpuBefore = cpuOf(server.pid);
    const from = performance.now();
    await wait(milliseconds);
    const counted = await clients.ask({ type: 'end' }, 'counted');
    const seconds = (performance.now() - from) / 1000;
    const cpu = cpuOf(server.pid) - cpuBefore;
    isOver = true;
    moved();
    await load;
    const { deliveries, faults, p50, p99 } = counted;
    const lost = faults > 0 ? `${faults} lost, repeated or failed; ` : '';
    return {
      ...{ workload: workload.name, server: name, perSecond: deliveries / seconds, p50, p99, cpu: cpu / deliveries },
      memory: memoryOf(server.pid),
      note: `${lost}open after ${opening.toFixed(1)} s`,
    };
  } finally {
    clients.stop();
    await opened.close();
  }
}

function startClients() {
  const child: ChildProcess = fork(fileURLToPath(new URL('stream-clients.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  const tell = (command: ClientCommand) => void child.send(command);
  const listen = (listener: (report: ClientReport) => void) => void child.on('message', listener);
  return {
    tell,
    listen,
    ask<Type extends ClientReport['type']>(command: ClientCommand, type: Type) {
      return new Promise<Extract<ClientReport, { type: Type }>>((resolve, reject) => {
        child.once('exit', () => reject(new Error('The subscribers’ process ended.')));
        listen((report) => {
          if (report.type === type) resolve(report as Extract<ClientReport, { type: Type }>);
        });
        tell(command);
      });
    },
    stop: () => void child.kill(),
  };
}

/** MiB. */
function memoryOf(pid: number): number {
  const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

function medians(figures: Figure[]): Figure {
  const median = (of: (figure: Figure) => number) => {
    const sorted = figures.map(of).sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] as number;
  };
  return {
    ...(figures.at(-1) as Figure),
    ...{ perSecond: median((one) => one.perSecond), p50: median((one) => one.p50), p99: median((one) => one.p99) },
    ...{ cpu: median((one) => one.cpu), memory: median((one) => one.memory ?? 0) },
  };
}
