import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import { abandonStalePractices } from '../../src/practice/abandonment.ts';
import { addToDays } from '../../src/practice/days.ts';
import { localDay } from '../../src/practice/time.ts';
import {
  CompletePracticeDocument,
  CreateSequenceDocument,
  DeletePracticeDocument,
  LogPracticeDocument,
  PausePracticeDocument,
  PracticeCalendarDocument,
  PracticeStatisticsDocument,
  ResumePracticeDocument,
  StartPracticeDocument,
  UpdateAccountDocument,
  UpdatePracticeDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { backdate } from '../support/practice.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const dayLength = 86_400_000;
const today = (timeZone = 'UTC') => localDay(new Date(), timeZone);
const day = (offset: number, timeZone = 'UTC') => new Date(today(timeZone).getTime() + offset * dayLength);
const text = (date: Date) => date.toISOString().slice(0, 10);

interface Past {
  offset: number;
  status?: 'COMPLETED' | 'PARTIAL' | 'ABANDONED';
  durationSeconds?: number;
  sequenceId?: string;
}

/** Practices of the past, which the API would not take any more. */
async function practised(person: Person, past: Past[], timeZone = 'UTC') {
  const rows = past.map(({ offset, status = 'COMPLETED', durationSeconds = 600, sequenceId }) => ({
    accountId: localId(person.accountId),
    sequenceId: sequenceId ? localId(sequenceId) : null,
    source: 'SOLO' as const,
    status,
    startedAt: day(offset, timeZone),
    completedAt: day(offset, timeZone),
    durationSeconds,
    localDate: day(offset, timeZone),
  }));
  await transaction(server.database, async (tx) =>
    addToDays(tx, await tx.practiceSession.createManyAndReturn({ data: rows })),
  );
}

async function statistics(person: Person, range: { from?: string; to?: string } = {}) {
  const { viewer } = await person.run(PracticeStatisticsDocument, range);
  if (!viewer) throw new Error('not signed in');
  return viewer.practiceStats;
}

test('without practice everything is nothing', async () => {
  expect(await statistics(await person(server, 'idle'))).toEqual({
    totalSessions: 0,
    totalPracticeSeconds: 0,
    averageDurationSeconds: 0,
    completionRatePercent: 0,
    completedOfStartedPercent: 0,
    startedSessions: 0,
    partialSessions: 0,
    abandonedSessions: 0,
    totalPosesCompleted: 0,
    currentStreakDays: 0,
    longestStreakDays: 0,
    lastPracticeDate: null,
    favouriteSequence: null,
  });
});

test('totals are over the completed, the rate over all that ended, in the days asked for', async () => {
  const [person] = await people(server, ['totals']);
  await practised(person, [
    { offset: -10, durationSeconds: 100 },
    { offset: -10, durationSeconds: 201 },
    { offset: -9, status: 'PARTIAL', durationSeconds: 999 },
    { offset: -400, durationSeconds: 1000 },
  ]);
  await person.run(StartPracticeDocument, { input: null });
  expect(await statistics(person)).toMatchObject({
    totalSessions: 3,
    totalPracticeSeconds: 1301,
    averageDurationSeconds: expect.closeTo(433.667, 2),
    completionRatePercent: 75,
    completedOfStartedPercent: 60,
    startedSessions: 5,
    partialSessions: 1,
    abandonedSessions: 0,
  });
  expect(await statistics(person, { from: text(day(-10)), to: text(day(-9)) })).toMatchObject({
    totalSessions: 2,
    averageDurationSeconds: 150.5,
    completionRatePercent: 66.7,
    startedSessions: 3,
    longestStreakDays: 1,
  });
  expect(await statistics(person, { from: text(today()) })).toMatchObject({ totalSessions: 0, startedSessions: 1 });
  const backwards = await person.ask(PracticeStatisticsDocument, { from: text(day(0)), to: text(day(-1)) });
  expect(backwards.errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
});

test('statistics read days: of practices only the one that is open', async () => {
  const [person] = await people(server, ['reader']);
  const statements = await server.statementsOf(() => statistics(person));
  const reading = statements.filter((sql) => sql.includes('"PracticeDay"') || sql.includes('"PracticeSequenceDay"'));
  expect(reading).toHaveLength(2);
  const ofPractices = statements.flatMap((sql) => sql.match(/"PracticeSession"[^)]*/g) ?? []);
  expect(ofPractices).toHaveLength(1);
  expect(ofPractices[0]).toMatch(/"status" IN \('ACTIVE', 'PAUSED'$/);
});

test.each([
  ['today without practice does not break it', [-3, -2, -1], { current: 3, longest: 3 }],
  ['today counts', [-1, 0], { current: 2, longest: 2 }],
  ['two days without do', [-4, -3, -2], { current: 0, longest: 3 }],
  ['a gap starts it anew', [-9, -8, -7, -6, -1, 0], { current: 2, longest: 4 }],
  ['twice a day is one day', [-1, -1, 0, 0], { current: 2, longest: 2 }],
])('streaks: %s', async (name, offsets, { current, longest }) => {
  const [person] = await people(server, [`streak-${name.replaceAll(/\W/g, '').slice(0, 20)}`]);
  await practised(
    person,
    offsets.map((offset) => ({ offset })),
  );
  expect(await statistics(person)).toMatchObject({ currentStreakDays: current, longestStreakDays: longest });
});

test('only completed practice makes a streak, and it is told whatever days are asked for', async () => {
  const [person] = await people(server, ['strict']);
  await practised(person, [
    { offset: -3 },
    { offset: -2 },
    { offset: -1, status: 'PARTIAL' },
    { offset: 0, status: 'ABANDONED' },
  ]);
  expect(await statistics(person, { from: text(today()) })).toMatchObject({
    currentStreakDays: 0,
    longestStreakDays: 2,
    lastPracticeDate: text(day(-2)),
    totalSessions: 0,
  });
});

test('a practice that turns out to have begun before midnight counts on that day alone', async () => {
  // Where midnight was within the last hour.
  const hour = new Date().getUTCHours();
  const timeZone = hour < 12 ? `Etc/GMT+${hour}` : `Etc/GMT-${24 - hour}`;
  const [pia] = await people(server, ['pia'], { timeZone });
  const { practiceStart } = await pia.run(StartPracticeDocument, { input: {} });
  const { id } = expectType(practiceStart, 'PracticeSession');
  const begunOn = async (offset: number) => {
    const date = text(day(offset, timeZone));
    return (await statistics(pia, { from: date, to: date })).startedSessions;
  };
  expect([await begunOn(-1), await begunOn(0)]).toEqual([0, 1]);
  await pia.run(PausePracticeDocument, { id, durationSoFarSeconds: 14_000 });
  expect([await begunOn(-1), await begunOn(0)]).toEqual([1, 0]);
});

test.each(['Pacific/Kiritimati', 'Pacific/Niue'])('in %s a streak goes by the days there', async (timeZone) => {
  const [person] = await people(server, [`zone-${timeZone.slice(8).toLowerCase()}`]);
  await person.run(UpdateAccountDocument, { input: { timeZone } });
  await practised(person, [{ offset: -2 }, { offset: -1 }], timeZone);
  expect(await statistics(person)).toMatchObject({ currentStreakDays: 2 });
  const [late] = await people(server, [`late-${timeZone.slice(8).toLowerCase()}`]);
  await late.run(UpdateAccountDocument, { input: { timeZone } });
  await practised(late, [{ offset: -3 }, { offset: -2 }], timeZone);
  expect(await statistics(late)).toMatchObject({ currentStreakDays: 0, longestStreakDays: 2 });
});

test('the calendar has the days with completed practice, at most 366 of them', async () => {
  const [person] = await people(server, ['calendar']);
  await practised(person, [
    { offset: -2, durationSeconds: 10 },
    { offset: -2, durationSeconds: 20 },
    { offset: -1, status: 'PARTIAL' },
    { offset: 0, durationSeconds: 30 },
  ]);
  const read = (from: Date, to: Date) => person.ask(PracticeCalendarDocument, { from: text(from), to: text(to) });
  expect((await read(day(-365), day(0))).data).toEqual({
    viewer: {
      practiceCalendar: [
        { date: text(day(-2)), sessions: 2, practiceSeconds: 30 },
        { date: text(day(0)), sessions: 1, practiceSeconds: 30 },
      ],
    },
  });
  expect((await read(day(-366), day(0))).errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  expect((await read(day(0), day(-1))).errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
});

async function write(author: Person, title: string) {
  const { sequenceCreate } = await author.run(CreateSequenceDocument, {
    input: { title, isPublished: true, poses: [{ name: 'Sit', durationSeconds: 60 }] },
  });
  return expectType(sequenceCreate, 'Sequence').id;
}

test('the favourite is what was completed most often; of several, what was practised last', async () => {
  const [author] = await people(server, ['fav-author'], { role: 'CREATOR' });
  const [person] = await people(server, ['fav']);
  const [often, late] = [await write(author, 'Often'), await write(author, 'Late')];
  await practised(person, [
    { offset: -9, sequenceId: often },
    { offset: -8, sequenceId: often },
    { offset: -2, sequenceId: late },
    { offset: -1, sequenceId: late, status: 'PARTIAL' },
    { offset: -1 },
  ]);
  expect((await statistics(person)).favouriteSequence).toEqual({ title: 'Often' });
  expect((await statistics(person, { from: text(day(-8)) })).favouriteSequence).toEqual({ title: 'Late' });
});

test('whatever is started, ended, logged, replaced, closed, corrected and deleted, the days equal what the practices add up to', {
  timeout: 120_000,
}, async () => {
  const status = fc.constantFrom('COMPLETED' as const, 'PARTIAL' as const, 'ABANDONED' as const);
  const seconds = fc.integer({ min: 0, max: 14_400 });
  const poses = fc.integer({ min: 0, max: 20 });
  const timeZone = fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Pacific/Niue', 'America/St_Johns');
  const sequence = fc.nat({ max: 2 });
  const author = await person(server, 'random-author', 'CREATOR');
  const sequences = [await write(author, 'One'), await write(author, 'Two'), null];
  const action = fc.oneof(
    fc.record({ type: fc.constant('log' as const), daysAgo: fc.integer({ min: 0, max: 2 }), seconds, poses, sequence }),
    fc.record({ type: fc.constant('start' as const), sequence }),
    fc.record({ type: fc.constant('pause' as const), seconds }),
    fc.record({ type: fc.constant('resume' as const) }),
    fc.record({ type: fc.constant('travel' as const), timeZone }),
    fc.record({ type: fc.constant('update' as const), which: fc.nat() }),
    fc.record({ type: fc.constant('forget' as const) }),
    fc.record({ type: fc.constant('correct' as const), which: fc.nat(), status, seconds, poses }),
    fc.record({ type: fc.constant('end' as const), status, seconds, poses }),
    fc.record({ type: fc.constant('delete' as const), which: fc.nat() }),
  );
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 30 }), async (actions) => {
      const [person] = await people(server, [`random-${runs++}`]);
      const known: string[] = [];
      let open: string | null = null;
      let zone = 'UTC';
      for (const step of actions) {
        if (step.type === 'log') {
          const input = {
            localDate: text(day(-step.daysAgo, zone)),
            durationSeconds: step.seconds,
            posesCompleted: step.poses,
            sequenceId: sequences[step.sequence] ?? null,
          };
          const { practiceLog } = await person.run(LogPracticeDocument, { input });
          known.push(expectType(practiceLog, 'PracticeCompletePayload').practiceSession.id);
        } else if (step.type === 'start') {
          const { practiceStart } = await person.run(StartPracticeDocument, {
            input: { replaceCurrent: true, sequenceId: sequences[step.sequence] ?? null },
          });
          open = practiceStart?.__typename === 'PracticeSession' ? practiceStart.id : null;
          if (open) known.push(open);
        } else if (step.type === 'pause' && open) {
          await person.run(PausePracticeDocument, { id: open, durationSoFarSeconds: step.seconds });
        } else if (step.type === 'resume' && open) {
          await person.run(ResumePracticeDocument, { id: open });
        } else if (step.type === 'travel') {
          zone = step.timeZone;
          await person.run(UpdateAccountDocument, { input: { timeZone: zone } });
        } else if (step.type === 'update' && known.length > 0) {
          const id = known[step.which % known.length] as string;
          await person.run(UpdatePracticeDocument, { id, input: { notes: 'Again.' } });
        } else if (step.type === 'forget' && open) {
          await backdate(server, open, 4 * 3600 + 60);
          await abandonStalePractices(server.app);
          open = null;
        } else if (step.type === 'correct' && known.length > 0) {
          const id = known[step.which % known.length] as string;
          const input = { durationSeconds: step.seconds, posesCompleted: step.poses, status: step.status };
          await person.run(UpdatePracticeDocument, { id, input });
        } else if (step.type === 'end' && open) {
          const input = { id: open, status: step.status, durationSeconds: step.seconds, posesCompleted: step.poses };
          const { practiceComplete } = await person.run(CompletePracticeDocument, { input });
          expectType(practiceComplete, 'PracticeCompletePayload');
          open = null;
        } else if (step.type === 'delete' && known.length > 0) {
          const id = known[step.which % known.length] as string;
          await person.run(DeletePracticeDocument, { id });
          if (id === open) open = null;
        }
        await expectStatisticsToAddUp(person);
      }
      await expectDaysToAddUp(localId(person.accountId));
    }),
    { numRuns: 12 },
  );
});

/** Of what is kept of them, too: they are asked for after each change. */
async function expectStatisticsToAddUp(person: Person) {
  const accountId = localId(person.accountId);
  const days = await server.database.prisma.practiceDay.findMany({ where: { accountId } });
  const open = await server.database.prisma.practiceSession.count({
    where: { accountId, status: { in: ['ACTIVE', 'PAUSED'] } },
  });
  const sum = (name: 'completed' | 'partial' | 'abandoned' | 'completedSeconds') =>
    days.reduce((total, day) => total + day[name], 0);
  expect(await statistics(person)).toMatchObject({
    totalSessions: sum('completed'),
    totalPracticeSeconds: sum('completedSeconds'),
    partialSessions: sum('partial'),
    abandonedSessions: sum('abandoned'),
    startedSessions: sum('completed') + sum('partial') + sum('abandoned') + open,
  });
}

async function expectDaysToAddUp(accountId: string) {
  const { prisma } = server.database;
  const recomputed = await prisma.$queryRaw`
    SELECT "accountId", "localDate" AS "date", count(*) FILTER (WHERE "status" = 'COMPLETED')::int AS "completed",
      count(*) FILTER (WHERE "status" = 'PARTIAL')::int AS "partial",
      count(*) FILTER (WHERE "status" = 'ABANDONED')::int AS "abandoned",
      coalesce(sum("durationSeconds") FILTER (WHERE "status" = 'COMPLETED'), 0)::int AS "completedSeconds",
      sum("posesCompleted")::int AS "posesCompleted"
    FROM "PracticeSession" WHERE "accountId" = ${accountId}::uuid AND "status" NOT IN ('ACTIVE', 'PAUSED')
    GROUP BY "accountId", "localDate" ORDER BY "localDate"`;
  expect(await prisma.practiceDay.findMany({ where: { accountId }, orderBy: { date: 'asc' } })).toEqual(recomputed);
  const favourites = await prisma.$queryRaw`
    SELECT "accountId", "localDate" AS "date", "sequenceId", count(*)::int AS "completed"
    FROM "PracticeSession" WHERE "accountId" = ${accountId}::uuid AND "status" = 'COMPLETED' AND "sequenceId" IS NOT NULL
    GROUP BY "accountId", "localDate", "sequenceId" ORDER BY "localDate", "sequenceId"`;
  const orderBy = [{ date: 'asc' as const }, { sequenceId: 'asc' as const }];
  expect(await prisma.practiceSequenceDay.findMany({ where: { accountId }, orderBy })).toEqual(favourites);
  // No practice begins before the end of the one that precedes it, apart from those whose end was corrected later.
  const timed = await prisma.practiceSession.findMany({
    where: { accountId, source: 'SOLO', status: { in: ['COMPLETED', 'PARTIAL'] }, closedByServerAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  for (const [index, { startedAt }] of timed.slice(1).entries()) {
    expect(startedAt.getTime()).toBeGreaterThanOrEqual(timed[index]?.completedAt?.getTime() ?? 0);
  }
}
