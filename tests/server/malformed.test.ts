import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RawAnswer, type RawRequest, rawRequest, sendRaw } from '../support/raw-http.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** In production, behind a proxy, with every route. */
let server: TestServer;
const logged = () => vi.mocked(server.app.log.error).mock.calls;
beforeAll(async () => {
  const everything = { GRAPHIQL: 'true', PAYMENT_PROVIDER: 'demo', METRICS_TOKEN: 'a token for the metrics' };
  server = await startServer({ NODE_ENV: 'production', TRUST_PROXY: '1', ...everything });
  vi.spyOn(server.app.log, 'error');
});
afterAll(() => server.stop());

const nested = (levels: number, open: string, close: string) => `${open.repeat(levels)}1${close.repeat(levels)}`;
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const typename = '{ __typename }';
const operation = (more: string) => `{"query":"${typename}",${more}}`;

/** Every path that something is at. */
const targets = [
  ...['/graphql', '/graphql?query={__typename}', '/graphql/', '/graphql/graphiql-x.js'],
  ...['/export/bookings.csv', '/export/stories.csv?sessionId=x', '/calendar/x.ics', '/practice/x', '/practice/x.svg'],
  ...[
    '/webhooks/payments',
    '/checkout/x',
    '/checkout/x/pay',
    '/reset-password?token=x',
    '/verify-email',
    '/sessions/x',
  ],
  ...['/', '/favicon.ico', '/metrics', '/livez', '/readyz', '/nothing'],
];
const methods = ['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'TRACE', 'M-SEARCH'];

const hosts = ['[', 'a b', 'x:99999', 'x:y', '%', '%zz', '::1', '[::1', `x'"<>`, 'x/y', 'x?y', 'x#y', 'user@x', '\\'];
const oddTargets = [
  ...[
    '//',
    '/%',
    '/%ff',
    '/%00',
    '//graphql',
    '/../graphql',
    '/graphql/..',
    '/graphql#x',
    '/graphql;x',
    '/graphql/%',
    '/\\',
  ],
  ...[
    '/graphql?%',
    '/graphql?query=%ff%zz',
    '/graphql?query=%00',
    '/graphql?query[]=x',
    '/graphql?variables=1&query=x',
  ],
  ...[
    '/calendar/%ff.ics',
    '/calendar/..%2f.ics',
    '/practice/%',
    '/practice/%ff/picture.svg',
    '/checkout/%',
    '/sessions/%',
  ],
  ...[
    '/export/bookings.csv?%',
    '/export/bookings.csv?from=x&until=%ff',
    '/export/accounts.csv?link=%00',
    '/export/%.csv',
  ],
  ...[
    '*',
    '..',
    'graphql',
    'http://[/graphql',
    'http://x:99999/graphql',
    'ftp://x/graphql',
    'x:80',
    `/${'y'.repeat(14_000)}`,
  ],
  `/${'y'.repeat(40_000)}`,
];
const oddHeaders: [name: string, value: string][] = [
  ...['application/json;charset=weird', 'application/json; charset="', 'application/json, text/html', ';', '/'].map(
    (value): [string, string] => ['Content-Type', value],
  ),
  ...['multipart/form-data', 'multipart/form-data; boundary=', 'x'.repeat(9_000), 'application/\xff'].map(
    (value): [string, string] => ['Content-Type', value],
  ),
  ...['-1', '1e3', '0x10', '99999999999999999999', '1, 2', 'x', ''].map((value): [string, string] => [
    'Content-Length',
    value,
  ]),
  ...['chunked', 'gzip', 'chunked, chunked', 'identity, chunked', 'x'].map((value): [string, string] => [
    'Transfer-Encoding',
    value,
  ]),
  ...[
    '',
    ',',
    ';;;',
    'x',
    '*/',
    'text/plain',
    'application/json;q=x',
    '\xff',
    '*/*,'.repeat(2_000),
    'text/event-stream;charset=x',
  ].map((value): [string, string] => ['Accept', value]),
  ...[
    '\xff\xfe',
    'Bearer',
    'Bearer \xff',
    `Bearer ${'x'.repeat(12_000)}`,
    'Bearer a.b.c',
    'Basic x',
    `Bearer ${'a.'.repeat(3_000)}`,
  ].map((value): [string, string] => ['Authorization', value]),
  ['Authorization', `Bearer ${'x'.repeat(100_000)}`],
  ['Cookie', '=;=;\xff'],
  ...['for=', 'for="[', '\xff'].map((value): [string, string] => ['Forwarded', value]),
  ...['[', '::', ',,,', '%', '1.2.3.4:x', '\xff', 'x'.repeat(9_000), '[::1%\xff]'].map((value): [string, string] => [
    'X-Forwarded-For',
    value,
  ]),
  ['X-Forwarded-Proto', '\xff://'],
  ['X-Forwarded-Host', '['],
  ['X-Request-Id', '\xff'],
  ...['null', 'http://[', 'x', '\xff', '*'].map((value): [string, string] => ['Origin', value]),
  ['Accept-Encoding', 'gzip;q=x, \xff'],
  ['If-None-Match', '"'],
  ['Expect', '100-continue'],
  ['Expect', 'the unexpected'],
  ['Upgrade', 'h2c'],
  ['Access-Control-Request-Headers', '\xff'],
  ['Shala-Signature', 't=1,v1=\xff'],
  ['Sec-CH-UA', '\xff'.repeat(500)],
];
const bodies: [body: string | Buffer, status: number][] = [
  ...['', 'null', '[]', '1', '"x"', 'true', '{', '{"query":', `\ufeff${operation('"variables":{}')}`, 'NaN'].map(
    (body): [string, number] => [body, 400],
  ),
  [utf16(operation('"variables":{}')), 400],
  [Buffer.from([0xff, 0xfe, 0x7b]), 400],
  ...['{}', '{"query":null}', '{"query":1}', '{"query":[]}', '{"query":{"toString":1}}', '{"variables":{}}'].map(
    (body): [string, number] => [body, 400],
  ),
  [`{"query":${nested(100_000, '[', ']')}}`, 400],
  ...['{"toString":1}', '1', '[]', 'true', nested(50_000, '[', ']'), nested(20_000, '{"a":', '}')].flatMap(
    (value): [string, number][] => [
      [`{"documentId":${value}}`, 400],
      [`{"query":null,"doc_id":${value}}`, 400],
      [operation(`"extensions":{"persistedQuery":{"sha256Hash":${value}}}`), 400],
    ],
  ),
  ...['1', '{}', '[]', '{"toString":1}', '"x"', '"\\ud800"'].map((value): [string, number] => [
    operation(`"operationName":${value}`),
    400,
  ]),
  ...['1', '"x"', '[]', 'true'].flatMap((value): [string, number][] => [
    [operation(`"variables":${value}`), 400],
    [operation(`"extensions":${value}`), 400],
  ]),
  [operation(`"variables":${nested(100_000, '[', ']')}`), 400],
  [operation(`"variables":{"a":${nested(100_000, '[', ']')}}`), 200],
  [operation('"extensions":{"persistedQuery":1}'), 200],
  [operation('"extensions":{"cost":{"toString":1}}'), 200],
  [operation('"__proto__":{"a":1}'), 400],
  [operation('"toString":1'), 400],
  [operation(`"query":"${typename}"`), 200],
  ['{"query":"\\ud800"}', 200],
  ['{"query":"{ user(username: \\"\\\\u0000\\\\ud800\\") { id } }"}', 200],
  ...['"\\u0000"', '"\\ud800"', '{"toString":1}', '{"toJSON":1}', '{"__proto__":null}', '[[[]]]', '1e400'].flatMap(
    (value): [string, number][] => [
      [`{"query":"query ($u: String!) { user(username: $u) { id } }","variables":{"u":${value}}}`, 200],
      [`{"query":"query ($u: ID!) { node(id: $u) { id } }","variables":{"u":${value}}}`, 200],
      [
        `{"query":"query ($u: SessionFilter) { sessions(filter: $u) { totalCount } }","variables":{"u":{"search":${value}}}}`,
        200,
      ],
    ],
  ),
];

/** Checks what holds for every answer; returns the status. */
function expectDecent(answer: RawAnswer | null, what: string): number {
  const { status, headers, body } = answer ?? { status: 0, headers: '', body: '' };
  expect(status, what).toBeGreaterThanOrEqual(200);
  expect(status, `${what}: ${body.slice(0, 300)}`).toBeLessThan(500);
  expect(body, what).not.toMatch(/INTERNAL_SERVER_ERROR|\n {4}at |node_modules|node:internal/);
  if (status >= 400 && body !== '' && /application\/json/.test(headers)) {
    const { code, errors } = JSON.parse(/\{.*\}/s.exec(body)?.[0] ?? '{}');
    expect(code ?? errors?.[0]?.extensions?.code, what).toMatch(/^[A-Z_]+$/);
  }
  return status;
}

async function tell(request: RawRequest): Promise<number> {
  const what = JSON.stringify({ ...request, body: String(request.body).slice(0, 80) }).slice(0, 400);
  const answer = await sendRaw(server.url, rawRequest(request));
  const status = expectDecent(answer, what);
  if (request.method !== 'HEAD' && status >= 400) expect(answer?.body, `${what} ${status}`).not.toBe('');
  return status;
}

async function expectHealthy(): Promise<void> {
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  expect(logged()).toEqual([]);
}

test.each(hosts)('the host %j is refused at every address', async (host) => {
  for (const target of targets) {
    for (const method of ['GET', 'POST']) expect(await tell({ method, target, headers: { Host: host } })).toBe(400);
  }
  expect(await tell({ headers: { Host: host, Accept: 'text/event-stream' } })).toBe(400);
  await expectHealthy();
});

test('a host may be missing from HTTP/1.0, be empty, an address or a name', async () => {
  for (const host of ['', 'x', 'x:1', '127.0.0.1:4000', '[::1]:4000', 'xn--bcher-kva.example', 'a_b.example'])
    expect(await tell({ headers: { Host: host } })).toBe(200);
  const answer = await sendRaw(server.url, 'GET /livez HTTP/1.0\r\n\r\n');
  expect(answer?.status).toBe(200);
});

test('a URL may name the host, as requests to proxies do', async () => {
  expect(await tell({ target: 'http://shala.example.org/graphql' })).toBe(200);
  expect(await tell({ method: 'GET', target: 'http://shala.example.org:80/livez' })).toBe(200);
});

test.each(methods)('%s is answered at every address', async (method) => {
  for (const target of [...targets, ...oddTargets]) await tell({ method, target });
  await expectHealthy();
});

test('CONNECT and what is not HTTP are refused', async () => {
  for (const [text, status] of [
    ['CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
    ['get /livez HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['GET /livez HTTP/9.9\r\nHost: x\r\n\r\n', 400],
    ['GET /livez HTTP/1.1\r\n\r\n', 400],
    ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
    [`GET /livez HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    ['POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
  ] as const) {
    const answer = await sendRaw(server.url, text);
    expect(expectDecent(answer, text), text).toBe(status);
    expect(answer?.body, text).toContain('"code":');
  }
  await expectHealthy();
});

test.each(oddHeaders)('the header %s: %j is answered everywhere', async (name, value) => {
  for (const target of [
    '/graphql',
    '/graphql?query={__typename}',
    '/export/bookings.csv',
    '/calendar/x.ics',
    '/webhooks/payments',
    '/metrics',
    '/',
  ])
    for (const method of ['GET', 'POST']) await tell({ method, target, headers: { [name]: value } });
  await expectHealthy();
});

test('a body is answered alike however it comes', async () => {
  for (const [body, status] of bodies) {
    for (const accept of ['*/*', 'text/event-stream', 'text/plain, */*;q=0.1']) {
      const answered = await tell({ body, headers: { Accept: accept } });
      // Over event streams a status of 200 comes with an error in it.
      if (accept !== 'text/event-stream') expect(answered, String(body).slice(0, 100)).toBe(status);
    }
    await tell({ target: '/webhooks/payments', body });
    const query = encodeURIComponent(String(body).slice(0, 2_000));
    for (const name of ['query', 'variables', 'extensions', 'documentId']) {
      await tell({ method: 'GET', target: `/graphql?query={__typename}&${name}=${query}` });
    }
  }
  await expectHealthy();
});

test.each([
  ...hosts.map((host) => [host, '/graphql', 400] as const),
  ['x', '/nothing', 400],
  ['x', '/graphql/%ff', 400],
] as const)('a socket of the host %j at %s is refused', async (host, path, status) => {
  const upgrade = {
    ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', Host: host },
    ...{ 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Protocol': 'graphql-transport-ws' },
  };
  const answered = await new Promise<number | undefined>((resolve, reject) => {
    const request = httpRequest(`${server.url}${path}`, { headers: upgrade, setHost: false });
    request.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      resolve(101);
    });
    request.end();
  });
  expect(answered).toBe(status);
  await expectHealthy();
});

test('whatever a request is made of, its answer is decent', async () => {
  // Bytes that a header or a URL may have, so that a request is refused by more than Node's parser.
  const bytes = fc.string({
    unit: fc
      .integer({ min: 0x21, max: 0xff })
      .filter((code) => code < 0x7f || code > 0xa0)
      .map((code) => String.fromCharCode(code)),
    maxLength: 40,
  });
  const among = (...values: string[]) => fc.oneof(fc.constantFrom(...values), bytes);
  const names = [...new Set(oddHeaders.map(([name]) => name))].filter(
    (name) => !/^(Expect|Upgrade|Transfer-Encoding|Content-Length)$/.test(name),
  );
  const requests = fc.record({
    method: fc.constantFrom(...methods),
    target: fc.oneof(
      fc.constantFrom(...targets, ...oddTargets),
      fc.tuple(fc.constantFrom(...targets), bytes).map((parts) => parts.join('')),
    ),
    headers: fc.record({
      Host: among('x', ...hosts),
      ...Object.fromEntries(
        names.map((name) => [
          name,
          fc.option(among(...oddHeaders.filter((one) => one[0] === name).map((one) => one[1]))),
        ]),
      ),
    }),
    body: fc.oneof(
      fc.json({ noUnicodeString: false } as object),
      fc.constantFrom(...bodies.map(([body]) => body)),
      fc
        .record({
          query: fc.constantFrom(typename, '', null, 1),
          variables: fc.jsonValue(),
          operationName: fc.jsonValue(),
          extensions: fc.jsonValue(),
          documentId: fc.option(fc.jsonValue(), { nil: undefined }),
        })
        .map((value) => JSON.stringify(value)),
      fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
    ),
  });
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const headers = request.method === 'GET' ? { ...request.headers, 'Content-Type': null } : request.headers;
      await tell({ ...request, headers: headers as Record<string, string | null> });
    }),
    { numRuns: 300, endOnFailure: true },
  );
  await expectHealthy();
});
