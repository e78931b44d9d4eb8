import type { Context } from '../../context.ts';
import type { Account, PracticeGoalUnit, WeekStart } from '../../database/generated/client.ts';
import { type Run, streaksOf } from '../statistics/streaks.ts';
import { firstDayOf, localDay, sqlDay, weekNumber } from '../time.ts';

export interface Goal {
  unit: PracticeGoalUnit;
  target: number;
  /** Progress of the present week, in the goal's unit. */
  done: number;
  /** First day of the present week. */
  weekStart: Date;
  currentStreak: number;
  longestStreak: number;
}

/** Each account's weekly goal and its progress; null without a goal. */
export async function goalByAccount(accounts: Account[], { app: { database } }: Context): Promise<(Goal | null)[]> {
  const now = new Date();
  const days = accounts.map(({ timeZone }) => sqlDay(localDay(now, timeZone)));
  const rows = await database.rows<{
    accountId: string;
    unit: PracticeGoalUnit;
    target: number;
    weekStart: WeekStart;
    done: number;
    runs: Run[];
  }>`
    SELECT settings."accountId", settings."goalUnit"::text AS "unit", settings."goalTarget" AS "target",
      settings."weekStart"::text AS "weekStart", weeks.*
    FROM unnest(${accounts.map(({ id }) => id)}::uuid[], ${days}::date[]) AS person("id", "today")
    JOIN "PracticeSettings" settings ON settings."accountId" = person."id" AND settings."goalUnit" IS NOT NULL
    -- The first day of the weeks that are counted from 0, as firstDayOf() has it.
    CROSS JOIN LATERAL (SELECT CASE settings."weekStart"
      WHEN 'SATURDAY' THEN DATE '1970-01-03' WHEN 'SUNDAY' THEN DATE '1970-01-04' ELSE DATE '1970-01-05' END AS "day") first
    CROSS JOIN LATERAL (
      WITH week AS (
        SELECT floor(("date" - first."day") / 7.0)::int AS "week",
          CASE settings."goalUnit" WHEN 'SESSIONS' THEN sum("completed") ELSE sum("completedSeconds") / 60 END::int AS "done"
        FROM "PracticeDay" WHERE "accountId" = person."id" GROUP BY 1
      ), run AS (
        -- A week minus its rank among the weeks that met the goal is the same for all weeks of one run.
        SELECT min("week") AS "first", count(*) AS "length"
        FROM (
          SELECT "week", "week" - row_number() OVER (ORDER BY "week") AS "run" FROM week
          WHERE "done" >= settings."goalTarget"
        ) met
        GROUP BY "run"
      )
      SELECT coalesce((SELECT "done" FROM week WHERE "week" = (person."today" - first."day") / 7), 0) AS "done",
        (SELECT coalesce(json_agg(json_build_array("first", "length") ORDER BY "first"), '[]') FROM run) AS "runs"
    ) weeks`;
  const byAccount = new Map(rows.map((row) => [row.accountId, row]));
  return accounts.map(({ id, timeZone }) => {
    const row = byAccount.get(id);
    if (!row) return null;
    const { unit, target, done, runs } = row;
    const week = weekNumber(localDay(now, timeZone), row.weekStart);
    const { current, longest } = streaksOf(runs, week);
    const weekStart = firstDayOf(week, row.weekStart);
    return { unit, target, done, weekStart, currentStreak: current, longestStreak: longest };
  });
}

/** The first day of the week that each account has chosen. */
export async function weekStartByAccount(accountIds: string[], { app: { database } }: Context): Promise<WeekStart[]> {
  const rows = await database.prisma.practiceSettings.findMany({ where: { accountId: { in: accountIds } } });
  const byAccount = new Map(rows.map(({ accountId, weekStart }) => [accountId, weekStart]));
  return accountIds.map((id) => byAccount.get(id) ?? 'MONDAY');
}
