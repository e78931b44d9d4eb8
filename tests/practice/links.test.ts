import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  DeleteAccountDocument,
  PracticeSettingsDocument,
  ShareCalendarDocument,
  SharePracticeDocument,
  UnshareCalendarDocument,
  UnsharePracticeDocument,
  UpdateAccountDocument,
  UpdatePracticeSettingsDocument,
  UpdateSequenceDocument,
} from '../generated/documents.ts';
import { startNode } from '../support/nodes.ts';
import { day, logged, start, sunSalutation, writeSequence } from '../support/practice.ts';
import { createTestClient, expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, password, people } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ PUBLIC_URL: 'https://studio.example/shala/' });
});
afterAll(() => server.stop());

/** Where a handed-out link leads on the server under test. */
const local = (url: string | null | undefined) => (url ?? '').replace('https://studio.example/shala', server.url);

async function shareCalendar(person: Person) {
  const { practiceCalendarShare } = await person.run(ShareCalendarDocument);
  return expectType(practiceCalendarShare, 'Account').practiceCalendarUrl as string;
}

async function sharePractice(person: Person, id: string) {
  const { practiceShare } = await person.run(SharePracticeDocument, { id });
  return practiceShare?.__typename === 'PracticeSession' ? (practiceShare.shareUrl as string) : '';
}

test('a shared calendar is an image of the last year, the same until a day changes', async () => {
  const [person] = await people(server, ['image-owner']);
  await person.run(UpdateAccountDocument, {
    input: { displayName: `<b>Ada & "Söhne"'s</b>`, timeZone: 'Pacific/Kiritimati' },
  });
  const today = day(0, 'Pacific/Kiritimati');
  await logged(person, { localDate: today, durationSeconds: 1500, notes: 'secret' });
  expect((await person.run(PracticeSettingsDocument)).viewer?.practiceCalendarUrl).toBeNull();
  const url = await shareCalendar(person);
  expect(url).toMatch(/^https:\/\/studio\.example\/shala\/practice\/[\w-]{32}\.svg$/);
  expect(await shareCalendar(person)).toBe(url);

  const first = await fetch(local(url));
  expect(first.status).toBe(200);
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
  const svg = await first.text();
  expect(svg).toContain(
    '<title id="title">Practice calendar of &lt;b&gt;Ada &amp; &quot;Söhne&quot;&#39;s&lt;/b&gt;</title>',
  );
  expect(svg).toMatch(/<desc id="summary">1 practice on 1 day, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d<\/desc>/);
  expect(svg).toContain(`<title>${today}: 1 practice, 25 minutes</title>`);
  expect(svg).toContain(`<title>${day(-1, 'Pacific/Kiritimati')}: no practice</title>`);
  expect(svg).not.toContain(`<title>${day(1, 'Pacific/Kiritimati')}`);
  expect(svg).toContain('@media(prefers-color-scheme:dark)');
  expect(svg).not.toContain('secret');
  const squares = svg.match(/<rect [^>]*><title>/g) ?? [];
  expect(squares.length).toBeGreaterThan(52 * 7);
  expect(squares.length).toBeLessThanOrEqual(53 * 7);

  const etag = first.headers.get('etag') as string;
  const again = await fetch(local(url), { headers: { 'If-None-Match': `"other", W/${etag}` } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const head = await fetch(local(url), { method: 'HEAD' });
  expect([head.status, head.headers.get('etag'), head.headers.get('content-length')]).toEqual([
    200,
    etag,
    String(Buffer.byteLength(svg)),
  ]);
  await logged(person, { localDate: today, durationSeconds: 60 });
  const changed = await fetch(local(url), { headers: { 'If-None-Match': etag } });
  expect(changed.status).toBe(200);
  expect(await changed.text()).toContain(`<title>${today}: 2 practices, 26 minutes</title>`);
});

test.each([
  ['MONDAY', 1, ['Mon', 'Wed', 'Fri']],
  ['SUNDAY', 0, ['Mon', 'Wed', 'Fri']],
  ['SATURDAY', 6, ['Mon', 'Wed', 'Fri']],
] as const)('the columns of the image begin on %s where its owner says so', async (weekStart, weekday, names) => {
  const [person] = await people(server, [`columns-${weekday}`]);
  await person.run(UpdatePracticeSettingsDocument, { input: { weekStart } });
  const svg = await (await fetch(local(await shareCalendar(person)))).text();
  const squares = [...svg.matchAll(/x="(\d+)" y="(\d+)"[^>]*><title>(\d{4}-\d\d-\d\d)/g)];
  const rows = new Map(squares.map(([, , y, date]) => [y, new Date(date as string).getUTCDay()]));
  expect([...rows.values()]).toEqual(Array.from({ length: 7 }, (_, row) => (weekday + row) % 7));
  const top = Math.min(...squares.map(([, , y]) => Number(y)));
  for (const { 0: y, 1: name } of [...svg.matchAll(/<text x="8" y="(\d+)"[^>]*>(\w+)</g)].map((match) =>
    match.slice(1),
  )) {
    const row = (Number(y) - top - 9) / 13;
    expect(names[[1, 3, 5].indexOf((weekday + row) % 7)]).toBe(name);
  }
});

test('a shared practice is a page that tells what SharedPractice does', async () => {
  const [teacher] = await people(server, ['page-teacher'], { role: 'CREATOR' });
  const [person] = await people(server, ['page-owner']);
  const sequence = await writeSequence(teacher, { title: 'Flow <3' });
  const { id } = await logged(person, { sequenceId: sequence.id, posesCompleted: 3, notes: 'secret', mood: 1 });
  const url = local(await sharePractice(person, id));
  const page = await fetch(url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const html = await page.text();
  expect(html).toContain('<h1>page-owner practised: Flow &lt;3</h1>');
  const readable = `${new Date().toLocaleString('en', { weekday: 'long', timeZone: 'UTC' })}, ${new Date().toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })}`;
  expect(html).toContain('<title>page-owner practised: Flow &lt;3</title>');
  expect(html).toContain(
    `<dl><dt>Day</dt><dd>${readable}</dd><dt>Minutes</dt><dd>10</dd><dt>Poses</dt><dd>3</dd><dt>Status</dt><dd>completed</dd></dl>`,
  );
  expect(html).not.toMatch(/secret|example\.org/);
  const tag = (name: string) => new RegExp(`<meta property="${name}" content="([^"]*)">`).exec(html)?.[1];
  expect(tag('og:title')).toBe('page-owner practised: Flow &lt;3');
  expect(tag('og:description')).toBe(`${readable}: 10 minutes, 3 poses`);
  expect(local(tag('og:url'))).toBe(url);
  const picture = await fetch(local(tag('og:image')));
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
  const svg = await picture.text();
  for (const text of ['page-owner practised: Flow &lt;3', readable, '10 minutes, 3 poses']) {
    expect(svg).toContain(`>${text}</text>`);
  }
  expect(svg).not.toMatch(/secret|example\.org/);
  await teacher.run(UpdateSequenceDocument, { id: sequence.id, input: { ...sunSalutation, isPublished: false } });
  expect(await (await fetch(url)).text()).toContain('<h1>page-owner practised</h1>');
  const open = await start(person);
  expect(await (await fetch(local(await sharePractice(person, open.id)))).text()).toContain('<dd>active</dd>');
});

test('a link that is wrong, taken back, or of the other kind leads nowhere, all alike', async () => {
  const [person] = await people(server, ['link-owner']);
  const { id } = await logged(person);
  const [calendar, practice] = [local(await shareCalendar(person)), local(await sharePractice(person, id))];
  const taken = [calendar, practice];
  expect(await person.run(UnshareCalendarDocument)).toMatchObject({
    practiceCalendarUnshare: { __typename: 'Account', practiceCalendarUrl: null },
  });
  await person.run(UnsharePracticeDocument, { id });
  const [calendarNow, practiceNow] = [local(await shareCalendar(person)), local(await sharePractice(person, id))];
  expect([calendarNow, practiceNow]).not.toContain(calendar);
  expect([(await fetch(calendarNow)).status, (await fetch(practiceNow)).status]).toEqual([200, 200]);

  const unknown = 'A'.repeat(32);
  const wrong = [`${unknown}.svg`, unknown, 'short', 'short.svg', '', '%00', `${unknown}.png`, '../graphql'];
  const links = [
    ...taken,
    calendarNow.replace('.svg', ''),
    `${practiceNow}.svg`,
    `${calendarNow.replace('.svg', '')}/picture.svg`,
    `${practice}/picture.svg`,
    ...wrong.map((name) => `${server.url}/practice/${name.replace('..', '%2e%2e%2f')}`),
  ];
  const answers = await Promise.all(
    links.map(async (link) => {
      const response = await fetch(link);
      const { date: _date, 'x-request-id': _id, ...headers } = Object.fromEntries(response.headers);
      return { status: response.status, text: await response.text(), headers };
    }),
  );
  expect(answers[0]).toMatchObject({
    status: 404,
    text: expect.stringContaining('NOT_FOUND'),
    headers: { 'cache-control': 'no-store' },
  });
  for (const answer of answers) expect(answer).toEqual(answers[0]);

  // A browser shows a page in its place.
  for (const link of links) {
    const response = await fetch(link, { headers: { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toBe('Origin, Accept, Accept-Encoding');
    expect(await response.text()).toContain('<h1>This link does not work</h1>');
  }

  await person.run(DeleteAccountDocument, { password });
  for (const link of [calendarNow, practiceNow]) expect((await fetch(link)).status).toBe(404);
});

test('a link is a secret that no log has, not even where showing it fails', async () => {
  const broken = await startServer();
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const node = await startNode(broken, { log });
  const { url } = node;
  const [owner] = await people(broken, ['unlucky']);
  const person = createTestClient(url, owner.accessToken);
  const { id } = await logged(owner);
  const { practiceShare } = await person.run(SharePracticeDocument, { id });
  const practice = practiceShare?.__typename === 'PracticeSession' ? (practiceShare.shareUrl as string) : '';
  const { practiceCalendarShare } = await person.run(ShareCalendarDocument);
  const calendar = expectType(practiceCalendarShare, 'Account').practiceCalendarUrl as string;
  const tokens = [practice, calendar].map((link) => link.split('/').at(-1)?.replace('.svg', '') as string);
  for (const token of tokens) await fetch(`${url}/practice/${token}`);

  await broken.database.prisma.$executeRaw`ALTER TABLE "PracticeSettings" RENAME TO "Elsewhere"`;
  const failed = await fetch(`${url}/practice/${tokens[1]}.svg`);
  expect([failed.status, await failed.json()]).toMatchObject([500, { code: 'INTERNAL_SERVER_ERROR' }]);
  expect(lines.join()).toContain('unexpected error');
  for (const token of tokens) expect(lines.join()).not.toContain(token);
  await node.stop();
  await broken.stop();
});
