import { afterAll, beforeAll, expect, test } from 'vitest';
import { extendSeries } from '../../src/lifecycle/series/dates.ts';
import {
  CancelSessionDocument,
  CreateSeriesDocument,
  DeleteAccountDocument,
  DeleteSessionDocument,
  EndSeriesDocument,
  type SeriesUpdateInput,
  UpdateSeriesDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { type Client, expectType, startServer, type TestServer } from '../support/server.ts';
import { attempt, inHours, password, people, person } from '../support/studio.ts';

let server: TestServer;
let host: Client;
let crowd: Client[];
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host');
  crowd = await people(server, ['ada', 'ben', 'cleo', 'dan', 'eve', 'finn']);
});
afterAll(() => server.stop());

/** At this hour of one day: hours from now would be of another day late in the evening. */
const at = (hour: number) => `${inHours(72).slice(0, 11)}${String(hour).padStart(2, '0')}:00:00.000Z`;

async function begin(who = host) {
  const { seriesCreate } = await who.run(CreateSeriesDocument, {
    input: { title: 'Yin', startsAt: at(12), timeZone: 'UTC', rule: 'FREQ=WEEKLY', maxParticipants: 3 },
  });
  return expectType(seriesCreate, 'Series').id;
}
const update = async (id: string, input: SeriesUpdateInput, from?: string) =>
  (await host.run(UpdateSeriesDocument, { id, input, from: from ?? null })).seriesUpdate?.__typename;
const sessionsOf = (hostId: string) =>
  server.database.prisma.session.findMany({
    where: { hostId },
    include: { bookings: true, series: true },
    orderBy: { startsAt: 'asc' },
  });
const global = (id: string) => Buffer.from(`Session:${id}`).toString('base64');

/** The sessions of a series and of those split off it, checked for what must always be so. */
async function checked(ids: string[]) {
  const sessions = await server.database.prisma.session.findMany({
    where: { seriesId: { in: ids } },
    include: { bookings: true, series: true },
    orderBy: { startsAt: 'asc' },
  });
  const scheduled = sessions.filter(({ status }) => status === 'SCHEDULED');
  const days = scheduled.flatMap(({ occurrence }) => occurrence?.toISOString().slice(0, 10) ?? []);
  expect(new Set(days).size, 'one session a day').toBe(days.length);
  for (const { series, bookings, ...session } of sessions) {
    const holders = bookings.filter(({ status }) => status === 'CONFIRMED');
    expect(session.seatsTaken).toBe(holders.length);
    if (session.status === 'CANCELLED') expect(holders).toEqual([]);
    if (session.status !== 'SCHEDULED' || session.isDetached) continue;
    const template = series?.template as { title: string };
    expect([session.title, session.startsAt]).toEqual([template.title, session.occurrence]);
    expect(session.startsAt.toISOString().slice(11)).toBe(series?.startsAt.toISOString().slice(11));
  }
  return sessions;
}

/** All series of the host there are. */
const allSeries = async () => {
  const rows = await server.database.prisma.series.findMany({ select: { id: true } });
  return rows.map(({ id }) => id);
};

test('changes of one series at once leave all its dates as one of them made them', async () => {
  const id = await begin();
  const times = [8, 9, 10, 11, 12, 13, 14, 15];
  const outcomes = await Promise.all(times.map((hour) => update(id, { title: `At ${hour}`, startsAt: at(hour) })));
  expect(new Set(outcomes)).toEqual(new Set(['Series']));
  const sessions = (await checked([localId(id)])).filter(({ status }) => status === 'SCHEDULED');
  expect(sessions).toHaveLength(8);
});

test('a series that is split at several dates at once falls into parts that have every date once', async () => {
  const id = await begin();
  const dates = await checked([localId(id)]);
  const others = new Set(await allSeries());
  others.delete(localId(id));
  const outcomes = await Promise.all(
    [2, 4, 4, 6].map((index) => update(id, { title: `From ${index}` }, global(dates[index]?.id as string))),
  );
  expect(outcomes.filter((one) => one === 'Series').length).toBeGreaterThan(0);
  expect(new Set([...outcomes, 'Series', 'NotFoundError']).size).toBe(2);
  const parts = (await allSeries()).filter((one) => !others.has(one));
  expect((await checked(parts)).map((session) => session.id)).toEqual(dates.map((session) => session.id));
});

test('bookings, changes of one date, of all dates and the rolling horizon at once neither fail nor break a rule', async () => {
  for (let round = 0; round < 3; round += 1) {
    const id = await begin();
    const dates = await checked([localId(id)]);
    await server.database.prisma.session.deleteMany({ where: { id: { in: dates.slice(6).map((date) => date.id) } } });
    await server.database.prisma.series.update({
      where: { id: localId(id) },
      data: { materialisedUntil: dates[6]?.startsAt as Date },
    });
    const [first, second, third, fourth] = dates.map((date) => global(date.id)) as [string, string, string, string];
    await Promise.all([
      ...crowd.flatMap((who) => [first, second, third, fourth].map((session) => attempt(who, session))),
      ...[extendSeries(server.app), extendSeries(server.app)],
      ...[update(id, { startsAt: at(14) }), update(id, { rule: 'FREQ=WEEKLY;INTERVAL=2' })],
      host.run(UpdateSessionDocument, { id: third, input: { title: 'By itself' } }),
      host.run(CancelSessionDocument, { id: second, reason: 'Rain.' }),
      host.run(DeleteSessionDocument, { id: global(dates[4]?.id as string) }),
      ...[extendSeries(server.app), update(id, { title: 'Yang' })],
    ]);
    const sessions = await checked([localId(id)]);
    expect(sessions.find((session) => session.id === dates[2]?.id)).toMatchObject({ title: 'By itself' });
    // Called off, or gone: every other week may have been what came first, and nobody had booked it.
    expect(['CANCELLED', undefined]).toContain(sessions.find((session) => session.id === dates[1]?.id)?.status);
  }
});

test('a series that is ended while it is booked and extended keeps no date', async () => {
  const id = await begin();
  const dates = await checked([localId(id)]);
  await Promise.all([
    ...crowd.map((who, index) => attempt(who, global(dates[index]?.id as string))),
    host.run(EndSeriesDocument, { id, reason: 'Over.' }),
    ...[extendSeries(server.app), update(id, { startsAt: at(15) })],
  ]);
  expect((await checked([localId(id)])).filter(({ status }) => status === 'SCHEDULED')).toEqual([]);
});

test('a host who leaves while series begin, change and roll on leaves none behind', async () => {
  const leaver = await person(server, 'leaver');
  const ids = await Promise.all([begin(leaver), begin(leaver)]);
  await server.database.prisma.series.updateMany({
    where: { id: { in: ids.map(localId) } },
    data: { materialisedUntil: new Date() },
  });
  const started = begin(leaver).catch(() => null);
  const [deletion] = await Promise.all([
    leaver.run(DeleteAccountDocument, { password }),
    ...ids.map((id) => leaver.ask(UpdateSeriesDocument, { id, input: { title: 'Yang' } })),
    ...[extendSeries(server.app), extendSeries(server.app), started],
  ]);
  expect(deletion.accountDelete?.__typename).toBe('AccountDeletePayload');
  const hostId = localId(leaver.accountId);
  expect(await server.database.prisma.series.count({ where: { hostId, endedAt: null } })).toBe(0);
  expect((await sessionsOf(hostId)).filter(({ status }) => status === 'SCHEDULED')).toEqual([]);
});
