import type pg from 'pg';
import { accountIds, rowId, sessionIds, sqlId } from '../data.ts';

// Days that the filled log spans: a week more than the retention, so that a whole week can be trimmed.
const spanDays = 37;
// Sessions that are live at the same time, and events of each.
export const liveSessions = 200;
const eventsOfSession = 600;
const hashPartitions = 16;
const chunk = 5_000_000;

/** How the table `"Event"` is laid out. */
export interface Layout {
  name: string;
  /** The clause of CREATE TABLE; empty for a plain table. */
  by: string;
  /** CREATE TABLE … PARTITION OF for every partition, by name. */
  partitions: Map<string, string>;
  /** Index definitions without CREATE and without the table. The partitions by time have one of their own. */
  indexes: { unique: boolean; columns: string }[];
  ownUnique: boolean;
}

const days = (number: number) => `'${new Date(start + number * 86_400_000).toISOString()}'`;
/** The time of the oldest event. */
const start = Date.now() - spanDays * 86_400_000;

function byTime(name: string, width: number): Layout {
  const partitions = new Map<string, string>();
  // The last one is ahead of time.
  for (let day = 0; day <= spanDays + width; day += width) {
    partitions.set(`from_${day}`, `FOR VALUES FROM (${days(day)}) TO (${days(day + width)})`);
  }
  partitions.set('other', 'DEFAULT');
  return {
    ...{ name, by: 'PARTITION BY RANGE ("occurredAt")', partitions, ownUnique: true },
    indexes: [
      { unique: true, columns: '("transaction", "position", "occurredAt")' },
      { unique: false, columns: '("accountId", "transaction", "position")' },
    ],
  };
}

const common = [
  { unique: true, columns: '("sessionId", "sequence")' },
  { unique: false, columns: '("accountId", "transaction", "position")' },
  { unique: false, columns: 'USING BRIN ("occurredAt")' },
];

export const layouts: Layout[] = [
  {
    ...{ name: 'plain', by: '', partitions: new Map(), ownUnique: false },
    indexes: [{ unique: true, columns: '("transaction", "position")' }, ...common],
  },
  {
    ...{ name: 'hash', by: 'PARTITION BY HASH ("sessionId")', ownUnique: false },
    partitions: new Map(
      Array.from({ length: hashPartitions }, (_, number) => [
        `hash_${number}`,
        `FOR VALUES WITH (MODULUS ${hashPartitions}, REMAINDER ${number})`,
      ]),
    ),
    // Not unique: a key of a partitioned table has the column that partitions it, and some events have no session.
    indexes: [{ unique: false, columns: '("transaction", "position")' }, ...common],
  },
  byTime('day', 1),
  byTime('week', 7),
  byTime('month', 30),
];

/** Replaces `"Event"` by an empty table without indexes. */
export async function lay(client: pg.Client, { by, partitions }: Layout): Promise<void> {
  await client.query(`
    DROP VIEW IF EXISTS "SessionEvent";
    DROP TABLE IF EXISTS "Event" CASCADE;
    CREATE SEQUENCE "Event_position_seq" AS BIGINT;
    CREATE TABLE "Event" ("sessionId" UUID, "sequence" INT, "type" TEXT NOT NULL, "payload" JSONB NOT NULL,
      "occurredAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "accountId" UUID,
      "transaction" BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
      "position" BIGINT NOT NULL DEFAULT nextval('"Event_position_seq"')) ${by};
    ALTER SEQUENCE "Event_position_seq" OWNED BY "Event"."position";
    ALTER TABLE "Event" ADD FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
    CREATE SCHEMA IF NOT EXISTS bench_log;`);
  for (const [name, bounds] of partitions) {
    await client.query(`CREATE TABLE bench_log."${name}" PARTITION OF "Event" ${bounds}`);
  }
}

/** The sessions of a log of so many events, and those of them whose events are all there. */
export const sessionsOf = (rows: number) => Math.ceil(rows / (liveSessions * eventsOfSession)) * liveSessions;
export const wholeSessionsOf = (rows: number) => Math.floor(rows / (liveSessions * eventsOfSession)) * liveSessions;

/** Makes the sessions of a log of so many events. */
export async function fillSessions(client: pg.Client, rows: number): Promise<void> {
  await client.query(`
    SET session_replication_role = replica;
    INSERT INTO "Account" ("id", "email", "emailKey", "username", "usernameKey", "passwordHash", "displayName")
    VALUES ('${rowId(accountIds, 1)}', 'host', 'host', 'host', 'host', 'none', 'Host');
    INSERT INTO "Session" ("id", "hostId", "title", "status", "visibility", "admission", "startsAt", "endsAt", "timeZone", "currency",
      "joinWindowMinutes", "idleTimeoutMinutes", "freeCancellationHours", "bookingHoldMinutes", "eventSequence")
    SELECT ${sqlId(sessionIds, 'i')}, '${rowId(accountIds, 1)}', 'Class ' || i, 'LIVE', 'LISTED', 'BOOKING', now(), now() + interval '1 hour', 'UTC', 'EUR',
      15, 30, 24, 15, ${eventsOfSession}
    FROM generate_series(1, ${sessionsOf(rows)}) i;
    RESET ALL`);
}

/** Appends so many events in the order of their time, and builds the indexes after them. */
export async function fillLog(client: pg.Client, layout: Layout, rows: number): Promise<void> {
  const block = liveSessions * eventsOfSession;
  await client.query(`SET session_replication_role = replica; SET synchronous_commit = off;
    SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 2`);
  // Numbers of transactions that have ended, in order; a new server has had few.
  const { rows: found } = await client.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text::int AS horizon');
  const last = found[0].horizon - 2;
  for (let from = 0; from < rows; from += chunk) {
    await client.query(`
      INSERT INTO "Event" ("transaction", "position", "sessionId", "sequence", "accountId", "type", "payload", "occurredAt")
      SELECT 1 + i * ${last} / ${rows}, i + 1, ${sqlId(sessionIds, `(i / ${block} * ${liveSessions} + i % ${liveSessions} + 1)::int`)},
        i % ${block} / ${liveSessions} + 1,
        CASE WHEN i % 2 = 0 THEN ${sqlId(accountIds, '(i * 7919 % 10000)::int')} END,
        'StoryChanged', '{"storyId": "019a0000-0005-7000-8000-000000000001", "participantId": "019a0000-0006-7000-8000-000000000001"}',
        ${days(0)}::timestamptz + i * (now() - ${days(0)}::timestamptz) / ${rows}
      FROM generate_series(${from}::bigint, ${Math.min(from + chunk, rows) - 1}) i`);
  }
  for (const { unique, columns } of layout.indexes) {
    await client.query(`CREATE ${unique ? 'UNIQUE' : ''} INDEX ON "Event" ${columns}`);
  }
  for (const name of layout.ownUnique ? layout.partitions.keys() : []) {
    await client.query(`CREATE UNIQUE INDEX ON bench_log."${name}" ("sessionId", "sequence")`);
  }
  await client.query(`SELECT setval('"Event_position_seq"', ${rows + 1}, false)`);
  await client.query('RESET ALL');
  await client.query('VACUUM (ANALYZE) "Event"');
}

/** The bytes of the log with its indexes. */
export async function sizeOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ size: string }>(
    `SELECT sum(pg_total_relation_size(relid)) AS size FROM (
       SELECT '"Event"'::regclass AS relid UNION SELECT relid FROM pg_partition_tree('"Event"')) AS tables`,
  );
  return Number(rows[0]?.size);
}

/** The cutoff by which a day of the log is past the retention. */
export const dayPast = `${days(1)}::timestamptz`;
