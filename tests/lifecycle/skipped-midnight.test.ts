import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import {
  BookingNodeDocument,
  CreateSeriesDocument,
  SeriesDatesDocument,
  type SeriesUpdateInput,
  UpdateSeriesDocument,
} from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('dates on both sides of a skipped midnight keep their bookings, whatever the series changes', async () => {
  // A week before the clocks of Nuuk skip the hour before midnight of 27 March 2027.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-03-20T12:00:00Z') });
  onTestFinished(() => void vi.useRealTimers());
  const host = await person(server, 'nuka', 'CREATOR');
  const guest = await person(server, 'guest-of-nuka');
  const { seriesCreate } = await host.run(CreateSeriesDocument, {
    input: {
      ...{ title: 'Yin', startsAt: '2027-03-26T01:30:00.000Z', timeZone: 'America/Nuuk' },
      ...{ rule: 'FREQ=DAILY;COUNT=5', admission: 'BOOKING' as const },
    },
  });
  const series = expectType(seriesCreate, 'Series');
  const datesOf = async (id: string) => (await host.run(SeriesDatesDocument, { id })).series?.sessions.nodes ?? [];
  const planned = ['26T01:30', '27T01:30', '28T01:30', '29T00:30', '30T00:30'];
  const startsOf = (dates: { startsAt: string }[]) => dates.map(({ startsAt }) => startsAt.slice(8, 16));
  const dates = await datesOf(series.id);
  expect(startsOf(dates)).toEqual(planned);
  const bookings = [];
  for (const { id } of dates) bookings.push((await book(guest, id)).id);

  const update = async (id: string, input: SeriesUpdateInput, from: string | null = null) => {
    const { seriesUpdate } = await host.run(UpdateSeriesDocument, { id, input, from });
    return expectType(seriesUpdate, 'Series');
  };
  await update(series.id, { title: 'Renamed' });
  const [, , skipped, after] = dates as [(typeof dates)[0], (typeof dates)[0], (typeof dates)[0], (typeof dates)[0]];
  const rest = await update(series.id, { title: 'From the skipped date' }, skipped.id);
  expect(startsOf(await datesOf(series.id))).toEqual(planned.slice(0, 2));
  await update(rest.id, { durationMinutes: 30 });
  await update(rest.id, { rule: 'FREQ=DAILY;COUNT=3' });
  expect(startsOf(await datesOf(rest.id))).toEqual(planned.slice(2));
  const last = await update(rest.id, { rule: 'FREQ=DAILY;COUNT=2' }, after.id);
  expect(startsOf(await datesOf(rest.id))).toEqual(planned.slice(2, 3));
  expect(startsOf(await datesOf(last.id))).toEqual(planned.slice(3));
  // In another zone that skips nothing they are at 23:30 on the same days.
  await update(series.id, { timeZone: 'UTC' });
  expect(startsOf(await datesOf(series.id))).toEqual(['25T23:30', '26T23:30']);
  for (const id of bookings) {
    expect((await guest.run(BookingNodeDocument, { id })).node).toMatchObject({ status: 'CONFIRMED' });
  }
});
