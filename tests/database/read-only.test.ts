import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { type ServerProcess, startProcess } from '../support/processes.ts';
import { cloneTemplate, createTestClient } from '../support/server.ts';
import { administer } from '../support/template.ts';

const obstacle = process.env.TEST_DATABASE_URL ? null : 'for the run with TEST_DATABASE_URL';

describe.skipIf(obstacle)(`on PostgreSQL${obstacle ? ` (skipped: ${obstacle})` : ''}`, { timeout: 120_000 }, () => {
  let clone: Awaited<ReturnType<typeof cloneTemplate>>;
  let url: URL;
  let name: string;
  let serverUrl: string;
  beforeAll(async () => {
    clone = await cloneTemplate();
    url = new URL(clone.url as string);
    name = url.pathname.slice(1);
    serverUrl = inject('templateUrl') as string;
  });
  afterAll(async () => {
    await clone.connection.close();
    await clone.drop();
  });
  const secret = 'a secret of tests, long enough for the check';
  const start = (settings: Record<string, string>) =>
    startProcess({ DATABASE_URL: url.href, JWT_SECRET: secret, ...settings });

  async function signUp(server: ServerProcess, username: string) {
    const { data } = await createTestClient(server.url, null).ask<{ accountRegister: { accessToken: string } }>(
      `mutation { accountRegister(input: { username: "${username}", email: "${username}@example.org", password: "correct horse battery" }) {
        ... on AuthPayload { accessToken } } }`,
    );
    return createTestClient(server.url, data?.accountRegister.accessToken as string);
  }
  const create = 'mutation { sessionCreate(input: { title: "Live" }) { ... on Session { id } } }';
  const readiness = async (server: ServerProcess) => {
    const response = await fetch(`${server.url}/readyz`);
    return [response.status, await response.text()];
  };
  const becomes = (server: ServerProcess, ...expected: [number, string]) =>
    vi.waitFor(async () => expect(await readiness(server)).toEqual(expected), 15_000);
  const terminate = () =>
    administer(
      serverUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
    );

  test('a database that became read-only is told, and left for the one that takes writes without a restart', async () => {
    const server = await start({});
    const host = await signUp(server, 'host');
    const { data } = await host.ask<{ sessionCreate: { id: string } }>(create);
    const sessionId = data?.sessionCreate.id as string;
    const stream = host.subscribe<{ sessionEvents: { __typename: string } }, { sessionId: string }>(
      'subscription($sessionId: ID!) { sessionEvents(sessionId: $sessionId) { __typename } }',
      { sessionId },
    );
    expect(await stream.next()).toEqual({ sessionEvents: { __typename: 'SessionSnapshot' } });

    await administer(serverUrl, `ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
    await terminate();
    await becomes(server, 503, 'database read-only\n');
    const refusals = await Promise.all(Array.from({ length: 12 }, () => host.ask(create)));
    for (const { errors } of refusals) expect(errors?.[0]?.extensions?.code).toBe('UNAVAILABLE');
    expect((await host.ask('{ viewer { role } }')).data).toEqual({ viewer: { role: 'USER' } });

    // Connections that were opened meanwhile stay read-only for as long as they live.
    await administer(serverUrl, `ALTER DATABASE "${name}" SET default_transaction_read_only = off`);
    await becomes(server, 200, 'ready\n');
    const results = await Promise.all(Array.from({ length: 12 }, () => host.ask(create)));
    for (const { errors } of results) expect(errors).toBeUndefined();
    expect(server.output()).toContain('not ready: database read-only');
    expect(server.output()).toContain('ready again');

    const update = 'mutation($id: ID!) { sessionUpdate(id: $id, input: { title: "Renamed" }) { __typename } }';
    expect((await host.ask(update, { id: sessionId })).data).toEqual({ sessionUpdate: { __typename: 'Session' } });
    await vi.waitFor(async () =>
      expect(await stream.next()).toEqual({ sessionEvents: { __typename: 'SessionChanged' } }),
    );
    await stream.close();
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });

  test('requests wait in turn where the server grants fewer connections than DATABASE_POOL', async () => {
    const role = `limited_${randomUUID().slice(0, 8)}`;
    await administer(
      serverUrl,
      `CREATE ROLE "${role}" LOGIN CONNECTION LIMIT 3 IN ROLE pg_read_all_data, pg_write_all_data`,
    );
    url.username = role;
    const server = await start({ DATABASE_POOL: '8' });
    const host = await signUp(server, 'limited-host');
    const results = await Promise.all(Array.from({ length: 40 }, () => host.ask(create)));
    expect(results.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(await readiness(server)).toEqual([200, 'ready\n']);
    await terminate();
    await becomes(server, 200, 'ready\n');
    expect((await host.ask(create)).errors).toBeUndefined();
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    await administer(serverUrl, `DROP ROLE "${role}"`);
  });
});
