import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { addStory, reveal, someone, start, startSession, update, vote } from '../support/stories.ts';
import { type Person, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ CORS_ORIGINS: 'https://app.example.org' });
});
afterAll(() => server.stop());

const download = (person: Pick<Person, 'accessToken'>, sessionId: string, more: RequestInit = {}) =>
  fetch(`${server.url}/export/stories.csv?sessionId=${encodeURIComponent(sessionId)}`, {
    ...more,
    headers: { ...(person.accessToken && { Authorization: `Bearer ${person.accessToken}` }), ...more.headers },
  });

test('stories are exported for spreadsheets, without hidden votes', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const member = await join();
  const first = await addStory(host, sessionId, {
    title: '=HYPERLINK("x")',
    description: 'Two, lines',
    deck: ['½', '-1', 'L'],
  });
  await start(host, first.id);
  await vote(host, first.id, '½');
  await vote(member, first.id, '-1');
  await reveal(host, first.id);
  await update(host, first.id, { estimate: '@home' });
  const second = await addStory(host, sessionId, { title: 'Plain' });
  await start(host, second.id);
  await vote(member, second.id, '13');

  const answer = await download(member, sessionId);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toContain('stories.csv');
  expect((await answer.text()).split('\r\n')).toEqual([
    'position,title,description,status,rounds,estimate,average,median,consensus,counts,votes',
    `0,"'=HYPERLINK(""x"")","Two, lines",REVEALED,1,'@home,-0.25,-0.25,no,½ × 1; '-1 × 1,${host.username}: ½; ${member.username}: -1`,
    '1,Plain,,VOTING,1,,,,,,',
    '',
  ]);
});

test('people who may not see a session’s inside are refused the export', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  expect((await download({ accessToken: null }, sessionId)).status).toBe(401);
  expect((await download({ accessToken: 'forged' }, sessionId)).status).toBe(401);
  const admin = await person(server, 'admin', 'ADMIN');
  const statuses = async (person: Person, id = sessionId) => (await download(person, id)).status;
  expect(await statuses(await someone(server, 'stranger'))).toBe(403);
  expect(await statuses(await join('MEMBER', 'LEFT'))).toBe(403);
  for (const person of [host, admin, await join('SPECTATOR')]) expect(await statuses(person)).toBe(200);
  for (const id of ['', 'nonsense', localId(sessionId), host.accountId]) expect(await statuses(admin, id)).toBe(400);
  expect(await statuses(admin, globalId('Session', crypto.randomUUID()))).toBe(404);
  expect((await download(host, sessionId, { method: 'POST' })).status).toBe(405);
});

test('pages of listed origins may download the export, others not', async () => {
  const { id: sessionId, host } = await startSession(server);
  const from = async (origin: string) =>
    (await download(host, sessionId, { method: 'OPTIONS', headers: { Origin: origin } })).headers;
  const allowed = await from('https://app.example.org');
  expect(allowed.get('access-control-allow-origin')).toBe('https://app.example.org');
  expect(allowed.get('access-control-allow-headers')).toContain('Authorization');
  expect((await from('https://evil.example.org')).get('access-control-allow-origin')).toBeNull();
});
