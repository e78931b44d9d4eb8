import { readdirSync, readFileSync } from 'node:fs';
import { getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journeyTabs } from '../../src/demo/journey.ts';
import { fillDemo } from '../../src/demo/studio.ts';
import { publishedPassword } from '../../src/secrets.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

/** A studio as `npm start` makes it from an empty database. */
async function startDemo(): Promise<TestServer> {
  const server = await startServer({ DEMO: 'true', PAYMENT_PROVIDER: 'demo' });
  expect(await fillDemo(server.app)).toBe(true);
  return server;
}

/**
 * Runs operations in their order, literally. As a front end would, it sends the access token of the last sign-in. A variable
 * written as `<accountLogin.refreshToken>` is that field of the answers so far.
 */
async function runInOrder(server: TestServer, operations: Operation[], first: Client = server.visitor) {
  let client = first;
  let answers: Record<string, unknown> = {};
  for (const { query, variables } of operations) {
    const given = JSON.parse(JSON.stringify(variables), (_key, value) => {
      const path = typeof value === 'string' ? /^<([\w.]+)>$/.exec(value)?.[1] : undefined;
      return path === undefined ? value : path.split('.').reduce((at, key) => Object(at)[key], answers as unknown);
    });
    let data: Record<string, unknown>;
    if (getOperationAST(parse(query))?.operation === 'subscription') {
      const stream = client.subscribe<Record<string, unknown>, Record<string, unknown>>(query, given);
      data = await stream.next();
      await stream.close();
    } else {
      const answer = await client.ask(query, given);
      expect(answer.errors, query).toBeUndefined();
      data = answer.data ?? {};
    }
    for (const value of Object.values(data)) expect(value, query).not.toHaveProperty('code');
    answers = { ...answers, ...data };
    const token = (data.accountLogin as { accessToken?: string } | undefined)?.accessToken;
    if (token) client = server.as(token);
  }
  return answers;
}

/**
 * The GraphQL operations of a text, each with the block of variables that may follow it. A block that begins with
 * "graphql as admin" is preceded by the sign-in of that account.
 */
function operationsIn(text: string): Operation[] {
  const blocks = text.matchAll(/^```graphql(?: as (\w+))?\n(.*?)^```(?:\n+```json variables\n(.*?)^```)?/gms);
  return [...blocks].flatMap(([, login, query = '', variables]) => [
    ...(login ? [signIn(login)] : []),
    { query, variables: JSON.parse(variables ?? '{}') },
  ]);
}

const signIn = (login: string): Operation => ({
  query: `mutation { accountLogin(input: { login: "${login}", password: "${publishedPassword}" }) { ... on AuthPayload { accessToken } } }`,
  variables: {},
});

const root = new URL('../../', import.meta.url);
const documents = ['README.md', ...readdirSync(new URL('docs', root)).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, operations: operationsIn(readFileSync(new URL(path, root), 'utf8')) }))
  .filter(({ operations }) => operations.length > 0);

test('operations are found with and without variables', () => {
  expect(documents.find(({ path }) => path === 'README.md')?.operations.length).toBeGreaterThan(4);
  expect(
    operationsIn(
      '```graphql\n{ a }\n```\n\n```json variables\n{"b": 1}\n```\n```graphql\n{ c }\n```\n```graphql as admin\n{ d }\n```\n',
    ),
  ).toEqual([
    { query: '{ a }\n', variables: { b: 1 } },
    { query: '{ c }\n', variables: {} },
    signIn('admin'),
    { query: '{ d }\n', variables: {} },
  ]);
});

test.each(documents)(
  'the operations of $path run in order on the demo, as noor unless they say otherwise',
  async ({ operations }) => {
    const server = await startDemo();
    await runInOrder(server, [signIn('noor'), ...operations]);
    await server.stop();
  },
);

let server: TestServer;
beforeAll(async () => {
  server = await startDemo();
});
afterAll(() => server.stop());

test('GraphiQL’s tabs run in order on the demo: a member’s journey, a host’s, an admin’s day', async () => {
  const tabs = await journeyTabs(server.app);
  const answers = await runInOrder(
    server,
    tabs.map(({ query, variables = {} }) => ({ query, variables })),
  );
  expect(answers).toMatchObject({
    bookingCreate: { status: 'PENDING' },
    sessionJoin: { session: { title: 'Studio lounge' } },
    practiceComplete: { practiceSession: { status: 'COMPLETED' } },
    sessionEnd: { title: 'Lunch break stretch', status: 'ENDED' },
    accounts: { nodes: [{ user: { username: 'olga' } }] },
    deviceSessionRevoke: { isActive: false },
    sessionCancel: { status: 'CANCELLED' },
    payments: {
      nodes: [
        { status: 'SUCCEEDED', amount: { amountMinor: 2500 } },
        { status: 'SUCCEEDED', amount: { amountMinor: 18_000 }, booking: null },
      ],
    },
    bookingCancel: {
      status: 'CANCELLED',
      payments: [{ status: 'REFUND_DUE', refund: { amountMinor: 2500 } }],
      user: { displayName: 'Olga Petrova' },
    },
    accountSuspend: { status: 'SUSPENDED' },
  });
  const { nodes } = answers.auditEvents as { nodes: { action: string; reason: string | null }[] };
  expect(nodes.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(['Spam', 'Injured', 'The room is closed', 'Reported as lost']),
  );
});

test('the tab Lead works on a demo of any age: a session that is open, or a refusal that says when one opens', async () => {
  const old = await startDemo();
  await old.database.prisma.session.updateMany({
    where: { title: 'Lunch break stretch' },
    data: { status: 'CANCELLED' },
  });
  const run = async (host: Client, name: string) => {
    const tab = (await journeyTabs(old.app)).find(({ query }) => query.includes(`mutation ${name}(`));
    return (await host.ask<Record<string, Record<string, unknown>>>(tab?.query ?? '', tab?.variables)).data ?? {};
  };
  const { accountLogin } = await run(old.visitor, 'SignInAsHost');
  const mira = old.as(accountLogin?.accessToken as string);
  expect(await run(mira, 'Lead')).toMatchObject({
    sessionStart: { code: 'SESSION_NOT_OPEN', message: expect.any(String), opensAt: expect.any(String) },
  });
  expect(await run(mira, 'Host')).toMatchObject({ sessionCreate: { status: 'SCHEDULED' } });
  expect(await run(mira, 'Lead')).toMatchObject({
    sessionStart: { title: 'Evening yin', status: 'LIVE' },
    sessionEnd: { title: 'Evening yin', status: 'ENDED' },
  });
  await old.stop();
});
