import { runInNewContext } from 'node:vm';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journeyTabs } from '../../src/demo/journey.ts';
import { schema } from '../../src/server/schema.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, password, people, person } from '../support/studio.ts';
import { enrol } from '../support/totp.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await person(server, 'admin', 'ADMIN');
});
afterAll(() => server.stop());

test('every tab of GraphiQL is an operation that the server takes', async () => {
  for (const { query } of await journeyTabs(server.app)) {
    expect(validate(schema, parse(query)), query).toEqual([]);
  }
});

test('an admin finds the work of an admin in the tabs', async () => {
  const member = await person(server, 'member');
  const tabs = await journeyTabs(server.app);
  const run = async (name: string, variables: Record<string, unknown>) => {
    const tab = tabs.find(({ query }) => new RegExp(`^(?:query|mutation) ${name}\\b`, 'm').test(query));
    const { data, errors } = await admin.ask(tab?.query ?? '', { ...tab?.variables, ...variables });
    expect(errors, name).toBeUndefined();
    return data;
  };
  expect(await run('Administer', {})).toMatchObject({ adminOverview: { accounts: 2, activeDeviceSessions: 2 } });
  expect(await run('FindAccounts', { filter: { search: 'MEMBER' } })).toMatchObject({
    accounts: { totalCount: 1, nodes: [{ id: member.accountId, status: 'ACTIVE' }] },
  });
  expect(await run('FindDevices', {})).toMatchObject({ deviceSessions: { totalCount: 2 } });
  expect(await run('FindDevices', { filter: { accountId: member.accountId } })).toMatchObject({
    deviceSessions: { nodes: [{ id: member.deviceSessionId, account: { id: member.accountId } }] },
  });
  expect(await run('SuspendAccount', { id: member.accountId, reason: 'Spam' })).toMatchObject({
    accountSuspend: { status: 'SUSPENDED' },
  });
  expect(await run('FindDevices', {})).toMatchObject({ deviceSessions: { totalCount: 1 } });
  expect(await run('Audit', { filter: { targetId: member.accountId } })).toMatchObject({
    auditEvents: { nodes: [{ actor: { username: 'admin' }, reason: 'Spam' }] },
  });
});

/** GraphiQL's page in a browser tab: its own script, with the parts of a browser that the script uses. */
async function openTab(url: string, storage: Map<string, string>) {
  const html = await (await fetch(`${url}/graphql`, { headers: { Accept: 'text/html' } })).text();
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
  const localStorage = new Proxy(
    {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => void storage.set(key, value),
      removeItem: (key: string) => void storage.delete(key),
    },
    {
      ownKeys: () => [...storage.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  );
  const window = {
    fetch: (input: string | Request, init?: RequestInit) =>
      fetch(typeof input === 'string' ? url + input : input, init),
  };
  const location = new URL(`${url}/graphql`);
  runInNewContext(script, {
    localStorage,
    window,
    location,
    URL,
    Request,
    Date,
    JSON,
    atob,
    addEventListener: () => {},
    setTimeout: () => {},
    document: {
      createElement: () => ({ setAttribute: () => {} }),
      body: { appendChild: (element: object) => element },
    },
  });
  return async (query: string, variables: object = {}) => {
    const response = await window.fetch(
      new Request(`${url}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
    );
    return (await response.json()) as { data?: Record<string, unknown>; errors?: unknown[] };
  };
}

const signIn = `mutation SignIn($login: String!) {
  accountLogin(input: { login: $login, password: "correct horse battery" }) { __typename ... on AuthPayload { accessToken } }
}`;
const whoAmI = '{ viewer { user { username } } }';

test('a person signs in once for all tabs, on one device place however often', async () => {
  const [person] = await people(server, ['tabby']);
  const storage = new Map<string, string>();
  const [tab, other] = [await openTab(server.url, storage), await openTab(server.url, storage)];
  expect(await tab(whoAmI)).toEqual({ data: { viewer: null } });
  for (let round = 0; round < 5; round += 1) {
    expect(await tab(signIn, { login: 'tabby' })).toMatchObject({
      data: { accountLogin: { __typename: 'AuthPayload' } },
    });
  }
  const me = { data: { viewer: { user: { username: 'tabby' } } } };
  expect(await other(whoAmI)).toEqual(me);
  expect(await (await openTab(server.url, storage))(whoAmI)).toEqual(me);
  // The registration and this browser; none of them was signed out by the limit.
  const devices = await person.ask<{ viewer: { deviceSessions: object[] } }>('{ viewer { deviceSessions { id } } }');
  expect(devices.data?.viewer.deviceSessions).toHaveLength(2);

  expect(await other('mutation { accountLogout { __typename } }')).toMatchObject({ data: { accountLogout: {} } });
  expect(await tab(whoAmI)).toEqual({ data: { viewer: null } });
});

test('a person whose account asks for codes signs in by two operations', async () => {
  const owner = await person(server, 'coded');
  const { codes } = await enrol(server, owner);
  const storage = new Map<string, string>();
  const tab = await openTab(server.url, storage);
  const [journey] = await journeyTabs(server.app);
  const first = await tab(journey?.query ?? '', { input: { login: 'coded', password } });
  expect(first).toMatchObject({ data: { accountLogin: { code: 'SECOND_FACTOR_REQUIRED' } } });
  expect(await tab(whoAmI)).toEqual({ data: { viewer: null } });
  const { challenge } = (first.data?.accountLogin ?? {}) as { challenge: string };
  const second = `mutation ($input: AccountLoginWithCodeInput!) {
    accountLoginWithCode(input: $input) { ... on AuthPayload { accessToken } }
  }`;
  await tab(second, { input: { challenge, code: codes[0] } });
  expect(await tab(whoAmI)).toEqual({ data: { viewer: { user: { username: 'coded' } } } });
});

test('the tabs for admins come first for an admin, edited or not, and last for everybody else', async () => {
  const storage = new Map<string, string>();
  const titles = () => {
    const { tabs } = JSON.parse(storage.get('graphiql:tabState') ?? '') as { tabs: { title: string }[] };
    return tabs.map(({ title }) => title);
  };
  const tab = await openTab(server.url, storage);
  expect(titles()[0]).toBe('SignIn');
  // Whoever signs in as an admin by any operation is one; the page says that it has to be loaded again.
  const provisional = { login: 'admin' };
  expect(await tab(signIn, provisional)).toMatchObject({ data: { accountLogin: { __typename: 'AuthPayload' } } });
  const state = JSON.parse(storage.get('graphiql:tabState') ?? '') as { tabs: object[] };
  const own = { id: 'mine', title: 'Mine', query: '{ viewer { id } }' };
  const tabs = [...state.tabs, own];
  storage.set('graphiql:tabState', JSON.stringify({ tabs, activeTabIndex: tabs.length - 1 }));
  const again = await openTab(server.url, storage);
  expect(titles().slice(0, 3)).toEqual(['SignInAsAdmin', 'Administer', 'FindAccounts']);
  expect(titles()).toEqual(expect.arrayContaining(['SignIn', 'Mine']));
  expect(titles().indexOf('Mine')).toBeLessThan(titles().indexOf('SignIn'));
  // The chosen tab stays chosen.
  const { activeTabIndex } = JSON.parse(storage.get('graphiql:tabState') ?? '') as { activeTabIndex: number };
  expect(titles()[activeTabIndex]).toBe('Mine');

  await person(server, 'no-admin');
  await again(signIn, { login: 'no-admin' });
  await openTab(server.url, storage);
  expect(titles().slice(0, 2)).not.toContain('Administer');
  expect(titles().indexOf('SignIn')).toBeLessThan(titles().indexOf('SignInAsAdmin'));
});

test('a token that has ended is forgotten once, and tabs of another database begin anew', async () => {
  await person(server, 'ender');
  const storage = new Map<string, string>();
  const tab = await openTab(server.url, storage);
  await tab(signIn, { login: 'ender' });
  await server.database.prisma.deviceSession.updateMany({
    where: { account: { username: 'ender' } },
    data: { endedAt: new Date() },
  });
  expect(await tab(whoAmI)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await tab(whoAmI)).toEqual({ data: { viewer: null } });

  storage.set('graphiql:tabState', JSON.stringify({ tabs: [{ query: 'mine' }], activeTabIndex: 0 }));
  await openTab(server.url, storage);
  expect(storage.get('graphiql:tabState')).toContain('mine');
  storage.set('shala:database', 'an emptied one');
  storage.set('shala:signedIn', 'a token of it');
  await openTab(server.url, storage);
  expect(storage.get('graphiql:tabState')).not.toContain('mine');
  expect(storage.has('shala:signedIn')).toBe(false);
});
