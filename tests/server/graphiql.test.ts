import { parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journeyTabs } from '../../src/demo/journey.ts';
import { schema } from '../../src/server/schema.ts';
import { type Person, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await server.registerAdmin('admin');
});
afterAll(() => server.stop());

test('every tab of GraphiQL is an operation that the server takes', async () => {
  for (const { query } of await journeyTabs(server.app)) {
    expect(validate(schema, parse(query)), query).toEqual([]);
  }
});

test('an admin finds the work of an admin in the tabs', async () => {
  const member = await server.register('member');
  const tabs = await journeyTabs(server.app);
  const run = async (name: string, variables: Record<string, unknown>) => {
    const tab = tabs.find(({ query }) => query.includes(` ${name}`));
    const { data, errors } = await admin.ask(tab?.query ?? '', { ...tab?.variables, ...variables });
    expect(errors, name).toBeUndefined();
    return data;
  };
  expect(await run('Administer', {})).toMatchObject({ adminOverview: { accounts: 2, activeDeviceSessions: 2 } });
  expect(await run('FindAccounts', { filter: { search: 'MEMBER' } })).toMatchObject({
    accounts: { totalCount: 1, nodes: [{ id: member.accountId, status: 'ACTIVE' }] },
  });
  expect(await run('FindDevices', {})).toMatchObject({ deviceSessions: { totalCount: 2 } });
  expect(await run('SuspendAccount', { id: member.accountId, reason: 'Spam' })).toMatchObject({
    accountSuspend: { status: 'SUSPENDED' },
  });
  expect(await run('FindDevices', {})).toMatchObject({ deviceSessions: { totalCount: 1 } });
  expect(await run('Audit', { filter: { targetId: member.accountId } })).toMatchObject({
    auditEvents: { nodes: [{ actor: { username: 'admin' }, reason: 'Spam' }, { action: 'account.registered' }] },
  });
});
