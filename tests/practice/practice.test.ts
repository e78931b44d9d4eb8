import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import { abandonStalePractices } from '../../src/practice/abandonment.ts';
import { type LivePractice, recordLivePractice } from '../../src/practice/live-practice.ts';
import {
  CompletePoseDocument,
  CurrentPracticeDocument,
  PausePracticeDocument,
  type PracticeStartInput,
  ResumePracticeDocument,
  StartPracticeDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import {
  about,
  backdate,
  complete,
  day,
  hostSession,
  practiceRow,
  practices,
  start,
  statistics,
  writeSequence,
} from '../support/practice.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a practice is started, paused, resumed and completed; the server leaves the pauses out', async () => {
  const teacher = await person(server, 'flow-teacher', 'CREATOR');
  const ada = await person(server, 'flow-ada');
  const sequence = await writeSequence(teacher);
  const { id, ...started } = await start(ada, { sequenceId: sequence.id });
  expect(started).toMatchObject({
    status: 'ACTIVE',
    source: 'SOLO',
    localDate: day(0),
    completedAt: null,
    shareUrl: null,
    sequence: { title: 'Sun salutation' },
    session: null,
  });

  await backdate(server, id, 600);
  expect(await ada.run(PausePracticeDocument, { id })).toMatchObject({
    practicePause: { status: 'PAUSED', durationSeconds: about(600), pausedAt: expect.any(String) },
  });
  expect(await ada.run(PausePracticeDocument, { id })).toMatchObject({
    practicePause: { code: 'PRACTICE_STATUS', status: 'PAUSED' },
  });
  await backdate(server, id, 1000);
  expect(await ada.run(CurrentPracticeDocument)).toMatchObject({
    viewer: { currentPractice: { durationSeconds: about(600), elapsedSeconds: about(1600) } },
  });
  expect(await ada.run(ResumePracticeDocument, { id })).toMatchObject({
    practiceResume: { status: 'ACTIVE', pausedAt: null },
  });
  await backdate(server, id, 300);
  expect(await ada.run(ResumePracticeDocument, { id })).toMatchObject({ practiceResume: { status: 'ACTIVE' } });

  await ada.run(CompletePoseDocument, { id, position: 3 });
  await ada.run(CompletePoseDocument, { id, position: 1 });
  expect(await ada.run(CompletePoseDocument, { id, position: 3 })).toMatchObject({
    practiceCompletePose: {
      posesCompleted: 2,
      poses: [
        { position: 1, name: 'Mountain' },
        { position: 3, name: 'Plank' },
      ],
    },
  });
  expect(await ada.run(CompletePoseDocument, { id, position: 4 })).toMatchObject({
    practiceCompletePose: { __typename: 'InvalidInputError', issues: [{ path: ['position'] }] },
  });

  expect(await complete(ada, { id, notes: 'Light.', mood: 4 })).toMatchObject({
    practiceSession: {
      id,
      status: 'COMPLETED',
      durationSeconds: about(900),
      elapsedSeconds: about(1900),
      posesCompleted: 2,
      notes: 'Light.',
      mood: 4,
    },
    statistics: {
      totalSessions: 1,
      totalPracticeSeconds: about(900),
      averageDurationSeconds: about(900),
      completionRatePercent: 100,
      startedSessions: 1,
      totalPosesCompleted: 2,
      currentStreakDays: 1,
      lastPracticeDate: day(0),
    },
  });
  expect(await complete(ada, { id })).toMatchObject({ code: 'PRACTICE_STATUS', status: 'COMPLETED' });
  expect(await ada.run(CompletePoseDocument, { id, position: 2 })).toMatchObject({
    practiceCompletePose: { status: 'COMPLETED' },
  });
  expect(await ada.run(CurrentPracticeDocument)).toEqual({ viewer: { currentPractice: null } });
});

test('a client’s own figures are taken within their bounds', async () => {
  const [person] = await people(server, ['figures']);
  const { id } = await start(person);
  await backdate(server, id, 100);
  const pause = async (durationSoFarSeconds: number) =>
    (await person.run(PausePracticeDocument, { id, durationSoFarSeconds })).practicePause;
  for (const claimed of [-1, 14_401]) {
    expect(await pause(claimed)).toMatchObject({ issues: [{ path: ['durationSoFarSeconds'] }] });
  }
  expect(await pause(40)).toMatchObject({ status: 'PAUSED', durationSeconds: 40, elapsedSeconds: about(100) });

  for (const [field, value] of [
    ['durationSeconds', -1],
    ['durationSeconds', 14_401],
    ['posesCompleted', -1],
    ['posesCompleted', 1001],
    ['mood', 0],
    ['mood', 6],
    ['notes', 'x'.repeat(2001)],
    ['status', 'ACTIVE'],
    ['status', 'PAUSED'],
  ] as const) {
    expect(await complete(person, { id, [field]: value })).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: [field] }],
    });
  }
  expect(await complete(person, { id, durationSeconds: 14_400, posesCompleted: 0, status: 'PARTIAL' })).toMatchObject({
    // More than the time since the start: it began before the server knew.
    practiceSession: { status: 'PARTIAL', durationSeconds: 14_400, elapsedSeconds: 14_400 },
    statistics: { totalSessions: 0, partialSessions: 1, completionRatePercent: 0, startedSessions: 1 },
  });

  const { id: next } = await start(person);
  expect(await person.run(PausePracticeDocument, { id: next, durationSoFarSeconds: 900 })).toMatchObject({
    practicePause: { status: 'PAUSED', durationSeconds: 900, elapsedSeconds: 900 },
  });
  expect(await complete(person, { id: next })).toMatchObject({
    practiceSession: { durationSeconds: 900 },
    statistics: { totalSessions: 1, totalPracticeSeconds: 900, completionRatePercent: 50 },
  });
});

test('what the server measures is capped at four hours', async () => {
  const [person] = await people(server, ['marathon']);
  const { id } = await start(person);
  await backdate(server, id, 20_000);
  expect(await person.run(CurrentPracticeDocument)).toMatchObject({
    viewer: { currentPractice: { durationSeconds: 14_400, elapsedSeconds: about(20_000) } },
  });
  expect(await complete(person, { id })).toMatchObject({ practiceSession: { durationSeconds: 14_400 } });
});

test('one practice is open at a time, unless the new one replaces it', async () => {
  const [person] = await people(server, ['single']);
  const first = await start(person);
  expect(await person.run(StartPracticeDocument, { input: {} })).toMatchObject({
    practiceStart: {
      __typename: 'PracticeInProgressError',
      code: 'PRACTICE_IN_PROGRESS',
      current: { id: first.id, status: 'ACTIVE' },
    },
  });
  await backdate(server, first.id, 500);
  await person.run(PausePracticeDocument, { id: first.id });
  const second = await start(person, { replaceCurrent: true });
  expect(await practiceRow(server, first.id)).toMatchObject({
    status: 'ABANDONED',
    durationSeconds: about(500),
    pausedAt: null,
  });
  expect(await statistics(person)).toMatchObject({
    startedSessions: 2,
    abandonedSessions: 1,
    totalSessions: 0,
  });
  expect(await person.run(CurrentPracticeDocument)).toMatchObject({ viewer: { currentPractice: { id: second.id } } });
});

test('of twenty starts at once one succeeds; of twenty that replace, one stays open and all are counted', async () => {
  const [person] = await people(server, ['hasty']);
  const race = async (input: PracticeStartInput) => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => person.run(StartPracticeDocument, { input })));
    return outcomes.map(({ practiceStart }) => practiceStart?.__typename).sort();
  };
  expect(await race({})).toEqual([...Array(19).fill('PracticeInProgressError'), 'PracticeSession']);
  expect(await race({ replaceCurrent: true })).toEqual(Array(20).fill('PracticeSession'));
  const accountId = localId(person.accountId);
  expect(await server.database.prisma.practiceSession.count({ where: { accountId, status: 'ACTIVE' } })).toBe(1);
  expect(await statistics(person)).toMatchObject({
    startedSessions: 21,
    abandonedSessions: 20,
  });
});

test('of several completions at once one counts', async () => {
  const [person] = await people(server, ['double-click']);
  const { id } = await start(person);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => complete(person, { id })));
  expect(outcomes.filter((outcome) => outcome?.__typename === 'PracticeCompletePayload')).toHaveLength(1);
  expect(await statistics(person)).toMatchObject({ totalSessions: 1 });
});

test('attendance is recorded once per person, whatever they did themselves', async () => {
  const host = await person(server, 'live-host');
  const session = await hostSession(host);
  const [none, open, abandoned, completed] = (await Promise.all(
    ['none', 'open', 'abandoned', 'completed'].map((name) => person(server, `live-${name}`)),
  )) as [Person, Person, Person, Person];
  const { id: openId } = await start(open, { sessionId: session.id });
  for (const [person, status] of [
    [abandoned, 'ABANDONED'],
    [completed, 'COMPLETED'],
  ] as const) {
    const { id } = await start(person, { sessionId: session.id });
    await complete(person, { id, status, durationSeconds: 77 });
  }

  const attendance = ({ accountId }: Person): LivePractice => ({
    accountId: localId(accountId),
    timeZone: 'Pacific/Kiritimati',
    sessionId: localId(session.id),
    sequenceId: null,
    startedAt: new Date('2026-03-01T11:00:00Z'),
    endedAt: new Date('2026-03-01T17:00:00Z'),
    durationSeconds: 15_000.7,
  });
  const record = () =>
    transaction(server.database, (tx) =>
      recordLivePractice(tx, server.app, [none, open, abandoned, completed].map(attendance)),
    );
  await record();
  await record();
  await transaction(server.database, (tx) => recordLivePractice(tx, server.app, []));

  const read = async (person: Person) => ({ nodes: await practices(person), statistics: await statistics(person) });
  expect(await read(none)).toMatchObject({
    nodes: [{ source: 'LIVE', status: 'COMPLETED', durationSeconds: 14_400, localDate: '2026-03-02' }],
    statistics: { totalSessions: 1, totalPracticeSeconds: 14_400, lastPracticeDate: '2026-03-02' },
  });
  expect(await read(open)).toMatchObject({
    nodes: [{ id: openId, source: 'LIVE', status: 'COMPLETED', durationSeconds: 14_400, localDate: '2026-03-02' }],
    statistics: { totalSessions: 1 },
  });
  expect(await read(abandoned)).toMatchObject({
    nodes: [
      { source: 'SOLO', status: 'ABANDONED', session: null },
      { source: 'LIVE', session: { id: session.id } },
    ],
    statistics: { totalSessions: 1, abandonedSessions: 1 },
  });
  expect(await read(completed)).toMatchObject({
    nodes: [{ source: 'SOLO', status: 'COMPLETED', durationSeconds: 77 }],
    statistics: { totalSessions: 1 },
  });
});

test('what was left open for more than four hours is closed as abandoned', async () => {
  const [active, paused, recent] = (await Promise.all(
    ['active', 'paused', 'recent'].map((name) => person(server, `stale-${name}`)),
  )) as [Person, Person, Person];
  const ids = (await Promise.all([active, paused, recent].map(async (person) => (await start(person)).id))) as [
    string,
    string,
    string,
  ];
  await backdate(server, ids[1], 1200);
  await paused.run(PausePracticeDocument, { id: ids[1] });
  for (const id of ids.slice(0, 2)) await backdate(server, id, 4 * 3600 + 60);
  await backdate(server, ids[2], 4 * 3600 - 60);

  expect(await abandonStalePractices(server.app)).toBe(2);
  expect(await abandonStalePractices(server.app)).toBe(0);
  expect(await practiceRow(server, ids[0])).toMatchObject({
    status: 'ABANDONED',
    durationSeconds: 14_400,
    activeSince: null,
  });
  expect(await practiceRow(server, ids[1])).toMatchObject({ status: 'ABANDONED', durationSeconds: about(1200) });
  expect(await practiceRow(server, ids[2])).toMatchObject({ status: 'ACTIVE' });
  expect(await statistics(active)).toMatchObject({
    abandonedSessions: 1,
    startedSessions: 1,
    currentStreakDays: 0,
  });
});
