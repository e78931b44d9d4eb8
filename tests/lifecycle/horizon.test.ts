import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { extendSeries } from '../../src/lifecycle/series/dates.ts';
import { CreateSeriesDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const week = 7 * 86_400_000;

test('a date that the horizon reaches while its series is made is made later', async () => {
  const host = await person(server, 'host', 'CREATOR');
  // The last date lies just beyond the horizon, which passes it as the sessions are written.
  const now = Math.floor(Date.now() / 1000) * 1000 + 4_980;
  let isMoved = false;
  server.database.onStatement(({ sql }) => {
    if (isMoved || !/^INSERT INTO "public"."Session"/.test(sql)) return;
    isMoved = true;
    vi.setSystemTime(now + 50);
  });
  try {
    vi.useFakeTimers({ toFake: ['Date'], now });
    const startsAt = new Date(now + 20 + week).toISOString();
    const input = { title: 'Weekly', startsAt, timeZone: 'UTC', rule: 'FREQ=WEEKLY' };
    const made = (await host.run(CreateSeriesDocument, { input })).seriesCreate;
    const seriesId = localId(expectType(made, 'Series').id);
    expect(isMoved).toBe(true);
    vi.setSystemTime(now + 2 * week);
    await extendSeries(server.app);
    const sessions = await server.database.prisma.session.findMany({
      where: { seriesId },
      orderBy: { startsAt: 'asc' },
    });
    const dates = sessions.map((session) => session.startsAt.getTime());
    expect(dates.length).toBeGreaterThan(8);
    expect(dates).toEqual(dates.map((_, index) => Date.parse(startsAt) + index * week));
  } finally {
    vi.useRealTimers();
  }
});
