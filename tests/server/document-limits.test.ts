import { type GraphQLObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocumentCache, parseWithinLimits } from '../../src/server/execution/document-limits.ts';
import { schema } from '../../src/server/schema.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Operation, transports } from '../support/transports.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const asked = { cost: true };
const costs: [cost: number, operation: Operation][] = [
  [1, { query: '{ __typename }' }],
  [2, { query: '{ viewer { id } }' }],
  // A page costs its selection as often as it may have an item: 20 unless told.
  [1 + 20 * 2, { query: '{ sessions { nodes { id title } } }' }],
  [1 + 7 * 2, { query: '{ sessions(first: 7) { nodes { id title } } }' }],
  [1 + 7 * 2, { query: '{ sessions(last: 7) { edges { node { id } } } }' }],
  [1 + 5 * (1 + 1 + 4), { query: '{ sessions(first: 5) { nodes { id bookings(first: 4) { nodes { id } } } } }' }],
  [
    1 + 50 * (1 + 30 * 1),
    {
      query:
        'query Named($n: Int = 50, $m: Int) { sessions(first: $n) { ...Page } } query Other { viewer { id } } fragment Page on SessionConnection { nodes { bookings(first: $m) { nodes { id } } } }',
      variables: { m: 30 },
      operationName: 'Named',
    },
  ],
];

test.each(costs)('%d is what it costs, said to whoever asks', async (total, operation) => {
  for (const [transport, send] of Object.entries(transports)) {
    const told = await send(server.url, { ...operation, extensions: asked });
    expect(told.errors).toBeUndefined();
    expect(told.extensions, transport).toEqual({ cost: { total, maximum: 20_000 } });
    expect((await send(server.url, operation)).extensions, transport).toBeUndefined();
    expect((await send(server.url, { ...operation, extensions: { cost: 'yes' } })).extensions).toBeUndefined();
  }
});

test('what costs too much is refused before anything of it is done', async () => {
  const rows = (n: number) => `sessions(first: 100) { nodes { bookings(first: ${n}) { nodes { id } } } }`;
  const register = `mutation { accountRegister(input: { username: "dear", email: "dear@example.org", password: "correct horse battery" }) {
    ... on AuthPayload { account { bookings(first: 100) { nodes { session { ${rows(3).replace('sessions', 'bookings')} } } } } }
  } }`;
  for (const [transport, send] of Object.entries(transports)) {
    expect((await send(server.url, { query: `{ ${rows(100)} }` })).errors, transport).toBeUndefined();
    const { data, errors } = await send(server.url, { query: `{ ${rows(100)} more: ${rows(100)} }` });
    expect(data, transport).toBeUndefined();
    expect(errors?.[0], transport).toMatchObject({
      message: 'The document exceeds the limit of 20000 for cost.',
      extensions: { code: 'DOCUMENT_LIMIT_EXCEEDED', limit: 'cost', maximum: 20_000 },
    });
    expect((await send(server.url, { query: register })).errors?.length, transport).toBeGreaterThan(0);
    const stream = `subscription { sessionEvents(sessionId: "x") { ... on SessionChanged { session { ${rows(100).replace('sessions', 'bookings')} } } } }`;
    expect((await send(server.url, { query: stream })).errors?.length, transport).toBeGreaterThan(0);
  }
  expect((await server.visitor.ask('{ user(username: "dear") { id } }')).data).toEqual({ user: null });
});

test('every connection costs what its page may hold', () => {
  const fields = Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })))
    .filter(({ field }) => /Connection!?$/.test(String(field.type)));
  expect(fields.length).toBeGreaterThan(10);
  for (const { name, field } of fields) {
    const cost = field.extensions.complexity as (parameters: object) => unknown;
    expect(typeof cost, name).toBe('function');
    expect(cost({ first: 37 }), name).toMatchObject({ multiplier: 37 });
    expect(cost({ last: 41 }), name).toMatchObject({ multiplier: 41 });
    expect(cost({}), name).toMatchObject({ multiplier: 20 });
  }
});

test('however many documents come, so much is kept of them and no more', () => {
  const { documentCache, errorCache } = createDocumentCache();
  const documents = Array.from({ length: 200 }, (_, index) => `{ ${'a '.repeat(1_900)} b${index} }`);
  for (const document of documents) {
    documentCache.set(document, parseWithinLimits(document));
    errorCache.set();
  }
  const kept = documents.filter((document) => documentCache.get(document));
  // The latest, of 1,904 tokens each.
  expect(kept).toEqual(documents.slice(-52));
  for (let index = 0; index < 2_000; index += 1) documentCache.set(`{ a${index} }`, parseWithinLimits(`{ a${index} }`));
  expect(documentCache.size).toBe(1_000);
  expect(errorCache.get()).toBeUndefined();
});
