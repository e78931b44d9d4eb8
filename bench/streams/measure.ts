import { setTimeout as wait } from 'node:timers/promises';
import { startRedis } from '../../tests/support/processes.ts';
import { createDatabase } from '../database.ts';
import { cpuOf, memoryOf } from '../processes.ts';
import { type Figure, medians } from '../report.ts';
import { type Clients, startClients } from './clients.ts';
import { hostsWorkload } from './hosts.ts';
import { seatsWorkload } from './seats.ts';
import { nodeLossWorkloads, sessionWorkloads } from './session.ts';
import type { Audience, Stage, StreamServer, StreamWorkload } from './workload.ts';

const workloads = [...sessionWorkloads, seatsWorkload, hostsWorkload, ...nodeLossWorkloads];

interface Choice {
  /** Milliseconds. */
  duration: number;
  rounds: number;
  /** The workloads and servers to measure; null for all. */
  only: Set<string> | null;
  servers: Set<string> | null;
  say(text: string): void;
}

/** Subscriptions over WebSocket, from a process of its own; every subscriber checks that nothing is missing or repeated. */
export async function measureStreams({ duration, rounds, only, servers, say }: Choice): Promise<Figure[]> {
  const chosen = workloads.filter(({ name }) => !only || only.has(name.slice(0, 2)));
  if (chosen.length === 0) return [];
  const database = await createDatabase(`shala_bench_streams_${process.pid}`);
  const redis = await startRedis();
  const surroundings = { databaseUrl: database.url, redisUrl: redis.url };
  const figures: Figure[] = [];
  try {
    for (const workload of chosen) {
      const compared = workload.servers(surroundings).filter(({ name }) => !servers || servers.has(name));
      for (let round = 1; round <= rounds; round += 1) {
        for (const server of compared) {
          const figure = await (workload.loss
            ? measureReturn(workload, server, workload.loss)
            : measure(workload, server, duration));
          figures.push(figure);
          say(
            `round ${round}  ${(workload.name.split(' ')[0] as string).padEnd(9)} ${server.name.padEnd(12)} ${figure.perSecond.toFixed(0).padStart(7)}/s`,
          );
        }
      }
    }
  } finally {
    await redis.kill();
    await database.drop();
  }
  return medians(figures);
}

async function measure(workload: StreamWorkload, { name, open }: StreamServer, duration: number): Promise<Figure> {
  const stage = await open();
  const { server, expected } = stage;
  const clients = startClients();
  try {
    const began = performance.now();
    const audience = await openAll(workload, stage, clients);
    const opening = (performance.now() - began) / 1000;
    await wait(2_000);
    audience.begin();
    let isOver = false;
    const load = workload.load(audience, () => isOver);
    await wait(duration / 4);
    clients.tell({ type: 'begin' });
    const cpuBefore = cpuOf(server.pid);
    const from = performance.now();
    await wait(duration);
    const counted = await clients.ask({ type: 'end' }, 'counted');
    const seconds = (performance.now() - from) / 1000;
    const cpu = cpuOf(server.pid) - cpuBefore;
    isOver = true;
    audience.wake();
    await load;
    const { deliveries, p50, p99 } = counted;
    const finished = expected ? await clients.ask({ type: 'finish', expected: expected() }, 'finished') : counted;
    return {
      ...{ workload: workload.name, server: name, perSecond: deliveries / seconds, p50, p99, cpu: cpu / deliveries },
      ...{ memory: memoryOf(server.pid), opening },
      ...(finished.faults > 0 && { note: `${finished.faults} lost, repeated or failed` }),
    };
  } finally {
    clients.stop();
    await stage.close();
  }
}

/** Ends the node that everybody is subscribed at, and waits until everybody has events of another. */
async function measureReturn(
  workload: StreamWorkload,
  { name, open }: StreamServer,
  loss: NodeJS.Signals,
): Promise<Figure> {
  const stage = await open();
  const another = await stage.startAnother?.();
  if (!another) throw new Error(`${name} has no other node`);
  const clients = startClients();
  try {
    const audience = await openAll(workload, stage, clients);
    let isOver = false;
    const load = workload.load(audience, () => isOver);
    await wait(1_000);
    clients.tell({ type: 'return', url: another.url });
    const cpuBefore = cpuOf(another.pid);
    process.kill(stage.server.pid, loss);
    const { faults, p50, p99, most } = await clients.hear('returned');
    const cpu = cpuOf(another.pid) - cpuBefore;
    isOver = true;
    await load;
    const people = stage.subscriptions.length;
    return {
      ...{ workload: workload.name, server: name, perSecond: (people * 1000) / most, p50, p99, cpu: cpu / people },
      ...{ memory: memoryOf(another.pid), opening: most / 1000 },
      ...(faults > 0 && { note: `${faults} lost, repeated or failed` }),
    };
  } finally {
    clients.stop();
    await another.stop();
    await stage.close();
  }
}

/** Opens all subscriptions; resolves once each has begun. */
async function openAll({ query, reader }: StreamWorkload, stage: Stage, clients: Clients) {
  const { server, path, subscriptions } = stage;
  let published = 0;
  let offset: number | null = null;
  let everywhere = 0;
  let wake = () => {};
  clients.listen((report) => {
    if (report.type !== 'everywhere') return;
    everywhere = report.sequence;
    wake();
  });
  const audience: Audience = {
    async publish(count) {
      published += count;
      await stage.publish(count, (change) => clients.tell({ type: 'changed', ...change }));
    },
    outstanding: () => published - (everywhere - (offset ?? 0)),
    progress: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
  /** Not every server tells when a subscription has begun: then, when an event has reached everybody. */
  const reachEverybody = async () => {
    while (everywhere === 0) {
      await audience.publish(1);
      await Promise.race([audience.progress(), wait(500)]);
    }
  };
  const opened = reader === 'session' ? null : clients.hear('opened');
  await clients.ask({ type: 'open', url: server.url, path, query, reader, subscriptions }, 'asked');
  await (opened ?? reachEverybody());
  return {
    ...audience,
    /** Counts what is outstanding from now on. */
    begin() {
      offset = everywhere - published;
    },
    wake: () => wake(),
  };
}
