import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { signAccessToken } from '../../src/accounts/authentication/tokens.ts';
import {
  AuditEventsDocument,
  DeviceSessionChangedDocument,
  LoginDocument,
  LogoutDocument,
  RefreshDocument,
  RevokeAllOfDocument,
  RevokeDeviceSessionDocument,
  SuspendDocument,
  ViewerDocument,
  ViewerEventsDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startNode, type TestNode } from '../support/nodes.ts';
import { createTestClient, expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, password, people, person as somebody } from '../support/studio.ts';

let server: TestServer;
let otherNode: TestNode;
beforeAll(async () => {
  server = await startServer();
  otherNode = await startNode(server);
});
afterAll(async () => {
  await otherNode.stop();
  await server.stop();
});

const events = 'subscription { deviceSessionChanged { id } }';

test('a socket closes when its token expires, and one with such a token is not opened', async () => {
  const [person] = await people(server, ['ephemera']);
  const short = tokenOf(person, 1_000);
  const socket = short.client.subscribe(DeviceSessionChangedDocument, {});
  expect(await socket.closed).toMatchObject({ code: 4401, reason: 'Unauthorized' });
  expect(Date.now()).toBeGreaterThanOrEqual(short.expiresAt.getTime());

  const late = short.client.subscribe(DeviceSessionChangedDocument, {});
  expect(await late.closed).toMatchObject({ code: 4401, reason: 'Unauthorized' });
  // Longer than a timer of Node can wait.
  const patient = await watching(tokenOf(person, 60 * 86_400_000).client);
  await logIn('ephemera');
  await patient.next();
  await patient.close();
});

test('a socket with a token of an ended device session is closed as forbidden', async () => {
  const [person] = await people(server, ['evicted']);
  await person.run(LogoutDocument);
  const socket = person.subscribe(DeviceSessionChangedDocument, {});
  expect(await socket.closed).toMatchObject({ code: 4403, reason: 'Forbidden' });
});

test('an event stream over HTTP ends, and says why, when its token expires or its device session ends', async () => {
  const [person] = await people(server, ['stella']);
  const expiring = await eventStream(server.url, tokenOf(person, 4_000).token);
  expect(await expiring.end()).toContain(
    'event: next\ndata: {"errors":[{"message":"The access token has expired.","extensions":{"code":"UNAUTHENTICATED"}}]}\n\nevent: complete\n',
  );
  const streams = await Promise.all(
    [server.url, otherNode.url].map((url) => eventStream(url, person.accessToken as string)),
  );
  await person.run(LogoutDocument);
  for (const stream of streams) {
    expect(await stream.end()).toContain(
      '{"message":"The device session has ended.","extensions":{"code":"UNAUTHENTICATED"}}',
    );
  }
});

test('event streams do not keep a server from stopping', async () => {
  const passing = await startServer();
  const [person] = await people(passing, ['passenger']);
  const stream = await eventStream(passing.url, person.accessToken as string);
  await passing.stop();
  expect(await stream.end()).toContain('"code":"GOING_AWAY"');
});

test('devices are told of each other’s coming and going; a revoked one’s sockets close on every node', async () => {
  const [person] = await people(server, ['multi']);
  const [here, there] = [await watching(person), await watching(createTestClient(otherNode.url, person.accessToken))];
  const phone = await logIn('multi', 'Phone');
  const id = phone.deviceSession.id;
  const [onPhone, onPhoneThere] = [
    server.as(phone.accessToken).subscribe(DeviceSessionChangedDocument, {}),
    createTestClient(otherNode.url, phone.accessToken).subscribe(DeviceSessionChangedDocument, {}),
  ];
  const event = { id, deviceName: 'Phone', isCurrent: false };
  for (const stream of [here, there]) {
    expect(await stream.next()).toEqual({ deviceSessionChanged: { ...event, isActive: true } });
  }
  const began = performance.now();
  await person.run(RevokeDeviceSessionDocument, { id });
  for (const socket of [onPhone, onPhoneThere]) expect(await socket.closed).toMatchObject({ code: 4403 });
  expect(performance.now() - began).toBeLessThan(1_500);
  for (const stream of [here, there]) {
    expect(await stream.next()).toEqual({ deviceSessionChanged: { ...event, isActive: false } });
    await stream.close();
  }
});

test('a socket whose device session has ended is closed by what would have been told next, before any of it', async () => {
  await people(server, ['bustling']);
  const phone = await logIn('bustling', 'Phone');
  const stream = server.as(phone.accessToken).subscribe(ViewerEventsDocument, {});
  expect(await stream.next()).toMatchObject({ viewerEvents: expect.anything() });
  // As a node ends it whose signal comes later than that of the next event.
  const id = localId(phone.deviceSession.id);
  await server.database.prisma.deviceSession.update({
    where: { id },
    data: { endedAt: new Date(), endedBy: 'REVOKED' },
  });
  await logIn('bustling', 'Tablet');
  // Neither an error nor the end of the subscription, after which no front end would learn why.
  await expect(stream.next()).rejects.toMatchObject({ code: 4403 });
});

test('suspending an account closes its sockets', async () => {
  const [admin] = await people(server, ['warden'], { role: 'ADMIN' });
  const [person] = await people(server, ['rowdy']);
  const socket = await watching(person);
  await admin.run(SuspendDocument, { id: person.accountId, reason: 'Rowdy' });
  expect(await socket.closed).toMatchObject({ code: 4403 });
});

test('admins give a reason for ending the device sessions of others, and need none for their own', async () => {
  const [admin] = await people(server, ['reasonable'], { role: 'ADMIN' });
  const [person] = await people(server, ['suspect']);
  const id = person.deviceSessionId;
  const invalid = { __typename: 'InvalidInputError', code: 'INVALID_INPUT', issues: [{ path: ['reason'] }] };
  for (const reason of [null, ' ', 'x'.repeat(501)]) {
    expect(await admin.run(RevokeDeviceSessionDocument, { id, reason })).toEqual({ deviceSessionRevoke: invalid });
    expect(await admin.run(RevokeAllOfDocument, { accountId: person.accountId, reason })).toEqual({
      deviceSessionRevokeAll: invalid,
    });
  }
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { id: person.accountId } });

  expect(await admin.run(RevokeAllOfDocument, { accountId: person.accountId, reason: 'Stolen' })).toMatchObject({
    deviceSessionRevokeAll: { revokedCount: 1 },
  });
  const audit = await admin.run(AuditEventsDocument, { filter: { targetId: person.accountId } });
  expect(audit.auditEvents.nodes[0]).toMatchObject({ action: 'account.device_sessions_revoked', reason: 'Stolen' });
  expect(await admin.run(RevokeAllOfDocument, { accountId: admin.accountId })).toMatchObject({
    deviceSessionRevokeAll: { revokedCount: 0 },
  });
  const refused = { deviceSessionRevokeAll: { __typename: 'NotFoundError', code: 'NOT_FOUND' } };
  const nosy = await somebody(server, 'nosy');
  expect(await nosy.run(RevokeAllOfDocument, { accountId: person.accountId, reason: 'Curious' })).toEqual(refused);
  expect(await admin.run(RevokeAllOfDocument, { accountId: id, reason: 'Mistyped' })).toMatchObject({
    deviceSessionRevokeAll: { __typename: 'InvalidInputError', issues: [{ path: ['accountId'] }] },
  });
});

test('however many refreshes race, each token has one successor and nobody is signed out', {
  timeout: 120_000,
}, async () => {
  const rounds = server.database.kind === 'server' ? 200 : 50;
  const [person] = await people(server, ['hasty']);
  const tokens = [person.refreshToken];
  let accessToken = '';
  for (let round = 0; round < rounds; round += 1) {
    const refreshToken = tokens.at(-1) as string;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => server.visitor.run(RefreshDocument, { refreshToken })),
    );
    const payloads = answers.map(({ accountRefresh }) => expectType(accountRefresh, 'AuthPayload'));
    const successors = new Set(payloads.map((payload) => payload.refreshToken));
    expect(successors.size).toBe(1);
    tokens.push(...successors);
    accessToken = payloads[0]?.accessToken as string;
  }
  expect(new Set(tokens).size).toBe(rounds + 1);
  expect(await server.as(accessToken).run(ViewerDocument)).toMatchObject({ viewer: { id: person.accountId } });
  const where = { deviceSessionId: localId(person.deviceSessionId) };
  const { refreshToken } = server.database.prisma;
  expect([
    await refreshToken.count({ where }),
    await refreshToken.count({ where: { ...where, usedAt: null } }),
  ]).toEqual([rounds + 1, 1]);
  await expectNowhere([...tokens, accessToken]);
});

test('a stolen token that comes after its successor was used ends the device session, its sockets too', async () => {
  const [admin] = await people(server, ['auditor'], { role: 'ADMIN' });
  const [person] = await people(server, ['robbed']);
  const exchange = async (refreshToken: string) =>
    (await server.visitor.run(RefreshDocument, { refreshToken })).accountRefresh;
  const second = expectType(await exchange(person.refreshToken), 'AuthPayload');
  const third = expectType(await exchange(second.refreshToken), 'AuthPayload');
  const socket = await watching(server.as(third.accessToken));

  expect(await exchange(person.refreshToken)).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
  expect(await socket.closed).toMatchObject({ code: 4403 });
  expect(await exchange(third.refreshToken)).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
  const audit = await admin.run(AuditEventsDocument, { filter: { targetId: person.deviceSessionId } });
  expect(audit.auditEvents.nodes).toMatchObject([{ action: 'device_session.refresh_token_reused', actor: null }]);
});

test('of fifty logins at once three devices stay; where the limit refuses, three get in', async () => {
  const strict = await startServer({ DEVICE_LIMIT_POLICY: 'reject' });
  for (const [at, expected] of [
    [server, { AuthPayload: 50 }],
    [strict, { AuthPayload: 3, DeviceLimitReachedError: 47 }],
  ] as const) {
    const [person] = await people(at, ['crowd']);
    await person.run(LogoutDocument);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => at.visitor.run(LoginDocument, { input: { login: 'crowd', password } })),
    );
    const outcomes = answers.map(({ accountLogin }) => accountLogin?.__typename as string);
    expect(
      Object.fromEntries(
        [...new Set(outcomes)].sort().map((name) => [name, outcomes.filter((one) => one === name).length]),
      ),
    ).toEqual(expected);
    const survivor = answers.find(({ accountLogin }) => accountLogin?.__typename === 'AuthPayload')?.accountLogin;
    const active = await at.database.prisma.deviceSession.count({
      where: { account: { usernameKey: 'crowd' }, endedAt: null },
    });
    expect([survivor?.__typename, active]).toEqual(['AuthPayload', 3]);
  }
  await strict.stop();
});

/** A further token of the same device session. */
function tokenOf(person: Person, lifetime: number) {
  const claims = {
    accountId: localId(person.accountId),
    deviceSessionId: localId(person.deviceSessionId),
  };
  const { token, expiresAt } = signAccessToken({ ...server.app.env, ACCESS_TOKEN_TTL: lifetime }, claims);
  return { token, expiresAt, client: server.as(token) };
}

async function logIn(login: string, deviceName?: string) {
  const { accountLogin } = await server.visitor.run(LoginDocument, {
    input: { login, password, deviceName: deviceName ?? null },
  });
  return expectType(accountLogin, 'AuthPayload');
}

/** A subscription that misses nothing from here on. */
async function watching(client: Pick<Person, 'subscribe'>) {
  const watches = [server.app, otherNode.app].map((app) => vi.spyOn(app.events, 'watchAccount'));
  const stream = client.subscribe(DeviceSessionChangedDocument, {});
  await vi.waitFor(() => expect(watches.some((watch) => watch.mock.calls.length > 0)).toBe(true), { interval: 5 });
  for (const watch of watches) watch.mockRestore();
  return stream;
}

/** Server-sent events. `end()` resolves to all that came, once the server has ended them. */
async function eventStream(url: string, token: string) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: events }),
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const text = response.text();
  return { end: () => text };
}

/** None of these is stored as it is. */
async function expectNowhere(secrets: string[]) {
  for (const table of ['Account', 'DeviceSession', 'RefreshToken', 'AuditEvent']) {
    const rows = await server.database.prisma.$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS "row" FROM "${table}" t`,
    );
    const text = rows.map(({ row }) => row).join('\n');
    for (const secret of secrets) {
      expect(text.includes(secret) || text.includes(Buffer.from(secret).toString('hex'))).toBe(false);
      expect(text.includes(Buffer.from(secret, 'base64url').toString('hex'))).toBe(false);
    }
  }
}
