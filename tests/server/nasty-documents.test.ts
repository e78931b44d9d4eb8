import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { type Operation, type Outcome, type Transport, transports } from '../support/transports.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const times = <Part>(count: number, part: (index: number) => Part) => Array.from({ length: count }, (_, i) => part(i));
const nested = (levels: number, open: string, inner: string, close: string) =>
  `${open.repeat(levels)}${inner}${close.repeat(levels)}`;
const selected = (...fields: string[]) => `{ ${fields.join(' ')} }`;
const limited = 'DOCUMENT_LIMIT_EXCEEDED';
const invalid = 'GRAPHQL_VALIDATION_FAILED';
const catalogue = (first: unknown, inner: string) => `sessions(first: ${first}) { nodes { ${inner} } }`;
const deepValue = JSON.parse(nested(1_000, '[', '', ']'));

/** What is refused, by the code of its refusal or by the message. */
const documents: [name: string, operation: Operation, refusal: string | RegExp][] = [
  ['10,000 levels of selections', { query: nested(10_000, '{a', '', '}') }, limited],
  ['10,000 levels of inline fragments', { query: `{${nested(10_000, '...{', '__typename', '}')}}` }, limited],
  ['10,000 lists in an argument', { query: `{node(id:${nested(10_000, '[', '', ']')}){id}}` }, limited],
  ['10,000 open lists', { query: `{node(id:${'['.repeat(10_000)}` }, limited],
  ['60 objects in an argument', { query: `{node(id:${nested(60, '{a:', '1', '}')}){id}}` }, limited],
  ['10,000 aliases', { query: selected(...times(10_000, (i) => `a${i}: __typename`)) }, limited],
  ['51 aliases', { query: selected(...times(51, (i) => `a${i}: __typename`)) }, limited],
  ['51 directives', { query: selected(`__typename ${'@include(if: true)'.repeat(51)}`) }, limited],
  ['30 kB of directives', { query: selected(`__typename ${'@a'.repeat(15_000)}`) }, limited],
  ['60 kB of comments', { query: `${'#\n'.repeat(25_000)}{ __typename }` }, limited],
  ['a string of 40 kB', { query: `{ node(id: "${'x'.repeat(40_000)}") { id } }` }, limited],
  ['2,001 fields', { query: selected(...times(2_001, () => '__typename')) }, limited],
  ['1,000 unknown fields', { query: selected(...times(1_000, (i) => `session${i}`)) }, invalid],
  ['400 operations', { query: times(400, (i) => `query Q${i} { __typename }`).join(' ') }, /operation/],
  ['400 times the same object', { query: selected(...times(400, () => 'viewer { user { id } }')) }, limited],
  ['fields that conflict', { query: selected(...times(200, (i) => `a: node(id: ${i}) { id }`)) }, limited],
  ['a fragment in itself', { query: '{ ...A } fragment A on Query { ...A }' }, invalid],
  ['fragments in a circle', { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' }, invalid],
  [
    'a fragment bomb',
    {
      query: `{ viewer { user { ...F0 } } } ${times(12, (i) => `fragment F${i} on User { a: sessions { nodes { host { ...F${i + 1} } } } b: sessions { nodes { host { ...F${i + 1} } } } }`).join(' ')} fragment F12 on User { id }`,
    },
    limited,
  ],
  [
    '100 × 100 × 100 rows',
    {
      query: selected(
        catalogue(
          100,
          `host { ${'id'} } bookings(first: 100) { nodes { session { bookings(first: 100) { nodes { id } } } } }`,
        ),
      ),
    },
    limited,
  ],
  [
    'the same by variables',
    {
      query: `query($n: Int) { ${catalogue('$n', 'bookings(first: $n) { nodes { session { bookings(last: $n) { nodes { id } } } } }')} }`,
      variables: { n: 100 },
    },
    limited,
  ],
  [
    'the same beside an argument that cannot be read',
    {
      query: `query($ids: [ID!] = ["x"]) { nodes(ids: $ids) { id } ${catalogue(100, 'bookings(first: 100) { nodes { session { bookings(first: 100) { nodes { id } } } } }')} }`,
      variables: { ids: null },
    },
    /must not be null/,
  ],
  ['16 levels', { query: `{ viewer { ${nested(8, 'user { account { ', 'id', '} }')} } }` }, /./],
  [
    'a fourth introspection',
    { query: selected(...times(4, (i) => `a${i}: __schema { queryType { name } }`)) },
    limited,
  ],
  [
    'types in fields in types',
    { query: `{ __schema { types { ${nested(5, 'fields { type { ', 'name', '} }')} } } }` },
    invalid,
  ],
  ['a variable that is missing', { query: 'query($id: ID!) { node(id: $id) { id } }' }, /was not provided/],
  [
    'a value of 1,000 lists',
    { query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: deepValue } },
    /ID cannot represent/,
  ],
  [
    'a filter of 1,000 lists',
    { query: 'query($f: SessionFilter) { sessions(filter: $f) { totalCount } }', variables: { f: deepValue } },
    /./,
  ],
  [
    '101 ids',
    { query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: times(101, () => 'x') } },
    'INVALID_INPUT',
  ],
  [
    '10,000 ids',
    { query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: times(10_000, () => 'x') } },
    limited,
  ],
  [
    '50,000 ids that are null',
    { query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: times(50_000, () => null) } },
    limited,
  ],
  [
    '5,000 unknown fields in an input',
    {
      query: 'query($f: SessionFilter) { sessions(filter: $f) { totalCount } }',
      variables: { f: Object.fromEntries(times(5_000, (i) => `a${i}`).map((name) => [name, 1])) },
    },
    limited,
  ],
  [
    '1,900 unknown fields in an input',
    {
      query: 'query($f: SessionFilter) { sessions(filter: $f) { totalCount } }',
      variables: { f: Object.fromEntries(times(1_900, (i) => `a${i}`).map((name) => [name, 1])) },
    },
    /not defined by type/,
  ],
  [
    '1,900 ids that are null',
    { query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: times(1_900, () => null) } },
    /non-nullable/,
  ],
  [
    '__proto__ in an input',
    {
      query: 'query($f: SessionFilter) { sessions(filter: $f) { totalCount } }',
      variables: JSON.parse('{"f":{"__proto__":{"a":1},"constructor":1}}'),
    },
    /not defined by type/,
  ],
  [
    'a huge integer',
    { query: 'query($n: Int) { sessions(first: $n) { totalCount } }', variables: { n: 1e300 } },
    /Int cannot represent/,
  ],
  [
    'a huge integer in the document',
    { query: `{ sessions(first: ${'9'.repeat(10_000)}) { totalCount } }` },
    /Int cannot represent/,
  ],
  ['a negative page', { query: '{ sessions(first: -1) { totalCount nodes { id } } }' }, 'INVALID_INPUT'],
  ['a page beyond the largest', { query: '{ sessions(first: 101) { nodes { id } } }' }, 'INVALID_INPUT'],
  ['a lone surrogate', { query: '{ \ud800 }' }, /Syntax Error|invalid/i],
  ['nothing but NUL', { query: '\0'.repeat(100) }, /Syntax Error/],
  ['what follows the document', { query: '{ __typename } }' }, /Syntax Error/],
  ['an empty document', { query: '' }, /Syntax Error/],
  ['types', { query: 'type Query { a: Int }' }, /operation|executable/],
  ['an operation that is not there', { query: '{ __typename }', operationName: 'Other' }, /./],
];

test.each(documents)('%s: refused at once, the same through every transport', async (_name, operation, refusal) => {
  for (const [transport, send] of Object.entries(transports)) {
    const outcome = await refusedAtOnce(send, operation, transport);
    // More than a socket takes in one message, whatever it says.
    const isTooLong = JSON.stringify(operation).length > 64 * 1024;
    if (transport === 'WebSocket' && isTooLong) expect(outcome.code).toBe(1009);
    if (transport === 'WebSocket' && isTooLong) continue;
    const error = outcome.errors?.[0];
    if (typeof refusal === 'string') expect(error?.extensions?.code, `${transport}: ${error?.message}`).toBe(refusal);
    else expect(error?.message, transport).toMatch(refusal);
    expect(error?.extensions?.code, transport).not.toBe('INTERNAL_SERVER_ERROR');
    expect(error?.extensions?.http, transport).toBeUndefined();
    await stillAnswers(send);
  }
});

const mebibyte = 1024 * 1024;

test.each<[name: string, operation: Operation]>([
  ['1 MB of directives', { query: selected(`__typename ${'@a'.repeat(mebibyte / 2)}`) }],
  ['1 MB of variables', { query: '{ __typename }', variables: { x: 'x'.repeat(mebibyte) } }],
])('%s: not even taken', async (_name, operation) => {
  for (const [transport, send] of Object.entries(transports)) {
    const outcome = await refusedAtOnce(send, operation, transport);
    expect(outcome.code, transport).toBe(transport === 'WebSocket' ? 1009 : 413);
    await stillAnswers(send);
  }
});

const json = { 'Content-Type': 'application/json' };
const typename = '{"query":"{__typename}"}';

test.each<[name: string, status: number, request: RequestInit & { query?: string; stream?: typeof endless }]>([
  ['an empty body', 400, { headers: json, body: '' }],
  ['JSON that is none', 400, { headers: json, body: '{"query":' }],
  ['what follows the JSON', 400, { headers: json, body: `${typename}garbage` }],
  ['null', 400, { headers: json, body: 'null' }],
  ['a string', 400, { headers: json, body: '"{__typename}"' }],
  ['a query that is a number', 400, { headers: json, body: '{"query":1}' }],
  ['variables that are a list', 400, { headers: json, body: '{"query":"{__typename}","variables":[]}' }],
  [
    'variables of 100,000 lists',
    400,
    { headers: json, body: `{"query":"{__typename}","variables":${nested(100_000, '[', '', ']')}}` },
  ],
  [
    'a value of 100,000 lists',
    200,
    {
      headers: json,
      body: `{"query":"query($ids:[ID!]!){nodes(ids:$ids){id}}","variables":{"ids":${nested(100_000, '[', '', ']')}}}`,
    },
  ],
  ['invalid UTF-8', 400, { headers: json, body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }],
  ['a batch', 400, { headers: json, body: `[${typename},${typename}]` }],
  ['a batch of nothing', 400, { headers: json, body: '[]' }],
  ['something beside the operation', 400, { headers: json, body: '{"query":"{__typename}","more":1}' }],
  ['a form', 415, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'query={__typename}' }],
  ['plain text', 415, { headers: { 'Content-Type': 'text/plain' }, body: typename }],
  ['no content type', 415, { headers: { 'Content-Type': '' }, body: typename }],
  ['a content type that only begins well', 415, { headers: { 'Content-Type': 'application/jsonish' }, body: typename }],
  ['a bare document', 415, { headers: { 'Content-Type': 'application/graphql' }, body: '{__typename}' }],
  ['an upload', 415, { body: multipart() }],
  [
    'a gzip bomb',
    415,
    { headers: { ...json, 'Content-Encoding': 'gzip' }, body: gzipSync(Buffer.alloc(100 * mebibyte, ' ')) },
  ],
  ['256 KiB and a byte', 413, { headers: json, body: padded(256 * 1024 + 1) }],
  ['a stream without a length', 413, { headers: json, stream: endless, duplex: 'half' } as RequestInit],
  ['a mutation by GET', 405, { method: 'GET', query: 'query=mutation{accountLogout{__typename}}' }],
  ['variables by GET that are none', 400, { method: 'GET', query: 'query={__typename}&variables={' }],
  ['extensions by GET that are none', 400, { method: 'GET', query: 'query={__typename}&extensions=[[' }],
  ['PUT', 405, { method: 'PUT', headers: json, body: typename }],
  ['DELETE', 405, { method: 'DELETE' }],
])('%s is answered %d at once', async (name, status, { query = '', stream, ...init }) => {
  const { response, body } = await atOnce(async () => {
    const response = await fetch(`${server.url}/graphql?${query}`, {
      method: 'POST',
      ...init,
      ...(stream && { body: stream() }),
    });
    return { response, body: await response.text() };
  }, name);
  expect(response.status, body).toBe(status);
  expect(body).not.toContain('INTERNAL_SERVER_ERROR');
  await stillAnswers(transports.HTTP);
});

test('a body may have 256 KiB', async () => {
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: json, body: padded(256 * 1024) });
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
});

test('GraphiQL’s own introspection is within the limits', async () => {
  const { getIntrospectionQuery } = await import('graphql');
  for (const send of Object.values(transports)) {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true });
    expect(await send(server.url, { query })).toMatchObject({ data: { __schema: { queryType: { name: 'Query' } } } });
  }
});

/** Measured as this process's CPU time, the client's part included, which other work on this machine does not prolong. */
async function refusedAtOnce(send: Transport, operation: Operation, transport: string): Promise<Outcome> {
  const outcome = await atOnce(() => send(server.url, operation), transport);
  if (transport !== 'WebSocket') expect(outcome.code, transport).toBeLessThan(500);
  return outcome;
}

/** The best of three, since the first is compiled meanwhile. */
async function atOnce<Result>(work: () => Promise<Result>, what: string): Promise<Result> {
  const took: number[] = [];
  for (;;) {
    const began = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(began);
    took.push((user + system) / 1_000);
    if (Math.min(...took) < 250) return result;
    expect(took.length, `${what} took ${took.join(', ')} ms`).toBeLessThan(3);
  }
}

async function stillAnswers(send: Transport): Promise<void> {
  expect(await send(server.url, { query: '{ __typename }' })).toMatchObject({ data: { __typename: 'Query' } });
}

function padded(bytes: number): string {
  return typename.padEnd(bytes, ' ');
}

function multipart(): FormData {
  const form = new FormData();
  form.set('operations', typename);
  form.set('map', '{}');
  return form;
}

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(32)),
  });
}
