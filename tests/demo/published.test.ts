import { afterAll, expect, test, vi } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { type ServerProcess, scratchDirectory, startProcess } from '../support/processes.ts';
import { cloneTemplate, createTestClient } from '../support/server.ts';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const login = ({ url }: ServerProcess, name: string) =>
  createTestClient(url, null).ask<{ accountLogin: { __typename: string; accessToken?: string } }>(
    `mutation { accountLogin(input: { login: "${name}", password: "${publishedPassword}" }) {
      __typename ... on AuthPayload { accessToken } } }`,
  );

test('an old demo that is served publicly lets nobody in', { timeout: 180_000 }, async () => {
  const clone = await cloneTemplate();
  const JWT_SECRET = 'a secret of tests, long enough for the check';
  const base: Record<string, string> = clone.url
    ? { DATABASE_URL: clone.url, JWT_SECRET }
    : { DATA_DIR: scratch.path, JWT_SECRET };
  const end = async (server: ServerProcess) => {
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  };

  const local = await startProcess({ ...base, DEMO: '', HOST: '' });
  // It is printed after the server has got ready.
  await vi.waitFor(() => expect(local.output()).toContain(publishedPassword));
  const { accessToken } = (await login(local, 'admin')).data?.accountLogin ?? {};
  expect(accessToken).toBeDefined();
  await end(local);

  const open = await startProcess({ ...base, DEMO: '', HOST: '0.0.0.0' });
  expect(open.output()).toMatch(/"accounts":\[[^\]]*"admin"/);
  for (const name of ['admin', 'noor', 'admin@shala.example']) {
    expect((await login(open, name)).data?.accountLogin.__typename).toBe('InvalidCredentialsError');
  }
  const refused = await createTestClient(open.url, accessToken as string).ask('{ viewer { role } }');
  expect(refused.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  const chosen = await createTestClient(open.url, null).ask(
    `mutation { accountRegister(input: { username: "late", email: "late@example.org", password: "${publishedPassword}" }) {
      __typename ... on UserError { code } } }`,
  );
  expect(chosen.data).toMatchObject({ accountRegister: { code: 'INVALID_INPUT' } });
  await end(open);

  const again = await startProcess({ ...base, DEMO: 'true', HOST: '0.0.0.0' });
  expect((await login(again, 'admin')).data?.accountLogin.__typename).toBe('AuthPayload');
  await end(again);
  await clone.connection.close();
  await clone.drop();
});

// The embedded database serves one process, so there nodes cannot start together.
test.skipIf(!process.env.TEST_DATABASE_URL)(
  'of nodes that start together on an empty database one fills it',
  { timeout: 180_000 },
  async () => {
    const clone = await cloneTemplate();
    const settings = {
      DATABASE_URL: clone.url as string,
      JWT_SECRET: 'a secret of tests, long enough for the check',
      DEMO: 'true',
    };
    const nodes = await Promise.all([1, 2, 3].map(() => startProcess(settings)));
    await vi.waitFor(() => expect(nodes.filter((node) => node.output().includes(publishedPassword))).toHaveLength(1));
    for (const node of nodes) {
      expect((await login(node, 'admin')).data?.accountLogin.__typename).toBe('AuthPayload');
      expect((await login(node, 'ada')).data?.accountLogin.__typename).toBe('InvalidCredentialsError');
      node.kill('SIGTERM');
      expect(await node.exited).toBe(0);
    }
    await clone.connection.close();
    await clone.drop();
  },
);
