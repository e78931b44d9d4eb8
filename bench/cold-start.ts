import { setTimeout as wait } from 'node:timers/promises';
import { scratchDirectory } from '../tests/support/processes.ts';
import { createDatabase } from './database.ts';
import { memoryOf, type ServerProcess } from './processes.ts';
import { median } from './report.ts';
import { type Server, startShala } from './servers.ts';

/** How a server gets ready, of several starts the medians. */
export interface Start {
  what: string;
  /** Milliseconds from its start until it was ready. */
  ready: number;
  /** MiB that it holds a second later, asked for nothing. */
  memory: number;
}

/** C1: servers on a database that is migrated, and Shala on an embedded one that is new, and again. */
export async function measureStarts(servers: Server[], rounds: number): Promise<Start[]> {
  const found = new Map<string, { ready: number; memory: number }[]>();
  const start = async (what: string, starting: Promise<ServerProcess>) => {
    const server = await starting;
    await wait(1_000);
    found.set(what, [...(found.get(what) ?? []), { ready: server.startMilliseconds, memory: memoryOf(server.pid) }]);
    await server.stop();
  };
  const database = await createDatabase(`shala_bench_start_${process.pid}`);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const scratch = scratchDirectory();
      await start('shala, embedded, first start', startShala({ DATA_DIR: scratch.path }));
      await start('shala, embedded, second start', startShala({ DATA_DIR: scratch.path }));
      scratch.remove();
      for (const { name, start: startPeer } of servers) await start(`${name}, PostgreSQL`, startPeer(database.url));
    }
  } finally {
    await database.drop();
  }
  return [...found].map(([what, starts]) => ({
    what,
    ready: median(starts.map(({ ready }) => ready)),
    memory: median(starts.map(({ memory }) => memory)),
  }));
}
