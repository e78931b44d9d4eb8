import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AccountAsAdminDocument,
  type AccountUpdateInput,
  ChangePasswordDocument,
  DeviceSessionsDocument,
  LoginDocument,
  LogoutDocument,
  RefreshDocument,
  RegisterDocument,
  RevokeAllDeviceSessionsDocument,
  RevokeDeviceSessionDocument,
  UpdateAccountDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { expectType, startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { password, people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a person registers, is signed in, and finds e-mail and username taken in any case', async () => {
  const ada = await person(server, 'ada', 'CREATOR');
  expect(await ada.run(ViewerDocument)).toMatchObject({ viewer: { email: 'ada@example.org', role: 'CREATOR' } });

  const again = (input: { username: string; email: string }) =>
    server.visitor.run(RegisterDocument, { input: { ...input, password } });
  expect(await again({ username: 'somebody', email: 'ADA@example.org' })).toMatchObject({
    accountRegister: { __typename: 'EmailTakenError', code: 'EMAIL_TAKEN' },
  });
  expect(await again({ username: 'Ada', email: 'other@example.org' })).toMatchObject({
    accountRegister: { __typename: 'UsernameTakenError', code: 'USERNAME_TAKEN' },
  });
});

test('registering names every fault of the input, and nobody registers as an admin', async () => {
  const { accountRegister } = await server.visitor.run(RegisterDocument, {
    input: { username: 'no spaces please', email: 'nobody', password: 'short', role: 'ADMIN' },
  });
  expect(accountRegister).toMatchObject({ __typename: 'InvalidInputError', code: 'INVALID_INPUT' });
  const paths = accountRegister?.__typename === 'InvalidInputError' && accountRegister.issues.map(({ path }) => path);
  expect(paths).toEqual([['email'], ['username'], ['password'], ['role']]);
});

test('an unknown login and a wrong password get the same answer', async () => {
  await person(server, 'grace');
  const wrong = await server.visitor.run(LoginDocument, { input: { login: 'grace', password: 'not her password' } });
  const unknown = await server.visitor.run(LoginDocument, { input: { login: 'nobody-here', password } });
  expect(wrong).toMatchObject({ accountLogin: { __typename: 'InvalidCredentialsError' } });
  expect(unknown).toEqual(wrong);
});

test('a fourth device signs the least recently used one out, at once', async () => {
  const first = await person(server, 'linus');
  const logIn = async (login: string, deviceName: string) => {
    const { accountLogin } = await server.visitor.run(LoginDocument, { input: { login, password, deviceName } });
    return expectType(accountLogin, 'AuthPayload');
  };
  await logIn('LINUS', 'Laptop');
  await logIn('linus@example.org', 'Phone');
  const fourth = await logIn('linus', 'Tablet');
  expect(fourth.evictedDeviceSessions).toEqual(
    [{ __typename: 'DeviceSession', id: first.deviceSessionId, isActive: false }].map(({ id, isActive }) => ({
      id,
      isActive,
    })),
  );

  expect(await first.ask(ViewerDocument)).toMatchObject(tokenRefused);
  const audited = await server.database.prisma.auditEvent.findMany({ where: { action: 'device_session.evicted' } });
  expect(audited).toHaveLength(1);
  const { viewer } = await server.as(fourth.accessToken).run(DeviceSessionsDocument, { includeEnded: false });
  expect(viewer?.deviceSessions.map(({ deviceName }) => deviceName).sort()).toEqual(['Laptop', 'Phone', 'Tablet']);
});

test('however many logins race, three devices stay signed in', async () => {
  await person(server, 'racer');
  await Promise.all(
    Array.from({ length: 12 }, () => server.visitor.run(LoginDocument, { input: { login: 'racer', password } })),
  );
  const active = await server.database.prisma.deviceSession.count({
    where: { account: { usernameKey: 'racer' }, endedAt: null },
  });
  expect(active).toBe(3);
});

test('ending a device session stops its token; nobody else can end it', async () => {
  const owner = await person(server, 'owner');
  const stranger = await person(server, 'stranger');
  const { accountLogin } = await server.visitor.run(LoginDocument, {
    input: { login: 'owner', password, deviceName: 'Lost phone' },
  });
  const other = expectType(accountLogin, 'AuthPayload');
  const lost = server.as(other.accessToken);
  const id = other.deviceSession.id;

  expect(await stranger.run(RevokeDeviceSessionDocument, { id })).toMatchObject({
    deviceSessionRevoke: { __typename: 'NotFoundError' },
  });
  expect(await lost.run(ViewerDocument)).toMatchObject({ viewer: { user: { username: 'owner' } } });

  expect(await owner.run(RevokeDeviceSessionDocument, { id })).toEqual({
    deviceSessionRevoke: { __typename: 'DeviceSession', id, isActive: false },
  });
  expect(await lost.ask(ViewerDocument)).toMatchObject(tokenRefused);
  expect((await lost.ask(RevokeDeviceSessionDocument, { id })).errors?.[0]?.extensions).toEqual({
    code: 'UNAUTHENTICATED',
  });
});

test('a refresh token is rotated; its reuse after that ends the device session', async () => {
  const [person] = await people(server, ['rita']);
  const exchange = async (refreshToken: string) =>
    (await server.visitor.run(RefreshDocument, { refreshToken })).accountRefresh;
  const second = expectType(await exchange(person.refreshToken), 'AuthPayload');
  expect(second.deviceSession.id).toBe(person.deviceSessionId);

  const retry = await exchange(person.refreshToken);
  expect(retry).toMatchObject({ refreshToken: second.refreshToken });

  const third = await exchange(second.refreshToken);
  expect(third).toMatchObject({ __typename: 'AuthPayload' });
  expect(await exchange(person.refreshToken)).toEqual({
    __typename: 'InvalidRefreshTokenError',
    code: 'INVALID_REFRESH_TOKEN',
  });
  expect(await server.as(second.accessToken).ask(ViewerDocument)).toMatchObject(tokenRefused);
  expect(await exchange('made up')).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
});

test('a new password signs the other devices out', async () => {
  const [person] = await people(server, ['paula']);
  await server.visitor.run(LoginDocument, { input: { login: 'paula', password, deviceName: 'Other' } });
  const change = (currentPassword: string) =>
    person.run(ChangePasswordDocument, { currentPassword, newPassword: 'another fine passphrase' });
  expect(await change('not my password')).toMatchObject({ accountChangePassword: { code: 'INVALID_CREDENTIALS' } });
  expect(await change(password)).toEqual({
    accountChangePassword: { __typename: 'Account', deviceSessions: [{ id: person.deviceSessionId }] },
  });
  expect(await server.visitor.run(LoginDocument, { input: { login: 'paula', password } })).toMatchObject({
    accountLogin: { code: 'INVALID_CREDENTIALS' },
  });
});

test('a profile changes where it is told to, and null clears what may be empty', async () => {
  const [person] = await people(server, ['vera']);
  const update = async (input: AccountUpdateInput) =>
    (await person.run(UpdateAccountDocument, { input })).accountUpdate;
  await update({ displayName: 'Vera V.', firstName: 'Vera', bio: 'Breathes.', timeZone: 'Europe/Lisbon' });
  expect(await update({ bio: null, displayName: null })).toEqual({
    __typename: 'Account',
    timeZone: 'Europe/Lisbon',
    firstName: 'Vera',
    user: { username: 'vera', displayName: 'Vera V.', bio: null, avatarUrl: null },
  });
});

test('logging out ends the present device session; ending all spares it unless told', async () => {
  const [person] = await people(server, ['lara']);
  await server.visitor.run(LoginDocument, { input: { login: 'lara', password } });
  expect(await person.run(RevokeAllDeviceSessionsDocument, { includeCurrent: false })).toEqual({
    deviceSessionRevokeAll: { __typename: 'DeviceSessionRevokeAllPayload', revokedCount: 1 },
  });
  expect(await person.run(LogoutDocument)).toMatchObject({ accountLogout: { deviceSession: { isActive: false } } });
  expect(await person.ask(ViewerDocument)).toMatchObject(tokenRefused);
  expect(await server.visitor.run(LogoutDocument)).toMatchObject({ accountLogout: { deviceSession: null } });
});

test('an admin sees any account and its device sessions; to others it does not exist', async () => {
  const [admin] = await people(server, ['root'], { role: 'ADMIN' });
  const [person] = await people(server, ['mallory']);
  const seen = await admin.run(AccountAsAdminDocument, { id: person.accountId });
  expect(seen.account).toMatchObject({
    email: 'mallory@example.org',
    deviceSessions: [{ isActive: true, isCurrent: false }],
  });

  const refused = await person.ask(AccountAsAdminDocument, { id: person.accountId });
  expect(refused.errors?.[0]).toMatchObject({ path: ['account'], extensions: { code: 'FORBIDDEN' } });
  const [other] = await people(server, ['trudy']);
  const nodes = await other.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } node(id: "nonsense") { id } }', {
    ids: [person.accountId, person.deviceSessionId, other.accountId, 'nonsense'],
  });
  expect(nodes).toEqual({ status: 200, data: { node: null, nodes: [null, null, { id: other.accountId }, null] } });
});
