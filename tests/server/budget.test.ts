import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { HostEventsDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, cancel, type Person, people, person, schedule } from '../support/studio.ts';

const settings = { RATE_LIMITS: 'on', COST_PER_MINUTE: '20000', TRUST_PROXY: '1' };
let server: TestServer;
let host: Person;
let guest: Person;
let sessionId: string;
beforeAll(async () => {
  server = await startServer(settings);
  host = await person(server, 'host', 'CREATOR');
  [guest] = await people(server, ['guest']);
  ({ id: sessionId } = await schedule(host, { visibility: 'LISTED' }));
});
const stops: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all([server.stop(), ...stops.map((stop) => stop())]));

/** Costs 10,302 and what any operation does. */
const costly =
  'query Costly { sessions(first: 100) { nodes { id host { sessions(first: 50) { nodes { id title } } } } } }';
const refusal = {
  message: expect.stringMatching(/^Too many or too costly operations: try again in (\d+ seconds|a second)\.$/),
  extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) },
};

let addresses = 0;
const newAddress = () => `10.2.0.${++addresses}`;

async function post(url: string, body: object, headers: Record<string, string>) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
}
const askFrom = (address: string, query: string, headers: object = {}, { url } = server) =>
  post(url, { query }, { 'X-Forwarded-For': address, ...headers });

/** Asks until it is refused; returns how often it was answered, and the refusal. */
async function exhaust(ask: () => ReturnType<typeof post>) {
  for (let answered = 0; ; answered += 1) {
    const answer = await ask();
    if (answer.status === 429) return { answered, ...answer };
  }
}

test('what a visitor’s operations cost is counted for the address, and refused for a while beyond the budget', async () => {
  const address = newAddress();
  const { answered, retryAfter, text } = await exhaust(() => askFrom(address, costly));
  expect(answered).toBe(2);
  const { errors } = JSON.parse(text);
  expect(errors).toEqual([refusal]);
  expect(Number(retryAfter)).toBe(errors[0].extensions.retryAfterSeconds);
  expect(Number(retryAfter)).toBeLessThanOrEqual(60);

  expect((await askFrom(address, '{ __typename }')).status).toBe(429);
  expect((await askFrom(newAddress(), costly)).status).toBe(200);
  const streamed = await askFrom(address, 'subscription { deviceSessionChanged { id } }', {
    Accept: 'text/event-stream',
  });
  expect(streamed.text).toContain('RATE_LIMITED');
  // People at the same address pay for themselves.
  const authorization = { Authorization: `Bearer ${guest.accessToken}` };
  expect((await askFrom(address, '{ __typename }', authorization)).status).toBe(200);
});

test('a person’s operations are counted wherever they come from, mutations too', async () => {
  const [somebody] = await people(server, ['somebody']);
  const authorization = { Authorization: `Bearer ${somebody.accessToken}` };
  const { answered } = await exhaust(() => askFrom(newAddress(), costly, authorization));
  expect(answered).toBe(2);
  const mutation = 'mutation { accountUpdate(input: { displayName: "A" }) { __typename } }';
  expect(await askFrom(newAddress(), mutation, authorization)).toMatchObject({ status: 429 });
});

test.each([
  ['documents that cannot be parsed', (index: number) => `{ ${'a'.repeat(2_000)}${index} `],
  ['documents that are not valid', (index: number) => `{ nothing${'a'.repeat(2_000)}${index} }`],
  [
    'documents that cost too much',
    (index: number) => `query Q${'a'.repeat(2_000)}${index} ${costly.slice(12).replaceAll(/100|50/g, '100')}`,
  ],
])('%s use the budget up as well', async (_name, documentOf) => {
  const address = newAddress();
  let asked = 0;
  await exhaust(() => askFrom(address, documentOf(asked++)));
  expect(asked).toBeLessThan(60);
});

test('over a socket the refusal is the operation’s, and the socket stays', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { 'X-Forwarded-For': newAddress() },
  });
  const answers: { type: string; payload: { errors?: object[] } }[] = [];
  socket.on('message', (data) => answers.push(JSON.parse(String(data))));
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  for (const id of ['1', '2', '3', '4']) {
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: costly, variables: { id } } }));
  }
  await vi.waitFor(() => expect(answers.filter(({ type }) => type === 'complete')).toHaveLength(4), 20_000);
  const errors = answers.flatMap(({ payload }) => payload?.errors ?? []);
  expect(errors).toEqual([refusal, refusal]);
  socket.close();
});

test('events that are executed for one subscriber cost that subscriber, and end the subscription beyond the budget', async () => {
  const [subscriber] = await people(server, ['subscriber']);
  const { id } = await book(subscriber, sessionId);
  const stream = subscriber.subscribe('subscription { bookingChanged { id status } }', {});
  const ended = stream.end();
  await vi.waitFor(async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^shala_subscriptions_open [1-9]/m);
  }, 10_000);
  server.app.budget.spend(localId(subscriber.userId), 20_000);
  await cancel(host, id, 'The room is flooded.');
  expect(await ended).toEqual([refusal]);
  await stream.close();
});

test('an event costs what is selected of its own type, however much a snapshot may list', async () => {
  const teacher = await person(server, 'teacher', 'CREATOR');
  const { id } = await schedule(teacher, { visibility: 'LISTED' });
  const stream = teacher.subscribe(HostEventsDocument, {});
  expect((await stream.next()).hostEvents.__typename).toBe('HostSnapshot');
  const names = Array.from({ length: 10 }, (_, index) => `pupil-${index}`);
  for (const pupil of await people(server, names)) await book(pupil, id);
  let seen = 0;
  while (seen < names.length) if ((await stream.next()).hostEvents.__typename === 'BookingUpdate') seen += 1;
  await stream.close();
});

const redisAnswers = await new Promise<boolean>((resolve) => {
  const socket = connect(6379, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
  stops.push(async () => socket.destroy());
});

describe.skipIf(!redisAnswers)('with a Redis at 127.0.0.1:6379 (skipped where none answers)', () => {
  test('what is spent on one node is spent on the other', { timeout: 120_000 }, async () => {
    const redis = { REDIS_URL: `redis://127.0.0.1:6379?keyPrefix=shala-test-${randomUUID()}:` };
    const nodes = await Promise.all([startServer({ ...settings, ...redis }), startServer({ ...settings, ...redis })]);
    stops.push(...nodes.map((node) => node.stop));
    const [one, other] = nodes as [TestServer, TestServer];
    const address = newAddress();
    await exhaust(() => askFrom(address, costly, {}, one));
    await vi.waitFor(
      async () => expect((await askFrom(address, '{ __typename }', {}, other)).status).toBe(429),
      20_000,
    );
  });
});

test('whoever asks for many costly things waits in turn, and delays nobody else for long', {
  timeout: 120_000,
}, async () => {
  const unlimited = await startServer({ TRUST_PROXY: '1' });
  stops.push(unlimited.stop);
  const { url } = unlimited;
  const [quick] = await people(unlimited, ['quick']);
  const answered: string[] = [];
  const query = costly;
  const ask = async (name: string, index: number, headers: Record<string, string>) => {
    await post(url, { query, variables: { index } }, headers);
    answered.push(name);
  };
  const many = Array.from({ length: 60 }, (_, index) => ask('flood', index, { 'X-Forwarded-For': '10.3.0.1' }));
  await Promise.race(many);
  await ask('quick', -1, { Authorization: `Bearer ${quick.accessToken}` });
  await Promise.all(many);
  // All at once, it would be the last.
  expect(answered.indexOf('quick')).toBeLessThan(45);
});
