// The log is partitioned by week, since dropping a partition costs the same however many events it has, and leaves no dead
// rows behind. A partition is a week: reading a session looks into the index of every partition, so there should be few of
// them, and the log should not reach much further back than its retention.
//
// Partitions are made ahead of time. An event for whose time there is none goes into the default partition, so that no
// append fails. The weeks of such events are not made: they stay where they are until they are deleted row by row. So
// are those in the first partition, which reaches back without an end: it is the table of the time before partitions.
//
// Making a partition locks sessions and the default partition, dropping one the whole log, each for a moment. Neither waits
// long for these locks, since appends queue behind it: what was not done is tried again at the next run. The limit is
// shorter than PostgreSQL's wait before it looks for deadlocks, so an append never is the victim of one.

import type { Database, Statements } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { plainTransaction } from '../database/transaction.ts';
import { retentionDays } from './log.ts';

// An arbitrary number, the same on every node.
const lockKey = 5_742_190_437;
const lockTimeout = '200ms';
// The weeks that exist ahead of the present one, in which the task may fail without consequences.
const weeksAhead = 2;

interface Partition {
  name: string;
  /** Null for the first partition and for the default one. */
  from: Date | null;
  /** Null for the default partition. */
  until: Date | null;
}

// Weeks in hours, since days depend on the time zone of the connection.
const week = Prisma.sql`interval '168 hours'`;

// Without those that another node drops at this moment: PostgreSQL no longer tells their bounds.
const partitions = Prisma.sql`
  SELECT format('%I.%I', "nspname", "relname") AS "name", substring(bounds FROM 'FROM [(]''(.+?)''[)]')::timestamptz AS "from",
    substring(bounds FROM 'TO [(]''(.+?)''[)]')::timestamptz AS "until"
  FROM pg_inherits JOIN pg_class child ON child."oid" = "inhrelid" JOIN pg_namespace ON pg_namespace."oid" = "relnamespace",
    LATERAL pg_get_expr("relpartbound", child."oid") AS bounds
  WHERE "inhparent" = '"Event"'::regclass AND bounds IS NOT NULL`;

/** Makes the partitions of this week and of weeks ahead that are missing. Returns the number of those that it made. */
export async function makePartitions(database: Database): Promise<number> {
  if ((await missingWeeks(database.rows)).length === 0) return 0;
  return inTurn(database, async (tx) => {
    // Another node may have made them meanwhile.
    const weeks = await missingWeeks((sql) => tx.$queryRaw(sql));
    for (const { name, from, until } of weeks) {
      const table = `"event_log"."${name}"`;
      await tx.$queryRaw(Prisma.raw(`CREATE TABLE ${table} (LIKE "Event" INCLUDING DEFAULTS)`));
      await tx.$queryRaw(Prisma.raw(`CREATE UNIQUE INDEX ON ${table} ("sessionId", "sequence")`));
      const values = `FROM ('${from.toISOString()}') TO ('${until.toISOString()}')`;
      await tx.$queryRaw(Prisma.raw(`ALTER TABLE "Event" ATTACH PARTITION ${table} FOR VALUES ${values}`));
    }
    return weeks.length;
  });
}

/** Returns the weeks that have neither a partition nor events in the default one. */
function missingWeeks(
  rows: <Row>(sql: Prisma.Sql) => Promise<Row[]>,
): Promise<{ name: string; from: Date; until: Date }[]> {
  return rows(Prisma.sql`
    SELECT to_char("begin" AT TIME ZONE 'UTC', '"week_"YYYY_MM_DD') AS "name", "begin" AS "from", "begin" + ${week} AS "until"
    FROM generate_series(date_trunc('week', now(), 'UTC'), now() + ${weeksAhead} * ${week}, ${week}) AS "begin"
    WHERE NOT EXISTS (
      SELECT FROM (${partitions}) AS partition
      WHERE "until" > "begin" AND ("from" IS NULL OR "from" < "begin" + ${week}))
    AND NOT EXISTS (
      SELECT FROM "event_log"."others" WHERE "occurredAt" >= "begin" AND "occurredAt" < "begin" + ${week})
    ORDER BY "begin"`);
}

/**
 * Drops the partitions all of whose events are past the retention, and deletes such events from the partitions that are not
 * a week, at most `atMost` per call. Returns the number of deleted events. A client that asks for older events receives a
 * snapshot instead. Rows that another node is deleting are skipped.
 */
export async function trimEventLog(database: Database, atMost = 5_000): Promise<number> {
  const oldest = Prisma.sql`now() - make_interval(days => ${retentionDays}::int)`;
  const found = await database.rows<Partition & { isOld: boolean }>`
    SELECT *, coalesce("until" <= ${oldest}, false) AS "isOld" FROM (${partitions}) AS partition ORDER BY "until"`;
  for (const { name } of found.filter(({ isOld }) => isOld)) {
    await inTurn(database, async (tx) => {
      await tx.$queryRaw(Prisma.raw(`DROP TABLE IF EXISTS ${name}`));
      return 1;
    });
  }
  let deleted = 0;
  for (const { name } of found.filter(({ from, isOld }) => from === null && !isOld)) {
    const table = Prisma.raw(name);
    deleted += await database.prisma.$executeRaw`
      DELETE FROM ${table} WHERE ("transaction", "position") IN (
        SELECT "transaction", "position" FROM ${table} WHERE "occurredAt" < ${oldest}
        LIMIT ${atMost - deleted} FOR UPDATE SKIP LOCKED)`;
  }
  return deleted;
}

/** Runs a change of partitions that no other node does at the same time; returns 0 where its turn has to wait. */
async function inTurn(database: Database, change: (tx: Statements) => Promise<number>): Promise<number> {
  try {
    return await plainTransaction(database, async (tx) => {
      await tx.$queryRaw`SELECT set_config('lock_timeout', ${lockTimeout}, true)`;
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(${lockKey})`;
      return change(tx);
    });
  } catch (error) {
    if (isForNextTime(error)) return 0;
    throw error;
  }
}

/** Whether a lock was not to be had, or an event went into the default partition while its week was being made. */
function isForNextTime(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === lockNotAvailable || code === checkViolation;
}

const lockNotAvailable = '55P03';
const checkViolation = '23514';
