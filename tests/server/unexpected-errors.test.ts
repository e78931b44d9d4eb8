import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { rawRequest, sendRaw } from '../support/raw-http.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, person, schedule } from '../support/studio.ts';

const secret = 'the text of an unexpected error';
const fail = (): never => {
  throw new Error(secret);
};

/** Replaces a property by one that throws whenever it is read; what throws while an error is answered would hide a fault. */
const breakOnce = (object: object, name: string) => {
  const value = (object as Record<string, unknown>)[name];
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: true,
    get() {
      Object.defineProperty(object, name, { configurable: true, enumerable: true, writable: true, value });
      return fail();
    },
  });
};

/** The stages of a request, by what of a real request breaks there. Node tells of a request before the server has it. */
const stages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  'the request listener': (request) => breakOnce(request.headers, 'x-request-id'),
  'the headers of every answer': (_, response) => breakOnce(response, 'setHeader'),
  'the target': (request) => breakOnce(request, 'url'),
  'the choice of the transport': (request) => breakOnce(request.headers, 'content-length'),
  'a plugin of Yoga': (request) => breakOnce(request.headers, 'content-type'),
  'the origin': (request) => breakOnce(request.headers, 'user-agent'),
  'the token': (request) => breakOnce(request.headers, 'authorization'),
  'the page of cross-origin requests': (request) => breakOnce(request.headers, 'origin'),
  'the head of the answer': (_, response) => breakOnce(response, 'writeHead'),
};

let server: TestServer;
let host: Person;
const logged = () => vi.mocked(server.app.log.error).mock.calls;

const arm = (message: unknown) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  const { 'x-break': stage, ...headers } = request.headers;
  if (typeof stage !== 'string') return;
  // Node makes the headers at the first look, and they stay as they are.
  expect(request.headers).toMatchObject(headers);
  stages[stage]?.(request, response);
};

beforeAll(async () => {
  server = await startServer({ NODE_ENV: 'production', PAYMENT_PROVIDER: 'demo' });
  host = await person(server, 'host', 'CREATOR');
  vi.spyOn(server.app.log, 'error');
  subscribe('http.server.request.start', arm);
});
afterAll(() => {
  unsubscribe('http.server.request.start', arm);
  return server.stop();
});
beforeEach(() => void vi.mocked(server.app.log.error).mockClear());

const targets: [name: string, request: Parameters<typeof rawRequest>[0]][] = [
  ['an ordinary POST', {}],
  ['a GET', { method: 'GET', target: '/graphql?query={__typename}' }],
  ['an event stream', { headers: { Accept: 'text/event-stream' } }],
  [
    'a chunked POST',
    {
      headers: { 'Content-Length': null, 'Transfer-Encoding': 'chunked' },
      body: '18\r\n{"query":"{__typename}"}\r\n0\r\n\r\n',
    },
  ],
  ['an export', { method: 'GET', target: '/export/bookings.csv' }],
  ['a calendar', { method: 'GET', target: '/calendar/x.ics' }],
  ['a shared practice', { method: 'GET', target: '/practice/x' }],
  ['a page', { method: 'GET', target: '/' }],
  ['a health check', { method: 'GET', target: '/livez' }],
  ['nothing', { method: 'GET', target: '/nothing' }],
];

test.each(Object.keys(stages))(
  'what breaks in %s is masked, and logged once under the ID of its answer',
  async (stage) => {
    let failures = 0;
    for (const [name, request] of targets) {
      vi.mocked(server.app.log.error).mockClear();
      const headers = { 'User-Agent': 'x', Origin: 'https://x.example', Authorization: '', ...request.headers };
      const answer = await sendRaw(server.url, rawRequest({ ...request, headers: { ...headers, 'X-Break': stage } }));
      // What breaks while an error is answered closes the connection.
      if (answer === null) {
        expect([stage, logged().length]).toEqual(['the head of the answer', 1]);
        continue;
      }
      expect(answer?.headers + String(answer?.body), name).not.toMatch(/the text of|\n {4}at |node_modules/);
      // A stage that this request does not come through breaks nothing.
      if (logged().length === 0) continue;
      failures += 1;
      expect(answer?.status, name).toBe(500);
      expect(logged(), name).toHaveLength(1);
      const [[about]] = logged() as unknown as [[{ requestId: string; err: Error }]];
      const { requestId, err } = about;
      expect(err.message).toBe(secret);
      expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
      const body = JSON.parse(/\{.*\}/s.exec(answer?.body ?? '')?.[0] ?? '{}');
      const isGraphQL = (request.target ?? '/graphql').startsWith('/graphql');
      expect(isGraphQL ? { ...body.errors?.[0], ...body.errors?.[0]?.extensions } : body, name).toMatchObject({
        ...{ message: 'Something went wrong on our side.', code: 'INTERNAL_SERVER_ERROR', requestId },
      });
    }
    expect(failures).toBeGreaterThan(0);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  },
);

test('an answer that breaks once it has begun is cut off, not completed', async () => {
  const breakBody = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.headers['x-break'] !== 'the body') return;
    Object.defineProperty(response, 'end', { configurable: true, value: fail });
  };
  subscribe('http.server.request.start', breakBody);
  for (const [name, request] of targets) {
    // Node itself pipes a stream, and ends it.
    if (name === 'an event stream') continue;
    vi.mocked(server.app.log.error).mockClear();
    const answer = await sendRaw(
      server.url,
      rawRequest({ ...request, headers: { ...request.headers, 'X-Break': 'the body' } }),
    );
    expect(String(answer?.body), name).not.toContain('the text of');
    expect(logged().length, name).toBeGreaterThan(0);
  }
  unsubscribe('http.server.request.start', breakBody);
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
});

test('a database that breaks shows nothing of itself, whatever asks for it', async () => {
  const { id } = await schedule(host);
  const watching = host.subscribe<object, { id: string }>(
    'subscription ($id: ID!) { sessionEvents(sessionId: $id) { __typename } }',
    { id },
  );
  await watching.next();
  await server.database.prisma.$executeRawUnsafe('ALTER TABLE "Account" RENAME TO "Elsewhere"');
  const shown: string[] = [JSON.stringify(await host.ask('{ viewer { role } }'))];
  for (const path of ['/calendar/x.ics', '/practice/x', '/export/bookings.csv', `/graphql?query={viewer{role}}`]) {
    const response = await fetch(server.url + path, { headers: { Authorization: `Bearer ${host.accessToken}` } });
    shown.push(`${response.status} ${await response.text()}`);
  }
  // The token of a socket is checked as it is opened, and its operations as they come.
  const late = host.subscribe<object, { id: string }>(
    'subscription ($id: ID!) { sessionEvents(sessionId: $id) { __typename } }',
    { id },
  );
  shown.push(JSON.stringify(await late.end()));
  for (const text of shown) expect(text).not.toMatch(/relation|Account|prisma|\n {4}at |node_modules/i);
  await server.database.prisma.$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "Account"');
  expect((await host.ask('{ viewer { role } }')).errors).toBeUndefined();
  await watching.close();
});
