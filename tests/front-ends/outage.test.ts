import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  postgresObstacle,
  type ServerProcess,
  scratchDirectory,
  startPostgres,
  startProcess,
} from '../support/processes.ts';
import { createSocket } from './socket.ts';
import { createTokens } from './tokens.ts';

const obstacle = process.env.TEST_DATABASE_URL ? postgresObstacle : 'for the run with TEST_DATABASE_URL';

describe.skipIf(obstacle)(
  `while the database is away${obstacle ? ` (skipped: ${obstacle})` : ''}`,
  { timeout: 60_000 },
  () => {
    const scratch = scratchDirectory();
    let postgres: Awaited<ReturnType<typeof startPostgres>>;
    let server: ServerProcess;
    beforeAll(async () => {
      postgres = await startPostgres(scratch.path);
      const JWT_SECRET = 'a secret of tests, long enough for the check';
      server = await startProcess({ DATABASE_URL: postgres.url, JWT_SECRET, DEMO: 'true' });
    }, 60_000);
    afterAll(async () => {
      server?.kill('SIGKILL');
      await postgres?.stop();
      scratch.remove();
    });

    test('a subscription that begins then is tried again until there is something to tell', async () => {
      const url = `${server.url}/graphql`;
      const ask = async (query: string) => {
        const headers = { 'Content-Type': 'application/json' };
        return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).json();
      };
      const { data } = await ask('{ sessions(first: 1) { nodes { id } } }');
      const sessionIds = data.sessions.nodes.map(({ id }: { id: string }) => id);
      const received: string[] = [];
      class Observed extends WebSocket {
        override emit(name: string, ...values: unknown[]): boolean {
          if (name === 'message') received.push(String(values[0]));
          return super.emit(name, ...values);
        }
      }
      const socket = createSocket(url.replace('http', 'ws'), createTokens(url), { webSocketImpl: Observed });
      await postgres.kill();
      const told = new Promise((next, error) => {
        const query = 'subscription ($sessionIds: [ID!]!) { seatsChanged(sessionIds: $sessionIds) { id } }';
        socket.subscribe({ query, variables: { sessionIds } }, { next, error, complete: error as () => void });
      });
      const isRefused = () => received.some((message) => message.includes('UNAVAILABLE'));
      await vi.waitFor(() => expect(isRefused()).toBe(true), 20_000);
      await postgres.start();
      expect(await told).toMatchObject({ data: { seatsChanged: { id: sessionIds[0] } } });
      await socket.dispose();
    });
  },
);
