import type { Context } from '../../context.ts';
import type { Account, PracticeGoalUnit } from '../../database/generated/client.ts';
import { type Run, streaksOf } from '../statistics/streaks.ts';
import { localDay, mondayOf, weekNumber } from '../time.ts';

export interface Goal {
  unit: PracticeGoalUnit;
  target: number;
  /** Progress of the present week, in the goal's unit. */
  done: number;
  week: Date;
  currentStreak: number;
  longestStreak: number;
}

/** Each account's weekly goal and its progress; null without a goal. */
export async function goalByAccount(accounts: Account[], { app: { database } }: Context): Promise<(Goal | null)[]> {
  const now = new Date();
  const weeks = new Map(accounts.map(({ id, timeZone }) => [id, weekNumber(localDay(now, timeZone))]));
  const rows = await database.rows<{
    accountId: string;
    unit: PracticeGoalUnit;
    target: number;
    done: number;
    runs: Run[];
  }>`
    SELECT settings."accountId", settings."goalUnit"::text AS "unit", settings."goalTarget" AS "target", weeks.*
    FROM unnest(${[...weeks.keys()]}::uuid[], ${[...weeks.values()]}::int[]) AS person("id", "week")
    JOIN "PracticeSettings" settings ON settings."accountId" = person."id" AND settings."goalUnit" IS NOT NULL
    CROSS JOIN LATERAL (
      WITH week AS (
        -- Weeks after that of Monday, 5 January 1970.
        SELECT ("date" - DATE '1970-01-05') / 7 AS "week",
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
      SELECT coalesce((SELECT "done" FROM week WHERE "week" = person."week"), 0) AS "done",
        (SELECT coalesce(json_agg(json_build_array("first", "length") ORDER BY "first"), '[]') FROM run) AS "runs"
    ) weeks`;
  const byAccount = new Map(rows.map((row) => [row.accountId, row]));
  return accounts.map(({ id }) => {
    const row = byAccount.get(id);
    if (!row) return null;
    const week = weeks.get(id) as number;
    const { current, longest } = streaksOf(row.runs, week);
    const { unit, target, done } = row;
    return { unit, target, done, week: mondayOf(week), currentStreak: current, longestStreak: longest };
  });
}
