import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { recordConnectedActivity } from '../../src/accounts/authentication/viewer.ts';
import { connectionsOf } from '../../src/http/connections.ts';
import { DeviceSessionChangedDocument, LoginDocument, ViewerDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, password, people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function signIn(login: string, headers: Record<string, string> = {}) {
  const { data } = await server.visitor.ask(LoginDocument, { input: { login, password } }, headers);
  return expectType(data?.accountLogin, 'AuthPayload');
}

const mac = 'Macintosh; Intel Mac OS X 10_15_7';
const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const chromium = (system: string, tail = '') =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0${tail} Safari/537.36`;
const brands = '"Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"';
const hints = (platform: string, version?: string, more: Record<string, string> = {}) => ({
  'Sec-CH-UA': brands,
  'Sec-CH-UA-Mobile': '?0',
  'Sec-CH-UA-Platform': `"${platform}"`,
  ...(version && { 'Sec-CH-UA-Platform-Version': `"${version}"` }),
  ...more,
});

test('a device is described by what it states, without versions that browsers have frozen', async () => {
  await person(server, 'gadgets');
  const windows = chromium('Windows NT 10.0; Win64; x64');
  const android = chromium('Linux; Android 10; K', ' Mobile');
  for (const [userAgent, headers, expected] of [
    [`Mozilla/5.0 (${mac}) ${webKit} Version/18.6 Safari/605.1.15`, {}, ['UNKNOWN', 'Safari 18', 'macOS or iPadOS']],
    [`Mozilla/5.0 (${mac}) ${webKit} CriOS/142.0 Mobile/15E148 Safari/604.1`, {}, ['TABLET', 'Chrome 142', 'iPadOS']],
    [chromium(mac), {}, ['DESKTOP', 'Chrome 142', 'macOS']],
    [chromium(mac), hints('macOS', '26.1.0'), ['DESKTOP', 'Chrome 142', 'macOS 26']],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0',
      {},
      ['DESKTOP', 'Firefox 145', 'macOS'],
    ],
    [windows, {}, ['DESKTOP', 'Chrome 142', 'Windows']],
    [windows, hints('Windows'), ['DESKTOP', 'Chrome 142', 'Windows']],
    [windows, hints('Windows', '10.0.0'), ['DESKTOP', 'Chrome 142', 'Windows 10']],
    [windows, hints('Windows', '19.0.0'), ['DESKTOP', 'Chrome 142', 'Windows 11']],
    [chromium('Windows NT 6.1; Win64; x64'), {}, ['DESKTOP', 'Chrome 142', 'Windows 7']],
    [android, {}, ['MOBILE', 'Chrome 142', 'Android']],
    [android, hints('Android', '16.0.0', { 'Sec-CH-UA-Mobile': '?1' }), ['MOBILE', 'Chrome 142', 'Android 16']],
    [chromium('Linux; Android 10; K'), hints('Android', '15.0.0'), ['TABLET', 'Chrome 142', 'Android 15']],
    [chromium('Linux; Android 13; SM-A515F', ' Mobile'), {}, ['MOBILE', 'Chrome 142', 'Android 13']],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${webKit} Version/18.6 Mobile/15E148 Safari/604.1`,
      {},
      ['MOBILE', 'Safari 18', 'iOS 18.6'],
    ],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${webKit} Version/26.0 Mobile/15E148 Safari/604.1`,
      {},
      ['MOBILE', 'Safari 26', 'iOS'],
    ],
    [chromium('X11; Linux x86_64'), {}, ['DESKTOP', 'Chrome 142', 'Linux']],
    [
      windows,
      { 'Sec-CH-UA': 'nonsense', 'Sec-CH-UA-Platform': '"<script>\u00e9"' },
      ['DESKTOP', 'Chrome 142', 'Windows'],
    ],
  ] as [string, Record<string, string>, string[]][]) {
    const { deviceSession } = await signIn('gadgets', { 'User-Agent': userAgent, ...headers });
    const { deviceType, browser, os } = deviceSession;
    expect([deviceType, browser, os], userAgent).toEqual(expected);
  }
  const pixel = hints('Android', '16.0.0', { 'Sec-CH-UA-Model': '"Pixel 9"', 'Sec-CH-UA-Mobile': '?1' });
  const { deviceSession } = await signIn('gadgets', { 'User-Agent': android, ...pixel });
  expect(deviceSession.deviceName).toBe('Chrome on Pixel 9');
  const page = await fetch(`${server.url}/graphql`, { headers: { Accept: 'text/html' } });
  expect(page.headers.get('Accept-CH')).toContain('Sec-CH-UA-Platform-Version');
});

test('a device on an open socket or event stream is in use', async () => {
  for (const open of [openSocket, openEventStream]) {
    const [person] = await people(server, [`steady${open.name.slice(4)}`]);
    const idle = await signIn(person.username);
    const stream = await open(person);
    const hourAgo = new Date(Date.now() - 3_600_000);
    const ids = [person.deviceSessionId, idle.deviceSession.id].map((id) => localId(id));
    await server.database.prisma.deviceSession.updateMany({
      where: { id: { in: ids } },
      data: { lastActivityAt: hourAgo },
    });
    const activityOf = async () => {
      const rows = await server.database.prisma.deviceSession.findMany({ where: { id: { in: ids } } });
      return ids.map((id) => rows.find((row) => row.id === id)?.lastActivityAt.getTime() as number);
    };
    await recordConnectedActivity(server.app);
    const [used = 0, unused] = await activityOf();
    expect(used).toBeGreaterThan(Date.now() - 60_000);
    expect(unused).toBe(hourAgo.getTime());
    await recordConnectedActivity(server.app);
    expect(await activityOf()).toEqual([used, unused]);
    await stream.close();
  }
});

test('the limit of devices signs out one without a connection before one that is connected', async () => {
  const [person] = await people(server, ['listener']);
  const socket = await openSocket(person);
  const second = await signIn('listener');
  await signIn('listener');
  const fourth = await signIn('listener');
  expect(fourth.evictedDeviceSessions.map(({ id }) => id)).toEqual([second.deviceSession.id]);
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { id: person.accountId } });
  await socket.close();
});

const isConnected = ({ deviceSessionId }: Person) =>
  connectionsOf(server.app).deviceSessionIds().has(localId(deviceSessionId));

async function openSocket(person: Person) {
  const stream = person.subscribe(DeviceSessionChangedDocument, {});
  await vi.waitFor(() => expect(isConnected(person)).toBe(true), { interval: 5 });
  return stream;
}

async function openEventStream(person: Person) {
  const aborted = new AbortController();
  await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'text/event-stream',
      Authorization: `Bearer ${person.accessToken}`,
    },
    body: JSON.stringify({ query: 'subscription { deviceSessionChanged { id } }' }),
    signal: aborted.signal,
  });
  await vi.waitFor(() => expect(isConnected(person)).toBe(true), { interval: 5 });
  return { close: async () => aborted.abort() };
}
