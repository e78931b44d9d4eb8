import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openDatabase } from '../../src/database/client.ts';
import { lockDirectory } from '../../src/database/directory-lock.ts';
import { buildServer } from '../../src/server/index.ts';
import { RevokeDeviceSessionDocument, ViewerDocument } from '../generated/documents.ts';
import { cloneTemplate, startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { type Operation, transports } from '../support/transports.ts';

const friend = 'https://app.example.org';
const otherFriend = 'https://studio.example.org';
const foe = 'https://evil.example.org';
const localOrigins = ['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:8080', 'https://localhost'];

let server: TestServer;
/** Behind a proxy, with pages elsewhere, and closed to the curious. */
let strict: TestServer;
beforeAll(async () => {
  [server, strict] = await Promise.all([
    startServer(),
    startServer({ TRUST_PROXY: '1', CORS_ORIGINS: `${friend}, ${otherFriend}`, NODE_ENV: 'production' }),
  ]);
});
afterAll(() => Promise.all([server.stop(), strict.stop()]));

test('it says that it lives, and that it is ready only while its database answers', async () => {
  const get = async (url: string) => {
    const response = await fetch(url);
    return `${response.status} ${await response.text()}`;
  };
  expect(await get(`${server.url}/livez`)).toBe('200 alive\n');
  expect(await get(`${server.url}/readyz`)).toBe('200 ready\n');

  const { connection, drop } = await cloneTemplate();
  const database = openDatabase(connection);
  const orphan = buildServer({ env: server.app.env, database, log: pino({ level: 'silent' }) });
  const url = await orphan.start();
  await database.close();
  expect(await get(`${url}/livez`)).toBe('200 alive\n');
  expect(await get(`${url}/readyz`)).toBe('503 database unreachable\n');
  await orphan.stop();
  await drop();
});

test('what is not there is not found', async () => {
  for (const path of ['/', '/nothing', '/graphql/more', '/graphqlx']) {
    const response = await fetch(server.url + path, { method: 'POST', body: '{}' });
    expect(response.status, path).toBe(404);
    await response.text();
  }
});

test('browsers get GraphiQL', async () => {
  const page = (url: string) => fetch(`${url}/graphql`, { headers: { Accept: 'text/html' } });
  const shown = await page(server.url);
  expect(shown.headers.get('content-type')).toMatch('text/html');
  expect(await shown.text()).toMatch(/graphiql/i);
  const refused = await page(strict.url);
  expect(refused.status).toBe(406);
  await refused.text();
});

test('a token that is no good is refused over every transport, before anything is executed', async () => {
  const person = await server.register('tess');
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { user: { username: 'tess' } } });
  const [header, payload] = (person.accessToken as string).split('.');
  for (const token of ['nonsense', 'null', `${header}.${payload}.c2lnbmF0dXJl`, `${header}.${payload}.`]) {
    const refused = await server.as(token).ask(ViewerDocument);
    expect(refused).toMatchObject(tokenRefused);
    expect(refused).not.toHaveProperty('data');
    const socket = openSocket(server.url, { connectionParams: { authorization: `Bearer ${token}` } });
    expect(await socket.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
  }
  await person.run(RevokeDeviceSessionDocument, { id: person.deviceSessionId });
  const message = 'The device session of the access token has ended: sign in again.';
  expect(await person.ask('{ __typename }')).toMatchObject({ ...tokenRefused, errors: [{ message }] });
});

test('a socket is told of connectionParams in a form that the server does not read', async () => {
  const { accessToken } = await server.register('formal');
  const wrong = { code: 4400, reason: 'connectionParams must be {"Authorization": "Bearer <access token>"}' };
  for (const connectionParams of [
    { headers: { Authorization: `Bearer ${accessToken}` } },
    { authorization: accessToken },
    { token: accessToken },
    { Authorization: { token: accessToken } },
    { Authorization: 1 },
    { Authorization: 'Bearer' },
  ]) {
    expect(await openSocket(server.url, { connectionParams }).closed, JSON.stringify(connectionParams)).toEqual(wrong);
  }
  for (const connectionParams of [undefined, {}, { Authorization: null }, { authorization: '' }]) {
    const socket = openSocket(server.url, connectionParams && { connectionParams });
    expect(await socket.ask('{ viewer { id } }')).toEqual({ data: { viewer: null } });
    await socket.close();
  }
  const named = { AUTHORIZATION: `bearer ${accessToken}`, client: 'web' };
  const socket = openSocket(server.url, { connectionParams: named });
  expect(await socket.ask('{ viewer { __typename } }')).toEqual({ data: { viewer: { __typename: 'Account' } } });
  await socket.close();
});

test('faults of a document are answered as such, and a socket outlives them', async () => {
  const faults = [
    ['{ viewer {', 'Syntax Error: Expected Name, found <EOF>.'],
    ['{ nothingOfTheKind }', 'Cannot query field "nothingOfTheKind" on type "Query".'],
    ['query($id: ID!) { node(id: $id) { id } }', 'Variable "$id" of required type "ID!" was not provided.'],
    ['subscription { nothingOfTheKind }', /nothingOfTheKind|not configured to execute subscription/],
  ] as const;
  const socket = openSocket(server.url);
  for (const [query, message] of faults) {
    const { data, errors } = await server.visitor.ask(query);
    expect(data, query).toBeUndefined();
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions?.code).not.toBe('INTERNAL_SERVER_ERROR');
    const answer = await socket.ask(query);
    expect(answer.errors?.[0]?.message).toMatch(message);
  }
  expect(await socket.ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  await socket.close();
});

test('the schema is for those who are shown GraphiQL', async () => {
  const introspections = [
    '{ __schema { queryType { name } } }',
    '{ type: __type(name: "Account") { name } }',
    'fragment Hidden on Query { harmless: __schema { queryType { name } } } { ...Hidden }',
    '{ ... @include(if: true) { viewer { __typename } __type(name: "Account") { fields { name } } } }',
  ];
  const mistakes: Operation[] = [
    { query: '{ viewr { id } }' },
    { query: 'query($f: SessionFilter) { sessions(filter: $f) { totalCount } }', variables: { f: { serch: '' } } },
    {
      query: 'query($f: SessionFilter) { sessions(filter: $f) { totalCount } }',
      variables: { f: { status: ['LIV'] } },
    },
  ];
  for (const [transport, send] of Object.entries(transports)) {
    for (const query of introspections) {
      expect(await send(server.url, { query }), `${transport} ${query}`).toHaveProperty('data');
      const { data, errors } = await send(strict.url, { query });
      expect(data, `${transport} ${query}`).toBeUndefined();
      expect(errors?.[0]?.message).toMatch('introspection has been disabled');
    }
    for (const mistake of mistakes) {
      expect((await send(server.url, mistake)).errors?.[0]?.message, transport).toMatch('Did you mean');
      const { errors } = await send(strict.url, mistake);
      expect(errors?.length, transport).toBeGreaterThan(0);
      expect(JSON.stringify(errors), transport).not.toMatch('Did you mean');
    }
    expect(await send(strict.url, { query: '{ __typename }' })).toMatchObject({ data: { __typename: 'Query' } });
  }
});

test('only pages of this server and of the listed origins may open sockets', async () => {
  const opens = async (url: string, origin?: string) => {
    const socket = openSocket(url, origin === undefined ? {} : { origin });
    const opened = await socket.opened.then(
      () => true,
      (error: Error) => error.message,
    );
    await socket.close();
    return opened;
  };
  const refused = 'Unexpected server response: 401';
  expect(await opens(server.url)).toBe(true);
  expect(await opens(server.url, server.url)).toBe(true);
  expect(await opens(strict.url, friend)).toBe(true);
  expect(await opens(server.url, friend)).toBe(refused);
  for (const origin of [foe, `${friend}.evil.example`, 'null', 'http://localhost.evil.example', 'http://localhost:x']) {
    expect(await opens(server.url, origin), origin).toBe(refused);
  }
  for (const origin of localOrigins) {
    expect(await opens(server.url, origin), origin).toBe(true);
    expect(await opens(strict.url, origin), origin).toBe(refused);
  }
});

test('only pages of the listed origins may read answers', async () => {
  const allowedFor = async (url: string, origin: string, method = 'POST') => {
    const response = await fetch(`${url}/graphql`, {
      method,
      headers: {
        Origin: origin,
        ...(method === 'OPTIONS'
          ? { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type' }
          : { 'Content-Type': 'application/json' }),
      },
      ...(method === 'POST' && { body: '{"query":"{__typename}"}' }),
    });
    await response.text();
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    return Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-allow')));
  };
  for (const origin of [friend, otherFriend]) {
    expect(await allowedFor(strict.url, origin)).toMatchObject({ 'access-control-allow-origin': origin });
    expect(await allowedFor(strict.url, origin, 'OPTIONS')).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'authorization,content-type',
    });
  }
  for (const method of ['POST', 'OPTIONS']) {
    for (const origin of localOrigins) {
      expect(await allowedFor(server.url, origin, method)).toMatchObject({ 'access-control-allow-origin': origin });
      expect(await allowedFor(strict.url, origin, method)).toEqual({});
    }
    expect(await allowedFor(strict.url, foe, method)).toEqual({});
    expect(await allowedFor(strict.url, 'null', method)).toEqual({});
    expect(await allowedFor(server.url, friend, method)).toEqual({});
  }
});

test('X-Forwarded-For counts as far as proxies are trusted', async () => {
  const addressSeen = async (at: TestServer, username: string, forwarded: string) => {
    const { data } = await at.visitor.ask<{ accountRegister: { deviceSession: { ipAddress: string } } }>(
      `mutation($input: AccountRegisterInput!) {
        accountRegister(input: $input) { ... on AuthPayload { deviceSession { ipAddress } } }
      }`,
      { input: { username, email: `${username}@example.org`, password: 'correct horse battery' } },
      { 'X-Forwarded-For': forwarded },
    );
    return data?.accountRegister.deviceSession.ipAddress;
  };
  expect(await addressSeen(server, 'direct', '203.0.113.7')).toBe('127.0.0.1');
  expect(await addressSeen(strict, 'proxied', '203.0.113.7')).toBe('203.0.113.7');
  // What stands to the left of the proxy's own entry came from the client, who may have made it up.
  expect(await addressSeen(strict, 'forger', '198.51.100.1, 203.0.113.8')).toBe('203.0.113.8');
  expect(await addressSeen(strict, 'blank', ' , ')).toBe('127.0.0.1');
  expect(await addressSeen(strict, 'ported', '203.0.113.9:51234')).toBe('203.0.113.9');
  expect(await addressSeen(strict, 'bracketed', '[2001:DB8::7]:4711')).toBe('2001:db8::7');
  expect(await addressSeen(strict, 'mapped', '::ffff:cb00:7109')).toBe('203.0.113.9');
  for (const [index, text] of ['unknown', '_hidden', '<script>'].entries())
    expect(await addressSeen(strict, `nowhere${index}`, text)).toBe('127.0.0.1');
});

test('a socket closes when its device session is ended elsewhere', async () => {
  const person = await server.register('nomad');
  const bystander = await server.register('stay');
  const sockets = [person, bystander].map(({ accessToken }) =>
    openSocket(server.url, { connectionParams: { Authorization: `Bearer ${accessToken}` } }),
  );
  const [lost, kept] = sockets as [Socket, Socket];
  for (const socket of sockets) expect(await socket.ask('{ viewer { __typename } }')).toMatchObject({ data: {} });

  const began = performance.now();
  await person.run(RevokeDeviceSessionDocument, { id: person.deviceSessionId });
  expect(await lost.closed).toEqual({ code: 4403, reason: 'Forbidden' });
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(await kept.ask('{ viewer { __typename } }')).toEqual({ data: { viewer: { __typename: 'Account' } } });
  await kept.close();
});

test('an unexpected error is logged, and masked but for the id under which it was', async () => {
  const broken = await startServer();
  const logged = vi.spyOn(broken.app.log, 'error');
  await broken.database.prisma.$executeRawUnsafe('DROP TABLE "Account" CASCADE');
  const query = '{ user(username: "anybody") { id } }';
  const socket = openSocket(broken.url);

  for (const ask of [() => broken.visitor.ask(query), () => socket.ask(query)]) {
    logged.mockClear();
    const { data, errors } = await ask();
    expect(data).toEqual({ user: null });
    expect(errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['user'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
    const requestId = errors?.[0]?.extensions?.requestId;
    expect(logged.mock.calls).toEqual([
      [
        { err: expect.objectContaining({ message: expect.stringContaining('Account') }), requestId },
        'unexpected error',
      ],
    ]);
  }
  await broken.stop();
  expect(await socket.closed).toMatchObject({ code: 1001 });
});

test('a data directory serves one process, and a killed one leaves it free', { timeout: 60_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shala-lock-'));
  const script = `import { lockDirectory } from ${JSON.stringify(new URL('../../src/database/directory-lock.ts', import.meta.url))};
    await lockDirectory(${JSON.stringify(directory)});
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  expect(String((await once(child.stdout, 'data'))[0])).toBe('locked\n');
  await expect(lockDirectory(directory)).rejects.toThrow(`${directory} is in use`);

  child.kill('SIGKILL');
  await exited;
  const unlock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toThrow('is in use');
  unlock();
  const again = await lockDirectory(directory);
  again();
  rmSync(directory, { recursive: true });
});

interface Result {
  data?: unknown;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

type Socket = ReturnType<typeof openSocket>;

/** A socket that speaks graphql-transport-ws and nothing more, so that a test sees what really comes. */
function openSocket(
  url: string,
  { origin, connectionParams }: { origin?: string; connectionParams?: Record<string, unknown> } = {},
) {
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
    origin ? { origin } : {},
  );
  const waiting = new Map<string, (result: Result) => void>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: connectionParams })));
    socket.on('message', (data) => {
      const { type, id, payload } = JSON.parse(String(data));
      if (type === 'connection_ack') resolve();
      if (type === 'next') waiting.get(id)?.(payload);
      if (type === 'error') waiting.get(id)?.({ errors: payload });
    });
  });
  opened.catch(() => {});
  let operations = 0;
  return {
    /** Resolves when the server has taken the connection; rejects where it refused to. */
    opened,
    closed,
    async ask(query: string): Promise<Result> {
      await opened;
      const id = String(++operations);
      const result = new Promise<Result>((resolve, reject) => {
        waiting.set(id, resolve);
        void closed.then(({ code }) => reject(new Error(`The socket was closed with ${code}.`)));
      });
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
      return result;
    },
    async close() {
      socket.close();
      await closed;
    },
  };
}
