import { readdirSync, readFileSync } from 'node:fs';
import type { GraphQLInterfaceType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/server/schema.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { people, person } from '../support/studio.ts';
import { type Operation, transports } from '../support/transports.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const node = 'query ($id: ID!) { node(id: $id) { id } }';
const page = 'query ($first: Int) { sessions(first: $first) { nodes { id } } }';

const faults: [name: string, code: string, operation: Operation][] = [
  ['a syntax error', 'GRAPHQL_PARSE_FAILED', { query: '{ viewer {' }],
  ['a character that is none', 'GRAPHQL_PARSE_FAILED', { query: '{ viewer ? }' }],
  ['an empty document', 'GRAPHQL_PARSE_FAILED', { query: ' ' }],
  ['an unknown field', 'GRAPHQL_VALIDATION_FAILED', { query: '{ nothing }' }],
  ['a literal of the wrong type', 'GRAPHQL_VALIDATION_FAILED', { query: '{ node(id: true) { id } }' }],
  ['a missing variable', 'BAD_USER_INPUT', { query: node, variables: {} }],
  ['a variable that is null', 'BAD_USER_INPUT', { query: node, variables: { id: null } }],
  ['a variable of another type', 'BAD_USER_INPUT', { query: page, variables: { first: 'many' } }],
  [
    'a scalar that is none',
    'BAD_USER_INPUT',
    {
      query: 'query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }',
      variables: { filter: { from: 'tomorrow' } },
    },
  ],
  [
    'an unknown input field',
    'BAD_USER_INPUT',
    {
      query: 'query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }',
      variables: { filter: { nothing: 1 } },
    },
  ],
  [
    'an operation that is not in the document',
    'OPERATION_RESOLUTION_FAILURE',
    { query: 'query A { __typename } query B { __typename }', operationName: 'C' },
  ],
  [
    'a subscription with a missing variable',
    'BAD_USER_INPUT',
    { query: 'subscription ($id: ID!) { sessionEvents(sessionId: $id) { __typename } }', variables: {} },
  ],
];

test.each(faults)('%s has the code %s over every transport', async (_name, code, operation) => {
  for (const [transport, send] of Object.entries(transports)) {
    if (transport === 'HTTP' && String(operation.query).startsWith('subscription')) continue;
    const { errors } = await send(server.url, operation);
    expect(errors?.[0]?.extensions, `${transport}: ${errors?.[0]?.message}`).toMatchObject({ code });
    expect(errors?.[0]?.extensions?.http, transport).toBeUndefined();
  }
});

test('each fault of an input has a code for programs', async () => {
  const host = await person(server, 'coder', 'CREATOR');
  const codesOf = async (input: object) => {
    const { data } = await host.ask<{ sessionCreate: { issues?: { path: string[]; code: string }[] } }>(
      `mutation ($input: SessionCreateInput!) {
        sessionCreate(input: $input) { ... on InvalidInputError { issues { path code message } } }
      }`,
      { input },
    );
    return data?.sessionCreate.issues?.map(({ path, code }) => `${path.join('.')} ${code}`);
  };
  expect(await codesOf({ title: '' })).toEqual(['title TOO_SHORT']);
  expect(await codesOf({ title: 'x'.repeat(5_000) })).toEqual(['title TOO_LONG']);
  expect(await codesOf({ title: 'Long', durationMinutes: 5_000 })).toEqual(['durationMinutes TOO_LARGE']);
  expect(await codesOf({ title: 'Free', price: { amountMinor: -1 } })).toEqual(['price.amountMinor TOO_SMALL']);
  expect(await codesOf({ title: 'Past', startsAt: '2020-01-01T09:00:00Z' })).toEqual(['startsAt TOO_SMALL']);
  expect(await codesOf({ title: 'Far', startsAt: '2999-01-01T09:00:00Z' })).toEqual(['startsAt TOO_LARGE']);
  expect(await codesOf({ title: 'Draft', draft: true })).toEqual(['startsAt INVALID']);
  for (const [length, code] of [
    [9, 'TOO_SHORT'],
    [129, 'TOO_LONG'],
  ]) {
    const { data } = await server.visitor.ask<{ accountRegister: unknown }>(
      `mutation ($password: String!) {
        accountRegister(input: { username: "codes", email: "codes@example.org", password: $password }) {
          ... on InvalidInputError { issues { path code } }
        }
      }`,
      { password: '🪷'.repeat(Number(length)) },
    );
    expect(data?.accountRegister).toEqual({ issues: [{ path: ['password'], code }] });
  }
  // Where the refusal is an error of the field, its issues have codes as well.
  const readsOf = async (read: string) => (await host.ask(`{ ${read} }`)).errors?.[0]?.extensions?.issues;
  const today = new Date().toISOString().slice(0, 10);
  for (const [read, path, code] of [
    ['sessions(first: 1000) { totalCount }', 'first', 'TOO_LARGE'],
    ['sessions(last: -1) { totalCount }', 'last', 'TOO_SMALL'],
    ['sessions(first: 1, last: 1) { totalCount }', 'last', 'INVALID'],
    [`nodes(ids: ${JSON.stringify(Array(101).fill('x'))}) { id }`, 'ids', 'TOO_LONG'],
    [`viewer { revenue(from: "2001-01-01", to: "${today}") { month } }`, 'to', 'TOO_LARGE'],
    [`viewer { practiceCalendar(from: "2001-01-01", to: "${today}") { date } }`, 'to', 'TOO_LARGE'],
  ] as const)
    expect(await readsOf(read), read).toMatchObject([{ path: [path], code }]);
});

test('the code of a refusal is the name of its type, as the schema says', () => {
  const types = schema.getPossibleTypes(schema.getType('UserError') as GraphQLInterfaceType).map(({ name }) => name);
  const codes = new Map<string, string>();
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(`src/${file}`, 'utf8');
    for (const [, name = '', code = ''] of text.matchAll(/class (\w+Error) extends[^}]*?readonly code = '(\w+)'/g))
      codes.set(name, code);
  }
  expect(types.length).toBeGreaterThan(20);
  for (const type of types) {
    const expected = type
      .replace(/Error$/, '')
      .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
      .toUpperCase();
    expect(codes.get(type), type).toBe(expected);
  }
});

test('an error of a mutation names its place, and the mutation happens once', async () => {
  const host = await person(server, 'placer', 'CREATOR');
  const document = `mutation {
  one: sessionCreate(input: { title: "One" }) { ... on Session { title } }
  two: sessionCreate(input: { title: "Two" }) {
    ... on Session { host { sessions(first: 1000) { totalCount } } }
  }
}`;
  const code = 'INVALID_INPUT';
  for (let time = 1; time <= 2; time += 1) {
    const { data, errors } = await host.ask(document);
    expect(data).toEqual({ one: { title: 'One' }, two: null });
    const place = { path: ['two', 'host', 'sessions'], locations: [{ line: 4, column: 29 }] };
    expect(errors).toMatchObject([{ ...place, extensions: { code } }]);
    const { data: found } = await host.ask('{ viewer { hostedSessions { totalCount } } }');
    expect(found).toEqual({ viewer: { hostedSessions: { totalCount: 2 * time } } });
  }
  const { data, errors } = await server.visitor.ask(document);
  expect(data).toEqual({ one: null, two: null });
  expect(errors).toMatchObject([
    { path: ['one'], locations: [{ line: 2, column: 3 }], extensions: { code: 'UNAUTHENTICATED' } },
    { path: ['two'], locations: [{ line: 3, column: 3 }], extensions: { code: 'UNAUTHENTICATED' } },
  ]);
});

test('a URL with credentials is refused', async () => {
  const [person] = await people(server, ['linker']);
  const update = (avatarUrl: string) =>
    person.ask('mutation ($url: URL!) { accountUpdate(input: { avatarUrl: $url }) { __typename } }', {
      url: avatarUrl,
    });
  for (const url of ['https://user:pw@example.org/a.png', 'https://user@example.org/', 'http://:pw@example.org']) {
    const { data, errors } = await update(url);
    expect(data, url).toBeUndefined();
    expect(errors?.[0]?.message).toContain('must not contain a user name or a password');
  }
  expect((await update('https://example.org/a@b.png')).data).toEqual({ accountUpdate: { __typename: 'Account' } });
});
