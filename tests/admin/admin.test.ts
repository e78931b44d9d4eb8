import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AccountsDocument,
  AdminOverviewDocument,
  AllDeviceSessionsDocument,
  AuditEventsDocument,
  type DeviceSessionFilter,
  LoginDocument,
  RestoreDocument,
  RevokeDeviceSessionDocument,
  SetRoleDocument,
  SuspendDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { type Person, password, people, person } from '../support/studio.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await person(server, 'admin', 'ADMIN');
});
afterAll(() => server.stop());

test('suspending signs a person out everywhere and keeps them out, with the reason; restoring lets them in again', async () => {
  const [person] = await people(server, ['troll']);
  const logIn = () => server.visitor.run(LoginDocument, { input: { login: 'troll', password } });
  expect(await admin.run(SuspendDocument, { id: person.accountId, reason: ' ' })).toMatchObject({
    accountSuspend: { code: 'INVALID_INPUT' },
  });
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { role: 'USER' } });

  expect(await admin.run(SuspendDocument, { id: person.accountId, reason: 'Shouting' })).toEqual({
    accountSuspend: { __typename: 'Account', status: 'SUSPENDED', deviceSessions: [] },
  });
  expect(await person.ask(ViewerDocument)).toMatchObject(tokenRefused);
  expect(await logIn()).toMatchObject({ accountLogin: { code: 'ACCOUNT_SUSPENDED' } });

  await admin.run(RestoreDocument, { id: person.accountId, reason: 'Apologised' });
  expect(await logIn()).toMatchObject({ accountLogin: { __typename: 'AuthPayload' } });

  const audit = (await admin.run(AuditEventsDocument, { filter: { targetId: person.accountId } })).auditEvents.nodes;
  expect(audit.map(({ action, reason, actor }) => [action, reason, actor?.username])).toEqual([
    ['account.restored', 'Apologised', 'admin'],
    ['account.suspended', 'Shouting', 'admin'],
    ['account.suspend_refused', null, 'admin'],
  ]);
});

test('a role is given at once, by admins alone and never to oneself', async () => {
  const [person] = await people(server, ['climber']);
  const attempt = await person.ask(SetRoleDocument, { id: person.accountId, role: 'ADMIN', reason: 'Please' });
  expect(attempt.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  expect(
    await admin.run(SetRoleDocument, { id: person.accountId, role: 'CREATOR', reason: 'Teaches now' }),
  ).toMatchObject({
    accountSetRole: { role: 'CREATOR' },
  });
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { role: 'CREATOR' } });
  expect(await admin.run(SetRoleDocument, { id: admin.accountId, role: 'USER', reason: 'Enough' })).toMatchObject({
    accountSetRole: { __typename: 'InvalidInputError' },
  });
  expect(await admin.run(SetRoleDocument, { id: person.deviceSessionId, role: 'USER', reason: 'Typo' })).toMatchObject({
    accountSetRole: { __typename: 'InvalidInputError' },
  });
});

test('an admin searches accounts and device sessions, and ends anybody’s', async () => {
  const names = ['search_one', 'search_two', 'searchXthree'];
  for (const name of names) await person(server, name);
  const find = async (search: string) =>
    (await admin.run(AccountsDocument, { filter: { search } })).accounts.nodes.map(({ user }) => user.username);
  expect(await find('SEARCH_')).toEqual(['searchXthree', 'search_two', 'search_one']);
  expect(await find('search_t')).toEqual(['search_two']);
  expect(await find('searchxthree@example')).toEqual(['searchXthree']);
  const page = (await admin.run(AccountsDocument, { first: 1 })).accounts;
  expect(page).toMatchObject({ nodes: [{ user: { username: 'searchXthree' } }], pageInfo: { hasNextPage: true } });
  const second = await admin.run(AccountsDocument, { first: 1, after: page.pageInfo.endCursor });
  expect(second.accounts.nodes).toMatchObject([{ user: { username: 'search_two' } }]);

  const phone = { input: { login: 'search_one', password, deviceName: 'Lost in the tram' } };
  await server.visitor.run(LoginDocument, phone);
  const lost = async (active: boolean) =>
    (await admin.run(AllDeviceSessionsDocument, { filter: { search: 'the tram', active } })).deviceSessions.nodes;
  const [found] = await lost(true);
  await admin.run(RevokeDeviceSessionDocument, { id: found?.id as string, reason: 'Found in the tram' });
  expect(await lost(true)).toEqual([]);
  expect(await lost(false)).toMatchObject([{ id: found?.id, deviceName: 'Lost in the tram', isActive: false }]);
});

test('searches find words in any order, and device sessions by their account and date', async () => {
  const { prisma } = server.database;
  await person(server, 'wanda.search');
  await prisma.account.update({
    where: { usernameKey: 'wanda.search' },
    data: { firstName: 'Wandá', lastName: 'Wölf', displayName: '早晨瑜伽' },
  });
  const input = { login: 'wanda.search', password, deviceName: 'Blue tablet' };
  await server.visitor.run(LoginDocument, { input });
  for (const search of ['wolf wanda', 'wölf', 'WÓL wan', 'example.org  WANDA', 'wolf wanda.s', '瑜伽 wolf']) {
    const { accounts } = await admin.run(AccountsDocument, { filter: { search } });
    expect(accounts.nodes.map(({ user }) => user.username)).toEqual(['wanda.search']);
  }
  for (const search of ['wolf otto', 'olf']) {
    expect((await admin.run(AccountsDocument, { filter: { search } })).accounts.totalCount).toBe(0);
  }

  const find = async (filter: DeviceSessionFilter) =>
    (await admin.run(AllDeviceSessionsDocument, { filter })).deviceSessions.nodes;
  for (const search of ['tablet blue', 'wanda blue', 'tablet WANDA.SEARCH@example.org', 'wölf tab']) {
    expect(await find({ search })).toMatchObject([
      { deviceName: 'Blue tablet', account: { email: 'wanda.search@example.org' } },
    ]);
  }
  expect(await find({ search: 'blue otto' })).toEqual([]);
  expect(await find({ search: 'ablet wanda' })).toEqual([]);

  await prisma.deviceSession.updateMany({
    where: { deviceName: 'Blue tablet' },
    data: { createdAt: new Date('2026-03-02T12:00:00Z') },
  });
  const names = async (from: string | null, to: string | null) =>
    (await find({ search: 'wanda', from, to })).map(({ deviceName }) => deviceName);
  expect(await names('2026-03-02T12:00:00Z', '2026-03-02T12:00:01Z')).toEqual(['Blue tablet']);
  expect(await names(null, '2026-03-02T12:00:00Z')).toEqual([]);
  expect(await names('2026-03-02T12:00:01Z', null)).not.toContain('Blue tablet');
});

test('the audit is filtered by time', async () => {
  const [person] = await people(server, ['clocked']);
  await admin.run(SuspendDocument, { id: person.accountId, reason: 'Shouting' });
  const all = { targetId: person.accountId };
  const [event] = await server.database.prisma.auditEvent.findMany({
    where: { targetId: localId(person.accountId) },
  });
  const at = event?.occurredAt as Date;
  const count = async (from: Date | null, to: Date | null) =>
    (
      await admin.run(AuditEventsDocument, {
        filter: { ...all, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null },
      })
    ).auditEvents.totalCount;
  const later = new Date(at.getTime() + 1);
  expect([await count(at, later), await count(null, at), await count(later, null)]).toEqual([1, 0, 0]);
});

test('the overview counts; none of it is for anybody else', async () => {
  const before = (await admin.run(AdminOverviewDocument)).adminOverview;
  const [person] = await people(server, ['counted']);
  expect((await admin.run(AdminOverviewDocument)).adminOverview).toEqual({
    ...before,
    accounts: before.accounts + 1,
    activeDeviceSessions: before.activeDeviceSessions + 1,
  });
  for (const document of [AdminOverviewDocument, AccountsDocument, AllDeviceSessionsDocument, AuditEventsDocument]) {
    const refused = await person.ask(document as typeof AccountsDocument, {});
    expect(refused).toMatchObject({ data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  }
  const [loud] = await people(server, ['loud']);
  await admin.run(SuspendDocument, { id: loud.accountId, reason: 'Shouting' });
  const { nodes } = (await admin.run(AuditEventsDocument, { filter: { targetId: loud.accountId } })).auditEvents;
  const node = await person.ask('query($id: ID!) { node(id: $id) { id } }', { id: nodes[0]?.id });
  expect(nodes).toHaveLength(1);
  expect(node.data).toEqual({ node: null });
});
