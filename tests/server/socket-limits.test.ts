import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../support/server.ts';
import { openSocket as openBystander } from '../support/socket.ts';
import { people } from '../support/studio.ts';

let server: TestServer;
let open: TestServer;
beforeAll(async () => {
  [server, open] = await Promise.all([
    startServer({
      ...{ RATE_LIMITS: 'on', TRUST_PROXY: '1' },
      ...{ MAX_VISITOR_SOCKETS: '4', MAX_SOCKETS_PER_ADDRESS: '2', MAX_SOCKETS_PER_ACCOUNT: '2' },
    }),
    startServer(),
  ]);
});
afterAll(() => Promise.all([server.stop(), open.stop()]));

/** A socket from an address, or the status and `Retry-After` of its refusal. */
async function openSocket(address: string, { url } = server) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { 'X-Forwarded-For': address },
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const refused = once(socket, 'unexpected-response').then(([, response]: IncomingMessage[]) => {
    socket.on('error', () => {});
    socket.terminate();
    return { status: response?.statusCode, retryAfter: response?.headers['retry-after'] };
  });
  const refusal = await Promise.race([once(socket, 'open').then(() => null), refused]);
  const messages: { id?: string; type: string }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  const send = (message: object) => socket.send(JSON.stringify(message));
  const signIn = async (accessToken: string | null) => {
    send({ type: 'connection_init', payload: accessToken ? { Authorization: `Bearer ${accessToken}` } : {} });
    const acknowledged = vi.waitFor(() => expect(messages).toContainEqual({ type: 'connection_ack' }), 10_000);
    return Promise.race([acknowledged.then(() => 'acknowledged' as const), closed]);
  };
  const close = async () => {
    socket.close();
    await closed;
  };
  return { refusal, messages, send, signIn, close };
}

test('sockets of visitors are counted for each address, the /64 of IPv6, and for the node', async () => {
  const sockets = await Promise.all([openSocket('2001:db8::1'), openSocket('2001:db8::2')]);
  expect(sockets.map(({ refusal }) => refusal)).toEqual([null, null]);
  const tooMany = { status: 429, retryAfter: '10' };
  expect((await openSocket('2001:db8::3')).refusal).toEqual(tooMany);

  const others = await Promise.all([openSocket('10.4.0.1'), openSocket('10.4.0.1')]);
  expect(others.map(({ refusal }) => refusal)).toEqual([null, null]);
  expect((await openSocket('10.4.0.2')).refusal).toEqual({ status: 503, retryAfter: '10' });

  // A place that is left can be taken at once.
  await sockets[0].close();
  await vi.waitFor(async () => {
    const next = await openSocket('10.4.0.2');
    expect(next.refusal).toBeNull();
    await next.close();
  });
  await Promise.all([sockets[1], ...others].map(({ close }) => close()));
});

test('a socket on which a person signs in counts for the account instead, and one too many may come back later', async () => {
  const [somebody, another] = await people(server, ['somebody', 'another']);
  const signedIn = async (accessToken: string | null) => {
    const socket = await vi.waitFor(async () => {
      const one = await openSocket('10.4.0.3');
      expect(one.refusal).toBeNull();
      return one;
    });
    return { ...socket, outcome: await socket.signIn(accessToken) };
  };
  const sockets = [await signedIn(somebody.accessToken), await signedIn(somebody.accessToken)];
  expect(sockets.map(({ outcome }) => outcome)).toEqual(['acknowledged', 'acknowledged']);
  expect((await signedIn(somebody.accessToken)).outcome).toBe(1013);
  for (const token of [another.accessToken, another.accessToken]) sockets.push(await signedIn(token));
  expect(sockets.at(-1)?.outcome).toBe('acknowledged');
  await sockets[0]?.close();
  await vi.waitFor(async () => {
    const again = await signedIn(somebody.accessToken);
    expect(again.outcome).toBe('acknowledged');
    sockets.push(again);
  });
  await Promise.all(sockets.slice(1).map(({ close }) => close()));
});

test('an operation that is ended while it waits is never executed, and a flood of them delays nobody', async () => {
  const socket = await openSocket('10.4.0.4', open);
  await socket.signIn(null);
  const bystander = openBystander(open.url);
  await bystander.opened;
  const executed = vi.spyOn(open.app.metrics, 'operation');
  const pairs = 5_000;
  for (let index = 0; index < pairs; index += 1) {
    const id = `f${index}`;
    const query = '{ sessions(first: 20) { nodes { id title host { id displayName } } } }';
    socket.send({ id, type: 'subscribe', payload: { query, variables: { index } } });
    socket.send({ id, type: 'complete' });
  }
  socket.send({ id: 'last', type: 'subscribe', payload: { query: '{ __typename }' } });
  const answer = await bystander.ask('{ __typename }');
  expect(answer).toMatchObject({ data: { __typename: 'Query' } });
  await vi.waitFor(() => expect(socket.messages).toContainEqual({ id: 'last', type: 'complete' }), 20_000);
  expect(executed.mock.calls.length).toBeLessThan(pairs / 2);
  executed.mockRestore();
  await Promise.all([socket.close(), bystander.close()]);
});
