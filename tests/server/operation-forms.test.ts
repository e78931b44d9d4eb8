import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, person } from '../support/studio.ts';

let server: TestServer;
let somebody: Person;
beforeAll(async () => {
  server = await startServer();
  somebody = await person(server, 'somebody');
});
afterAll(() => server.stop());

interface Message {
  id?: string;
  type: string;
  payload?: unknown;
}

/** A socket of a person, whose messages are sent as they are. */
async function openSocket() {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const waiting = new Map<string | undefined, (message: Message) => void>();
  socket.on('message', (data) => {
    const message: Message = JSON.parse(String(data));
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  await once(socket, 'open');
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  /** The first answer to an operation. */
  const ask = (id: string, payload: unknown) =>
    new Promise<Message>((resolve, reject) => {
      waiting.set(id, resolve);
      void closed.then((code) => reject(new Error(`closed with ${code}`)));
      send({ id, type: 'subscribe', payload });
    });
  const acknowledged = new Promise((resolve) => waiting.set(undefined, resolve));
  send({ type: 'connection_init', payload: { Authorization: `Bearer ${somebody.accessToken}` } });
  await acknowledged;
  return { send, ask, closed, close: () => socket.close() };
}

async function answerOver(accept: string, operation: object) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept, Authorization: `Bearer ${somebody.accessToken}` },
    body: JSON.stringify(operation),
  });
  return { status: response.status, text: await response.text() };
}

const none = 'A subscription must select exactly one field.';
// Validation knows no variables, and refuses them here.
const unset = /was not provided a runtime value/;
const off = { off: false, on: true };
const invalid: [name: string, operation: object, message: RegExp | string][] = [
  ['a skipped field', { query: 'subscription { bookingChanged @skip(if: true) { id } }' }, none],
  ['a field that is not included', { query: 'subscription { bookingChanged @include(if: false) { id } }' }, none],
  [
    'a field that a variable leaves out',
    { query: 'subscription ($off: Boolean!) { bookingChanged @include(if: $off) { id } }', variables: off },
    unset,
  ],
  [
    'a field that a default value leaves out',
    { query: 'subscription ($off: Boolean = false) { bookingChanged @include(if: $off) { id } }' },
    unset,
  ],
  [
    'a fragment that is left out',
    { query: 'subscription { ...F @skip(if: true) } fragment F on Subscription { bookingChanged { id } }' },
    none,
  ],
  [
    'an inline fragment that is left out',
    { query: 'subscription { ... @skip(if: true) { bookingChanged { id } } }' },
    none,
  ],
  [
    'a fragment without a field',
    { query: 'subscription { ...F } fragment F on Subscription { practiceChanged @include(if: false) { id } }' },
    none,
  ],
  [
    'two fields that variables decide about',
    {
      query:
        'subscription ($on: Boolean!) { bookingChanged @include(if: $on) { id } deviceSessionChanged @include(if: $on) { id } }',
      variables: off,
    },
    /./,
  ],
  [
    'a condition that is null',
    { query: 'subscription ($x: Boolean = true) { bookingChanged @skip(if: $x) { id } }', variables: { x: null } },
    unset,
  ],
  ['a missing condition', { query: 'subscription ($x: Boolean!) { bookingChanged @skip(if: $x) { id } }' }, /./],
  [
    'two fields',
    { query: 'subscription { bookingChanged { id } deviceSessionChanged { id } }' },
    /only one top level field/,
  ],
  ['__typename alone', { query: 'subscription { __typename }' }, /introspection/],
  ['__typename under another name', { query: 'subscription { a: __typename }' }, /introspection/],
  ['an unknown operation', { query: 'query A { __typename }', operationName: 'B' }, /operation/i],
  [
    'an empty name of an operation',
    { query: 'query A { __typename } query B { __typename }', operationName: '' },
    /operation/i,
  ],
  ['two operations without a name', { query: 'query A { __typename } query B { __typename }' }, /operation/i],
  ['no operation', { query: 'fragment F on Query { __typename }' }, /./],
  ['an empty document', { query: '' }, /./],
  ['the name of a prototype', { query: 'query A { __typename }', operationName: '__proto__' }, /operation/i],
  ['variables in a list', { query: '{ __typename }', variables: [1] }, /variables/],
  ['variables in a text', { query: '{ __typename }', variables: '{}' }, /variables/],
  ['extensions in a text', { query: '{ __typename }', extensions: 'x' }, /extensions/],
  ['extensions in a list', { query: '{ __typename }', extensions: [] }, /extensions/],
  ['a name that is a number', { query: '{ __typename }', operationName: 7 }, /operationName/],
  ['a query that is a list', { query: ['{ __typename }'] }, /query/],
  ['a query that is null', { query: null }, /query/],
];

test.each(invalid)(
  '%s is an error of that operation alone, over every transport',
  async (_name, operation, message) => {
    const socket = await openSocket();
    const other = await socket.ask('other', { query: '{ __typename }' });
    const answer = await socket.ask('1', operation);
    const { errors = answer.payload } = answer.payload as { errors?: unknown };
    expect(errors).toContainEqual(expect.objectContaining({ message: expect.stringMatching(message) }));
    expect(JSON.stringify(errors)).not.toContain('INTERNAL_SERVER_ERROR');
    expect(other).toMatchObject({ type: 'next' });
    expect(await socket.ask('2', { query: '{ __typename }' })).toMatchObject({ type: 'next' });
    socket.close();

    for (const accept of ['text/event-stream', 'application/json', 'application/graphql-response+json']) {
      const { status, text } = await answerOver(accept, operation);
      expect(status, text).toBeLessThan(500);
      expect(text).toContain('"errors":[');
      expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    }
  },
);

test.each([[null], [undefined], [[]], ['x']])(
  'a payload that is %j is an error of that operation alone',
  async (payload) => {
    const socket = await openSocket();
    const code = 'BAD_REQUEST';
    expect(await socket.ask('1', payload)).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
    const nulls = { query: '{ __typename }', variables: null, operationName: null, extensions: null };
    expect(await socket.ask('2', nulls)).toMatchObject({ type: 'next' });
    socket.close();
  },
);

test('IDs are any texts: those of a prototype too, and an ID may be used again after its operation', async () => {
  const socket = await openSocket();
  const query = '{ __typename }';
  for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__', ' ']) {
    expect(await socket.ask(id, { query })).toMatchObject({ id, type: 'next' });
  }
  const events = { query: 'subscription { deviceSessionChanged { id } }' };
  for (let round = 0; round < 20; round += 1) {
    socket.send({ id: '__proto__', type: 'subscribe', payload: events });
    socket.send({ id: '__proto__', type: 'complete' });
  }
  expect(await socket.ask('__proto__', { query })).toMatchObject({ id: '__proto__', type: 'next' });
  socket.close();
});

const broken: [name: string, messages: unknown[], code: number][] = [
  [
    'two operations under one ID',
    Array(2).fill({ id: '1', type: 'subscribe', payload: { query: 'subscription { deviceSessionChanged { id } }' } }),
    4409,
  ],
  ['an operation with an empty ID', [{ id: '', type: 'subscribe', payload: { query: '{ __typename }' } }], 4400],
  ['an operation without an ID', [{ type: 'subscribe', payload: { query: '{ __typename }' } }], 4400],
  ['an ID that is a number', [{ id: 1, type: 'subscribe', payload: { query: '{ __typename }' } }], 4400],
  ['a message that only a server sends', [{ type: 'connection_ack' }], 4400],
  ['a result', [{ id: '1', type: 'next', payload: {} }], 4400],
  ['an unknown message', [{ type: 'start' }], 4400],
  ['null', [null], 4400],
];

test.each(broken)('%s breaks the protocol, which closes the socket', async (_name, messages, code) => {
  const socket = await openSocket();
  for (const message of messages) socket.send(message);
  expect(await socket.closed).toBe(code);
});
