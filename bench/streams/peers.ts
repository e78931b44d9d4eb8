import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startServer } from '../processes.ts';
import type { streamPeers } from '../servers.ts';
import type { StreamServer } from './workload.ts';

/** Publishes events of one session from within its own process, told over HTTP. */
const peer = (name: string, script: (typeof streamPeers)[number], path: string, subscribers: number): StreamServer => ({
  name,
  async open() {
    const server = await startServer(fileURLToPath(new URL(`../dist/${script}.js`, import.meta.url)), {});
    const subscription = { token: null, variables: { sessionId: randomUUID() } };
    return {
      ...{ server, path, subscriptions: Array(subscribers).fill(subscription), close: server.stop },
      async publish(count) {
        const body = JSON.stringify({ count, occurredAt: new Date() });
        const { ok } = await fetch(server.url, { method: 'POST', body });
        if (!ok) throw new Error(`${name} does not publish.`);
      },
    };
  },
});

export const sessionPeers = (subscribers: number) => [
  peer('mercurius', 'stream-mercurius', '/graphql', subscribers),
  peer('limit', 'stream-plain', '/', subscribers),
];
