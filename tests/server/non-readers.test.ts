import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { readersOf } from '../../src/http/readers.ts';
import { flood, frame, opcodes, openConnection, openRawSocket, postOf } from '../support/raw-connection.ts';
import { lookOften } from '../support/readers.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { openSocket } from '../support/socket.ts';
import { person, schedule } from '../support/studio.ts';

const mebibyte = 2 ** 20;

let server: TestServer;
let hasty: TestServer;
beforeAll(async () => {
  [server, hasty] = await Promise.all([
    startServer({}, { closing: 500 }),
    startServer({}, { ping: 300, initialisation: 300 }),
  ]);
  const host = await person(server, 'host', 'CREATOR');
  await schedule(host, { visibility: 'LISTED' });
  // Larger than validation allows, so that one session makes a large answer.
  await server.database.prisma.session.updateMany({ data: { description: 'long '.repeat(20_000) } });
});
afterAll(() => Promise.all([server.stop(), hasty.stop()]));

/** Of this many MiB. */
const largeQuery = (size: number) =>
  `{ ${Array.from({ length: size * 10 }, (_, index) => `a${index}: sessions(first: 1) { nodes { description } }`).join(' ')} }`;
const subscribe = (id: string, query: string) => frame(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
const init = frame(JSON.stringify({ type: 'connection_init' }));
const ping = frame(JSON.stringify({ type: 'ping' }));

/** What the server logs while it cuts somebody off. */
function hearCuts({ app }: TestServer) {
  const info = vi.spyOn(app.log, 'info');
  return {
    count: (message: string) => info.mock.calls.filter(([one]) => String(one) === message).length,
    stop: () => info.mockRestore(),
  };
}

async function expectOthersServed({ url }: TestServer) {
  const other = openSocket(url);
  expect(await other.ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  await other.close();
}

/** Reads until the connection closes. */
async function rest(connection: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  connection.on('data', (chunk) => chunks.push(chunk)).resume();
  // An error comes before the close.
  if (!connection.closed) await new Promise((resolve) => connection.once('close', resolve));
  return Buffer.concat(chunks);
}

test('who sends pings without end is cut off, however many they send at once', async () => {
  const cuts = hearCuts(server);
  const socket = await openRawSocket(server.url);
  socket.write(Buffer.concat([init, ...Array<Buffer>(50_000).fill(ping)]));
  await vi.waitFor(() => expect(cuts.count('cut off a client that sends pings without end')).toBe(1), 20_000);
  await expectOthersServed(server);
  const received = String(await rest(socket));
  expect(received.split('{"type":"pong"}').length - 1).toBeLessThanOrEqual(1_000);
  cuts.stop();
});

test.each([
  ['pings', opcodes.ping],
  ['pongs', opcodes.pong],
])('who sends %s of WebSocket without end is cut off', async (_name, opcode) => {
  const socket = await openRawSocket(server.url);
  socket.write(Buffer.concat([init, ...Array<Buffer>(5_000).fill(frame('', opcode))]));
  await rest(socket);
  await expectOthersServed(server);
});

test('a socket that is not read is not read from, and is cut off', { timeout: 60_000 }, async () => {
  const socket = await openRawSocket(server.url);
  socket.write(init);
  for (let id = 0; id < 5; id += 1) socket.write(subscribe(`large${id}`, largeQuery(2)));
  const more = subscribe('more', `{ ${'x'.repeat(30_000)} }`);
  await vi.waitFor(() => expect(readersOf(server.app).unread).toBeGreaterThan(mebibyte), 20_000);
  const sent = await flood(socket, more, 64 * mebibyte, 20_000);
  expect(sent).toBeLessThan(16 * mebibyte);
  const stopLooking = lookOften(server);
  await vi.waitFor(() => expect(readersOf(server.app).unread).toBe(0), 20_000);
  await expectOthersServed(server);
  stopLooking();
  socket.destroy();
});

test('who reads on hears why they were cut off', { timeout: 60_000 }, async () => {
  const cuts = hearCuts(server);
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  socket.pause();
  for (let id = 0; id < 5; id += 1) {
    socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: largeQuery(2) } }));
  }
  const stopLooking = lookOften(server);
  await vi.waitFor(() => expect(cuts.count('cut off a reader that does not read')).toBe(1), 30_000);
  stopLooking();
  socket.resume();
  expect(await once(socket, 'close')).toMatchObject([4413, Buffer.from('Reads too slowly')]);
  cuts.stop();
});

test('pongs that answer no ping keep nobody alive', async () => {
  const socket = await openRawSocket(hasty.url);
  socket.write(init);
  const pongs = setInterval(() => socket.write(frame('', opcodes.pong)), 50);
  await rest(socket);
  clearInterval(pongs);
  await expectOthersServed(hasty);
});

test('a message in very many parts is refused', async () => {
  const socket = await openRawSocket(server.url);
  const part = frame('x', 0, false);
  socket.write(Buffer.concat([frame('x', opcodes.text, false), ...Array<Buffer>(100).fill(part)]));
  expect((await rest(socket)).readUInt16BE(2)).toBe(1008);
});

const small = (index: number) => `GET /graphql?query={a${index}:__typename} HTTP/1.1\r\nHost: x\r\n\r\n`;

test('requests that are sent at once are answered in turn', async () => {
  const connection = await openConnection(server.url);
  let received = '';
  connection
    .on('data', (data) => {
      received += data;
    })
    .resume();
  for (let index = 0; index < 100; index += 1) connection.write(small(index));
  await vi.waitFor(() => expect(received).toContain('"a99"'), 20_000);
  const names = [...received.matchAll(/\{"data":\{"a(\d+)"/g)].map(([, index]) => Number(index));
  expect(names).toEqual(Array.from({ length: 100 }, (_, index) => index));
  connection.destroy();
});

test('who sends requests without end is cut off', async () => {
  const cuts = hearCuts(server);
  const connection = await openConnection(server.url);
  connection.write(Array.from({ length: 2_000 }, (_, index) => small(index)).join(''));
  await rest(connection);
  expect(cuts.count('cut off a connection with too many requests that wait')).toBe(1);
  await expectOthersServed(server);
  cuts.stop();
});

const posts = (accept: string) => postOf(server.url, { query: largeQuery(3) }, accept).repeat(6);

test.each(['application/json', 'text/event-stream'])('answers as %s that are not read are cut off', async (accept) => {
  const cuts = hearCuts(server);
  const connection = await openConnection(server.url);
  connection.write(posts(accept));
  const stopLooking = lookOften(server);
  await vi.waitFor(() => expect(cuts.count('cut off a reader that does not read')).toBe(1), 25_000);
  expect(readersOf(server.app).unread).toBe(0);
  await rest(connection);
  stopLooking();
  cuts.stop();
});

test('all answers that wait are bounded together: the largest go first', { timeout: 60_000 }, async () => {
  const cuts = hearCuts(server);
  const few = await openConnection(server.url);
  const many = await Promise.all(Array.from({ length: 30 }, () => openConnection(server.url)));
  for (const connection of many) connection.write(posts('application/json'));
  few.write(small(1));
  await vi.waitFor(() => expect(cuts.count('cut off a reader for whom too much waits')).toBeGreaterThan(0), 40_000);
  await vi.waitFor(() => expect(readersOf(server.app).unread).toBeLessThanOrEqual(24 * mebibyte), 20_000);
  await expectOthersServed(server);
  few.resume();
  expect(String((await once(few, 'data'))[0])).toContain('200 OK');
  for (const connection of [few, ...many]) connection.destroy();
  cuts.stop();
});

test('others are served between long answers', async () => {
  const post = (query: string) => postOf(server.url, { query }, 'application/json');
  const connections = await Promise.all(Array.from({ length: 31 }, () => openConnection(server.url)));
  // Node accepts one connection at a time: all of them have to be accepted before.
  for (const connection of connections) {
    connection.write(post('{ __typename }'));
    await once(connection, 'readable');
    connection.read();
  }
  const [bystander, ...asking] = connections as [Socket, ...Socket[]];
  const served: string[] = [];
  const answers = asking.map(async (connection) => {
    connection.write(post(largeQuery(1)));
    await once(connection, 'readable');
    // The first two requests are executed apart from the others, which share one execution.
    if (served.push('a long answer') === 3) bystander.write(post('{ __typename }'));
  });
  await once(bystander, 'readable');
  served.push('a bystander');
  await Promise.all(answers);
  expect(served.indexOf('a bystander')).toBeLessThan(15);
  for (const connection of connections) connection.destroy();
});

test('who reads slowly is not cut off', { timeout: 60_000 }, async () => {
  const cuts = hearCuts(server);
  const connection = await openConnection(server.url);
  connection.write(posts('application/json').repeat(5));
  await vi.waitFor(() => expect(readersOf(server.app).waiting).toBe(1), 20_000);
  let left = 0;
  for (let look = 0; look < 8; look += 1) {
    // Less than makes room for another write of the server.
    for (left += mebibyte; left > 0; left -= (connection.read() as Buffer | null)?.length ?? 0) {
      if (connection.readableLength === 0) await Promise.race([once(connection, 'readable'), wait(1_000)]);
    }
    await readersOf(server.app).cutOffIdle();
  }
  await vi.waitFor(() => expect(readersOf(server.app).waiting).toBe(1), 20_000);
  expect(cuts.count('cut off a reader that does not read')).toBe(0);
  connection.destroy();
  cuts.stop();
});
