import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
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
