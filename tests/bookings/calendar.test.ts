import { sync as parser, type VEvent } from 'node-ical';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/operations/logging.ts';
import {
  AuditEventsDocument,
  CalendarUrlDocument,
  CalendarUrlOfDocument,
  CancelSessionDocument,
  DeleteAccountDocument,
  DisableCalendarDocument,
  ExportAccountDocument,
  HandOverDocument,
  LoginDocument,
  RestoreDocument,
  RotateCalendarDocument,
  SuspendDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startNode } from '../support/nodes.ts';
import { type Client, expectType, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, confirm, inHours, password, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ APP_URL: 'https://app.example.org', PUBLIC_URL: 'https://api.example.org/' });
});
afterAll(() => server.stop());

test('a feed has an address that its owner alone is shown, which rotating and disabling kill at once', async () => {
  const admin = await person(server, 'keeper', 'ADMIN');
  const owner = await person(server, 'owner');
  expect(await owner.run(CalendarUrlDocument)).toEqual({ viewer: { calendarUrl: null } });
  const first = await rotate(owner);
  expect(first).toMatch(/^https:\/\/api\.example\.org\/calendar\/[\w-]{65}\.ics$/);
  expect(await owner.run(CalendarUrlDocument)).toEqual({ viewer: { calendarUrl: first } });
  expect(await admin.run(CalendarUrlOfDocument, { id: owner.accountId })).toEqual({
    account: { email: 'owner@example.org', calendarUrl: null },
  });
  expect((await get(first)).status).toBe(200);

  const second = await rotate(owner);
  const unknown = await get('https://api.example.org/calendar/nothing.ics');
  const old = await get(first);
  expect([old.status, await old.text()]).toEqual([unknown.status, await unknown.text()]);
  expect(unknown.status).toBe(404);
  expect((await get(second)).status).toBe(200);
  const suspend = { id: owner.accountId, reason: 'Noise' };
  await admin.run(SuspendDocument, suspend);
  expect((await get(second)).status).toBe(404);
  await admin.run(RestoreDocument, suspend);
  expect((await get(second)).status).toBe(200);

  const input = { login: 'owner', password };
  const login = expectType((await server.visitor.run(LoginDocument, { input })).accountLogin, 'AuthPayload');
  const back = server.as(login.accessToken);
  expect(await back.run(DisableCalendarDocument)).toEqual({ accountDisableCalendar: { calendarUrl: null } });
  expect((await get(second)).status).toBe(404);
  await back.run(DisableCalendarDocument);
  const audit = (await admin.run(AuditEventsDocument, { filter: { targetId: owner.accountId } })).auditEvents.nodes;
  expect(audit.map(({ action }) => action).filter((action) => action.startsWith('account.calendar'))).toEqual([
    'account.calendar_disabled',
    'account.calendar_rotated',
    'account.calendar_rotated',
  ]);
});

test('neither the database nor an export gives an address away, and deleting the account kills it', async () => {
  const owner = await person(server, 'leaver');
  const url = await rotate(owner);
  const { calendarToken } = await server.database.prisma.account.findUniqueOrThrow({
    where: { usernameKey: 'leaver' },
  });
  expect(url).toContain(calendarToken);
  expect((await get(`/calendar/${calendarToken}.ics`)).status).toBe(404);
  expect((await get(`/calendar/${calendarToken}${'A'.repeat(43)}.ics`)).status).toBe(404);
  expect(JSON.stringify(await owner.run(ExportAccountDocument))).not.toContain(calendarToken);
  await owner.run(DeleteAccountDocument, { password });
  expect((await get(url)).status).toBe(404);
});

test('calendars read every booking and hosted session, as what it is, under a name of its own', async () => {
  const [host, guest, rival] = await people(server, ['mira', 'noor', 'rival'], { timeZone: 'Europe/Lisbon' });
  await server.database.prisma.account.update({
    where: { usernameKey: 'mira' },
    data: { displayName: 'Mira “Sunrise”; Okafor, Ọláwálé' },
  });
  const title = `Früh-Yoga; Atem, Stille \\ 流れ 🧘🏽‍♀️ ${'– lang '.repeat(10)}`.trim();
  const description = `Zeile 1, mit Komma;\nZeile 2: „Anführung“\r\n${'Ωμέγα '.repeat(400)}`;
  const free = await schedule(host, { title, description });
  const priced = await schedule(host, { title: 'Priced', price: { amountMinor: 500, currency: 'EUR' } });
  const full = await schedule(host, { title: 'Full', maxParticipants: 1 });
  const draft = await schedule(host, { title: 'Draft', draft: true });
  await book(guest, free.id);
  const pending = await book(guest, priced.id);
  await book(rival, full.id);
  const waiting = await book(guest, full.id);
  const url = await rotate(guest);

  const response = await get(url);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': 'private, no-cache',
    etag: expect.stringMatching(/^"[\w-]{43}"$/),
  });
  const text = await response.text();
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text).not.toMatch(/[^\r]\n/);
  const code = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(free.id) } });
  expect(text).not.toContain(code.joinCode);

  const events = eventsOf(text);
  expect(Object.keys(events).sort()).toEqual(['Full', 'Priced', title].sort());
  const event = events[title] as VEvent;
  expect(event).toMatchObject({
    uid: `${localId(free.id)}.${guest.id}@shala`,
    status: 'CONFIRMED',
    transparency: 'OPAQUE',
    url: { val: `https://app.example.org/sessions/${encodeURIComponent(free.id)}` },
  });
  expect(event.start.toISOString()).toBe(inHours(48));
  expect(event.end?.toISOString()).toBe(inHours(49));
  expect(event.description).toMatch(
    /^With Mira “Sunrise”; Okafor, Ọláwálé\.\n\nZeile 1, mit Komma;\nZeile 2: „Anführung“\nΩμέγα .*…$/,
  );
  expect(events.Priced).toMatchObject({ status: 'TENTATIVE', transparency: 'OPAQUE' });
  expect(events.Full).toMatchObject({ status: 'TENTATIVE', transparency: 'TRANSPARENT' });

  await confirm(host, pending.id);
  await cancel(guest, waiting.id);
  await host.run(CancelSessionDocument, { id: free.id, reason: 'Ill' });
  const later = eventsOf(await (await get(url)).text());
  expect(later.Priced).toMatchObject({ uid: events.Priced?.uid, status: 'CONFIRMED' });
  expect(later.Full).toMatchObject({ uid: events.Full?.uid, status: 'CANCELLED', transparency: 'TRANSPARENT' });
  expect(later[title]).toMatchObject({ uid: event.uid, status: 'CANCELLED' });

  const hosted = eventsOf(await (await get(await rotate(host))).text());
  expect(Object.keys(hosted).sort()).toEqual(['Full', 'Priced', title].sort());
  expect(hosted.Full).toMatchObject({ status: 'CONFIRMED', description: 'You host this session.' });
  expect(hosted[title]).toMatchObject({ status: 'CANCELLED' });
  expect(JSON.stringify(hosted)).not.toContain(localId(draft.id));
});

test('a session that a person booked and now hosts is one entry', async () => {
  const [host, heir] = await people(server, ['giver', 'heir'], { role: 'CREATOR' });
  const { id } = await schedule(host, { title: 'Handed over' });
  await book(heir, id);
  await host.run(HandOverDocument, { input: { id, username: 'heir' } });
  const text = await (await get(await rotate(heir))).text();
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(eventsOf(text)['Handed over']).toMatchObject({ status: 'CONFIRMED', description: 'You host this session.' });
});

test('the same entries have the same tag; a change gives them another one and a higher sequence', async () => {
  const [host, guest] = await people(server, ['changing', 'watching']);
  const { id } = await schedule(host, { title: 'Before', startsAt: inHours(72) });
  await book(guest, id);
  const url = await rotate(guest);
  const first = await get(url);
  const etag = first.headers.get('etag') as string;
  const before = eventsOf(await first.text()).Before as VEvent;
  for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const unchanged = await get(url, { headers: { 'If-None-Match': condition } });
    expect([unchanged.status, await unchanged.text(), unchanged.headers.get('etag')]).toEqual([304, '', etag]);
  }
  const head = await get(url, { method: 'HEAD' });
  expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(300);
  const posted = await get(url, { method: 'POST' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);

  // Seats are nothing that a calendar shows.
  const [other] = await people(server, ['other-guest']);
  await book(other, id);
  expect((await get(url, { headers: { 'If-None-Match': etag } })).status).toBe(304);

  // As if it had been made an hour ago, for sequence numbers count seconds.
  await server.database.prisma.$executeRaw`
    UPDATE "Session" SET "createdAt" = "createdAt" - interval '1 hour', "changedAt" = "changedAt" - interval '1 hour'
    WHERE "id" = ${localId(id)}::uuid`;
  const sequence = () => get(url).then(async (response) => Object.values(eventsOf(await response.text()))[0] as VEvent);
  const aged = await sequence();
  await server.database.prisma.$executeRaw`SELECT pg_sleep(1)`;
  await host.run(UpdateSessionDocument, { id, input: { title: 'After', startsAt: inHours(96) } });
  const after = await sequence();
  expect(after).toMatchObject({ uid: before.uid, summary: 'After' });
  expect(after.start.toISOString()).toBe(inHours(96));
  expect(Number(after.sequence)).toBeGreaterThan(Number(aged.sequence));
  expect(after.lastmodified?.getTime()).toBeGreaterThan(aged.lastmodified?.getTime() as number);
  expect((await get(url, { headers: { 'If-None-Match': etag } })).status).toBe(200);

  const rebooked = await server.database.prisma.booking.findFirstOrThrow({ where: { accountId: guest.id } });
  await server.database.prisma.booking.update({ where: { id: rebooked.id }, data: { status: 'CANCELLED' } });
  expect(await sequence()).toMatchObject({ uid: before.uid, status: 'CANCELLED' });
  await book(guest, id);
  expect(await sequence()).toMatchObject({ uid: before.uid, status: 'CONFIRMED' });
});

test('instants stay what they are on both sides of a change of clocks', async () => {
  const [host] = await people(server, ['clocks'], { timeZone: 'Europe/Lisbon' });
  const year = new Date().getUTCFullYear() + 1;
  // Seven in the evening in Lisbon, before and after the clocks go back.
  const startsAt = [`${year}-10-20T18:00:00.000Z`, `${year}-11-10T19:00:00.000Z`];
  for (const time of startsAt) await schedule(host, { title: time, startsAt: time, timeZone: 'Europe/Lisbon' });
  const events = eventsOf(await (await get(await rotate(host))).text());
  for (const time of startsAt) {
    expect(events[time]?.start.toISOString()).toBe(time);
    const local = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Lisbon' });
    expect(local.format(events[time]?.start)).toBe('19:00');
  }
});

test('what is long past goes, cancelled ones stay for 90 days after, and there are 1,000 at most', async () => {
  const [host, guest] = await people(server, ['archivist', 'regular']);
  const url = await rotate(guest);
  const { prisma } = server.database;
  await prisma.$executeRaw`
    WITH made AS (
      INSERT INTO "Session" ("id", "hostId", "title", "tags", "status", "visibility", "admission", "startsAt", "endsAt",
        "timeZone", "currency", "joinWindowMinutes", "idleTimeoutMinutes", "freeCancellationHours", "bookingHoldMinutes", "deck")
      SELECT gen_random_uuid(), ${host.id}::uuid, 'Day ' || n, '{}', 'ENDED', 'UNLISTED', 'CODE',
        now() + make_interval(days => n), now() + make_interval(days => n, hours => 1), 'UTC', 'EUR', 15, 30, 24, 15, '{}'
      FROM generate_series(-100, 1100) n RETURNING "id")
    INSERT INTO "Booking" ("id", "sessionId", "accountId", "status", "amountMinor", "currency")
    SELECT gen_random_uuid(), "id", ${guest.id}::uuid, 'COMPLETED', 0, 'EUR' FROM made`;
  const titles = Object.keys(eventsOf(await (await get(url)).text()));
  expect(titles).toHaveLength(1000);
  expect([titles[0], titles.at(-1)]).toEqual(['Day -90', 'Day 909']);
  // Called off just now, long after its time.
  await prisma.booking.updateMany({ where: { session: { title: 'Day -95' } }, data: { status: 'CANCELLED' } });
  const later = eventsOf(await (await get(url)).text());
  expect(later['Day -95']).toMatchObject({ status: 'CANCELLED' });
  expect(later['Day -94']).toBeUndefined();
});

test('wrong addresses are limited, right ones are not, and none is ever logged', async () => {
  const lines: string[] = [];
  const log = createLogger({ LOG_LEVEL: 'trace' }, { write: (line) => void lines.push(line) });
  const node = await startNode(server, { env: { ...server.app.env, RATE_LIMITS: true }, log });
  const { url } = node;
  const owner = await person(server, 'limited');
  const path = new URL(await rotate(owner)).pathname;
  const statuses: number[] = [];
  for (let guess = 0; guess < 31; guess += 1) {
    const { status } = await fetch(`${url}/calendar/${`wrong-guess-${guess}`.padEnd(65, 'x')}.ics`);
    statuses.push(status);
  }
  expect(statuses).toEqual([...Array<number>(30).fill(404), 429]);
  const refused = await fetch(`${url}/calendar/another.ics`);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED' });
  expect((await fetch(url + path)).status).toBe(200);
  await node.stop();
  expect(lines.join('')).toContain('reached a rate limit');
  expect(lines.join('')).not.toMatch(new RegExp(`wrong-guess|${path.slice(10, 40)}`));
});

test('line separators and control characters of older texts do not reach the feed', async () => {
  const [host] = await people(server, ['separate\u2028host']);
  const { id } = await schedule(host);
  await server.database.prisma.session.update({
    where: { id: localId(id) },
    data: { title: 'One\u2028two\u0007', description: 'Three\u2029four\u0085five\u009b\u000bsix\tseven' },
  });
  const text = await (await get(await rotate(host))).text();
  expect(text).not.toMatch(/[\u2028\u2029]|(?![\r\n\t])\p{Cc}/u);
  const event = eventsOf(text)['One two'] as VEvent;
  expect(event.description).toBe('You host this session.\n\nThree\nfour\nfive\nsix\tseven');
});

const rotate = async (who: Client) => {
  const { accountRotateCalendar } = await who.run(RotateCalendarDocument);
  return expectType(accountRotateCalendar as NonNullable<typeof accountRotateCalendar>, 'Account')
    .calendarUrl as string;
};

/** What a calendar service would get from an address, of which the test server answers the path. */
const get = (address: string, init?: RequestInit) =>
  fetch(`${server.url}${new URL(address, 'https://api.example.org').pathname}`, init);

/** The events by their titles, as a parser that knows nothing of the writer understands them. */
function eventsOf(text: string): Record<string, VEvent> {
  const parts = Object.values(parser.parseICS(text)).filter((part): part is VEvent => part?.type === 'VEVENT');
  return Object.fromEntries(parts.map((event) => [String(event.summary), event]));
}
