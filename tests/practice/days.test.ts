import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { lengthOfDay } from '../../src/practice/time.ts';
import {
  PausePracticeDocument,
  PracticeCalendarDocument,
  type PracticeCompleteInput,
  PracticeSessionsDocument,
  UpdateAccountDocument,
} from '../generated/documents.ts';
import { complete, log, logged, start, statistics } from '../support/practice.ts';
import { type Person, startServer, type TestServer } from '../support/server.ts';

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
  const person = await server.register(`traveller-${registered}`);
  await travel(person, timeZone);
  return person;
}

const travel = (person: Person, timeZone: string) => person.run(UpdateAccountDocument, { input: { timeZone } });

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
  ['23 hours, when clocks go forward', '2026-03-29', '2026-03-29T21:00:00Z', 23],
  ['25 hours, when they go back', '2026-10-25', '2026-10-25T22:30:00Z', 25],
])('a day of %s takes as much practice, and no more', async (_name, localDate, now, hours) => {
  const person = await personIn('Europe/Berlin', now);
  for (let times = 0; times < 5; times += 1) await logged(person, { localDate, durationSeconds: 14_400 });
  const left = (hours - 20) * 3600;
  const rest = Math.min(left, 14_400);
  expect(await log(person, { localDate, durationSeconds: rest - 100 })).toMatchObject({
    statistics: { totalPracticeSeconds: 20 * 3600 + rest - 100, currentStreakDays: 1 },
  });
  const over = left - rest + 101;
  expect(await log(person, { localDate, durationSeconds: over })).toMatchObject(refusal('durationSeconds'));
  const { id } = await start(person);
  expect(await complete(person, { id, durationSeconds: over })).toMatchObject(refusal('durationSeconds'));
  expect(await complete(person, { id, durationSeconds: over - 1 })).toMatchObject({
    practiceSession: { durationSeconds: over - 1, localDate },
    statistics: { totalPracticeSeconds: hours * 3600, totalSessions: 7 },
  });
});

test('days are as long as their zone makes them', () => {
  const hours = (date: string, timeZone: string) => lengthOfDay(new Date(date), timeZone) / 3600;
  expect(hours('2026-03-29', 'Europe/Berlin')).toBe(23);
  expect(hours('2026-10-25', 'Europe/Berlin')).toBe(25);
  expect(hours('2026-03-29', 'UTC')).toBe(24);
  expect(hours('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5);
});

test('of logs at once that overlap together, those that fit are taken', async () => {
  const person = await personIn('UTC', '2026-05-05T12:00:00Z');
  const logs = Array.from({ length: 9 }, () => log(person, { localDate: '2026-05-04', durationSeconds: 14_400 }));
  const outcomes = (await Promise.all(logs)).map((outcome) => outcome?.__typename).sort();
  expect(outcomes).toEqual([...Array(3).fill('InvalidInputError'), ...Array(6).fill('PracticeCompletePayload')]);
  expect(await statistics(person)).toMatchObject({ totalSessions: 6, totalPracticeSeconds: 86_400 });
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

test('what a client measured does not reach back into the practice completed before', async () => {
  const person = await personIn('UTC', '2026-08-01T10:00:00Z');
  const ended = async (input: Partial<PracticeCompleteInput>) =>
    complete(person, { id: (await start(person, { replaceCurrent: true })).id, ...input });
  const taken = { __typename: 'PracticeCompletePayload' };
  expect(await ended({ durationSeconds: 14_400 })).toMatchObject(taken);
  expect(await ended({ durationSeconds: 14_400 })).toMatchObject(refusal('durationSeconds'));
  expect(await ended({ durationSeconds: 14_400, status: 'PARTIAL' })).toMatchObject(refusal('durationSeconds'));

  at('2026-08-01T10:15:00Z');
  const { id } = await start(person, { replaceCurrent: true });
  const pause = async (durationSoFarSeconds: number) =>
    (await person.run(PausePracticeDocument, { id, durationSoFarSeconds })).practicePause;
  // A figure that was rounded, or came late, is none that overlaps.
  expect(await pause(15 * 60 + 6)).toMatchObject(refusal('durationSoFarSeconds'));
  expect(await pause(15 * 60 + 5)).toMatchObject({ status: 'PAUSED' });
  at('2026-08-01T10:30:00Z');
  expect(await complete(person, { id, durationSeconds: 30 * 60 + 6 })).toMatchObject(refusal('durationSeconds'));
  expect(await complete(person, { id, durationSeconds: 30 * 60 })).toMatchObject(taken);

  // What was logged or broken off, before or after, has left the time free.
  await logged(person, { localDate: '2026-08-01', durationSeconds: 14_400 });
  expect(await ended({ status: 'PARTIAL' })).toMatchObject(taken);
  at('2026-08-01T11:00:00Z');
  expect(await ended({ durationSeconds: 30 * 60 + 6 })).toMatchObject(refusal('durationSeconds'));
  expect(await ended({ durationSeconds: 30 * 60 })).toMatchObject(taken);
  expect(await statistics(person)).toMatchObject({ totalSessions: 4, totalPracticeSeconds: 2 * 14_400 + 60 * 60 });
});
