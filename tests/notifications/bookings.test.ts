import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueSummaries } from '../../src/bookings/notifications/summary.ts';
import {
  BookPartyDocument,
  CancelSessionDocument,
  ChangeEmailDocument,
  LoginDocument,
  RegisterDocument,
  RequestPasswordResetDocument,
  UpdatePartyDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { eventIn, lastMailTo, mailsTo, passTime } from '../support/mails.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, confirm, inHours, password, people, runOut, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ MAIL_FROM: 'Studio <studio@example.org>' });
});
afterAll(() => server.stop());

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const stateOf = (kind: string, bookingId: string) =>
  server.database.prisma.notificationDelivery.findFirstOrThrow({
    where: { kind, payload: { path: ['bookingId'], equals: localId(bookingId) } },
    select: { state: true, error: true },
  });

test('a booking is told to the person, in their zone and with an invitation that its cancellation takes back', async () => {
  const [host] = await people(server, ['hedy'], { role: 'CREATOR', timeZone: 'America/New_York' });
  const [ana] = await people(server, ['ana'], { timeZone: 'Asia/Tokyo' });
  const startsAt = '2030-03-01T23:30:00.000Z';
  const session = await schedule(host, { title: 'Flow <b>&</b> rest', startsAt, maxParticipants: 10 });
  const booking = await book(ana, session.id);

  const mail = await lastMailTo(server, 'ana');
  expect(mail.subject).toBe('Booked: Flow <b>&</b> rest');
  expect(mail.text).toContain('Hello ana,');
  expect(mail.text).toMatch(/Begins: +Saturday,? 2 March 2030 at 08:30 \(Asia\/Tokyo\)/);
  expect(mail.text).toContain(encodeURIComponent(session.id));
  expect(mail.html).toContain('Flow &lt;b&gt;&amp;&lt;/b&gt; rest');
  expect(mail.html).not.toContain('<b>');
  const invited = eventIn(mail);
  expect(invited.method).toBe('REQUEST');
  expect(invited.event.start.toISOString()).toBe(startsAt);
  expect(invited.event).toMatchObject({ summary: 'Flow <b>&</b> rest', status: 'CONFIRMED' });
  expect(mail.calendar?.content).toMatch(/^ORGANIZER;CN="hedy":(MAILTO|mailto):studio@example\.org/m);

  const told = await lastMailTo(server, 'hedy');
  expect(told.subject).toBe('ana booked Flow <b>&</b> rest');
  expect(told.text).toMatch(/Friday,? 1 March 2030 at 18:30 \(America\/New_York\)/);
  expect(told.text).toContain('Seats taken: 1 of 10.');

  await cancel(ana, booking.id);
  const cancelled = await lastMailTo(server, 'ana');
  expect(cancelled.subject).toBe('Cancelled: Flow <b>&</b> rest');
  expect(cancelled.text).toContain('as you asked');
  const taken = eventIn(cancelled);
  expect(taken).toMatchObject({ method: 'CANCEL', event: { uid: invited.event.uid, status: 'CANCELLED' } });
  expect(Number(taken.event.sequence)).toBeGreaterThan(Number(invited.event.sequence));
  expect((await lastMailTo(server, 'hedy')).text).toContain('ana has cancelled.');
});

test('an invitation names its organiser however the host is called', async () => {
  const [host, amy] = await people(server, ['hollis', 'amy'], { role: 'CREATOR' });
  const displayName = 'Hollis "The Yogi" O’Neil, Ltd; x:y — 🧘';
  await server.database.prisma.account.update({ where: { id: host.id }, data: { displayName } });
  await book(amy, (await schedule(host)).id);
  const lines = (await lastMailTo(server, 'amy')).calendar?.content.replaceAll('\r\n ', '').split('\r\n');
  const organizer = lines?.find((line) => line.startsWith('ORGANIZER'));
  // A double quote ends the value of a parameter (RFC 5545, 3.2): what follows it would be the address.
  const [, name] = /^ORGANIZER;CN="([^"]*)":mailto:studio@example\.org$/i.exec(organizer ?? '') ?? [];
  expect(name).toBe(displayName.replaceAll('"', "'"));
});

test('a held seat says where to pay and until when, once again before the hold runs out, and once it did', async () => {
  const [host, ben, cleo, dan] = await people(server, ['hal', 'ben', 'cleo', 'dan'], { role: 'CREATOR' });
  const session = await schedule(host, { title: 'Workshop', price: eur(2500), maxParticipants: 3 });
  const [bens, cleos, dans] = [await book(ben, session.id), await book(cleo, session.id), await book(dan, session.id)];
  for (const name of ['ben', 'cleo']) {
    const mail = await lastMailTo(server, name);
    expect(mail.subject).toBe('Pay to keep your seat: Workshop');
    expect(mail.text).toMatch(/\n\nhttp\S+\/checkout\/\S+\n/);
    expect(mail.text).toContain('€25.00');
    expect(mail.calendar).toBeNull();
  }
  expect((await lastMailTo(server, 'hal')).text).toContain('has not paid yet');

  const [warning] = await server.database.prisma.notificationDelivery.findMany({
    where: { kind: 'HOLD_EXPIRING', payload: { path: ['bookingId'], equals: localId(bens.id) } },
  });
  const holdExpiresAt = Date.parse(bens.holdExpiresAt as string);
  expect((holdExpiresAt - (warning?.sendAt.getTime() ?? 0)) / 60_000).toBeCloseTo(5, 0);

  await confirm(host, cleos.id);
  await cancel(dan, dans.id);
  await passTime(server, 'HOLD_EXPIRING');
  expect((await lastMailTo(server, 'ben')).subject).toBe('Your seat is about to be given back: Workshop');
  expect((await lastMailTo(server, 'cleo')).subject).toBe('Booked: Workshop');
  expect((await lastMailTo(server, 'dan')).subject).toBe('Cancelled: Workshop');
  expect((await lastMailTo(server, 'dan')).calendar).toBeNull();
  expect(await stateOf('HOLD_EXPIRING', cleos.id)).toEqual({
    state: 'SKIPPED',
    error: 'The booking has another status by now.',
  });
  expect(await stateOf('HOLD_EXPIRING', dans.id)).toMatchObject({ state: 'SKIPPED' });

  await runOut(server, bens.id);
  const { expireHolds } = await import('../../src/bookings/seats/service.ts');
  await expireHolds(server.app);
  expect((await lastMailTo(server, 'ben')).text).toContain('was not paid in time');
  expect((await lastMailTo(server, 'hal')).text).toContain('ben has not paid in time.');
});

test('people who move up from the waitlist are told, with a hold where it costs something', async () => {
  const [host, eve, finn, gus] = await people(server, ['hugo', 'eve', 'finn', 'gus'], { role: 'CREATOR' });
  const free = await schedule(host, { title: 'Free', maxParticipants: 1 });
  const priced = await schedule(host, { title: 'Priced', price: eur(1000), maxParticipants: 1 });
  const eves = [await book(eve, free.id), await book(eve, priced.id)];
  await book(finn, free.id);
  await book(gus, priced.id);
  expect(await mailsTo(server, 'finn')).toEqual([]);
  for (const { id } of eves) await cancel(eve, id);

  const finns = await lastMailTo(server, 'finn');
  expect(finns.subject).toBe('You have a seat: Free');
  expect(eventIn(finns).method).toBe('REQUEST');
  const guss = await lastMailTo(server, 'gus');
  expect(guss.subject).toBe('You have a seat: Priced');
  expect(guss.text).toMatch(/a seat is held for you until .* Pay to keep it/);
  expect(guss.text).toContain('/checkout/');
  expect((await mailsTo(server, 'hugo')).map(({ subject }) => subject)).toContain('gus booked Priced');
});

test('the calendar entry has the seats that are left of a party', async () => {
  const [host, zelda] = await people(server, ['holger', 'zelda'], { role: 'CREATOR' });
  const { id: sessionId } = await schedule(host, { title: 'Family yoga' });
  const { bookingCreate } = await zelda.run(BookPartyDocument, { input: { sessionId, seats: 3 } });
  const { id } = expectType(bookingCreate, 'Booking');
  const booked = eventIn(await lastMailTo(server, 'zelda'));
  expect(booked.event.description).toContain('3 seats.');

  await host.run(UpdatePartyDocument, { input: { id, seats: 2, reason: 'A smaller room.' } });
  const fewer = await lastMailTo(server, 'zelda');
  expect(fewer.subject).toBe('Fewer seats: Family yoga');
  const left = eventIn(fewer);
  expect(left).toMatchObject({ method: 'REQUEST', event: { uid: booked.event.uid, status: 'CONFIRMED' } });
  expect(left.event.description).toContain('2 seats.');
  expect(Number(left.event.sequence)).toBeGreaterThan(Number(booked.event.sequence));
});

test('a move changes the calendar entry in place; a session that is called off says by whom, why and what comes back', async () => {
  const [host, ida, jon] = await people(server, ['hans', 'ida', 'jon'], { role: 'CREATOR' });
  const [admin] = await people(server, ['ada'], { role: 'ADMIN' });
  const session = await schedule(host, { title: 'Sunrise', price: eur(1500) });
  const booking = await book(ida, session.id);
  await confirm(host, booking.id);
  await book(jon, session.id);
  const first = eventIn(await lastMailTo(server, 'ida'));

  await host.run(UpdateSessionDocument, { id: session.id, input: { startsAt: inHours(72), durationMinutes: 90 } });
  const moved = await lastMailTo(server, 'ida');
  expect(moved.subject).toBe('New time: Sunrise');
  expect(moved.text).toContain('It was to begin on');
  expect(moved.text).toContain('90 minutes');
  const second = eventIn(moved);
  expect(second).toMatchObject({ method: 'REQUEST', event: { uid: first.event.uid } });
  expect(second.event.start.toISOString()).toBe(inHours(72));
  expect(Number(second.event.sequence)).toBeGreaterThan(Number(first.event.sequence));
  expect((await lastMailTo(server, 'jon')).calendar).toBeNull();
  const before = (await mailsTo(server, 'ida')).length;
  await host.run(UpdateSessionDocument, { id: session.id, input: { title: 'Sunset', startsAt: inHours(72) } });
  expect(await mailsTo(server, 'ida')).toHaveLength(before);

  await admin.run(CancelSessionDocument, { id: session.id, reason: 'The room is flooded.' });
  const off = await lastMailTo(server, 'ida');
  expect(off.text).toContain('The studio has cancelled the session.');
  expect(off.text).toContain('The reason: The room is flooded.');
  expect(off.text).toContain('You get €15.00 back.');
  const third = eventIn(off);
  expect(third).toMatchObject({ method: 'CANCEL', event: { uid: first.event.uid } });
  expect(Number(third.event.sequence)).toBeGreaterThan(Number(second.event.sequence));
  expect((await lastMailTo(server, 'jon')).text).not.toContain('back.');
});

test('nobody can have a link of theirs mailed to an address that is not theirs', async () => {
  const [host, kim] = await people(server, ['hilda', 'kim'], { role: 'CREATOR' });
  const { account } = server.database.prisma;
  await account.update({ where: { id: host.id }, data: { displayName: 'win.example.com' } });
  const session = await schedule(host, { title: 'Win at https://evil.example' });
  const booking = await book(kim, session.id);
  const unverified = await lastMailTo(server, 'kim');
  expect(unverified.subject).toBe('Booked: a session');
  for (const text of [unverified.text, unverified.html, unverified.calendar?.content]) {
    expect(text).not.toMatch(/evil\.example|win\.example/);
  }
  await account.update({ where: { id: kim.id }, data: { emailVerifiedAt: new Date() } });
  await cancel(kim, booking.id);
  expect((await lastMailTo(server, 'kim')).subject).toBe('Cancelled: Win at https://evil.example');
});

test('nor by their name, the name of a device, a session of their own, or another address', async () => {
  const input = { username: 'win.example.com', email: 'vic@example.org', password };
  const { accountRegister } = await server.visitor.run(RegisterDocument, { input });
  const { accessToken } = expectType(accountRegister, 'AuthPayload');
  const spammer = server.as(accessToken);
  const deviceName = 'Win at https://evil.example';
  const named = { 'User-Agent': firefox, 'Sec-CH-UA-Platform': '"www.evil.example"' };
  await server.visitor.ask(LoginDocument, { input: { login: input.username, password, deviceName } }, named);
  await server.visitor.run(RequestPasswordResetDocument, { login: input.username });

  const { account } = server.database.prisma;
  const timeZone = 'Pacific/Auckland';
  await account.update({ where: { usernameKey: input.username }, data: { timeZone, role: 'CREATOR' } });
  const today = Temporal.Now.zonedDateTimeISO(timeZone);
  const startsAt = today.startOfDay().add({ days: 1 }).subtract({ seconds: 1 }).toInstant().toString();
  const session = await schedule(spammer, { title: 'Win at https://evil.example', startsAt });
  await queueSummaries(server.app, new Date(today.withPlainTime({ hour: 7 }).epochMilliseconds));
  const [other] = await people(server, ['evil.example']);
  await book(other, session.id);

  const mails = await mailsTo(server, 'vic');
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    ...['A new device signed in', 'Confirm your e-mail', 'Set a new password', 'Today: a session'],
    'somebody booked a session',
  ]);
  await account.update({ where: { usernameKey: input.username }, data: { emailVerifiedAt: new Date() } });
  await spammer.run(ChangeEmailDocument, { password, email: 'new@example.org' });
  const change = await lastMailTo(server, 'new');
  const own = await lastMailTo(server, 'evil.example');
  for (const { subject, text, html, calendar } of [...mails, change, own]) {
    const shown = [subject, text, html, calendar?.content].join('\n').replaceAll('evil.example@example.org', '');
    expect(shown).not.toMatch(/evil\.example|win\.example/);
  }
  expect((await lastMailTo(server, 'vic')).text).toContain('Hello win.example.com,');
});

test('an address that nobody has verified gets at most a hundred mails a day, however often it is made to book', async () => {
  const [host, lou] = await people(server, ['heidi', 'lou'], { role: 'CREATOR' });
  const { account, notificationDelivery } = server.database.prisma;
  await account.update({ where: { id: host.id }, data: { emailVerifiedAt: new Date() } });
  const sent = { kind: 'BOOKING_CONFIRMED', accountId: lou.id, state: 'SENT', finishedAt: new Date() } as const;
  await notificationDelivery.createMany({ data: Array.from({ length: 99 }, () => sent) });
  const session = await schedule(host);
  const booking = await book(lou, session.id);
  expect(await mailsTo(server, 'lou')).toHaveLength(1);
  await cancel(lou, booking.id);
  await book(lou, session.id);
  expect(await mailsTo(server, 'lou')).toHaveLength(1);
  expect((await mailsTo(server, 'heidi')).length).toBeGreaterThan(1);
});
