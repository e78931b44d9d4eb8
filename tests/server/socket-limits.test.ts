import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { transaction } from '../../src/database/transaction.ts';
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

test('an operation that is ended while it waits is never executed', async () => {
  const socket = await openSocket('10.4.0.4', open);
  await socket.signIn(null);
  const executed = vi.spyOn(open.app.metrics, 'operation');
  const query = 'query ($first: Int) { sessions(first: $first) { nodes { id title } } }';
  const subscribe = (id: string, first: number) =>
    socket.send({ id, type: 'subscribe', payload: { query, variables: { first } } });
  const busy = Array.from({ length: 5 }, (_, index) => `busy${index}`);
  await transaction(open.database, async (tx) => {
    await tx.$executeRaw`LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE`;
    for (const [index, id] of busy.entries()) subscribe(id, index + 1);
    for (let index = 0; index < 50; index += 1) {
      subscribe(`waiting${index}`, 10 + index);
      socket.send({ id: `waiting${index}`, type: 'complete' });
    }
    socket.send({ type: 'ping' });
    await vi.waitFor(() => expect(socket.messages).toContainEqual({ type: 'pong' }), 20_000);
  });
  for (const id of busy) {
    await vi.waitFor(() => expect(socket.messages).toContainEqual({ id, type: 'complete' }), 20_000);
  }
  expect(executed).toHaveBeenCalledTimes(busy.length);
  executed.mockRestore();
  await socket.close();
});

test('a flood of operations that are ended at once delays nobody', async () => {
  const socket = await openSocket('10.4.0.4', open);
  await socket.signIn(null);
  const bystander = openBystander(open.url);
  await bystander.opened;
  for (let index = 0; index < 1_000; index += 1) {
    const id = `f${index}`;
    const query = '{ sessions(first: 20) { nodes { id title host { id displayName } } } }';
    socket.send({ id, type: 'subscribe', payload: { query, variables: { index } } });
    socket.send({ id, type: 'complete' });
  }
  socket.send({ id: 'last', type: 'subscribe', payload: { query: '{ __typename }' } });
  const isLast = () => socket.messages.some((message) => message.id === 'last' && message.type === 'complete');
  expect(await bystander.ask('{ __typename }')).toMatchObject({ data: { __typename: 'Query' } });
  expect(isLast()).toBe(false);
  await vi.waitFor(() => expect(isLast()).toBe(true), 40_000);
  await Promise.all([socket.close(), bystander.close()]);
});
