import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { localDay } from '../../src/practice/time.ts';
import {
  PausePracticeDocument,
  PracticeCalendarDocument,
  PracticeSessionsDocument,
  UpdateAccountDocument,
} from '../generated/documents.ts';
import { complete, log, logged, start, statistics } from '../support/practice.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, people } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  // Nobody signs in again as the days pass.
  server = await startServer({ ACCESS_TOKEN_TTL: '30d', REFRESH_TOKEN_TTL: '60d' });
});
afterEach(() => void vi.useRealTimers());
afterAll(() => server.stop());

/** Sets the server's clock, and not its timers. */
const at = (now: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });

let registered = 0;

async function personIn(timeZone: string, now: string): Promise<Person> {
  at(now);
  registered += 1;
  const [person] = await people(server, [`traveller-${registered}`]);
  await travel(person, timeZone);
  return person;
}

const travel = (person: Person, timeZone: string) => person.run(UpdateAccountDocument, { input: { timeZone } });

const text = (day: Date) => day.toISOString().slice(0, 10);

const refusal = (path: string) => ({ __typename: 'InvalidInputError', issues: [{ path: [path] }] });

test('a practice counts for the day on which it starts, whenever it ends', async () => {
  const person = await personIn('America/New_York', '2026-06-11T03:59:59Z');
  const { id, localDate } = await start(person);
  expect(localDate).toBe('2026-06-10');
  at('2026-06-11T04:40:00Z');
  expect(await complete(person, { id })).toMatchObject({
    practiceSession: { localDate: '2026-06-10', durationSeconds: 2401 },
    statistics: { currentStreakDays: 1, lastPracticeDate: '2026-06-10' },
  });
  expect((await start(person)).localDate).toBe('2026-06-11');
});

test.each([
  ['Europe/Berlin', '2026-03-29', '2026-03-29T22:30:00Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-25T23:30:00Z'],
  ['Africa/Cairo', '2026-04-24', '2026-04-25T21:30:00Z'],
  ['America/Nuuk', '2027-03-27', '2027-03-29T01:30:00Z'],
  ['Pacific/Kiritimati', '2026-03-29', '2026-03-29T10:00:01Z'],
])('in %s on %s a day takes all that is logged, within its own hours', async (timeZone, localDate, now) => {
  const person = await personIn(timeZone, now);
  for (let times = 0; times < 7; times += 1) {
    const { startedAt, completedAt, ...practice } = await logged(person, { localDate, durationSeconds: 14_400 });
    expect(practice).toMatchObject({ localDate, durationSeconds: 14_400, elapsedSeconds: 14_400 });
    for (const time of [startedAt, completedAt]) {
      expect(text(localDay(new Date(time as string), timeZone))).toBe(localDate);
    }
  }
  expect(await statistics(person)).toMatchObject({ totalSessions: 7, totalPracticeSeconds: 7 * 14_400 });
});

test('logs at once are all taken', async () => {
  const person = await personIn('UTC', '2026-05-05T12:00:00Z');
  const logs = Array.from({ length: 9 }, () => log(person, { localDate: '2026-05-04', durationSeconds: 14_400 }));
  const outcomes = (await Promise.all(logs)).map((outcome) => outcome?.__typename);
  expect(outcomes).toEqual(Array(9).fill('PracticeCompletePayload'));
  expect(await statistics(person)).toMatchObject({ totalSessions: 9, totalPracticeSeconds: 9 * 14_400 });
});

test('a streak runs over the end of the year, a leap day and a day of 23 hours', async () => {
  const leap = await personIn('Europe/Berlin', '2028-02-28T12:00:00Z');
  for (const [now, streak] of [
    ['2028-02-28T12:00:00Z', 1],
    ['2028-02-29T12:00:00Z', 2],
    ['2028-03-01T12:00:00Z', 3],
  ] as const) {
    at(now);
    await logged(leap, { localDate: now.slice(0, 10) });
    expect(await statistics(leap)).toMatchObject({ currentStreakDays: streak, lastPracticeDate: now.slice(0, 10) });
  }
  // Half past midnight on each day, of which one has no two o'clock, is three days for the practitioner.
  const spring = await personIn('Europe/Berlin', '2026-03-27T23:30:00Z');
  for (const now of ['2026-03-27T23:30:00Z', '2026-03-28T23:30:00Z', '2026-03-29T22:30:00Z']) {
    at(now);
    await complete(spring, { id: (await start(spring)).id, durationSeconds: 60 });
  }
  const { viewer } = await spring.run(PracticeCalendarDocument, { from: '2026-01-01', to: '2026-12-31' });
  expect(viewer?.practiceCalendar.map(({ date }) => date)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  expect(await statistics(spring)).toMatchObject({ currentStreakDays: 3 });

  const newYear = await personIn('Asia/Kathmandu', '2026-12-31T18:14:59Z');
  expect((await start(newYear)).localDate).toBe('2026-12-31');
  at('2026-12-31T18:15:00Z');
  expect((await start(newYear, { replaceCurrent: true })).localDate).toBe('2027-01-01');
});

test('who travels keeps their days; what is today, and what may be logged, goes by where they are', async () => {
  const now = '2026-07-10T10:30:00Z';
  const person = await personIn('Pacific/Kiritimati', now);
  await logged(person, { localDate: '2026-07-11' });
  await logged(person, { localDate: '2026-07-10' });
  // Back where it is the ninth still: two days ahead of the last one that was practised.
  await travel(person, 'Pacific/Niue');
  expect(await log(person, { localDate: '2026-07-10', durationSeconds: 60 })).toMatchObject(refusal('localDate'));
  expect(await statistics(person)).toMatchObject({ currentStreakDays: 2, lastPracticeDate: '2026-07-11' });
  const { viewer } = await person.run(PracticeSessionsDocument, { filter: { from: '2026-07-10', to: '2026-07-11' } });
  expect(viewer?.practiceSessions.nodes.map(({ localDate }) => localDate).sort()).toEqual(['2026-07-10', '2026-07-11']);
  await logged(person, { localDate: '2026-07-09' });
  expect(await statistics(person)).toMatchObject({ currentStreakDays: 3, longestStreakDays: 3 });
  at('2026-07-13T12:00:00Z');
  expect(await statistics(person)).toMatchObject({ currentStreakDays: 0, longestStreakDays: 3 });
});

test('48 hours back, and no further, a gap can be closed', async () => {
  const person = await personIn('Europe/Berlin', '2026-06-01T08:00:00Z');
  await logged(person, { localDate: '2026-06-01' });
  at('2026-06-03T08:00:00Z');
  await logged(person, { localDate: '2026-06-03' });
  expect(await statistics(person)).toMatchObject({ currentStreakDays: 1 });
  at('2026-06-04T21:59:59Z');
  await logged(person, { localDate: '2026-06-02' });
  expect(await statistics(person)).toMatchObject({ currentStreakDays: 3, longestStreakDays: 3 });
  at('2026-06-04T22:00:00Z');
  expect(await log(person, { localDate: '2026-06-02', durationSeconds: 60 })).toMatchObject(refusal('localDate'));
});

test('a figure of the client is always taken; the beginning is fitted behind the practice before', async () => {
  const person = await personIn('UTC', '2026-08-01T10:00:00Z');
  const ended = async (durationSeconds: number, status?: 'PARTIAL') => {
    const outcome = await complete(person, { id: (await start(person)).id, durationSeconds, status });
    return expectType(outcome, 'PracticeCompletePayload').practiceSession;
  };
  // A phone that was offline sends two practices at once.
  expect(await ended(900)).toMatchObject({ startedAt: '2026-08-01T09:45:00.000Z', durationSeconds: 900 });
  expect(await ended(900)).toMatchObject({
    startedAt: '2026-08-01T10:00:00.000Z',
    completedAt: '2026-08-01T10:00:00.000Z',
    ...{ durationSeconds: 900, elapsedSeconds: 900, localDate: '2026-08-01' },
  });
  expect(await statistics(person)).toMatchObject({ totalSessions: 2, totalPracticeSeconds: 1800 });

  at('2026-08-01T10:15:00Z');
  expect(await ended(14_400, 'PARTIAL')).toMatchObject({ startedAt: '2026-08-01T10:00:00.000Z' });
  at('2026-08-01T10:30:00Z');
  const { id } = await start(person);
  at('2026-08-01T10:40:00Z');
  const pause = await person.run(PausePracticeDocument, { id, durationSoFarSeconds: 14_400 });
  expect(pause.practicePause).toMatchObject({ status: 'PAUSED', startedAt: '2026-08-01T10:15:00.000Z' });
  at('2026-08-01T11:00:00Z');
  expect(await complete(person, { id, durationSeconds: 0 })).toMatchObject({
    practiceSession: { startedAt: '2026-08-01T10:15:00.000Z', durationSeconds: 0, elapsedSeconds: 2700 },
    statistics: { totalSessions: 3, totalPracticeSeconds: 1800 },
  });
  // A practice that was logged has no time of day.
  await logged(person, { localDate: '2026-08-01', durationSeconds: 14_400 });
  at('2026-08-01T12:00:00Z');
  expect(await ended(3600)).toMatchObject({ startedAt: '2026-08-01T11:00:00.000Z' });
});

test('a practice that began before midnight counts for that day, unless another one ended since', async () => {
  const person = await personIn('America/New_York', '2026-06-12T04:05:00Z');
  const first = await start(person);
  expect(first.localDate).toBe('2026-06-12');
  at('2026-06-12T04:10:00Z');
  const pause = await person.run(PausePracticeDocument, { id: first.id, durationSoFarSeconds: 900 });
  expect(pause.practicePause).toMatchObject({ startedAt: '2026-06-12T03:55:00.000Z', localDate: '2026-06-11' });
  expect(await complete(person, { id: first.id })).toMatchObject({
    practiceSession: { localDate: '2026-06-11', durationSeconds: 900 },
    statistics: { currentStreakDays: 1, lastPracticeDate: '2026-06-11' },
  });
  // The one before ended at ten past midnight.
  at('2026-06-12T04:12:00Z');
  const { id } = await start(person);
  expect(await complete(person, { id, durationSeconds: 3600 })).toMatchObject({
    practiceSession: { startedAt: '2026-06-12T04:10:00.000Z', localDate: '2026-06-12' },
    statistics: { currentStreakDays: 2, totalPracticeSeconds: 4500 },
  });
  const { viewer } = await person.run(PracticeCalendarDocument, { from: '2026-06-01', to: '2026-06-30' });
  expect(viewer?.practiceCalendar).toEqual([
    { date: '2026-06-11', sessions: 1, practiceSeconds: 900 },
    { date: '2026-06-12', sessions: 1, practiceSeconds: 3600 },
  ]);

  // Who has travelled since the start keeps the day there.
  at('2026-06-13T12:00:00Z');
  const traveller = await start(person);
  await travel(person, 'Pacific/Kiritimati');
  at('2026-06-13T12:10:00Z');
  expect(await complete(person, { id: traveller.id, durationSeconds: 1800 })).toMatchObject({
    practiceSession: { startedAt: '2026-06-13T11:40:00.000Z', localDate: '2026-06-13' },
  });
});
