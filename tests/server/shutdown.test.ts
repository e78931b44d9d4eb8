import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openDatabase } from '../../src/database/client.ts';
import { connectServer } from '../../src/database/postgres.ts';
import { launchProcess, type ServerProcess, scratchDirectory, startProcess } from '../support/processes.ts';
import { cloneTemplate, createTestClient } from '../support/server.ts';

const secret = 'a secret of tests, long enough for the check';
// Machines that run tests may be busy; the server itself ends within five seconds.
const longest = 6_000;
// The embedded database does one thing at a time; what it cannot finish within the patience is refused.
const clients = process.env.TEST_DATABASE_URL ? 24 : 8;

const scratch = scratchDirectory();
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
beforeAll(async () => {
  clone = await cloneTemplate();
});
afterAll(async () => {
  await clone.connection.close();
  await clone.drop();
  scratch.remove();
});

const settings = (): Record<string, string> =>
  clone.url ? { DATABASE_URL: clone.url, JWT_SECRET: secret } : { DATA_DIR: scratch.path, JWT_SECRET: secret };

async function register(url: string, username: string): Promise<string> {
  const { data } = await createTestClient(url, null).ask<{ accountRegister: { accessToken: string } }>(
    `mutation { accountRegister(input: { username: "${username}", email: "${username}@example.org", password: "correct horse battery" }) {
      ... on AuthPayload { accessToken } } }`,
  );
  return data?.accountRegister.accessToken as string;
}

/** Sends an operation over a connection of this agent; resolves to the status, or to the code of the failure. */
function send(url: string, agent: Agent, query: string, token: string, sent: () => void) {
  return new Promise<{ outcome: number | string; body: string; connection: string | undefined }>((resolve) => {
    const body = JSON.stringify({ query });
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      Authorization: `Bearer ${token}`,
    };
    const one = request(`${url}/graphql`, { method: 'POST', agent, headers }, async (response) => {
      let text = '';
      try {
        for await (const chunk of response) text += chunk;
      } catch (error) {
        return resolve({ outcome: (error as { code: string }).code, body: text, connection: undefined });
      }
      resolve({ outcome: response.statusCode as number, body: text, connection: response.headers.connection });
    });
    one.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that idled may close just as a request is sent over it, which HTTP clients send anew.
      const hasIdled = one.reusedSocket && error.code === 'ECONNRESET';
      resolve({ outcome: hasIdled ? 'IDLED' : (error.code ?? error.message), body: '', connection: undefined });
    });
    one.end(body, sent);
  });
}

async function endsInOrder(server: ServerProcess, signal: NodeJS.Signals = 'SIGTERM') {
  const began = performance.now();
  server.kill(signal);
  expect(await server.exited).toBe(0);
  expect(performance.now() - began).toBeLessThan(longest);
}

const create = 'mutation { sessionCreate(input: { title: "Live" }) { ... on Session { id } } }';

test('a node that cannot listen says so in one line, ends with 1, and has made no database', {
  timeout: 60_000,
}, async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  for (const [listening, why] of [
    [{ PORT: String(port) }, `listen EADDRINUSE: address already in use 127.0.0.1:${port}`],
    [{ HOST: 'nowhere.invalid' }, 'getaddrinfo E'],
  ] as const) {
    const directory = scratchDirectory();
    const server = launchProcess({ DATA_DIR: directory.path, JWT_SECRET: secret, ...listening });
    expect(await server.exited).toBe(1);
    expect(server.output()).toMatch(/^.+\n$/);
    expect(server.output()).toContain(`Shala cannot listen at HOST and PORT: ${why}`);
    expect(readdirSync(directory.path).filter((name) => name.startsWith('database'))).toEqual([]);
    directory.remove();
  }
  taken.close();
});

test('a node says that its database refuses at each address of its host', { timeout: 60_000 }, async () => {
  const directory = scratchDirectory();
  // On most machines localhost has an address of each family.
  const names = join(directory.path, 'names.cjs');
  const addresses = [1, 2].map((last) => ({ address: `127.0.0.${last}`, family: 4 }));
  writeFileSync(
    names,
    `const dns = require('node:dns');
    const { lookup } = dns;
    dns.lookup = (host, options, found) =>
      host === 'localhost' ? found(null, ${JSON.stringify(addresses)}) : lookup(host, options, found);`,
  );
  const server = launchProcess({
    ...{ DATABASE_URL: 'postgres://nobody@localhost:1/none', JWT_SECRET: secret, DATA_DIR: directory.path },
    NODE_OPTIONS: `--require ${names}`,
  });
  expect(await server.exited).toBe(1);
  expect(server.output()).toBe(
    'Shala cannot use the database of DATABASE_URL: connect ECONNREFUSED 127.0.0.1:1; connect ECONNREFUSED 127.0.0.2:1\n',
  );
  directory.remove();
});

test('told to end while clients create live sessions, it answers what was sent and ends with 0', {
  timeout: 120_000,
}, async () => {
  const server = await startProcess(settings());
  const token = await register(server.url, 'busy-host');
  const outcomes: Awaited<ReturnType<typeof send>>[] = [];
  let sentBefore = 0;
  let isTold = false;
  const beforeAnswers: ReturnType<typeof send>[] = [];
  const client = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (;;) {
      const answer = send(server.url, agent, create, token, () => {
        if (!isTold) sentBefore += 1;
      });
      if (!isTold) beforeAnswers.push(answer);
      const one = await answer;
      outcomes.push(one);
      const { outcome } = one;
      if (outcome === 'IDLED') continue;
      if (typeof outcome === 'string') return agent.destroy();
    }
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  await vi.waitFor(() => expect(outcomes.length).toBeGreaterThan(30), { timeout: 60_000 });
  const began = performance.now();
  server.kill('SIGTERM');
  isTold = true;
  const answered = await Promise.all(beforeAnswers);
  await running;
  expect(await server.exited).toBe(0);
  expect(performance.now() - began).toBeLessThan(longest);
  expect(sentBefore).toBeGreaterThan(30);
  // What could not be finished within the patience of a node that stops is refused in words.
  expect(answered.filter(({ body }) => !/"id"|UNAVAILABLE/.test(body))).toEqual([]);
  expect(answered.some(({ body }) => body.includes('"id"'))).toBe(true);
  // Whoever came later found nobody listening; nobody was cut off.
  expect([200, 503, 'IDLED', 'ECONNREFUSED']).toEqual(
    expect.arrayContaining([...new Set(outcomes.map(({ outcome }) => outcome))]),
  );
});

test('sockets close with 1001, event streams end, and idle connections do not keep it', {
  timeout: 120_000,
}, async () => {
  const server = await startProcess(settings());
  const token = await register(server.url, 'streaming');
  const agent = new Agent({ keepAlive: true });
  const first = await send(server.url, agent, '{ __typename }', token, () => {});
  expect(first.connection).toBe('keep-alive');

  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }));
  await once(socket, 'message');
  const closed = once(socket, 'close');
  const stream = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'text/event-stream',
      Authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: 'subscription { deviceSessionChanged { id } }' }),
  });
  const events = stream.text();
  // The stream has begun where the server counts it.
  await vi.waitFor(async () => {
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('shala_subscriptions_open 1\n');
  });
  await endsInOrder(server);
  expect((await closed)[0]).toBe(1001);
  expect(await events).toContain('GOING_AWAY');
  agent.destroy();
});

test.each(['SIGINT', 'SIGHUP'] as const)(
  '%s ends it in order, and a second signal changes nothing',
  { timeout: 120_000 },
  async (signal) => {
    const server = await startProcess(settings());
    const began = performance.now();
    server.kill(signal);
    await vi.waitFor(() => expect(server.output()).toContain('draining'), { timeout: 10_000 });
    server.kill(signal);
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(performance.now() - began).toBeLessThan(longest);
  },
);

test.each([
  ['opens its database', 'database.lock'],
  ['unpacks a new one', 'database/PG_VERSION'],
])(
  'told to end while it %s, it ends with 0, and the next start finishes the work',
  { timeout: 180_000 },
  async (_, file) => {
    const directory = scratchDirectory();
    const launched = launchProcess({ DATA_DIR: directory.path });
    await vi.waitFor(() => expect(existsSync(join(directory.path, file))).toBe(true), { timeout: 60_000, interval: 5 });
    launched.kill('SIGTERM');
    expect(await launched.exited).toBe(0);
    const again = await startProcess({ DATA_DIR: directory.path });
    await endsInOrder(again);
    directory.remove();
  },
);

describe.skipIf(!process.env.TEST_DATABASE_URL)('on PostgreSQL', () => {
  test('a request that waits for too long is refused, not reset', { timeout: 120_000 }, async () => {
    const server = await startProcess(settings());
    const token = await register(server.url, 'waiting');
    const agent = new Agent({ keepAlive: true });
    const { body } = await send(server.url, agent, create, token, () => {});
    const { id } = JSON.parse(body).data.sessionCreate;
    const database = openDatabase(connectServer(clone.url as string));
    let release = () => {};
    let locked = () => {};
    const isLocked = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const holding = database.transaction(async (tx) => {
      await tx.$queryRaw`LOCK TABLE "Session" IN EXCLUSIVE MODE`;
      locked();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await isLocked;
    const update = `mutation { sessionUpdate(id: "${id}", input: { title: "Later" }) { __typename } }`;
    await new Promise<void>((sent) => {
      const answer = send(server.url, agent, update, token, sent);
      void answer.then(({ outcome, body: refusal }) => {
        expect([outcome, JSON.parse(refusal).errors[0].extensions.code]).toEqual([503, 'UNAVAILABLE']);
      });
    });
    await vi.waitFor(async () => {
      const [row] = await database.rows<{ count: number }>`
        SELECT count(*)::int AS "count" FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      expect(row?.count).toBeGreaterThan(0);
    });
    await endsInOrder(server);
    release();
    await holding;
    await database.close();
  });

  test('told to end while its database is away or hangs, it ends with 0', { timeout: 120_000 }, async () => {
    const target = new URL(clone.url as string);
    let isMute = false;
    const proxy = createServer((inner) => {
      const outer = connect(Number(target.port || 5432), target.hostname);
      for (const one of [inner, outer]) one.on('error', () => {});
      inner.on('data', (data) => isMute || outer.write(data));
      outer.on('data', (data) => isMute || inner.write(data));
      inner.on('close', () => outer.destroy());
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const url = new URL(target);
    url.hostname = '127.0.0.1';
    url.port = String((proxy.address() as { port: number }).port);
    const server = await startProcess({ ...settings(), DATABASE_URL: url.href });
    isMute = true;
    const asked = createTestClient(server.url, null)
      .ask('{ user(username: "nobody") { id } }')
      .catch(() => null);
    await endsInOrder(server);
    await asked;
    proxy.close();

    const away = launchProcess({ ...settings(), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(await away.exited).toBe(1);
    expect(away.output()).toContain(
      'Shala cannot use the database of DATABASE_URL: connect ECONNREFUSED 127.0.0.1:1\n',
    );
  });
});
