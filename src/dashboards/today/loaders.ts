import { Temporal } from 'temporal-polyfill';
import { isPassPaidIn, passRevenueColumns, type Revenue, revenueColumns } from '../../bookings/revenue/loaders.ts';
import type { Context } from '../../context.ts';
import { batchAcrossRequests } from '../../database/cross-request-batch.ts';
import { type Account, Prisma } from '../../database/generated/client.ts';
import { supportedTimeZone } from '../../time-zones.ts';

/** Figures of the sessions of one day, and the money that came in on it. */
export interface Today {
  /** The day, and its first instant and that of the next day. */
  date: Date;
  start: Date;
  end: Date;
  hostId: string | null;
  sessions: number;
  liveSessions: number;
  seatsOffered: number;
  seatsTaken: number;
  peopleIn: number;
  received: Revenue[];
}

interface Span {
  hostId: string | null;
  date: Date;
  start: Date;
  end: Date;
}

/** Today's figures of each host, in the host's time zone. */
export function todayOfHosts(hosts: Account[], { app: { database } }: Context): Promise<Today[]> {
  return joinHosts(
    database,
    hosts.map(({ id, timeZone }) => `${id} ${timeZone}`),
  );
}

// Dashboards of many hosts ask at the same time: each after what happened in its host's sessions.
const joinHosts = batchAcrossRequests((database, keys: string[]) => {
  const spans = keys.map((key) => {
    const [hostId = '', timeZone = ''] = key.split(' ');
    return { hostId, ...today(timeZone) };
  });
  return readFigures(database, spans, ...ofHost);
});

/** Today's figures of the whole studio. The day is UTC. */
export async function todayOfStudio({ app: { database } }: Context): Promise<Today> {
  const [figures] = await readFigures(
    database,
    [{ hostId: null, ...today('UTC') }],
    Prisma.sql`true`,
    Prisma.sql`true`,
  );
  return figures as Today;
}

/** Today's figures of every host with a session today or money received today. The day is UTC. Most sessions first. */
export async function todayByHost({ app: { database } }: Context): Promise<Today[]> {
  const day = today('UTC');
  const hosts = await database.rows<{ hostId: string }>`
    SELECT "hostId" FROM (
      SELECT "hostId", 1 AS "sessions" FROM "Session" WHERE ${isToday(day)}
      UNION ALL
      SELECT "Session"."hostId", 0 FROM "Booking" JOIN "Session" ON "Session"."id" = "Booking"."sessionId"
      WHERE ${isReceived(day)}
      UNION ALL
      SELECT "Pass"."hostId", 0 FROM "Pass" WHERE "Pass"."hostId" IS NOT NULL AND ${isPassPaidIn(day.start, day.end)}
    ) active GROUP BY "hostId" ORDER BY sum("sessions") DESC, "hostId" LIMIT ${maximumHosts}`;
  const spans = hosts.map(({ hostId }) => ({ hostId, ...day }));
  return readFigures(database, spans, ...ofHost);
}

export const maximumHosts = 100;

/** The sessions of a host, and the passes that the host sold. */
const ofHost = [Prisma.sql`"Session"."hostId" = span."hostId"`, Prisma.sql`"Pass"."hostId" = span."hostId"`] as const;

type Day = Pick<Span, 'start' | 'end'>;
const isToday = ({ start, end }: Day | { start: Prisma.Sql; end: Prisma.Sql }) => Prisma.sql`(
  "Session"."status" = 'LIVE'
  OR "Session"."status" IN ('SCHEDULED', 'ENDED') AND "Session"."startsAt" >= ${start} AND "Session"."startsAt" < ${end})`;
const isReceived = ({ start, end }: Day | { start: Prisma.Sql; end: Prisma.Sql }) => Prisma.sql`(
  "Booking"."confirmedAt" >= ${start} AND "Booking"."confirmedAt" < ${end} AND "Booking"."amountMinor" > 0)`;
const ofSpan = { start: Prisma.sql`span."start"`, end: Prisma.sql`span."end"` };

async function readFigures(
  database: Context['app']['database'],
  spans: Span[],
  isOfHost: Prisma.Sql,
  sellsPass: Prisma.Sql,
): Promise<Today[]> {
  if (spans.length === 0) return [];
  const rows = await database.rows<Omit<Today, keyof Span>>`
    SELECT held.*, money.*
    FROM unnest(
      ${spans.map(({ hostId }) => hostId)}::uuid[],
      ${spans.map(({ start }) => start)}::timestamptz[],
      ${spans.map(({ end }) => end)}::timestamptz[]
    ) WITH ORDINALITY AS span("hostId", "start", "end", "index")
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "sessions", (count(*) FILTER (WHERE "status" = 'LIVE'))::int AS "liveSessions",
        coalesce(sum("maxParticipants"), 0)::float8 AS "seatsOffered", coalesce(sum("seatsTaken"), 0)::float8 AS "seatsTaken",
        coalesce(sum("people"), 0)::int AS "peopleIn"
      FROM "Session" CROSS JOIN LATERAL (
        SELECT count(*) AS "people" FROM "Participant"
        WHERE "Participant"."sessionId" = "Session"."id" AND "Participant"."presence" = 'ONLINE'
      ) AS present
      WHERE ${isOfHost} AND ${isToday(ofSpan)}
    ) held
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(part ORDER BY part."currency"), '[]') AS "received" FROM (
        SELECT "currency", sum("gross") AS "gross", sum("refunded") AS "refunded" FROM (
          SELECT ${revenueColumns} FROM "Booking" JOIN "Session" ON "Session"."id" = "Booking"."sessionId"
          WHERE ${isOfHost} AND ${isReceived(ofSpan)}
          GROUP BY "Booking"."currency"
          UNION ALL SELECT ${passRevenueColumns} FROM "Pass"
          WHERE ${sellsPass} AND ${isPassPaidIn(ofSpan.start, ofSpan.end)}
          GROUP BY "Pass"."currency"
        ) source GROUP BY "currency"
      ) part
    ) money
    ORDER BY span."index"`;
  return spans.map((span, index) => ({ ...span, ...(rows[index] as (typeof rows)[number]) }));
}

/** The present day in a time zone. Computed here, since databases differ in their time-zone data. */
export function today(timeZone: string) {
  const date = Temporal.Now.plainDateISO(supportedTimeZone(timeZone));
  const startOf = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime(supportedTimeZone(timeZone)).epochMilliseconds);
  return { date: new Date(date.toString()), start: startOf(date), end: startOf(date.add({ days: 1 })) };
}
