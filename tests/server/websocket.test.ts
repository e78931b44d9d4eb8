import { once } from 'node:events';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getIntrospectionQuery, print } from 'graphql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { transaction } from '../../src/database/transaction.ts';
import { BigEventsDocument, RemoveParticipantDocument, SharedEventsDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { lookOften } from '../support/readers.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { addStory, startSession } from '../support/stories.ts';

let server: TestServer;
let hasty: TestServer;
beforeAll(async () => {
  [server, hasty] = await Promise.all([startServer(), startServer({}, { ping: 300, initialisation: 300 })]);
});
afterAll(() => Promise.all([server.stop(), hasty.stop()]));

interface Message {
  id?: string;
  type: string;
  payload?: { data?: unknown; errors?: unknown } | { message: string; extensions?: { code?: string } }[];
}

/** A socket that speaks graphql-transport-ws and nothing more. */
async function openSocket({ url }: TestServer, who: Client | null, options: { autoPong?: boolean } = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  const messages: Message[] = [];
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await once(socket, 'open');
  const send = (message: object) => socket.send(JSON.stringify(message));
  const received = (id: string) => messages.filter((message) => message.id === id);
  if (who) {
    send({ type: 'connection_init', payload: { Authorization: `Bearer ${who.accessToken}` } });
    await vi.waitFor(() => expect(messages).toContainEqual({ type: 'connection_ack' }));
  }
  return {
    closed,
    send,
    received,
    subscribe: (id: string, query: string, variables?: object) =>
      send({ id, type: 'subscribe', payload: { query, variables } }),
    first: (id: string) =>
      vi.waitFor(
        () => {
          const [message] = received(id);
          if (!message) throw new Error(`no answer to ${id}`);
          return message;
        },
        { timeout: 20_000 },
      ),
    /** Leaves what comes where it is: in the buffers of the systems, and then with the server. */
    stopReading: () => socket.pause(),
    readOn: () => socket.resume(),
    close: async () => {
      socket.close();
      await closed;
    },
  };
}

test('a socket may have a hundred operations at once; one more is refused, and the socket stays', async () => {
  const { id: sessionId, host } = await startSession(server);
  const socket = await openSocket(server, host);
  const query = print(SharedEventsDocument);
  for (let index = 1; index <= 100; index += 1) socket.subscribe(`s${index}`, query, { sessionId });
  for (let index = 1; index <= 100; index += 1) expect(await socket.first(`s${index}`)).toMatchObject({ type: 'next' });

  socket.subscribe('more', query, { sessionId });
  expect(await socket.first('more')).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }],
  });
  socket.send({ id: 's1', type: 'complete' });
  await vi.waitFor(async () => {
    const id = `again${Math.random()}`;
    socket.subscribe(id, '{ __typename }');
    expect(await socket.first(id)).toMatchObject({ type: 'next', payload: { data: { __typename: 'Query' } } });
  });
  await socket.close();
});

test('messages have at most 64 KiB', async () => {
  const { host } = await startSession(server);
  const socket = await openSocket(server, host);
  const ofSize = (bytes: number) => ({ unused: 'x'.repeat(bytes) });
  socket.subscribe('large', '{ __typename }', ofSize(60_000));
  expect(await socket.first('large')).toMatchObject({ type: 'next' });
  socket.subscribe('too large', '{ __typename }', ofSize(70_000));
  expect(await socket.closed).toBe(1009);
});

test('who does not introduce themselves is closed, and who is gone without a word is noticed', async () => {
  const { host } = await startSession(hasty);
  const silent = await openSocket(hasty, null);
  expect(await silent.closed).toBe(4408);

  const here = await openSocket(hasty, host);
  const gone = await openSocket(hasty, host, { autoPong: false });
  expect(await gone.closed).toBe(1006);
  here.subscribe('1', '{ __typename }');
  expect(await here.first('1')).toMatchObject({ type: 'next' });
  await here.close();
});

test('a refused operation leaves the socket and its other operations alone', async () => {
  const { id: sessionId, host } = await startSession(server);
  const socket = await openSocket(server, host);
  socket.subscribe('events', print(SharedEventsDocument), { sessionId });
  await socket.first('events');
  const refusals: [string, object, RegExp][] = [
    ['subscription {', {}, /Syntax Error/],
    ['subscription { nothing }', {}, /nothing/],
    [print(SharedEventsDocument), {}, /sessionId/],
    [print(SharedEventsDocument), { sessionId: 'U2Vzc2lvbjox' }, /must be the ID of a Session/],
    [print(SharedEventsDocument), { sessionId, after: 'yesterday' }, /EventCursor must be the cursor/],
  ];
  for (const [index, [query, variables, message]] of refusals.entries()) {
    socket.subscribe(`r${index}`, query, variables);
    const answer = await socket.first(`r${index}`);
    const faults = Array.isArray(answer.payload) ? answer.payload : answer.payload?.errors;
    expect(JSON.stringify(faults)).toMatch(message);
  }
  const before = socket.received('events').length;
  await addStory(host, sessionId);
  await vi.waitFor(() => expect(socket.received('events').length).toBeGreaterThan(before));
  await socket.close();
});

test('a client that asks and asks and does not read is closed', async () => {
  const { host } = await startSession(server);
  const socket = await openSocket(server, host);
  const cutOff = vi.spyOn(server.app.log, 'info');
  socket.stopReading();
  for (let index = 0; index < 99; index += 1) socket.subscribe(`q${index}`, getIntrospectionQuery());
  // For what waits in memory, or for taking none of it, whichever is noticed first.
  const stopLooking = lookOften(server);
  const isCutOff = expect.stringMatching(/^cut off a (client|reader) that does not read/);
  await vi.waitFor(() => expect(cutOff).toHaveBeenCalledWith(isCutOff), 20_000);
  stopLooking();
  socket.readOn();
  expect(await socket.closed).toBe(4413);
  cutOff.mockRestore();
});

const events = 2_500;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const megabytesInUse = () => {
  collectGarbage();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
};

test(`readers that stop are cut off and harm nobody: ${events} events of 20 KB`, { timeout: 180_000 }, async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const { id: storyId } = await addStory(host, sessionId, { description: 'x'.repeat(2_000) });
  const query = print(BigEventsDocument);
  const stuck = await openSocket(server, await join());
  stuck.subscribe('1', query, { sessionId });
  await stuck.first('1');
  const stuckOverHttp = await openEventStream(server, await join(), { query, variables: { sessionId } });
  const healthy = host.subscribe(BigEventsDocument, { sessionId });
  const start = sequenceOf((await healthy.next()).sessionEvents.cursor);

  const cutOff = vi.spyOn(server.app.log, 'info');
  stuck.stopReading();
  stuckOverHttp.pause();
  const before = megabytesInUse();
  const received: number[] = [];
  let growth = 0;
  const batch = Array.from({ length: 100 }, () => ({ type: 'StoryChanged' as const, storyId: localId(storyId) }));
  for (let sent = 0; sent < events; sent += batch.length) {
    await transaction(server.database, (tx) => server.app.events.append(tx, localId(sessionId), ...batch));
    for (const _one of batch) {
      const { sessionEvents } = await healthy.next();
      received.push(sequenceOf(sessionEvents.cursor));
    }
    if (sent % 500 === 0) growth = Math.max(growth, megabytesInUse() - before);
  }
  expect(growth).toBeLessThan(24);
  // Between them came that the readers were lost, which the healthy one did not ask for.
  const told = await server.database.prisma.event.findMany({
    where: { sessionId: localId(sessionId), sequence: { gt: start }, type: 'StoryChanged' },
    orderBy: { sequence: 'asc' },
  });
  expect(received).toEqual(told.map(({ sequence }) => sequence));
  const cuts = () => cutOff.mock.calls.filter(([message]) => String(message).includes('cut off')).length;
  await vi.waitFor(() => expect(cuts()).toBe(2), { timeout: 20_000 });
  stuckOverHttp.resume();
  await once(stuckOverHttp, 'close');
  stuck.readOn();
  expect([4413, 1006]).toContain(await stuck.closed);
  cutOff.mockRestore();
  await healthy.close();
});

test('who stops reading a socket is told why, in case they read on', { timeout: 60_000 }, async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const { id: storyId } = await addStory(host, sessionId, { description: 'x'.repeat(2_000) });
  const stuck = await openSocket(server, await join());
  stuck.subscribe('1', print(BigEventsDocument), { sessionId });
  await stuck.first('1');
  const cutOff = vi.spyOn(server.app.log, 'info');
  stuck.stopReading();
  const batch = Array.from({ length: 1_000 }, () => ({ type: 'StoryChanged' as const, storyId: localId(storyId) }));
  await transaction(server.database, (tx) => server.app.events.append(tx, localId(sessionId), ...batch));
  const stopLooking = lookOften(server);
  await vi.waitFor(() => expect(cutOff).toHaveBeenCalledWith('cut off a reader that does not read'), 40_000);
  stopLooking();
  stuck.readOn();
  expect(await stuck.closed).toBe(4413);
  cutOff.mockRestore();
});

test('removal ends a stream over HTTP as over a socket', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const member = await join();
  const [participant] = await server.database.prisma.participant.findMany({
    where: { sessionId: localId(sessionId), accountId: localId(member.accountId) },
  });
  const overSocket = member.subscribe(SharedEventsDocument, { sessionId });
  await overSocket.next();
  const request = { query: print(SharedEventsDocument), variables: { sessionId } };
  const overHttp = await openEventStream(server, member, request);
  let received = '';
  overHttp.on('data', (data) => {
    received += data;
  });
  const id = Buffer.from(`Participant:${participant?.id}`).toString('base64');
  await host.run(RemoveParticipantDocument, { id });
  expect(await overSocket.end()).toBeNull();
  await vi.waitFor(() => expect(received).toContain('event: complete'));
  expect(received).not.toContain('ParticipantLeft');
  await overSocket.close();
  overHttp.destroy();
});

test('who goes away while they subscribe leaves nothing open', async () => {
  const { id: sessionId, host } = await startSession(server);
  const isOpen = async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^shala_subscriptions_open (\d+)/m.exec(metrics)?.[1]);
  };
  await vi.waitFor(async () => expect(await isOpen()).toBe(0), 20_000);
  const request = { query: print(SharedEventsDocument), variables: { sessionId } };
  const admitted = vi.spyOn(server.app.metrics, 'subscribed');
  const connections = Array.from({ length: 60 }, () => askForEvents(server, host, request));
  // The server has them all before it is done with any of them.
  await Promise.all(connections.map((connection) => once(connection, 'connect')));
  for (const connection of connections) connection.destroy();
  await vi.waitFor(() => expect(admitted).toHaveBeenCalled(), 20_000);
  const last = host.subscribe(SharedEventsDocument, { sessionId });
  await last.next();
  await last.close();
  await vi.waitFor(async () => expect(await isOpen()).toBe(0), 10_000);
  admitted.mockRestore();
});

const sequenceOf = (cursor: string) => Number(Buffer.from(cursor, 'base64url').toString().split('@')[0]);

/** Asks for server-sent events on a bare connection. */
function askForEvents({ url }: TestServer, { accessToken }: Client, request: object) {
  const body = JSON.stringify(request);
  const { hostname, port } = new URL(url);
  const connection = connect(Number(port), hostname);
  connection.on('error', () => {});
  connection.write(
    [
      'POST /graphql HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Content-Type: application/json',
      'Accept: text/event-stream',
      `Authorization: Bearer ${accessToken}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  return connection;
}

/** The same, after the first of them. */
async function openEventStream(server: TestServer, who: Client, request: object) {
  const connection = askForEvents(server, who, request);
  let received = '';
  const hear = (data: Buffer) => {
    received += data;
  };
  connection.on('data', hear);
  await vi.waitFor(() => expect(received).toContain('event: next'), 20_000);
  connection.off('data', hear);
  return connection;
}
