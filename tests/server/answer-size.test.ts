import { once } from 'node:events';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createLogger } from '../../src/operations/logging.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, people, person, schedule } from '../support/studio.ts';
import { type Operation, type Outcome, transports } from '../support/transports.ts';

const maximum = 64 * 1024;
let server: TestServer;
let production: TestServer;
let host: Person;
let sessionId: string;
const description = '\u00e4'.repeat(5_000);
beforeAll(async () => {
  [server, production] = await Promise.all([
    startServer({ MAX_ANSWER_BYTES: String(maximum) }),
    startServer({ NODE_ENV: 'production' }),
  ]);
  host = await person(server, 'host', 'CREATOR');
  ({ id: sessionId } = await schedule(host, { title: 'Long', description }));
});
afterAll(() => Promise.all([server.stop(), production.stop()]));

const times = <Part>(count: number, part: (index: number) => Part) => Array.from({ length: count }, (_, i) => part(i));
const filtered = 'query ($f: SessionFilter) { sessions(filter: $f) { totalCount } }';
const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const wide = (count: number, length: number) =>
  Object.fromEntries(times(count, (i) => [`a${i}${'y'.repeat(length)}`, 'v']));
const kilobytes = 50_000;

/** Operations with faults, of up to 60 kB, since a socket takes no more. */
const faulty: [name: string, operation: Operation][] = [
  ['1,900 unknown fields in a variable', { query: filtered, variables: { f: wide(1_900, 15) } }],
  ['an unknown field with a long name', { query: filtered, variables: { f: { ['k'.repeat(kilobytes)]: 1 } } }],
  ['1,900 items that are null', { query: nodes, variables: { ids: times(1_900, () => null) } }],
  ['an object in the place of a scalar', { query: nodes, variables: { ids: [wide(900, 40)] } }],
  ['a long text in the place of an enum', { query: filtered, variables: { f: { status: ['Z'.repeat(kilobytes)] } } }],
  [
    'a long text in the place of a number',
    { query: 'query ($n: Int) { sessions(first: $n) { totalCount } }', variables: { n: '"\\'.repeat(kilobytes / 4) } },
  ],
  ['a long text in the place of a time', { query: filtered, variables: { f: { from: '9'.repeat(kilobytes) } } }],
  ['a long literal', { query: `{ sessions(first: "${'s'.repeat(30_000)}") { totalCount } }` }],
  ['a long list', { query: `{ sessions(first: [${times(900, (i) => i * 1_111)}]) { totalCount } }` }],
  [
    'an input with 300 unknown fields',
    { query: `{ sessions(filter: { ${times(300, (i) => `k${i}${'y'.repeat(60)}: 1`)} }) { totalCount } }` },
  ],
  ['500 unknown fields', { query: `{ ${times(500, (i) => `field${i}${'z'.repeat(45)}`).join(' ')} }` }],
  ['a name of 30 kB', { query: `{ ${'z'.repeat(30_000)} }` }],
  ['an alias of 30 kB', { query: `{ ${'z'.repeat(30_000)}: __typename }` }],
  [
    'a variable of 30 kB',
    { query: `query ($${'z'.repeat(15_000)}: Int) { sessions(first: $${'z'.repeat(15_000)}x) { totalCount } }` },
  ],
  ['fields that conflict', { query: `{ ${times(100, (i) => `a: node(id: ${i}) { id }`).join(' ')} }` }],
  ['a long text out of place', { query: `{ a "${'s'.repeat(30_000)}" }` }],
  ['an operation with a long name', { query: '{ __typename }', operationName: 'o'.repeat(kilobytes) }],
  ['a long hash', { query: '', documentId: 'd'.repeat(kilobytes) }],
  [
    '50 fields that fail',
    { query: `{ ${times(50, (i) => `a${i}: sessions(first: 1000) { nodes { id } }`).join(' ')} }` },
  ],
  [
    '40 unknown users',
    { query: `{ ${times(45, (i) => `a${i}: account(id: "${'u'.repeat(500)}") { id }`).join(' ')} }` },
  ],
];

test.each(faulty)('%s: a short answer with at most ten errors over every transport', async (_name, operation) => {
  for (const at of [server, production]) {
    for (const [transport, send] of Object.entries(transports)) {
      const { errors, data } = await send(at.url, operation);
      expect(errors?.length, transport).toBeGreaterThan(0);
      expect(errors?.length, transport).toBeLessThanOrEqual(10);
      const values = (errors ?? []).flatMap(({ message }) => message.match(/(.)\1{100,}/g) ?? []);
      expect(values, transport).toEqual([]);
      for (const { message } of errors ?? []) expect(message.length, message).toBeLessThanOrEqual(1_001);
      expect(JSON.stringify(errors).length, transport).toBeLessThan(8_000);
      if (data) expect(Object.keys(data).length).toBeGreaterThan(0);
    }
  }
});

test('errors that are left out are counted', async () => {
  const { errors, data } = await server.visitor.ask(
    `{ ${times(50, (i) => `a${i}: account(id: "x") { id }`).join(' ')} __typename }`,
  );
  expect(data).toMatchObject({ a0: null, a49: null, __typename: 'Query' });
  expect(errors?.slice(0, -1).map(({ path }) => path?.[0])).toEqual(times(9, (i) => `a${i}`));
  expect(errors?.at(-1)).toEqual({
    message: '41 more errors were left out.',
    extensions: { code: 'ERRORS_LEFT_OUT', count: 41 },
  });
});

test('a refused input names every fault of a form, and at most 50 of a long list', async () => {
  const poses = Array.from({ length: 100 }, () => ({ name: '', durationSeconds: -1 }));
  const { data } = await host.ask<{ sequenceCreate: { message: string; issues: unknown[] } }>(
    `mutation ($input: SequenceInput!) {
      sequenceCreate(input: $input) { ... on InvalidInputError { message issues { path message code } } }
    }`,
    { input: { title: 'Long', level: 'BEGINNER', poses } },
  );
  expect(data?.sequenceCreate.issues).toHaveLength(50);
  expect(data?.sequenceCreate.message.length).toBeLessThan(10_000);
});

test('little is logged of fifty unexpected errors in one answer, and nothing is lost', async () => {
  const broken = await startServer();
  const logged = vi.spyOn(broken.app.log, 'error');
  await broken.database.prisma.$executeRawUnsafe('DROP TABLE "Account" CASCADE');
  const { errors } = await broken.visitor.ask(
    `{ ${times(50, (i) => `a${i}: user(username: "u${i}") { id }`).join(' ')} }`,
  );
  expect(errors).toHaveLength(10);
  // Work in the background fails as well without that table.
  const ofAnswer = logged.mock.calls.filter(([, message]) => String(message).includes('unexpected error'));
  expect(ofAnswer).toHaveLength(10);
  expect(ofAnswer.at(-1)?.[0]).toMatchObject({ errors: 41 });
  await broken.stop();

  const lines: string[] = [];
  const log = createLogger({ LOG_LEVEL: 'info' }, { write: (line: string) => void lines.push(line) });
  log.error({ err: new Error('x y '.repeat(50_000)) }, 'a long error');
  log.error({ err: { toString: 1 } }, 'no error');
  for (const line of lines) expect(line.length).toBeLessThan(6_000);
});

const longOperation = (count: number): Operation => ({
  query: `query ($id: ID!) { ${times(count, (i) => `a${i}: session(id: $id) { description }`).join(' ')} }`,
  variables: { id: sessionId },
});
const tooLarge = {
  data: null,
  errors: [
    { message: expect.stringContaining('more than 65536 bytes'), extensions: { code: 'ANSWER_TOO_LARGE', maximum } },
  ],
};

test('an answer may be as large as the setting says, in bytes, and no larger over any transport', async () => {
  for (const [transport, send] of Object.entries(transports)) {
    const { data } = await send(server.url, longOperation(6));
    expect(data?.a5, transport).toEqual({ description });
    // Seven have 70,000 bytes in 35,000 characters: only the text itself tells. Twenty are too many characters.
    for (const count of [7, 20])
      expect(await send(server.url, longOperation(count)), `${transport} ${count}`).toMatchObject(tooLarge);
    expect(await send(server.url, { query: '{ __typename }' })).toMatchObject({ data: { __typename: 'Query' } });
  }
});

test('an answer beside which there are errors is no exception', async () => {
  const { query, variables } = longOperation(7);
  for (const [transport, send] of Object.entries(transports)) {
    const both = String(query).replace(/}$/, 'account(id: "x") { id } }');
    expect(await send(server.url, { query: both, variables }), transport).toMatchObject(tooLarge);
  }
});

test('requests that share an execution are all refused', async () => {
  const answers = await Promise.all(times(10, () => transports.HTTP(server.url, longOperation(20))));
  for (const answer of answers) expect(answer).toMatchObject(tooLarge);
});

test('a mutation whose answer is too large was carried out, as it says', async () => {
  const selection = times(20, (i) => `a${i}: description`).join(' ');
  const { data, errors } = await host.ask(
    `mutation ($d: String!) { sessionCreate(input: { title: "Wordy", description: $d }) { ... on Session { ${selection} } } }`,
    { d: description },
  );
  expect({ data, errors }).toMatchObject(tooLarge);
  expect(errors?.[0]?.message).toContain('Mutations were carried out.');
  expect(await server.database.prisma.session.count({ where: { title: 'Wordy' } })).toBe(1);
});

test.each([
  ['a broadcast', ''],
  ['a stream of one viewer', 'viewer { canJoin }'],
])('an event that is too large does not end %s', async (_name, ofViewer) => {
  const [watcher] = await people(server, [`watcher-${ofViewer.length}`], { role: 'ADMIN' });
  const { id } = await schedule(host, { title: 'Watched', description });
  const selection = times(20, (i) => `a${i}: description`).join(' ');
  const query = `subscription ($id: ID!) { sessionEvents(sessionId: $id) {
    __typename ... on SessionChanged { session { title ${ofViewer} ${selection} } } } }`;
  const results = resultsOf(watcher, { query, variables: { id } });
  await results.next();
  const update = (input: object) =>
    host.ask('mutation ($id: ID!, $i: SessionUpdateInput!) { sessionUpdate(id: $id, input: $i) { __typename } }', {
      id,
      i: input,
    });
  await update({ title: 'Still long' });
  expect((await results.next()).value).toMatchObject(tooLarge);
  await update({ description: 'Short' });
  expect((await results.next()).value?.data).toMatchObject({ sessionEvents: { session: { a0: 'Short' } } });
  await results.return(undefined);
});

/** The results of a subscription over a socket, with their errors. */
async function* resultsOf({ accessToken }: Person, payload: Operation): AsyncGenerator<Outcome> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const waiting: Outcome[] = [];
  socket.on('message', (message) => {
    const { type, payload: result } = JSON.parse(String(message));
    if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    if (type === 'next') waiting.push(result);
    if (type === 'error') waiting.push({ errors: result });
    socket.emit('result');
  });
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${accessToken}` } }));
  try {
    for (;;) {
      while (waiting.length === 0) await once(socket, 'result');
      yield waiting.shift() as Outcome;
    }
  } finally {
    socket.terminate();
  }
}
