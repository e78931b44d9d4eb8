import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { extendSeries } from '../../src/lifecycle/series/dates.ts';
import {
  BookingNodeDocument,
  CancelSessionDocument,
  CreateSeriesDocument,
  DeleteSessionDocument,
  EndSeriesDocument,
  HostedSeriesDocument,
  type SeriesCreateInput,
  SeriesDatesDocument,
  type SeriesUpdateInput,
  type SessionUpdateInput,
  UpdateSeriesDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { type Client, expectType, startServer, type TestServer } from '../support/server.ts';
import { book, confirm, inHours, person, schedule } from '../support/studio.ts';

let server: TestServer;
let mira: Client;
let noor: Client;
beforeAll(async () => {
  server = await startServer();
  mira = await person(server, 'mira', 'CREATOR');
  noor = await person(server, 'noor');
});
afterAll(() => server.stop());

const lisbon = 'Europe/Lisbon';

// One day for the whole file, so that midnight may come in between.
const today = Temporal.Now.plainDateISO(lisbon);

/** So many days from today, at a time on the clocks there. */
const at = (days: number, time = '18:00') =>
  today
    .add({ days })
    .toZonedDateTime({ timeZone: lisbon, plainTime: time })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
const dayOf = (startsAt: string, timeZone = lisbon) =>
  Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone).toPlainDate().toString();
const timeOf = (startsAt: string, timeZone = lisbon) =>
  Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone).toPlainTime().toString().slice(0, 5);

/** A weekly class of mira’s from in two days on, unless told. */
async function begin(input: Partial<SeriesCreateInput> = {}, host = mira) {
  const { seriesCreate } = await host.run(CreateSeriesDocument, {
    input: { title: 'Yin', startsAt: at(2), timeZone: lisbon, rule: 'FREQ=WEEKLY', visibility: 'LISTED', ...input },
  });
  return expectType(seriesCreate, 'Series');
}
const attempt = async (id: string, input: SeriesUpdateInput, from?: string, host = mira) =>
  (await host.run(UpdateSeriesDocument, { id, input, from: from ?? null })).seriesUpdate;
const change = async (id: string, input: SeriesUpdateInput, from?: string) =>
  expectType(await attempt(id, input, from), 'Series');
const end = async (id: string, host: Client = mira) =>
  (await host.run(EndSeriesDocument, { id, reason: 'The studio moves.' })).seriesEnd;

async function read(id: string, who: Client = mira) {
  const { series } = await who.run(SeriesDatesDocument, { id, first: 100 });
  if (!series) throw new Error(`${id} is no series`);
  return series;
}
const datesOf = async (id: string, who?: Client) => (await read(id, who)).sessions.nodes;
const idsOf = (dates: { id: string }[]) => dates.map((date) => date.id);
const bookingOf = async (id: string) => (await noor.run(BookingNodeDocument, { id })).node;
const eventsOf = (sessionId: string) =>
  server.database.prisma.event.findMany({
    where: { sessionId: localId(sessionId), sequence: { not: null } },
    select: { type: true, payload: true },
    orderBy: { sequence: 'asc' },
  });

test('a weekly class is eight weeks of sessions, each to be booked like any other', async () => {
  const startsAt = at(2);
  const series = await begin({
    ...{ startsAt, durationMinutes: 75, tags: ['Yin'], maxParticipants: 1, price: { amountMinor: 1200 } },
    settings: { freeCancellationHours: 2 },
  });
  expect(series).toMatchObject({
    ...{ title: 'Yin', rule: 'FREQ=WEEKLY', timeZone: lisbon, startsAt, durationMinutes: 75, tags: ['yin'] },
    ...{ admission: 'BOOKING', price: { amountMinor: 1200, currency: 'EUR' }, endedAt: null },
    settings: { freeCancellationHours: 2 },
  });
  const dates = await datesOf(series.id, server.visitor);
  expect(dates.map((date) => date.startsAt)).toEqual([2, 9, 16, 23, 30, 37, 44, 51].map((days) => at(days)));
  for (const { occurrence, startsAt: start, endsAt, ...date } of dates) {
    expect(date).toMatchObject({ title: 'Yin', status: 'SCHEDULED', isDetached: false, series: { id: series.id } });
    expect([occurrence, Date.parse(endsAt) - Date.parse(start)]).toEqual([start, 75 * 60_000]);
  }
  const booking = await book(noor, dates[3]?.id as string);
  expect(booking).toMatchObject({ status: 'PENDING', freeCancellationUntil: at(23, '16:00') });
  expect((await datesOf(series.id)).map((date) => date.seatsTaken)).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
});

test('what begins later than the horizon has its first date; what is over has no more', async () => {
  const later = await begin({ startsAt: at(200), rule: 'FREQ=DAILY' });
  expect((await datesOf(later.id)).map((date) => date.startsAt)).toEqual([at(200)]);
  const seat = await book(noor, (await datesOf(later.id))[0]?.id as string);
  await change(later.id, { startsAt: at(2), rule: 'FREQ=DAILY;INTERVAL=11' });
  const earlier = await datesOf(later.id);
  expect(earlier.map((date) => date.startsAt)).toEqual([2, 13, 24, 35, 46, 200].map((days) => at(days)));
  expect(await bookingOf(seat.id)).toMatchObject({ status: 'CONFIRMED' });
  const short = await begin({ rule: 'RRULE:freq=daily;count=3' });
  expect(short.rule).toBe('FREQ=DAILY;COUNT=3');
  expect((await datesOf(short.id)).map((date) => date.startsAt)).toEqual([at(2), at(3), at(4)]);
  await extendSeries(server.app);
  expect([(await read(later.id)).sessions.totalCount, (await read(short.id)).sessions.totalCount]).toEqual([6, 3]);

  for (const { id } of await datesOf(short.id)) await mira.run(DeleteSessionDocument, { id });
  expect(await change(short.id, { title: 'Yang' })).toMatchObject({ id: short.id, title: 'Yang' });
  expect(await datesOf(short.id)).toEqual([]);
});

test('the horizon rolls: what it reaches becomes a session, once, whoever looks', async () => {
  const [stays, suspended, demoted, ended] = await Promise.all(
    ['stays', 'suspended', 'demoted', 'ended'].map((name) => person(server, name, 'CREATOR')),
  );
  const hosts = [stays, suspended, demoted, ended] as Client[];
  const all = await Promise.all(hosts.map((host) => begin({}, host)));
  const { account, series: rows, session } = server.database.prisma;
  await account.updateMany({ where: { username: 'suspended' }, data: { status: 'SUSPENDED' } });
  await account.updateMany({ where: { username: 'demoted' }, data: { role: 'USER' } });
  await end(all[3]?.id as string, ended);
  // As it was three weeks ago.
  const ids = all.map(({ id }) => localId(id));
  await session.deleteMany({ where: { seriesId: { in: ids }, startsAt: { gte: at(37) } } });
  await rows.updateMany({ where: { id: { in: ids } }, data: { materialisedUntil: at(37) } });
  await Promise.all([extendSeries(server.app), extendSeries(server.app), extendSeries(server.app)]);
  const counts = await Promise.all(all.map(async ({ id }) => (await datesOf(id, server.visitor)).length));
  expect(counts).toEqual([8, 5, 5, 0]);
  expect((await datesOf(all[0]?.id as string)).at(-1)?.startsAt).toBe(at(51));

  // A run that is repeated, as after a restored backup, finds the sessions there.
  await rows.updateMany({ where: { id: ids[0] as string }, data: { materialisedUntil: at(9) } });
  await extendSeries(server.app);
  expect(await datesOf(all[0]?.id as string)).toHaveLength(8);
  await account.updateMany({ where: { username: 'suspended' }, data: { status: 'ACTIVE' } });
  await extendSeries(server.app);
  expect(await datesOf(all[1]?.id as string)).toHaveLength(8);
});

test('all dates change at once, and those who booked keep their seat at the new time', async () => {
  const series = await begin({ maxParticipants: 1 });
  const before = await datesOf(series.id);
  const seat = await book(noor, before[2]?.id as string);
  const waiting = await book(await person(server, 'waiting'), before[2]?.id as string);
  expect(waiting.status).toBe('WAITLISTED');
  const changed = await change(series.id, {
    ...{ title: 'Slow yin', startsAt: at(2, '19:30'), durationMinutes: 90, maxParticipants: 2 },
  });
  expect(changed).toMatchObject({ id: series.id, title: 'Slow yin', startsAt: at(2, '19:30'), durationMinutes: 90 });
  const after = await datesOf(series.id);
  expect(idsOf(after)).toEqual(idsOf(before));
  for (const { startsAt, occurrence, endsAt, ...date } of after) {
    expect(date).toMatchObject({ title: 'Slow yin', isDetached: false, maxParticipants: 2 });
    expect([timeOf(startsAt), timeOf(endsAt), occurrence]).toEqual(['19:30', '21:00', startsAt]);
  }
  expect(await bookingOf(seat.id)).toMatchObject({ status: 'CONFIRMED' });
  expect(after[2]?.seatsTaken).toBe(2);
  expect((await eventsOf(before[2]?.id as string)).slice(-2)).toMatchObject([
    { type: 'SessionChanged', payload: { status: 'SCHEDULED' } },
    { type: 'SeatsChanged', payload: { seatsTaken: 2, seatsLeft: 0 } },
  ]);
  expect(await attempt(series.id, { maxParticipants: 1 })).toMatchObject({
    __typename: 'CapacityTooSmallError',
    seatsTaken: 2,
  });
  expect((await read(series.id)).maxParticipants).toBe(2);

  // Another zone has the same time of day on the same days.
  await change(series.id, { timeZone: 'Pacific/Auckland' });
  const far = await datesOf(series.id);
  expect(idsOf(far)).toEqual(idsOf(before));
  expect(far.map((date) => dayOf(date.startsAt, 'Pacific/Auckland'))).toEqual(
    before.map((date) => dayOf(date.startsAt)),
  );
  expect(new Set(far.map((date) => timeOf(date.startsAt, 'Pacific/Auckland')))).toEqual(new Set(['19:30']));
});

test('one date that was changed, called off or deleted stays so, whatever becomes of the others', async () => {
  const series = await begin();
  const [first, moved, cancelled, deleted, ...rest] = await datesOf(series.id);
  const seat = await book(noor, cancelled?.id as string);
  await mira.run(UpdateSessionDocument, { id: moved?.id as string, input: { startsAt: at(10, '09:00') } });
  await mira.run(CancelSessionDocument, { id: cancelled?.id as string, reason: 'A holiday.' });
  await mira.run(DeleteSessionDocument, { id: deleted?.id as string });
  expect(await bookingOf(seat.id)).toMatchObject({ status: 'CANCELLED', cancellationReason: 'A holiday.' });
  await extendSeries(server.app);
  expect(await datesOf(series.id)).toHaveLength(7);

  for (const time of ['17:00', '19:00']) {
    await change(series.id, { title: `At ${time}`, startsAt: at(2, time) });
    const dates = await datesOf(series.id);
    expect(dates.map((date) => [date.id, date.status, date.startsAt, date.title])).toEqual([
      [first?.id, 'SCHEDULED', at(2, time), `At ${time}`],
      [moved?.id, 'SCHEDULED', at(10, '09:00'), 'Yin'],
      [cancelled?.id, 'CANCELLED', at(16, '18:00'), 'Yin'],
      ...rest.map(({ id }, index) => [id, 'SCHEDULED', at(30 + 7 * index, time), `At ${time}`]),
    ]);
    expect(dates[1]).toMatchObject({ isDetached: true, occurrence: at(9, time) });
  }
});

test('an update that changes nothing of a date leaves it to its series', async () => {
  const settings = { deck: ['1', '2'], isLocked: true };
  const content = { tags: ['yin'], maxParticipants: 4, price: { amountMinor: 900 }, settings };
  const series = await begin({ rule: 'FREQ=WEEKLY;COUNT=3', ...content, description: 'Slow.', durationMinutes: 50 });
  const dates = await datesOf(series.id);
  const revise = async (index: number, input: SessionUpdateInput) => {
    const { sessionUpdate } = await mira.run(UpdateSessionDocument, { id: dates[index]?.id as string, input });
    expectType(sessionUpdate, 'Session');
    return (await datesOf(series.id))[index]?.isDetached;
  };
  expect(await revise(0, {})).toBe(false);
  // As a form does it: all that it was shown, as it was.
  const shown = { title: 'Yin', description: 'Slow.', startsAt: dates[1]?.startsAt ?? null, timeZone: lisbon };
  expect(await revise(1, { ...content, ...shown, durationMinutes: 50, imageUrl: null, visibility: 'LISTED' })).toBe(
    false,
  );
  expect(await revise(2, { settings: { deck: ['2', '1'] } })).toBe(true);
  await change(series.id, { title: 'Yang' });
  expect((await datesOf(series.id)).map(({ title }) => title)).toEqual(['Yang', 'Yang', 'Yin']);
});

test('a series that has just begun keeps its first date', async () => {
  const startsAt = new Date(Math.floor(Date.now() / 1000 - 20) * 1000).toISOString();
  const { id } = await begin({ startsAt, rule: 'FREQ=DAILY;COUNT=4' });
  const ids = idsOf(await datesOf(id));
  await change(id, { startsAt, title: 'Yang' });
  expect(idsOf(await datesOf(id))).toEqual(ids);
  await change(id, { startsAt, rule: 'FREQ=DAILY;COUNT=3' });
  const dates = await datesOf(id);
  expect(idsOf(dates)).toEqual(ids.slice(0, 3));
  expect(dates[0]).toMatchObject({ startsAt, title: 'Yang', isDetached: false });
});

test('this and following: a new series takes over there, and the old one ends before', async () => {
  const series = await begin({ rule: 'FREQ=WEEKLY;COUNT=10', price: { amountMinor: 1000 } });
  const before = await datesOf(series.id);
  const [early, late] = [await book(noor, before[1]?.id as string), await book(noor, before[5]?.id as string)];
  await mira.run(UpdateSessionDocument, { id: before[6]?.id as string, input: { title: 'Candlelight' } });
  const following = await change(series.id, { title: 'Yang', price: { amountMinor: 1500 } }, before[3]?.id);
  expect(following).toMatchObject({ title: 'Yang', rule: 'FREQ=WEEKLY;COUNT=7', startsAt: before[3]?.startsAt });
  expect(following.id).not.toBe(series.id);
  const [old, fresh] = [await datesOf(series.id), await datesOf(following.id)];
  expect([...idsOf(old), ...idsOf(fresh)]).toEqual(idsOf(before));
  expect(old.map(({ title }) => title)).toEqual(['Yin', 'Yin', 'Yin']);
  expect(fresh.map(({ title }) => title)).toEqual(['Yang', 'Yang', 'Yang', 'Candlelight', 'Yang']);
  expect(await bookingOf(early.id)).toMatchObject({ status: 'PENDING' });
  expect(await bookingOf(late.id)).toMatchObject({ status: 'PENDING', amount: { amountMinor: 1000 } });

  await server.database.prisma.series.updateMany({
    where: { id: { in: [localId(series.id), localId(following.id)] } },
    data: { materialisedUntil: new Date() },
  });
  await extendSeries(server.app);
  expect([(await datesOf(series.id)).length, (await datesOf(following.id)).length]).toEqual([3, 5]);
  // From the first date on it is all of them: nothing would be left of the old one.
  expect((await change(following.id, { title: 'Yang again' }, fresh[0]?.id)).id).toBe(following.id);
  expect((await read(series.id)).title).toBe('Yin');
  const hosted = (await mira.run(HostedSeriesDocument, { first: 1 })).viewer?.hostedSeries;
  expect(hosted?.nodes).toMatchObject([{ id: following.id, sessions: { nodes: [{ startsAt: fresh[0]?.startsAt }] } }]);
});

test('dates that a new rule no longer gives are called off with a refund, or gone where nobody booked', async () => {
  const series = await begin({ price: { amountMinor: 900 } });
  const before = await datesOf(series.id);
  const kept = await book(noor, before[2]?.id as string);
  const lost = await book(noor, before[5]?.id as string);
  for (const { id } of [kept, lost]) await confirm(mira, id);
  const fortnightly = await change(series.id, { rule: 'FREQ=WEEKLY;INTERVAL=2' });
  expect(fortnightly).toMatchObject({ id: series.id, rule: 'FREQ=WEEKLY;INTERVAL=2' });
  const after = await datesOf(series.id);
  expect(after.map(({ id, status }) => [id, status])).toEqual([
    [before[0]?.id, 'SCHEDULED'],
    [before[2]?.id, 'SCHEDULED'],
    [before[4]?.id, 'SCHEDULED'],
    [before[5]?.id, 'CANCELLED'],
    [before[6]?.id, 'SCHEDULED'],
  ]);
  expect(await bookingOf(kept.id)).toMatchObject({ status: 'CONFIRMED' });
  expect(await bookingOf(lost.id)).toMatchObject({
    ...{ status: 'CANCELLED', refundQuote: { amountMinor: 900 } },
    cancellationReason: 'The series no longer has this date.',
  });

  // And back: what the change called off was not called off by itself, so its day has a session again.
  await change(series.id, { rule: 'FREQ=WEEKLY' });
  const upcoming = (await datesOf(series.id)).filter(({ status }) => status === 'SCHEDULED');
  expect(upcoming.map(({ startsAt }) => startsAt)).toEqual(before.map(({ startsAt }) => startsAt));
  expect(new Set(idsOf(upcoming)).has(before[5]?.id as string)).toBe(false);
});

test('an ended series calls off what was to come, dates changed by themselves too', async () => {
  const series = await begin({ price: { amountMinor: 700 } });
  const [first, second, third] = await datesOf(series.id);
  const seat = await book(noor, first?.id as string);
  await confirm(mira, seat.id);
  await book(noor, second?.id as string);
  await mira.run(UpdateSessionDocument, { id: third?.id as string, input: { title: 'By itself' } });
  await server.database.prisma.session.update({
    where: { id: localId(second?.id as string) },
    data: { status: 'LIVE' },
  });
  expect(await end(series.id)).toMatchObject({ __typename: 'Series', endedAt: expect.any(String) });
  expect((await datesOf(series.id)).map(({ id, status }) => [id, status])).toEqual([
    [first?.id, 'CANCELLED'],
    [second?.id, 'LIVE'],
  ]);
  expect(await bookingOf(seat.id)).toMatchObject({
    ...{ status: 'CANCELLED', refundQuote: { amountMinor: 700 }, cancellationReason: 'The studio moves.' },
  });
  const { endedAt } = await read(series.id);
  expect(await end(series.id)).toMatchObject({ endedAt });
  expect(await attempt(series.id, { title: 'Again' })).toMatchObject({ __typename: 'SeriesEndedError' });
  await extendSeries(server.app);
  expect(await datesOf(series.id)).toHaveLength(2);
});

test('faults are named by their field', async () => {
  const input = { title: 'Yin', startsAt: at(2), timeZone: lisbon, rule: 'FREQ=WEEKLY' };
  const weekday = today.add({ days: 3 }).dayOfWeek - 1;
  const tomorrow = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][weekday] as string;
  for (const [path, fault] of [
    ['rule', { rule: 'FREQ=HOURLY' }],
    ['rule', { rule: 'every Tuesday' }],
    ['rule', { rule: `FREQ=WEEKLY;BYDAY=${tomorrow}` }],
    ['rule', { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
    ['rule', { rule: 'FREQ=DAILY;UNTIL=20200101' }],
    ['startsAt', { startsAt: inHours(-1) }],
    ['durationMinutes', { durationMinutes: 0 }],
    ['title', { title: ' ' }],
  ] as const) {
    const { seriesCreate } = await mira.run(CreateSeriesDocument, { input: { ...input, ...fault } });
    expect(seriesCreate, JSON.stringify(fault)).toMatchObject({
      ...{ __typename: 'InvalidInputError', issues: [{ path: [path], message: expect.stringMatching(/^must|^BY/) }] },
    });
  }
  const zone = await mira.ask(CreateSeriesDocument, { input: { ...input, timeZone: 'Mars/Olympus' } });
  expect(zone.errors).toHaveLength(1);

  const series = await begin({ rule: 'FREQ=DAILY;COUNT=4' });
  const dates = await datesOf(series.id);
  const fromLast = (more: SeriesUpdateInput) => attempt(series.id, more, dates[3]?.id);
  expect(await fromLast({ startsAt: at(3) })).toMatchObject({ issues: [{ path: ['startsAt'] }] });
  expect(await attempt(series.id, { rule: 'FREQ=WEEKLY;BYHOUR=9' })).toMatchObject({ issues: [{ path: ['rule'] }] });
  expect(await attempt(series.id, { rule: 'FREQ=DAILY;UNTIL=20200101' })).toMatchObject({
    issues: [{ path: ['rule'] }],
  });
  const past = { startsAt: new Date(Date.now() - 1000), occurrence: new Date(Date.now() - 1000) };
  await server.database.prisma.session.update({ where: { id: localId(dates[0]?.id as string) }, data: past });
  expect(await attempt(series.id, {}, dates[0]?.id)).toMatchObject({ issues: [{ path: ['from'] }] });
  expect(await datesOf(series.id)).toHaveLength(4);
});

test('only its host changes a series; an admin may end it, and is named for it', async () => {
  const [other, admin] = [await person(server, 'other', 'CREATOR'), await person(server, 'admin', 'ADMIN')];
  const listing = await noor.ask(CreateSeriesDocument, {
    input: { title: 'Mine', startsAt: at(2), timeZone: lisbon, rule: 'FREQ=DAILY', visibility: 'LISTED' },
  });
  expect(listing).toMatchObject({
    data: { seriesCreate: { code: 'INVALID_INPUT', issues: [{ path: ['visibility'] }] } },
  });
  const series = await begin({ visibility: 'UNLISTED', admission: null }, noor);
  expect(series).toMatchObject({ visibility: 'UNLISTED', admission: 'CODE' });
  const notHost = { code: 'NOT_HOST', message: 'Only the host of the series may do this.' };
  for (const who of [other, admin])
    expect(await attempt(series.id, { title: 'Ours' }, undefined, who)).toMatchObject(notHost);
  expect(await end(series.id, other)).toMatchObject(notHost);
  const alien = await schedule(noor);
  expect(await attempt(series.id, {}, alien.id, noor)).toMatchObject({ __typename: 'NotFoundError' });
  expect((await read(series.id, other)).sessions).toMatchObject({ totalCount: 0, nodes: [] });
  expect((await read(series.id, admin)).sessions.totalCount).toBe(8);
  expect((await read(series.id, noor)).sessions.totalCount).toBe(8);
  expect(await end(series.id, admin)).toMatchObject({ endedAt: expect.any(String) });
  expect(
    await server.database.prisma.auditEvent.findMany({ where: { refusal: null, targetId: localId(series.id) } }),
  ).toMatchObject([{ action: 'series.ended', targetType: 'Series', reason: 'The studio moves.' }]);
  expect(
    await server.visitor.ask(CreateSeriesDocument, {
      input: { title: 'x', startsAt: at(2), timeZone: lisbon, rule: 'x' },
    }),
  ).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});
