import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createLogger } from '../../src/operations/logging.ts';
import { startPeriodic } from '../../src/server/periodic.ts';
import { scratchDirectory, startProcess } from '../support/processes.ts';
import { createTestClient, startServer, type TestServer } from '../support/server.ts';
import { people } from '../support/studio.ts';

const token = 'a-token-for-the-monitoring';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ NODE_ENV: 'production', METRICS_TOKEN: token });
});
afterAll(() => server.stop());

const metricsOf = async ({ url }: TestServer) =>
  (await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${token}` } })).text();

/** The value of the first sample that begins so; undefined without one. */
const sample = (metrics: string, start: string) => {
  const line = metrics.split('\n').find((one) => one.startsWith(start));
  return line && Number(line.slice(line.lastIndexOf(' ')));
};

test('metrics are for whoever has the token; without one for nobody in production, for all in development', async () => {
  const status = async (at: TestServer, authorization?: string) =>
    (await fetch(`${at.url}/metrics`, authorization ? { headers: { Authorization: authorization } } : {})).status;
  expect(await status(server)).toBe(401);
  expect(await status(server, `Bearer ${token}x`)).toBe(401);
  expect(await status(server, token)).toBe(401);
  expect(await status(server, `Bearer ${token}`)).toBe(200);

  const [closed, open] = await Promise.all([startServer({ NODE_ENV: 'production' }), startServer()]);
  expect(await status(closed, 'Bearer undefined')).toBe(404);
  expect(await status(open)).toBe(200);
  await Promise.all([closed.stop(), open.stop()]);
});

test('metrics tell of operations, errors, statements, sockets, events and periodic work', async () => {
  const [person] = await people(server, ['metric']);
  await person.ask('query Mine { viewer { role } }');
  await server.visitor.ask('query Theirs { viewer { role } node(id: "nonsense") { id } }');
  await server.visitor.ask('query Wrong { nothing }');
  await server.visitor.ask('mutation { sessionCreate(input: { title: "Nobody’s" }) { __typename } }');
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${person.accessToken}` },
  });
  const stream = client.iterate({ query: 'subscription Devices { deviceSessionChanged { deviceName } }' });
  const first = stream.next();
  await vi.waitFor(async () => expect(sample(await metricsOf(server), 'shala_subscriptions_open ')).toBe(1), 10_000);
  expect(sample(await metricsOf(server), 'shala_sockets_open ')).toBe(1);
  await server.visitor.ask(
    'mutation { accountLogin(input: { login: "metric", password: "correct horse battery" }) { __typename } }',
  );
  await first;
  await stream.return?.();
  await client.dispose();
  await vi.waitFor(async () => expect(sample(await metricsOf(server), 'shala_sockets_open ')).toBe(0), 10_000);

  const metrics = await metricsOf(server);
  for (const start of [
    'shala_http_requests_total{route="/graphql",status="200"} ',
    'shala_operation_seconds_count{operation="Mine",type="query"} ',
    'shala_operation_seconds_count{operation="Devices",type="subscription"} ',
    'shala_operation_errors_total{code="UNAUTHENTICATED"} ',
    'shala_sql_seconds_count{outcome="succeeded"} ',
    'shala_sql_seconds_sum{outcome="succeeded"} ',
    'shala_events_delivered_total ',
    'shala_socket_operations_count ',
    'shala_periodic_runs_total{task="close connections of ended device sessions",outcome="succeeded"} ',
    'shala_periodic_last_success_timestamp_seconds{task="close connections of ended device sessions"} ',
    'shala_database_connections{state="open"} ',
    'shala_nodejs_eventloop_lag_p99_seconds ',
  ]) {
    expect(sample(metrics, start) ?? 0, start).toBeGreaterThan(0);
  }
  expect(sample(metrics, 'shala_subscriptions_open ')).toBe(0);
  for (const start of [
    'shala_passwords_waiting ',
    'shala_mails_under_way ',
    'shala_feeds_open ',
    'shala_readers_waiting ',
    'shala_unread_bytes ',
  ])
    expect(sample(metrics, start)).toBe(0);
  // Names of operations that were refused as faulty do not count as names.
  expect(metrics).not.toContain('"Wrong"');
});

test('what is refused is counted, too', async () => {
  const errors = async (code: string) =>
    Number(sample(await metricsOf(server), `shala_operation_errors_total{code="${code}"} `) ?? 0);
  const [limited, unreadable] = [await errors('DOCUMENT_LIMIT_EXCEEDED'), await errors('GRAPHQL_PARSE_FAILED')];
  await server.visitor.ask(`{ ${'a: __typename '.repeat(51)} }`);
  await server.visitor.ask(
    '{ sessions(first: 100) { nodes { bookings(first: 100) { nodes { session { bookings(first: 100) { nodes { id } } } } } } } }',
  );
  await server.visitor.ask('{{');
  expect(await errors('DOCUMENT_LIMIT_EXCEEDED')).toBe(limited + 2);
  expect(await errors('GRAPHQL_PARSE_FAILED')).toBe(unreadable + 1);
});

test('names that clients make up do not fill the memory', async () => {
  const lines = async () => ((await metricsOf(server)).match(/^shala_(http|operation)_/gm) ?? []).length;
  const ask = (name: string) => server.visitor.ask(`query ${name} { __typename }`);
  for (let index = 0; index < 250; index += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, more) => ask(`Made${index + more}`)));
  }
  await (await fetch(`${server.url}/nothing`)).text();
  const before = await lines();
  await ask('OneMore');
  await ask(`Long${'x'.repeat(1_000)}`);
  for (const path of ['/a', '/b', '/c']) await (await fetch(server.url + path)).text();
  expect(await lines()).toBe(before);
  expect(sample(await metricsOf(server), 'shala_operation_seconds_count{operation="other"')).toBeGreaterThan(50);
});

test('a request keeps the id it came with, if that is fit for a log', async () => {
  const idOf = async (given?: string) => {
    const response = await fetch(`${server.url}/livez`, given ? { headers: { 'X-Request-Id': given } } : {});
    await response.text();
    return response.headers.get('x-request-id');
  };
  expect(await idOf('proxy-4711.a_B')).toBe('proxy-4711.a_B');
  const made = /^[0-9a-f-]{36}$/;
  for (const given of [undefined, 'two words', '{"a":1}', 'x'.repeat(65)]) expect(await idOf(given)).toMatch(made);
});

test('periodic work that fails goes on, and one that hangs is seen', async () => {
  let runs = 0;
  let release = () => {};
  const hanging = new Promise<void>((resolve) => {
    release = resolve;
  });
  const fails = async () => {
    runs += 1;
    if (runs === 1) throw new Error('the first of them');
    return 7;
  };
  const tasks = [
    { name: 'fails once', interval: 5, run: fails },
    { name: 'hangs', interval: 5, run: () => hanging },
  ];
  const work = startPeriodic(tasks, server.app.metrics, pino({ level: 'silent' }));
  await vi.waitFor(() => expect(runs).toBeGreaterThan(3));
  await vi.waitFor(async () => {
    const metrics = await metricsOf(server);
    expect(sample(metrics, 'shala_periodic_running_seconds{task="hangs"} ')).toBeGreaterThan(0.1);
    expect(sample(metrics, 'shala_periodic_runs_total{task="fails once",outcome="failed"} ')).toBe(1);
    expect(sample(metrics, 'shala_periodic_rows_total{task="fails once"} ')).toBeGreaterThanOrEqual(14);
  });
  release();
  await work.stop();
  const ended = runs;
  await server.visitor.ask('{ __typename }');
  expect(runs).toBe(ended);
});

test('an error in the log brings no secrets along', () => {
  let written = '';
  const log = createLogger(
    { LOG_LEVEL: 'trace' },
    new Writable({
      write(chunk, _encoding, done) {
        written += chunk;
        done();
      },
    }),
  );
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
  const opaque = 'Zk3_qW9-xYtR2mN8vB4cL7pJ1hG5dS0aE6uI-oT_kMQ';
  const error = Object.assign(
    new Error(`postgres://shala:dbpassword@db/shala refused Bearer ${jwt}, token=shortone, ${opaque}, ${jwt}`, {
      cause: new Error(
        `https://example.org/calendar/calendartoken.ics /practice/practicetoken.svg /checkout/4711.checkouttoken`,
      ),
    }),
    { code: '28P01', detail: 'Failing row contains (rowsecret)', command: { args: ['redispassword'] } },
  );
  log.error({ err: error }, 'failed');
  for (const secret of [
    'dbpassword',
    jwt,
    'shortone',
    opaque,
    'calendartoken',
    'practicetoken',
    'checkouttoken',
    'rowsecret',
    'redispassword',
  ]) {
    expect(written).not.toContain(secret);
  }
  expect(JSON.parse(written)).toMatchObject({ err: { type: 'Error', code: '28P01', cause: {} } });
});

test('whatever is sent to a server, its log keeps no secret', { timeout: 90_000 }, async () => {
  const scratch = scratchDirectory();
  const settings = {
    ...{ DATA_DIR: scratch.path, NODE_ENV: 'production', LOG_LEVEL: 'trace', RATE_LIMITS: 'on' },
    ...{ JWT_SECRET: 'jwtsecret-0123456789-0123456789-0123456789', METRICS_TOKEN: token },
    ...{ PAYMENT_WEBHOOK_SECRET: 'webhooksecret-0123456789-0123456789-01' },
    // Nobody answers there: sending fails, with the link in the mail.
    ...{ SMTP_URL: 'smtp://mailuser:mailpassword@127.0.0.1:1', REDIS_URL: 'redis://:redispassword@127.0.0.1:1' },
  };
  const child = await startProcess(settings);
  const secrets = [settings.JWT_SECRET, settings.PAYMENT_WEBHOOK_SECRET, token, 'mailpassword', 'redispassword'];
  const send = (query: string, variables: object = {}, headers: Record<string, string> = {}) =>
    fetch(`${child.url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    }).then((response) => response.json() as Promise<{ data?: Record<string, Record<string, string>> }>);
  const keep = <Secret extends string>(secret: Secret) => {
    secrets.push(secret);
    return secret;
  };

  const password = keep('password-of-somebody-1');
  const registration = `mutation($input: AccountRegisterInput!) { accountRegister(input: $input) {
    __typename ... on AuthPayload { accessToken refreshToken } } }`;
  const input = { username: 'secretive', email: 'secretive@example.org', password };
  const { accessToken = '', refreshToken = '' } = (await send(registration, { input })).data?.accountRegister ?? {};
  expect([accessToken, refreshToken]).not.toContain('');
  keep(accessToken);
  keep(refreshToken);
  const bearer = { Authorization: `Bearer ${accessToken}` };
  await send(registration, { input: { ...input, username: 'x', email: `nul\u0000@example.org` } });
  const login =
    'mutation($login: String!, $password: String!) { accountLogin(input: { login: $login, password: $password }) { __typename } }';
  for (const wrong of ['wrong-password-2', 'nul\u0000-password-3', `long-password-4${'x'.repeat(200)}`]) {
    await send(login, { login: 'secretive', password: keep(wrong) });
  }
  await send(
    `mutation { accountLogin(input: { login: "secretive", password: "${keep('inline-password-5')}", no: 1 }) }`,
  );
  await send('mutation($t: String!) { accountRefresh(refreshToken: $t) { __typename } }', {
    t: keep('opaque-refresh-token-that-never-was-issued-00'),
  });
  await send('mutation($t: Int!) { accountRefresh(refreshToken: $t) { __typename } }', { t: keep('not-an-int-6') });
  await send('mutation { accountRequestPasswordReset(email: "secretive@example.org") }');
  await send(
    'mutation($code: String!) { sessionJoin(code: $code) { __typename } }',
    { code: keep('QW3RTY7X') },
    bearer,
  );
  const created = await send(
    'mutation { sessionCreate(input: { title: "Room" }) { ... on Session { joinCode } } }',
    {},
    bearer,
  );
  keep(created.data?.sessionCreate?.joinCode as string);
  for (const path of [
    `/calendar/${keep('calendar-token-7')}.ics`,
    `/practice/${keep('share-token-8')}.svg`,
    `/checkout/${keep('checkout-token-15')}`,
    `/graphql?query={__typename}&token=${keep('query-token-9')}`,
    `/graphql/${keep('path-token-10')}`,
  ]) {
    await (await fetch(child.url + path, { headers: { ...bearer } })).text();
  }
  await (
    await fetch(`${child.url}/webhooks/payments`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Shala-Signature': `t=1,v1=${keep('webhook-signature-11')}` },
      body: `{"reference": "${keep('payment-reference-16')}"}`,
    })
  ).text();
  await (
    await fetch(`${child.url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${keep('broken.token.12')}` },
      body: `{"query": "broken ${keep('body-secret-13')}`,
    })
  ).text();
  for (const parameters of [
    bearer,
    { Authorization: `Bearer ${keep('socket-token-14')}` },
    { token: keep('socket-15') },
  ]) {
    const client = createClient({
      ...{ url: `${child.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 },
      connectionParams: parameters,
    });
    const query = `query($p: String!) { user(username: $p) { id } viewer { nothing${keep('Field16')} } }`;
    await client
      .iterate({ query, variables: { p: keep('socket-variable-17') } })
      .next()
      .catch(() => null);
    await client.dispose();
  }
  // A closed data directory of a database that is in use: what a start that fails says.
  const { JWT_SECRET, NODE_ENV } = settings;
  const failed = await startProcess({
    ...{ JWT_SECRET, NODE_ENV, LOG_LEVEL: 'trace' },
    DATABASE_URL: `postgres://shala:${keep('database-password-18')}@127.0.0.1:1/shala`,
  }).catch(String);
  child.kill('SIGTERM');
  expect(await child.exited).toBe(0);

  const output = child.output() + failed;
  expect(output).toContain('"route":"/graphql"');
  expect(output).toContain('a mail is tried again later');
  expect(output).toContain('ECONNREFUSED');
  for (const secret of secrets) expect(output.includes(secret), `${secret}\n${output}`).toBe(false);
  // No link of a mail, and nothing else that is long and random but the names of migrations.
  expect(
    output.replaceAll(/"\d{14}_\w+"/g, '').match(/token=|eyJ[\w-]+\.|(?<![\w/.-])[\w-]{40,}(?![\w/.-])/g),
  ).toBeNull();
  scratch.remove();
});

test('one request is one trace, within the one that asked', { timeout: 60_000 }, async () => {
  interface Span {
    traceId: string;
    spanId: string;
    parentSpanId?: string;
    name: string;
  }
  const spans: Span[] = [];
  const collector = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { resourceSpans } = JSON.parse(body);
    for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const scratch = scratchDirectory();
  const child = await startProcess({
    DATA_DIR: scratch.path,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const parent = 'b7ad6b7169203331';
  const answer = await createTestClient(child.url, null).ask(
    'query Somebody { user(username: "somebody") { id } }',
    {},
    { traceparent: `00-${traceId}-${parent}-01` },
  );
  expect(answer.data).toEqual({ user: null });
  child.kill('SIGTERM');
  expect(await child.exited).toBe(0);

  const own = spans.filter((span) => span.traceId === traceId);
  const named = (name: string) => own.find((span) => span.name === name) as Span;
  expect(own.map(({ name }) => name).sort()).toEqual(['POST /graphql', 'SELECT', 'query Somebody']);
  expect(named('POST /graphql').parentSpanId).toBe(parent);
  expect(named('query Somebody').parentSpanId).toBe(named('POST /graphql').spanId);
  expect(named('SELECT').parentSpanId).toBe(named('query Somebody').spanId);
  // What nobody asked for is in no trace.
  expect(spans.filter((span) => span.traceId !== traceId)).toEqual([]);
  await once(collector.close(), 'close');
  scratch.remove();
});
