import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startServer } from '../processes.ts';
import type { streamPeers } from '../servers.ts';
import type { Subscription } from './clients.ts';
import { fill, type Prepare, type Surroundings } from './node.ts';
import type { Stage, StreamServer } from './workload.ts';

/** Publishes events of one session from within its own process, told over HTTP. */
async function open(
  script: (typeof streamPeers)[number],
  path: string,
  subscriptions: Subscription[],
  settings: Record<string, string> = {},
): Promise<Stage> {
  const server = await startServer(fileURLToPath(new URL(`../dist/${script}.js`, import.meta.url)), settings);
  return {
    ...{ server, path, subscriptions, close: server.stop },
    async publish(count) {
      const body = JSON.stringify({ count, occurredAt: new Date() });
      const { ok } = await fetch(server.url, { method: 'POST', body });
      if (!ok) throw new Error(`${script} does not publish.`);
    },
  };
}

/** Servers that let everybody subscribe; the last one asks the database who may, as all of them do for queries. */
export function sessionPeers(subscribers: number, surroundings: Surroundings, prepare: Prepare): StreamServer[] {
  const anybody: Subscription[] = Array(subscribers).fill({ token: null, variables: { sessionId: randomUUID() } });
  return [
    { name: 'mercurius', open: () => open('stream-mercurius', '/graphql', anybody) },
    { name: 'limit', open: () => open('stream-plain', '/', anybody) },
    {
      name: 'mercurius-admitting',
      async open() {
        const { settings, play, close } = await fill(surroundings, prepare);
        const stage = await open('stream-mercurius', '/graphql', play.subscriptions, settings);
        return { ...stage, close: () => stage.close().then(close) };
      },
    },
  ];
}
