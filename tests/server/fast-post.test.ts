import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, people } from '../support/studio.ts';

// A request whose length is not told beforehand does not take the fast-post path, but through fetch's own parts.
const ways: Record<'straight' | 'roundabout', typeof fetch> = {
  straight: fetch,
  roundabout: (input, init) =>
    typeof init?.body === 'string'
      ? fetch(input, { ...init, body: new Blob([init.body]).stream(), ...{ duplex: 'half' } })
      : fetch(input, init),
};

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer({ CORS_ORIGINS: 'https://app.example.org' });
  [person] = await people(server, ['dora']);
});
afterAll(() => server.stop());

describe('the audits of GraphQL over HTTP pass for requests whose length is not told', () => {
  const audits = serverAudits({ url: () => `${server.url}/graphql`, fetchFn: ways.roundabout });
  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    if ('response' in result && !result.response.bodyUsed) await result.response.text();
    expect(result).toMatchObject({ status: 'ok' });
  });
});

const wrongInput = 'mutation { accountUpdate(input: { username: "x" }) { ... on UserError { code message } } }';
const bodies: Record<string, unknown> = {
  'a query': { query: '{ viewer { user { username } } __typename }' },
  'a query with variables': { query: 'query Q($id: ID!) { node(id: $id) { id } }', variables: { id: 'nobody' } },
  'a mutation that is refused': { query: wrongInput },
  'two operations, one of them named': {
    query: 'query A { a: __typename } query B { b: __typename }',
    operationName: 'B',
  },
  'two operations, none of them named': { query: 'query A { a: __typename } query B { b: __typename }' },
  'an operation that is not there': { query: '{ __typename }', operationName: 'X' },
  'a name that is none': { query: '{ __typename }', operationName: {} },
  'what it costs': { query: '{ sessions { nodes { id } } }', extensions: { cost: true } },
  'a syntax error': { query: '{ viewer {' },
  'an unknown field': { query: '{ nothing }' },
  'a missing variable': { query: 'query Q($id: ID!) { node(id: $id) { id } }' },
  'a variable of the wrong type': { query: 'query Q($id: ID!) { node(id: $id) { id } }', variables: { id: {} } },
  'too deep a document': { query: `{ ${'node(id: "x") { ... on Node { id } '.repeat(60)}` },
  'what only admins may ask': { query: '{ account(id: "x") { id } }' },
  'what a filter does not take': { query: '{ sessions(first: 1000) { nodes { id } } }' },
  'an unknown parameter': { query: '{ __typename }', more: 1 },
  'an unknown persisted operation': { documentId: 'unknown' },
  'no operation': {},
  'a list of operations': [{ query: '{ __typename }' }],
  'variables that are none': { query: '{ __typename }', variables: [] },
  'extensions that are none': { query: '{ __typename }', extensions: 'x' },
  'a query that is none': { query: 7 },
  'nothing at all': null,
  'no JSON': Symbol('not JSON'),
  'a subscription': { query: 'subscription { deviceSessionChanged { id } }' },
};

const accepts = [undefined, '*/*', 'application/json', 'application/graphql-response+json', 'text/plain'];
const likeApollo = 'application/graphql-response+json,application/json;q=0.9';

test.each(Object.entries(bodies))('%s is answered the same, whichever way it comes in', async (name, body) => {
  const isStream = name === 'a subscription';
  for (const accept of isStream ? ['application/json'] : [...accepts, likeApollo, 'text/event-stream']) {
    for (const signedIn of [false, true]) {
      const ask = async (way: typeof fetch) => {
        const response = await way(`${server.url}/graphql`, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            Origin: 'https://app.example.org',
            ...(accept && { Accept: accept }),
            ...(signedIn && { Authorization: `Bearer ${person.accessToken}` }),
          },
          body: typeof body === 'symbol' ? '{ "query": ' : JSON.stringify(body),
        });
        const { status, headers } = response;
        // Of each connection, and of each request, its own.
        const own = ['date', 'connection', 'keep-alive', 'x-request-id', 'transfer-encoding', 'content-length'];
        return {
          status,
          headers: Object.fromEntries([...headers].filter(([header]) => !own.includes(header))),
          text: await response.text(),
        };
      };
      const straight = await ask(ways.straight);
      expect(straight, `${accept} ${signedIn}`).toEqual(await ask(ways.roundabout));
      expect(straight.headers['access-control-allow-origin']).toBe('https://app.example.org');
    }
  }
});

test('a body may come in pieces, and be put together from them', async () => {
  const letters = 'ä'.repeat(50_000);
  const query = `# ${letters.slice(0, 30_000)}\n{ __typename }`;
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables: { letters } }),
  });
  expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
});
