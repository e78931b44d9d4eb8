import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { shortenDeviceSessions } from '../../src/accounts/device-sessions/service.ts';
import {
  DeviceSessionChangedDocument,
  RefreshDocument,
  RegisterDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { expectType, startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { person as somebody } from '../support/studio.ts';

const hour = 3_600_000;
const day = 24 * hour;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

let count = 0;
async function signIn(at = server) {
  const username = `aging-${++count}`;
  const { accountRegister } = await at.visitor.run(RegisterDocument, {
    input: { username, email: `${username}@example.org`, password: 'correct horse battery' },
  });
  return expectType(accountRegister, 'AuthPayload');
}

const refresh = async (refreshToken: string, at = server) =>
  (await at.visitor.run(RefreshDocument, { refreshToken })).accountRefresh;

test('however a device session is refreshed, it ends 90 days after its sign-in', async () => {
  const steps = fc.array(fc.integer({ min: hour, max: 7 * day - hour }), { minLength: 30, maxLength: 60 });
  const property = fc.asyncProperty(steps, async (waits) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    try {
      let tokens: { accessToken: string; refreshToken: string } = await signIn();
      const { deviceSession } = await server.database.prisma.refreshToken.findFirstOrThrow({
        orderBy: { deviceSession: { createdAt: 'desc' } },
        include: { deviceSession: true },
      });
      const end = deviceSession.createdAt.getTime() + 90 * day;
      for (const wait of waits) {
        vi.setSystemTime(Date.now() + wait);
        const renewed = await refresh(tokens.refreshToken);
        if (Date.now() >= end) {
          expect(renewed).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
          break;
        }
        const payload = expectType(renewed, 'AuthPayload');
        expect(Date.parse(payload.accessTokenExpiresAt)).toBeLessThanOrEqual(end);
        expect(Date.parse(payload.refreshTokenExpiresAt)).toBe(Math.min(end, Date.now() + 7 * day));
        tokens = payload;
      }
      if (Date.now() >= end) return;
      vi.setSystemTime(end - 2_000);
      const last = await refresh(tokens.refreshToken);
      vi.setSystemTime(end);
      expect(await server.as(tokens.accessToken).ask(ViewerDocument)).toMatchObject(tokenRefused);
      const newest = last?.__typename === 'AuthPayload' ? last.refreshToken : tokens.refreshToken;
      expect(await refresh(newest)).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    } finally {
      vi.useRealTimers();
    }
  });
  await fc.assert(property, { numRuns: 5 });
}, 120_000);

test('a socket ends with its device session, whatever the lifetimes of tokens', async () => {
  const brief = await startServer({ DEVICE_SESSION_MAX_AGE: '3s', ACCESS_TOKEN_TTL: '1h', REFRESH_TOKEN_TTL: '2h' });
  try {
    const signedIn = await signIn(brief);
    const end = Date.parse(signedIn.refreshTokenExpiresAt);
    const socket = brief.as(signedIn.accessToken).subscribe(DeviceSessionChangedDocument, {});
    expect(await socket.closed).toMatchObject({ code: 4401 });
    expect(Date.now()).toBeLessThan(end + 2_000);
    await vi.waitFor(
      async () => expect(await refresh(signedIn.refreshToken, brief)).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' }),
      { timeout: 5_000 },
    );
  } finally {
    await brief.stop();
  }
});

test('device sessions that would outlast the maximum are shortened, and others stay as they are', async () => {
  const [old, young] = [await somebody(server, 'old'), await somebody(server, 'young')];
  const { deviceSession } = server.database.prisma;
  const createdAt = new Date(Date.now() - 89 * day);
  await deviceSession.updateMany({
    where: { accountId: old.id },
    data: { createdAt, expiresAt: new Date(Date.now() + 7 * day) },
  });
  const before = await deviceSession.findFirstOrThrow({ where: { accountId: young.id } });
  expect(await shortenDeviceSessions(server.app)).toBe(1);
  const after = await deviceSession.findFirstOrThrow({ where: { accountId: old.id } });
  expect(after.expiresAt).toEqual(new Date(createdAt.getTime() + 90 * day));
  expect(await deviceSession.findFirstOrThrow({ where: { accountId: young.id } })).toEqual(before);
});
