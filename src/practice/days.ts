import type { PracticeSession } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { sqlDay } from './time.ts';

type Counted = Pick<
  PracticeSession,
  'accountId' | 'sequenceId' | 'localDate' | 'status' | 'durationSeconds' | 'posesCompleted'
>;

/** Adds ended practices to the totals of their days, in the transaction that ends them. */
export async function addToDays(tx: Transaction, practices: readonly Counted[]): Promise<void> {
  await changeDays(tx, practices, 1);
}

/** Subtracts an ended practice from the totals of its day, in the transaction that deletes or changes it. */
export async function takeFromDays(tx: Transaction, practice: Counted): Promise<void> {
  const day = { accountId: practice.accountId, date: practice.localDate };
  await changeDays(tx, [practice], -1);
  await tx.practiceDay.deleteMany({ where: { ...day, completed: 0, partial: 0, abandoned: 0 } });
  await tx.practiceSequenceDay.deleteMany({ where: { ...day, completed: 0 } });
}

/**
 * The only writer of day totals and their versions. Rows are written in the order of their keys, so that two batches
 * never deadlock.
 */
async function changeDays(tx: Transaction, practices: readonly Counted[], sign: 1 | -1): Promise<void> {
  if (practices.length === 0) return;
  const accountIds = practices.map(({ accountId }) => accountId);
  await tx.$executeRaw`
    INSERT INTO "PracticeVersion" AS version ("accountId")
    SELECT DISTINCT "id" FROM unnest(${accountIds}::uuid[]) AS person("id") ORDER BY "id"
    ON CONFLICT ("accountId") DO UPDATE SET "number" = version."number" + 1`;
  await tx.$executeRaw`
    INSERT INTO "PracticeDay" AS "day"
      ("accountId", "date", "completed", "partial", "abandoned", "completedSeconds", "posesCompleted")
    SELECT "accountId", "date",
      ${sign}::int * count(*) FILTER (WHERE "status" = 'COMPLETED'),
      ${sign}::int * count(*) FILTER (WHERE "status" = 'PARTIAL'),
      ${sign}::int * count(*) FILTER (WHERE "status" = 'ABANDONED'),
      ${sign}::int * coalesce(sum("seconds") FILTER (WHERE "status" = 'COMPLETED'), 0),
      ${sign}::int * sum("poses")
    FROM unnest(
      ${accountIds}::uuid[],
      ${practices.map(({ localDate }) => sqlDay(localDate))}::date[],
      ${practices.map(({ status }) => status)}::text[],
      ${practices.map(({ durationSeconds }) => durationSeconds)}::int[],
      ${practices.map(({ posesCompleted }) => posesCompleted)}::int[]
    ) AS practice("accountId", "date", "status", "seconds", "poses")
    GROUP BY "accountId", "date" ORDER BY "accountId", "date"
    ON CONFLICT ("accountId", "date") DO UPDATE SET
      "completed" = "day"."completed" + excluded."completed",
      "partial" = "day"."partial" + excluded."partial",
      "abandoned" = "day"."abandoned" + excluded."abandoned",
      "completedSeconds" = "day"."completedSeconds" + excluded."completedSeconds",
      "posesCompleted" = "day"."posesCompleted" + excluded."posesCompleted"`;
  const guided = practices.filter(({ status, sequenceId }) => status === 'COMPLETED' && sequenceId !== null);
  if (guided.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "PracticeSequenceDay" AS "day" ("accountId", "date", "sequenceId", "completed")
    SELECT "accountId", "date", "sequenceId", ${sign}::int * count(*)
    FROM unnest(
      ${guided.map(({ accountId }) => accountId)}::uuid[],
      ${guided.map(({ localDate }) => sqlDay(localDate))}::date[],
      ${guided.map(({ sequenceId }) => sequenceId)}::uuid[]
    ) AS practice("accountId", "date", "sequenceId")
    GROUP BY "accountId", "date", "sequenceId" ORDER BY "accountId", "date", "sequenceId"
    ON CONFLICT ("accountId", "date", "sequenceId") DO UPDATE SET
      "completed" = "day"."completed" + excluded."completed"`;
}
