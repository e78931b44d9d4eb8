import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import { addToDays } from '../../src/practice/days.ts';
import { frozenStreaksOf, type Run, streaksOf } from '../../src/practice/statistics/streaks.ts';
import { dayNumber, dayOf, firstDayOf, localDay, weekNumber } from '../../src/practice/time.ts';
import {
  DeletePracticeDocument,
  PracticeSettingsDocument,
  type PracticeSettingsInput,
  UpdateAccountDocument,
  UpdatePracticeSettingsDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { day, logged } from '../support/practice.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, people } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** Practices of the past, which the API would not take any more. */
async function practised(person: Person, dates: Date[], durationSeconds = 600) {
  const data = dates.map((date) => ({
    ...{ accountId: localId(person.accountId), source: 'SOLO' as const, status: 'COMPLETED' as const },
    ...{ startedAt: date, completedAt: date, localDate: date, durationSeconds },
  }));
  await transaction(server.database, async (tx) =>
    addToDays(tx, await tx.practiceSession.createManyAndReturn({ data })),
  );
}

const update = async (person: Person, input: PracticeSettingsInput) =>
  (await person.run(UpdatePracticeSettingsDocument, { input })).practiceSettingsUpdate;
const set = async (person: Person, input: PracticeSettingsInput) => expectType(await update(person, input), 'Account');
const read = async (person: Person) => (await person.run(PracticeSettingsDocument)).viewer;
const ago = (days: number) => dayOf(dayNumber(localDay(new Date(), 'UTC')) - days);

test('a weekly goal tells how this week goes, and how many weeks in a row met it', async () => {
  const [person] = await people(server, ['goal-setter']);
  expect((await read(person))?.practiceGoal).toBeNull();
  const week = weekNumber(ago(0), 'MONDAY');
  const mondayOf = (number: number) => firstDayOf(number, 'MONDAY');
  const inWeek = (back: number, days: number) =>
    Array.from({ length: days }, (_, index) => dayOf(dayNumber(mondayOf(week - back)) + index));
  await practised(person, [...inWeek(1, 3), ...inWeek(2, 4), ...inWeek(4, 3), ...inWeek(5, 7), ...inWeek(6, 3)]);
  expect((await set(person, { goal: { unit: 'SESSIONS', target: 3 } })).practiceGoal).toEqual({
    unit: 'SESSIONS',
    target: 3,
    done: 0,
    isMet: false,
    weekStart: mondayOf(week).toISOString().slice(0, 10),
    currentStreakWeeks: 2,
    longestStreakWeeks: 3,
  });
  for (let times = 0; times < 3; times += 1) await logged(person, { durationSeconds: 1219 });
  expect((await read(person))?.practiceGoal).toMatchObject({ done: 3, isMet: true, currentStreakWeeks: 3 });

  // Minutes are full ones of the week: 3 × 1219 seconds are 60 of them.
  expect((await set(person, { goal: { unit: 'MINUTES', target: 61 } })).practiceGoal).toMatchObject({
    done: 60,
    isMet: false,
    currentStreakWeeks: 0,
    longestStreakWeeks: 1,
  });
  expect((await set(person, { goal: { unit: 'MINUTES', target: 60 } })).practiceGoal).toMatchObject({
    isMet: true,
    currentStreakWeeks: 1,
  });
  // What is left out stays; null takes it away.
  expect((await set(person, { streakFreezes: true })).practiceGoal).toMatchObject({ target: 60 });
  expect((await set(person, { goal: null })).practiceGoal).toBeNull();
});

test.each([
  ['MONDAY', 1],
  ['SUNDAY', 0],
  ['SATURDAY', 6],
] as const)('weeks begin on %s where the practitioner says so', async (weekStart, weekday) => {
  const [person] = await people(server, [`starts-on-${weekday}`]);
  expect(await set(person, { goal: { unit: 'SESSIONS', target: 2 }, weekStart })).toMatchObject({
    practiceWeekStart: weekStart,
  });
  const today = dayNumber(ago(0));
  const first = today - ((ago(0).getUTCDay() - weekday + 7) % 7);
  // Two practices on both sides of the beginning of each of three weeks, of which the last two are in one week each.
  await practised(person, [first - 1, first - 2, first - 7, first - 8, first - 9].map(dayOf));
  expect((await read(person))?.practiceGoal).toMatchObject({
    weekStart: dayOf(first).toISOString().slice(0, 10),
    ...{ done: 0, isMet: false, currentStreakWeeks: 2, longestStreakWeeks: 2 },
  });
  // The same days, told by weeks that begin on the next day: one of them has moved to the week before.
  const others = { MONDAY: 'SUNDAY', SUNDAY: 'SATURDAY', SATURDAY: 'MONDAY' } as const;
  const { practiceGoal } = await set(person, { weekStart: others[weekStart] });
  const next = today - ((ago(0).getUTCDay() - { MONDAY: 0, SUNDAY: 6, SATURDAY: 1 }[weekStart] + 7) % 7);
  const counts = new Map<number, number>();
  for (const day of [first - 1, first - 2, first - 7, first - 8, first - 9]) {
    const week = Math.floor((day - next) / 7);
    counts.set(week, (counts.get(week) ?? 0) + 1);
  }
  expect(practiceGoal).toMatchObject({
    weekStart: dayOf(next).toISOString().slice(0, 10),
    done: counts.get(0) ?? 0,
  });
  expect((await set(person, { streakFreezes: false })).practiceWeekStart).toBe(others[weekStart]);
});

test('a week is the practitioner’s own, and begins on Monday unless they say otherwise', async () => {
  for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Niue']) {
    const [person] = await people(server, [`week-${timeZone.slice(8).toLowerCase()}`]);
    await person.run(UpdateAccountDocument, { input: { timeZone } });
    const { practiceGoal } = await set(person, { goal: { unit: 'SESSIONS', target: 1 } });
    const monday = new Date(`${practiceGoal?.weekStart}T00:00:00Z`);
    expect(monday.getUTCDay()).toBe(1);
    const passed = dayNumber(localDay(new Date(), timeZone)) - dayNumber(monday);
    expect([0, 1, 2, 3, 4, 5, 6]).toContain(passed);
  }
});

test.each([
  [{ goal: { unit: 'SESSIONS', target: 0 } }, ['goal', 'target']],
  [{ goal: { unit: 'SESSIONS', target: 101 } }, ['goal', 'target']],
  [{ goal: { unit: 'MINUTES', target: 10_081 } }, ['goal', 'target']],
] as [PracticeSettingsInput, string[]][])('a goal that nobody could mean is refused: %j', async (input, path) => {
  const [person] = await people(server, [`goal-fault-${input.goal?.target}`]);
  expect(await update(person, input)).toMatchObject({ __typename: 'InvalidInputError', issues: [{ path }] });
  expect((await read(person))?.practiceGoal).toBeNull();
});

test('freezes bridge missed days without counting them, once they are turned on', async () => {
  const [person] = await people(server, ['freezer']);
  await practised(person, [2, 3, 5, 6].map(ago));
  const strict = { currentStreakDays: 0, longestStreakDays: 2, streakFreezesLeft: null };
  expect((await read(person))?.practiceStats).toEqual(strict);
  const { practiceStats } = await set(person, { streakFreezes: true });
  // Yesterday and the day four days ago are missing: two freezes, of one month or of two.
  expect(practiceStats).toMatchObject({ currentStreakDays: 4, longestStreakDays: 4 });
  const spentThisMonth = [1, 4].filter((days) => ago(days).getUTCMonth() === ago(0).getUTCMonth()).length;
  expect(practiceStats.streakFreezesLeft).toBe(2 - spentThisMonth);

  // Backdating gives a freeze back, deleting takes it again.
  const { id } = await logged(person, { localDate: day(-1) });
  const yesterdayCounts = ago(1).getUTCMonth() === ago(0).getUTCMonth() ? 1 : 0;
  expect((await read(person))?.practiceStats).toEqual({
    currentStreakDays: 5,
    longestStreakDays: 5,
    streakFreezesLeft: 2 - spentThisMonth + yesterdayCounts,
  });
  await person.run(DeletePracticeDocument, { id });
  expect((await read(person))?.practiceStats).toEqual(practiceStats);
  expect((await set(person, { streakFreezes: false })).practiceStats).toEqual(strict);
});

const june = (date: number) => dayNumber(new Date(Date.UTC(2026, 5, date)));
const runsOf = (days: readonly number[]): Run[] => {
  const runs: [number, number][] = [];
  for (const one of [...new Set(days)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[0] + last[1] === one) last[1] += 1;
    else runs.push([one, 1]);
  }
  return runs;
};

test.each([
  ['a gap that cannot be bridged costs nothing', [1, 5, 7], 7, { current: 2, longest: 2, freezesLeft: 1 }],
  ['the third missed day of a month breaks it', [1, 3, 5, 7], 7, { current: 1, longest: 3, freezesLeft: 0 }],
  ['each month has its own', [27, 30, 33], 33, { current: 3, longest: 3, freezesLeft: 0 }],
  ['today is not missed yet', [1, 2], 4, { current: 2, longest: 2, freezesLeft: 1 }],
  ['three days without end it, and nothing was spent', [1, 2], 6, { current: 0, longest: 2, freezesLeft: 2 }],
  ['nothing to bridge', [], 6, { current: 0, longest: 0, freezesLeft: 2 }],
  [
    'days ahead, after a journey west, are of the same streak',
    [8, 9, 11],
    10,
    { current: 3, longest: 3, freezesLeft: 2 },
  ],
])('freezes: %s', (_name, dates, today, expected) => {
  expect(frozenStreaksOf(runsOf(dates.map(june)), june(today))).toEqual(expected);
});

test('streaks are what a walk through the days finds, with freezes and without', () => {
  const first = dayNumber(new Date('2027-12-01'));
  fc.assert(
    fc.property(
      // Most days with practice, so that freezes matter; over the end of a year and a leap day.
      fc.array(
        fc.boolean().map((isMissed) => !isMissed),
        { maxLength: 120 },
      ),
      fc.array(fc.nat({ max: 119 }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 125 }),
      (flags, more, end) => {
        const days = [...flags.flatMap((is, index) => (is ? [index] : [])), ...more].map((index) => first + index);
        const today = first + end;
        const runs = runsOf(days);
        expect(frozenStreaksOf(runs, today)).toEqual(walkThrough(new Set(days), today, 2));
        const { freezesLeft: _, ...strict } = walkThrough(new Set(days), today, 0);
        expect(streaksOf(runs, today)).toEqual(strict);
        expect(frozenStreaksOf(runs, today).current).toBeGreaterThanOrEqual(strict.current);
      },
    ),
    { numRuns: 2000 },
  );
});

/** The plainest way to say it: day after day; a gap is judged as a whole where it ends. */
function walkThrough(days: Set<number>, today: number, perMonth: number) {
  const spent: Record<string, number> = {};
  const month = (one: number) => dayOf(one).toISOString().slice(0, 7);
  let streak = 0;
  let longest = 0;
  let gap: number[] = [];
  const close = () => {
    const needed: Record<string, number> = {};
    for (const one of gap) needed[month(one)] = (needed[month(one)] ?? 0) + 1;
    const isBridged = Object.entries(needed).every(([name, count]) => count <= perMonth - (spent[name] ?? 0));
    if (isBridged) for (const [name, count] of Object.entries(needed)) spent[name] = (spent[name] ?? 0) + count;
    else streak = 0;
    gap = [];
  };
  const all = [...days].sort((a, b) => a - b);
  for (let one = all[0] ?? today; one <= Math.max(today, all.at(-1) ?? today); one += 1) {
    if (days.has(one)) {
      close();
      streak += 1;
      longest = Math.max(longest, streak);
    } else if (one < today) gap.push(one);
  }
  close();
  return { current: streak, longest, freezesLeft: perMonth - (spent[month(today)] ?? 0) };
}
