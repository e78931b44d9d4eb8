import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { addSessions, removeSessions, sellOut } from './data.ts';
import type { BenchDatabase } from './database.ts';
import type { LoadOrder, LoadReport, LoadResult } from './load.ts';
import { cpuOf, memoryOf, type ServerProcess } from './processes.ts';
import type { Figure } from './report.ts';
import type { Fixture, Workload } from './workloads.ts';

const connections = 64;

/** Tells a process of its own what to send, and hears when it begins to count and when it has ended. */
export interface Load {
  run(order: LoadOrder, at: { began?(): void; ended?(): void }): Promise<LoadResult>;
  stop(): void;
}

export function startLoad(): Load {
  const child: ChildProcess = fork(fileURLToPath(new URL('load.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  return {
    run: (order, at) =>
      new Promise((resolve, reject) => {
        const hear = (report: LoadReport) => {
          if (report.type === 'began') return at.began?.();
          if (report.type === 'ended') return at.ended?.();
          child.off('message', hear);
          if (report.type === 'answered') resolve(report);
          else reject(new Error(report.message));
        };
        child.on('message', hear);
        child.send(order);
      }),
    stop: () => void child.kill(),
  };
}

export interface Bench {
  database: BenchDatabase;
  load: Load;
  fixture: Fixture;
  fixturePath: string;
}

interface Times {
  /** Milliseconds. */
  warmUp: number;
  /** Milliseconds. */
  duration: number;
  /** Requests per second; as many as go where it is missing. */
  perSecond?: number;
}

/** One run of a workload against a server, after which its database is as it was before. */
export async function measure(
  bench: Bench,
  { name: server, process }: { name: string; process: ServerProcess },
  workload: Workload,
  times: Times,
): Promise<Figure> {
  const { database } = bench;
  let cpu = 0;
  let backends: Promise<[before: Map<number, number> | null, after: Map<number, number> | null]> | undefined;
  let before: Promise<Map<number, number> | null>;
  const result = await send(bench, process, workload, times, {
    began() {
      cpu -= cpuOf(process.pid);
      before = database.backendCpu();
    },
    ended() {
      cpu += cpuOf(process.pid);
      backends = Promise.all([before, database.backendCpu()]);
    },
  });
  const [earlier, later] = (await backends) ?? [null, null];
  const databaseCpu =
    earlier && later ? [...later].reduce((sum, [pid, used]) => sum + used - (earlier.get(pid) ?? 0), 0) : undefined;
  const { counted, milliseconds, p50, p99 } = result;
  return {
    workload: workload.name,
    server,
    perSecond: (counted * 1000) / milliseconds,
    p50,
    p99,
    cpu: cpu / counted,
    ...(databaseCpu !== undefined && { databaseCpu: databaseCpu / counted }),
    memory: memoryOf(process.pid),
  };
}

/** SQL statements per request, of a server whose statements `count` counts. */
export async function countStatements(
  bench: Bench,
  process: ServerProcess,
  workload: Workload,
  times: Times,
  count: () => number,
): Promise<number> {
  const before = count();
  const { answered } = await send(bench, process, workload, times, {});
  return (count() - before) / answered;
}

async function send(
  { database, load, fixture, fixturePath }: Bench,
  { url }: ServerProcess,
  workload: Workload,
  times: Times,
  at: { began?(): void; ended?(): void },
): Promise<LoadResult> {
  const { sessionsToBook = 0, isSoldOut = false, isListed = false } = workload;
  const seats = isSoldOut ? 1 : 1_000_000;
  const toBook = await addSessions(database.client, fixture.sizes, sessionsToBook, seats, isListed);
  if (isSoldOut) await sellOut(database.client, fixture.sizes, toBook);
  const order = { url, workload: workload.name, fixture: fixturePath, toBook, connections, ...times };
  const result = await load.run(order, at);
  if (sessionsToBook) await removeSessions(database.client, toBook, isSoldOut ? toBook.length : result.booked);
  return result;
}
