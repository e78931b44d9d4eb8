import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { lockDirectory } from '../../src/database/directory-lock.ts';
import { startNode } from '../support/nodes.ts';
import { cloneTemplate, startServer, type TestServer } from '../support/server.ts';
import { openSocket } from '../support/socket.ts';
import { type Operation, transports } from '../support/transports.ts';

let server: TestServer;
/** Behind a proxy, in production. */
let strict: TestServer;
beforeAll(async () => {
  [server, strict] = await Promise.all([startServer(), startServer({ TRUST_PROXY: '1', NODE_ENV: 'production' })]);
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
  const orphan = await startNode(server, { database });
  const { url } = orphan;
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
    // Work in the background fails as well without that table.
    expect(logged.mock.calls.filter(([, message]) => String(message).includes('unexpected error'))).toEqual([
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
    lockDirectory(${JSON.stringify(directory)});
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  expect(String((await once(child.stdout, 'data'))[0])).toBe('locked\n');
  expect(() => lockDirectory(directory)).toThrow(`${directory} is in use`);

  child.kill('SIGKILL');
  await exited;
  const unlock = lockDirectory(directory);
  expect(() => lockDirectory(directory)).toThrow('is in use');
  unlock();
  const again = lockDirectory(directory);
  again();
  rmSync(directory, { recursive: true });
});
