import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { DeletePracticeDocument } from '../generated/documents.ts';
import { day, log, logged, practices, statistics } from '../support/practice.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { people } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ ACCESS_TOKEN_TTL: '30d', REFRESH_TOKEN_TTL: '60d' });
});
afterEach(() => void vi.useRealTimers());
afterAll(() => server.stop());

test('a retry returns the practice that was logged first; another practice needs another key', async () => {
  const [person, other] = await people(server, ['retrier', 'retrier-too']);
  const input = { localDate: day(0), durationSeconds: 900, mood: 4, notes: 'By the sea.', idempotencyKey: 'log-1' };
  const { id } = await logged(person, input);
  expect((await logged(person, input)).id).toBe(id);
  for (const change of [{ durationSeconds: 901 }, { localDate: day(-1) }, { mood: null }, { notes: 'Else.' }]) {
    expect(await log(person, { ...input, ...change })).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['idempotencyKey'], message: 'was used for another practice' }],
    });
  }
  expect((await practices(person)).map((practice) => practice.id)).toEqual([id]);
  expect(await statistics(person)).toMatchObject({ totalSessions: 1, totalPracticeSeconds: 900 });

  // The key is the person's own, and without one each request logs a practice.
  expect((await logged(other, input)).id).not.toBe(id);
  const { idempotencyKey, ...plain } = input;
  await logged(person, { ...plain, idempotencyKey: 'log-2' });
  await logged(person, plain);
  await logged(person, plain);
  expect(await statistics(person)).toMatchObject({ totalSessions: 4 });
  for (const key of ['', 'x'.repeat(101), 'a\u0000']) {
    expect(await log(person, { ...plain, idempotencyKey: key })).toMatchObject({
      issues: [{ path: ['idempotencyKey'] }],
    });
  }
  await person.run(DeletePracticeDocument, { id });
  expect((await logged(person, input)).id).not.toBe(id);
});

test('a retry is answered when its day can no longer be logged', async () => {
  const [person] = await people(server, ['late-retrier']);
  const input = { localDate: day(-1), durationSeconds: 900, idempotencyKey: 'late' };
  const { id } = await logged(person, input);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * 86_400_000 });
  expect((await logged(person, input)).id).toBe(id);
  expect(await log(person, { ...input, idempotencyKey: 'later' })).toMatchObject({ issues: [{ path: ['localDate'] }] });
});

test('of twenty retries at once one logs, and all return its practice', async () => {
  const [person] = await people(server, ['retry-race']);
  const input = { durationSeconds: 60, idempotencyKey: 'race' };
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => logged(person, input)));
  expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
  expect(await statistics(person)).toMatchObject({ totalSessions: 1, totalPracticeSeconds: 60 });
});
