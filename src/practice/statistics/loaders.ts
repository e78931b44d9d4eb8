import type { App, Context } from '../../context.ts';
import { type Account, type PracticeDay, Prisma, type Sequence } from '../../database/generated/client.ts';
import { groupedBy } from '../../database/grouping.ts';
import { validatedCache } from '../../database/validated-cache.ts';
import { InvalidInputError } from '../../errors.ts';
import { visibleSequence } from '../sequences/loaders.ts';
import { dayNumber, dayOf, daysBetween, localDay, sqlDay } from '../time.ts';
import { frozenStreaksOf, type Run, streaksOf } from './streaks.ts';

const calendarDays = 366;

export interface DateRange {
  from?: Date | null;
  to?: Date | null;
}

/** A range of days, both ends included, as SQL dates; a missing end is infinite. */
export function rangeOf({ from, to }: DateRange): { from: string; to: string } {
  if (from && to && from > to) throw new InvalidInputError([{ path: ['to'], message: 'must not be before from' }]);
  return { from: from ? sqlDay(from) : '-infinity', to: to ? sqlDay(to) : 'infinity' };
}

export interface Statistics {
  accountId: string;
  range: { from: string; to: string };
  completed: number;
  partial: number;
  abandoned: number;
  open: number;
  completedSeconds: number;
  posesCompleted: number;
  currentStreak: number;
  longestStreak: number;
  /** Null if the person has not turned freezes on. */
  freezesLeft: number | null;
  lastPracticeDate: Date | null;
}

interface Counts
  extends Pick<Statistics, 'completed' | 'partial' | 'abandoned' | 'completedSeconds' | 'posesCompleted'> {
  runs: Run[];
}

interface StatisticsRow extends Counts, Pick<Statistics, 'accountId' | 'open'> {
  streakFreezes: boolean;
}

/**
 * Each account’s statistics. They are summed from day totals, so their cost does not grow with the number of practices,
 * and kept in a validated cache, so unchanged days are not summed again.
 */
export async function statisticsByAccount(
  accounts: Account[],
  { app: { database } }: Context,
  days: DateRange,
): Promise<Statistics[]> {
  const range = rangeOf(days);
  const now = new Date();
  const ids = accounts.map(({ id }) => id);
  const found = await knownStatistics(database, ids, range);
  return accounts.map(({ timeZone }, index) => {
    const { runs, streakFreezes, ...counts } = found[index] as StatisticsRow;
    const today = dayNumber(localDay(now, timeZone));
    const { current, longest, freezesLeft } = streakFreezes
      ? frozenStreaksOf(runs, today)
      : { ...streaksOf(runs, today), freezesLeft: null };
    const [first, length] = runs.at(-1) ?? [];
    const lastPracticeDate = first === undefined || length === undefined ? null : dayOf(first + length - 1);
    return { ...counts, range, currentStreak: current, longestStreak: longest, freezesLeft, lastPracticeDate };
  });
}

const knownStatistics = validatedCache<
  Omit<StatisticsRow, keyof Counts> & { counts: Counts },
  StatisticsRow,
  [Statistics['range']]
>(
  (range) => {
    const inRange = Prisma.sql`BETWEEN ${range.from}::date AND ${range.to}::date`;
    return {
      columns: Prisma.sql`person."id" AS "accountId", coalesce(settings."streakFreezes", false) AS "streakFreezes",
        coalesce((running."localDate" ${inRange})::int, 0) AS "open", (
          -- Materialised: the totals and the runs read the same days.
          WITH day AS MATERIALIZED (SELECT * FROM "PracticeDay" WHERE "accountId" = person."id")
          SELECT json_build_object('completed', coalesce(sum("completed"), 0), 'partial', coalesce(sum("partial"), 0),
            'abandoned', coalesce(sum("abandoned"), 0), 'posesCompleted', coalesce(sum("posesCompleted"), 0),
            'completedSeconds', coalesce(sum("completedSeconds"), 0), 'runs', (
              SELECT coalesce(json_agg(json_build_array("first", "length") ORDER BY "first"), '[]')
              FROM (
                -- A date minus its rank among the days with practice is the same for all days of one run.
                SELECT min("number") AS "first", count(*) AS "length"
                FROM (
                  SELECT "date" - DATE '1970-01-01' AS "number",
                    "date" - (row_number() OVER (ORDER BY "date"))::int AS "run"
                  FROM day WHERE "completed" > 0
                ) practised
                GROUP BY "run"
              ) run
            ))
          FROM day WHERE "date" ${inRange}
        ) AS "counts"`,
      from: Prisma.sql`("Account" person
        LEFT JOIN "PracticeVersion" days ON days."accountId" = person."id"
        LEFT JOIN "PracticeSettings" settings ON settings."accountId" = person."id"
        LEFT JOIN "PracticeSession" running ON running."accountId" = person."id" AND running."status" IN ('ACTIVE', 'PAUSED'))`,
      key: Prisma.sql`person."id"`,
      version: Prisma.sql`left(person."id"::text, 0) || coalesce(days.xmin::text, '') || '/' || coalesce(settings.xmin::text, '')
        || '/' || coalesce(running."localDate"::text, '')`,
    };
  },
  ({ counts, ...row }) => ({ ...row, ...counts }),
  // An entry can hold a run for every other day of many years.
  2_000,
);

/** The days on which each account completed a practice, in order; at most 366 days are asked for. */
export async function calendarByAccount(
  accountIds: string[],
  context: Context,
  days: { from: Date; to: Date },
): Promise<PracticeDay[][]> {
  rangeOf(days);
  if (daysBetween(days.from, days.to) >= calendarDays) {
    throw new InvalidInputError([
      { path: ['to'], message: `must be at most ${calendarDays} days after from, both included`, code: 'TOO_LARGE' },
    ]);
  }
  return groupedBy(accountIds, await completedDays(context.app, accountIds, days), ({ accountId }) => accountId);
}

/** The days on which the accounts completed a practice, in order. */
export function completedDays(
  { database }: App,
  accountIds: string[],
  days: { from: Date; to: Date },
): Promise<PracticeDay[]> {
  const { from, to } = rangeOf(days);
  return database.rows<PracticeDay>`
    SELECT * FROM "PracticeDay"
    WHERE "accountId" = ANY(${accountIds}::uuid[]) AND "date" BETWEEN ${from}::date AND ${to}::date AND "completed" > 0
    ORDER BY "date"`;
}

/** The sequence completed most often in each range, among the sequences that the viewer may see. */
export async function favouriteSequences(statistics: Statistics[], context: Context): Promise<(Sequence | null)[]> {
  const rows = await context.app.database.rows<Sequence & { index: number }>`
    SELECT wanted."index"::int, "Sequence".*
    FROM unnest(
      ${statistics.map(({ accountId }) => accountId)}::uuid[],
      ${statistics.map(({ range }) => range.from)}::date[],
      ${statistics.map(({ range }) => range.to)}::date[]
    ) WITH ORDINALITY AS wanted("accountId", "from", "to", "index")
    CROSS JOIN LATERAL (
      SELECT "Sequence"."id" FROM "PracticeSequenceDay" day JOIN "Sequence" ON "Sequence"."id" = day."sequenceId"
      WHERE day."accountId" = wanted."accountId" AND day."date" BETWEEN wanted."from" AND wanted."to"
        AND ${visibleSequence(context)}
      GROUP BY "Sequence"."id" ORDER BY sum(day."completed") DESC, max(day."date") DESC, "Sequence"."id" DESC LIMIT 1
    ) favourite
    JOIN "Sequence" ON "Sequence"."id" = favourite."id"`;
  return statistics.map((_, index) => rows.find((row) => row.index === index + 1) ?? null);
}
