import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendarUrl } from '../../src/bookings/calendar/service.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CreateSeriesDocument,
  CreateSessionDocument,
  DeleteAccountDocument,
  RemoveParticipantDocument,
  SeriesPlaceDocument,
  SessionPlaceDocument,
  UpdateSeriesDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { eventIn, lastMailTo, mailsTo } from '../support/mails.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import {
  attempt,
  book,
  cancel,
  confirm,
  inHours,
  inMinutes,
  partOf,
  password,
  people,
  schedule,
} from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const loft = { text: 'Loft, Torstraße 1', coordinates: { latitude: 52.529, longitude: 13.4011 } };
const meetingUrl = 'https://meet.example.org/flow;v=1,2?pwd=s3cret';
const placed = { location: loft, meetingUrl };
const nowhere = { location: null, meetingUrl: null };

const placeFor = async (who: Client, id: string) => (await who.run(SessionPlaceDocument, { id })).session;
const verified = async (names: string[]) =>
  server.database.prisma.account.updateMany({
    where: { username: { in: names } },
    data: { emailVerifiedAt: new Date() },
  });
/** The feed of a person, with its folded lines joined. */
async function feedOf({ id }: { id: string }) {
  const calendarToken = id.replaceAll('-', '').slice(0, 22).padEnd(22, 'x');
  await server.database.prisma.account.update({ where: { id }, data: { calendarToken } });
  const { pathname } = new URL(calendarUrl(server.app.env, { calendarToken }) as string);
  return (await (await fetch(server.url + pathname)).text()).replaceAll('\r\n ', '');
}

test('where a session is, its hosts, admins and people with a confirmed booking are told, and nobody else', async () => {
  const [host] = await people(server, ['hera'], { role: 'CREATOR' });
  const [admin] = await people(server, ['arno'], { role: 'ADMIN' });
  const [seated, pending, waiting, cohost, stranger] = await people(server, ['sia', 'pia', 'wes', 'cora', 'tom']);
  const price = { amountMinor: 900, currency: 'EUR' };
  const { id } = await schedule(host, { ...placed, price, maxParticipants: 2, visibility: 'LISTED' });
  const booking = await book(seated, id);
  await confirm(host, booking.id);
  await book(pending, id);
  await book(waiting, id);
  const join = (accountId: string, role: 'COHOST' | 'MEMBER') =>
    server.database.prisma.participant.create({
      data: { sessionId: localId(id), accountId, role, presence: 'OFFLINE' },
    });
  await join(cohost.id, 'COHOST');

  for (const who of [host, admin, seated, cohost]) expect(await placeFor(who, id)).toMatchObject(placed);
  for (const who of [pending, waiting, stranger, server.visitor])
    expect(await placeFor(who, id)).toMatchObject(nowhere);
  await server.database.prisma.booking.update({ where: { id: localId(booking.id) }, data: { status: 'COMPLETED' } });
  expect(await placeFor(seated, id)).toMatchObject(placed);
  await server.database.prisma.booking.update({ where: { id: localId(booking.id) }, data: { status: 'CONFIRMED' } });

  const participant = globalId('Participant', (await join(seated.id, 'MEMBER')).id);
  const { participantRemove } = await host.run(RemoveParticipantDocument, { id: participant, reason: 'Noise' });
  expect(participantRemove?.__typename).toBe('Participant');
  expect(await placeFor(seated, id)).toMatchObject(nowhere);
});

test('a place is changed and cleared, and refused where it is none', async () => {
  const [host] = await people(server, ['hilo'], { role: 'CREATOR' });
  const { id } = await schedule(host, placed);
  const update = async (input: object) => (await host.run(UpdateSessionDocument, { id, input })).sessionUpdate;
  await update({ title: 'Another' });
  expect(await placeFor(host, id)).toMatchObject(placed);
  await update({ location: { text: ' Garden ' } });
  expect(await placeFor(host, id)).toMatchObject({ location: { text: 'Garden', coordinates: null }, meetingUrl });
  await update({ location: null, meetingUrl: null });
  expect(await placeFor(host, id)).toMatchObject(nowhere);

  const coordinates = { latitude: 90.1, longitude: -181 };
  const settings = { bookingClosesMinutes: 43_201 };
  const input = { title: 'T', location: { text: '', coordinates }, meetingUrl: 'http://meet.example.org', settings };
  const { sessionCreate } = await host.run(CreateSessionDocument, { input });
  const paths = 'issues' in (sessionCreate ?? {}) ? (sessionCreate as { issues: { path: string[] }[] }).issues : [];
  expect(paths.map(({ path }) => path.join('.')).sort()).toEqual([
    ...['location.coordinates.latitude', 'location.coordinates.longitude', 'location.text', 'meetingUrl'],
    'settings.bookingClosesMinutes',
  ]);
  for (const url of ['javascript:alert(1)', 'https://user:pass@meet.example.org', 'meet.example.org'])
    expect((await host.ask(CreateSessionDocument, { input: { title: 'T', meetingUrl: url } })).errors).toHaveLength(1);
});

test('the dates of a series share a place, which the series itself shows to its host and admins', async () => {
  const [host, guest] = await people(server, ['hugo', 'gia'], { role: 'CREATOR' });
  const { seriesCreate } = await host.run(CreateSeriesDocument, {
    input: {
      ...{ title: 'Yin', startsAt: inHours(48), timeZone: 'UTC', rule: 'FREQ=DAILY;COUNT=3', visibility: 'LISTED' },
      ...{ ...placed, settings: { bookingClosesMinutes: 120 } },
    },
  });
  const id = (seriesCreate as { id: string }).id;
  const seen = (await host.run(SeriesPlaceDocument, { id })).series;
  expect(seen).toMatchObject({
    ...{ location: { text: loft.text }, meetingUrl, settings: { bookingClosesMinutes: 120 } },
    sessions: { nodes: [placed, placed] },
  });
  const [first, second] = seen?.sessions.nodes ?? [];
  if (!first || !second) throw new Error('no dates');
  const closesAt = new Date(Date.parse(second.startsAt) - 120 * 60_000).toISOString();
  expect(second).toMatchObject({ bookingClosesAt: closesAt });
  await book(guest, first.id);
  expect((await guest.run(SeriesPlaceDocument, { id })).series).toMatchObject({
    ...nowhere,
    sessions: { nodes: [placed, nowhere] },
  });

  await host.run(UpdateSeriesDocument, { id, input: { location: { text: 'Garden' } }, from: null });
  expect(await placeFor(guest, first.id)).toMatchObject({
    location: { text: 'Garden', coordinates: null },
    meetingUrl,
  });
  // As templates were stored before sessions had places.
  await server.database.prisma.$executeRaw`
    UPDATE "Series" SET "template" = "template" - ARRAY['location', 'latitude', 'longitude', 'meetingUrl', 'bookingClosesMinutes']
    WHERE "id" = ${localId(id)}::uuid`;
  expect((await host.run(SeriesPlaceDocument, { id })).series).toMatchObject({
    ...{ ...nowhere, settings: { bookingClosesMinutes: 0 } },
  });
});

test('mails and calendars tell the place, and that it changed, to those who may know it', async () => {
  const [host, ana, ben] = await people(server, ['hank', 'ana', 'ben'], { role: 'CREATOR' });
  await verified(['hank', 'ana', 'ben']);
  const { id } = await schedule(host, { ...placed, title: 'Flow', maxParticipants: 1 });
  await book(ana, id);
  await book(ben, id);

  const booked = await lastMailTo(server, 'ana');
  expect(booked.text).toMatch(/Place: +Loft, Torstraße 1\n/);
  expect(booked.text).toContain(`Meet online:\n\n${meetingUrl}\n`);
  const invited = eventIn(booked).event;
  expect(invited).toMatchObject({ location: loft.text, geo: { lat: 52.529, lon: 13.4011 } });
  expect(invited.description).toContain(`Meet online: ${meetingUrl}`);

  const feeds = [await feedOf(ana), await feedOf(ben), await feedOf(host)];
  const conference = 'CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example.org/flow%3Bv=1%2C2?pwd=s3cret\r\n';
  for (const feed of [feeds[0], feeds[2]]) {
    expect(feed).toContain(conference);
    expect(feed).toContain('GEO:52.529;13.4011\r\n');
    expect(feed).toContain('LOCATION:Loft\\, Torstraße 1\r\n');
  }
  expect(feeds[1]).toContain('SUMMARY:Flow');
  expect(feeds[1]).not.toMatch(/Loft|s3cret|GEO|CONFERENCE/);

  await host.run(UpdateSessionDocument, { id, input: { location: { text: 'Garden' }, meetingUrl: null } });
  const moved = await lastMailTo(server, 'ana');
  expect(moved.subject).toBe('New place: Flow');
  expect(moved.text).toContain('The session has another place.');
  expect(moved.text).toMatch(/Place: +Garden\n/);
  expect(moved.text).not.toContain('s3cret');
  const later = eventIn(moved).event;
  expect(later).toMatchObject({ uid: invited.uid, location: 'Garden' });
  expect(later.geo).toBeUndefined();
  expect(Number(later.sequence)).toBeGreaterThan(Number(invited.sequence));
  expect(await mailsTo(server, 'ben')).toEqual([]);

  await host.run(UpdateSessionDocument, { id, input: { startsAt: inHours(60), meetingUrl } });
  expect((await lastMailTo(server, 'ana')).subject).toBe('New time and place: Flow');
  const bens = await lastMailTo(server, 'ben');
  expect(bens.subject).toBe('New time: Flow');
  expect(bens.text).not.toMatch(/Garden|s3cret/);
  const told = (await mailsTo(server, 'ana')).length;
  await host.run(UpdateSessionDocument, { id, input: { location: { text: 'Garden' }, meetingUrl, title: 'Flow' } });
  expect(await mailsTo(server, 'ana')).toHaveLength(told);

  // While it is live people are there and are told of no other length, but of another room.
  await server.database.prisma.session.update({ where: { id: localId(id) }, data: { status: 'LIVE' } });
  await host.run(UpdateSessionDocument, { id, input: { durationMinutes: 90 } });
  expect(await mailsTo(server, 'ana')).toHaveLength(told);
  await host.run(UpdateSessionDocument, { id, input: { meetingUrl: 'https://meet.example.org/other' } });
  expect((await lastMailTo(server, 'ana')).text).toContain('https://meet.example.org/other');
  expect((await lastMailTo(server, 'ana')).subject).toBe('New place: Flow');
});

test('an address that nobody has verified gets no link by way of a place', async () => {
  const [host, kim] = await people(server, ['harm', 'kim'], { role: 'CREATOR' });
  const session = await schedule(host, { location: { text: 'at evil.example' }, meetingUrl: 'https://evil.example/' });
  await book(kim, session.id);
  const mail = await lastMailTo(server, 'kim');
  for (const text of [mail.text, mail.html, mail.calendar?.content]) expect(text).not.toContain('evil');
});

test('bookings close before the start, for the waitlist as well, and open again when the host says so', async () => {
  const [host, ana, ben, cleo] = await people(server, ['hilde', 'anja', 'bert', 'clea'], { role: 'CREATOR' });
  const settings = { bookingClosesMinutes: 60 };
  const startsAt = inMinutes(90);
  const { id } = await schedule(host, { startsAt, maxParticipants: 1, settings });
  expect(await placeFor(host, id)).toMatchObject({
    ...{ bookingClosesAt: new Date(Date.parse(startsAt) - 3_600_000).toISOString(), settings },
  });
  const first = await book(ana, id);
  await book(ben, id);

  await host.run(UpdateSessionDocument, { id, input: { settings: { bookingClosesMinutes: 120 } } });
  const reason = 'Bookings closed 120 minutes before the start.';
  for (const joinWaitlist of [true, false])
    expect(await attempt(cleo, id, { joinWaitlist })).toMatchObject({ code: 'BOOKING_CLOSED', reason });
  expect(await partOf(cleo, id)).toMatchObject({ viewer: { canBook: false, bookingReason: reason } });
  await cancel(ana, first.id);
  expect(await partOf(ben, id)).toMatchObject({ seatsTaken: 0, viewer: { booking: { status: 'WAITLISTED' } } });
  await host.run(UpdateSessionDocument, { id, input: { maxParticipants: 2 } });
  expect(await partOf(ben, id)).toMatchObject({ seatsTaken: 0, viewer: { booking: { status: 'WAITLISTED' } } });

  await host.run(UpdateSessionDocument, { id, input: { startsAt: inMinutes(150) } });
  expect(await partOf(ben, id)).toMatchObject({ seatsTaken: 1, viewer: { booking: { status: 'CONFIRMED' } } });
  expect(await partOf(cleo, id)).toMatchObject({ viewer: { canBook: true, bookingReason: null } });
  expect(await attempt(cleo, id)).toMatchObject({ status: 'CONFIRMED' });

  const open = await schedule(host, { startsAt: inMinutes(30) });
  expect(await placeFor(ana, open.id)).toMatchObject({ bookingClosesAt: open.endsAt });
});

test('the places of a host who deletes their account are forgotten', async () => {
  const [host, guest] = await people(server, ['hobie', 'gus'], { role: 'CREATOR' });
  const { id } = await schedule(host, placed);
  await book(guest, id);
  await server.database.prisma.session.update({ where: { id: localId(id) }, data: { status: 'ENDED' } });
  await server.database.prisma.booking.updateMany({ where: { sessionId: localId(id) }, data: { status: 'COMPLETED' } });
  expect(await placeFor(guest, id)).toMatchObject(placed);
  await host.run(DeleteAccountDocument, { password });
  expect(await placeFor(guest, id)).toMatchObject(nowhere);
});
