import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { abandonStalePractices } from '../../src/practice/abandonment.ts';
import { PausePracticeDocument, type PracticeUpdateInput, UpdatePracticeDocument } from '../generated/documents.ts';
import { backdate, complete, practiceRow, start, statistics } from '../support/practice.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, people } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ ACCESS_TOKEN_TTL: '30d', REFRESH_TOKEN_TTL: '60d' });
});
beforeEach(() => void at('2026-09-01T09:00:00Z'));
afterEach(() => void vi.useRealTimers());
afterAll(() => server.stop());

/** Sets the server's clock, and not its timers. */
const at = (now: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });

const update = async (person: Person, id: string, input: PracticeUpdateInput) =>
  (await person.run(UpdatePracticeDocument, { id, input })).practiceUpdate;

/** Starts a practice at ten and lets the server close it. */
async function forgotten(person: Person) {
  at('2026-09-01T10:00:00Z');
  const { id } = await start(person);
  at('2026-09-01T14:01:00Z');
  expect(await abandonStalePractices(server.app)).toBe(1);
  return id;
}

test('the client’s own figure corrects a practice that the server closed', async () => {
  const [person] = await people(server, ['offline']);
  const id = await forgotten(person);
  expect(await complete(person, { id, durationSeconds: 1200 })).toMatchObject({
    code: 'PRACTICE_STATUS',
    status: 'ABANDONED',
  });
  expect(await statistics(person)).toMatchObject({ abandonedSessions: 1, totalSessions: 0, currentStreakDays: 0 });

  expect(await update(person, id, { durationSeconds: 1200, posesCompleted: 3, notes: 'In the hills.' })).toMatchObject({
    ...{ status: 'COMPLETED', durationSeconds: 1200, posesCompleted: 3, notes: 'In the hills.' },
    ...{ startedAt: '2026-09-01T10:00:00.000Z', localDate: '2026-09-01' },
  });
  const corrected = { abandonedSessions: 0, totalSessions: 1, totalPracticeSeconds: 1200, totalPosesCompleted: 3 };
  expect(await statistics(person)).toMatchObject({ ...corrected, currentStreakDays: 1 });
  // The client repeats it, and thinks better of it.
  expect(await update(person, id, { durationSeconds: 1200, posesCompleted: 3 })).toMatchObject({ status: 'COMPLETED' });
  expect(await statistics(person)).toMatchObject(corrected);
  expect(await update(person, id, { status: 'PARTIAL' })).toMatchObject({ status: 'PARTIAL', durationSeconds: 1200 });
  expect(await statistics(person)).toMatchObject({ totalSessions: 0, partialSessions: 1, totalPracticeSeconds: 0 });
});

test('a correction is taken for 48 hours, within the bounds of a figure', async () => {
  const [person] = await people(server, ['late']);
  const id = await forgotten(person);
  for (const [field, value] of [
    ['durationSeconds', -1],
    ['durationSeconds', 14_401],
    ['posesCompleted', 1001],
    ['status', 'PAUSED'],
  ] as const) {
    expect(await update(person, id, { [field]: value })).toMatchObject({ issues: [{ path: [field] }] });
  }
  at('2026-09-03T14:01:00Z');
  expect(await update(person, id, { durationSeconds: 14_400 })).toMatchObject({ durationSeconds: 14_400 });
  at('2026-09-03T14:01:01Z');
  expect(await update(person, id, { durationSeconds: 60, status: 'PARTIAL' })).toMatchObject({
    issues: [{ path: ['durationSeconds'] }, { path: ['status'] }],
  });
  expect(await update(person, id, { mood: 2 })).toMatchObject({ mood: 2, durationSeconds: 14_400 });
  expect(await statistics(person)).toMatchObject({ totalSessions: 1, totalPracticeSeconds: 14_400 });
});

test('a practice that another device replaced is corrected, and its day moves with its beginning', async () => {
  const [person] = await people(server, ['two-devices']);
  at('2026-09-10T00:10:00Z');
  const { id } = await start(person);
  at('2026-09-10T00:20:00Z');
  const other = await start(person, { replaceCurrent: true });
  expect(await update(person, id, { durationSeconds: 1800 })).toMatchObject({
    status: 'COMPLETED',
    startedAt: '2026-09-09T23:50:00.000Z',
    localDate: '2026-09-09',
  });
  await complete(person, { id: other.id });
  expect(await statistics(person)).toMatchObject({ totalSessions: 2, abandonedSessions: 0, currentStreakDays: 2 });
});

test('figures of any other practice stay', async () => {
  const [person] = await people(server, ['firm']);
  const { id } = await start(person);
  await backdate(server, id, 60);
  expect(await update(person, id, { durationSeconds: 5 })).toMatchObject({ code: 'PRACTICE_STATUS', status: 'ACTIVE' });
  await person.run(PausePracticeDocument, { id });
  expect(await update(person, id, { status: 'PARTIAL' })).toMatchObject({ status: 'PAUSED' });
  for (const status of ['COMPLETED', 'ABANDONED'] as const) {
    const own = await start(person, { replaceCurrent: true });
    await complete(person, { id: own.id, status, durationSeconds: 60 });
    expect(await update(person, own.id, { durationSeconds: 5 })).toMatchObject({ code: 'PRACTICE_STATUS', status });
    expect((await practiceRow(server, own.id)).durationSeconds).toBe(60);
  }
  const [stranger] = await people(server, ['firm-stranger']);
  expect(await update(stranger, id, { durationSeconds: 5 })).toMatchObject({ code: 'NOT_FOUND' });
});
