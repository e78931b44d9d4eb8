import type pg from 'pg';
import { signAccessToken } from '../src/accounts/authentication/tokens.ts';
import { parseEnv } from '../src/env.ts';
import { globalId } from '../src/graphql/global-ids.ts';

/** What the servers sign and verify access tokens with. */
export const jwtSecret = 'a secret of the benchmark, long enough for the check';

/** How much there is: 1 is all of it, 0.1 a tenth, for trying the benchmark out. */
export function sizesOf(scale: number) {
  return {
    people: 10_000 * scale,
    /** The last of the people; they host and do not book. */
    creators: 500 * scale,
    sessions: 5_000 * scale,
    /** The first of the people, with 26 bookings each; other bookers have 5. */
    regulars: 2_500 * scale,
    /** The first of the people, with 200 practices each. */
    practisers: 1_000 * scale,
    /** Of the person after the last of those. */
    practicesOfOne: 200_000 * scale,
  };
}

export type Sizes = ReturnType<typeof sizesOf>;

export interface Person {
  accountId: string;
  accessToken: string;
}

export const accountIds = '019a0000-0001-7000-8000-';
const deviceIds = '019a0000-0002-7000-8000-';
export const sessionIds = '019a0000-0003-7000-8000-';

/** The row of a kind that has this number, counted from 1. */
export const rowId = (kind: string, number: number) => kind + number.toString(16).padStart(12, '0');
/** The same in SQL. */
export const sqlId = (kind: string, number: string) => `('${kind}' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** The global ID of the session with this number, counted from 1. */
export const sessionId = (number: number) => globalId('Session', rowId(sessionIds, number));

const rowOf = (id: string) => Buffer.from(id, 'base64').toString().slice('Session:'.length);

/** Everybody, signed in. Index 0 is person 1. */
export function signIn(sizes: Sizes): Person[] {
  const env = parseEnv({ NODE_ENV: 'production', JWT_SECRET: jwtSecret });
  return Array.from({ length: sizes.people }, (_, index) => {
    const accountId = rowId(accountIds, index + 1);
    const deviceSessionId = rowId(deviceIds, index + 1);
    return { accountId, accessToken: signAccessToken(env, { accountId, deviceSessionId }).token };
  });
}

/** Fills a database with people who are signed in, sessions, bookings and practices. */
export async function fill(client: pg.Client, sizes: Sizes): Promise<void> {
  const { people, creators, sessions, regulars, practisers, practicesOfOne } = sizes;
  const bookers = people - creators;
  const host = sqlId(accountIds, `(${bookers} + 1 + i * 7 % ${creators})::int`);
  await client.query(`
    INSERT INTO "Account" ("id", "email", "emailKey", "username", "usernameKey", "passwordHash", "displayName", "bio", "role", "timeZone")
    SELECT ${sqlId(accountIds, 'i')}, mail, mail, name, name, 'none', 'Person ' || i, repeat('Practises. ', 10),
      CASE WHEN i > ${bookers} THEN 'CREATOR' ELSE 'USER' END::"Role",
      (ARRAY['UTC', 'Europe/Lisbon', 'Asia/Kolkata', 'America/New_York'])[1 + i % 4]
    FROM generate_series(1, ${people}) i, concat('person', i, '@example.com') mail, concat('person', i) name;

    -- Active in the minute that the benchmark takes: once a minute Shala notes it, which no peer does.
    INSERT INTO "DeviceSession" ("id", "accountId", "deviceName", "deviceType", "loginMethod", "lastActivityAt", "expiresAt")
    SELECT ${sqlId(deviceIds, 'i')}, ${sqlId(accountIds, 'i')}, 'Phone', 'MOBILE', 'PASSWORD', now() + interval '1 hour', now() + interval '7 days'
    FROM generate_series(1, ${people}) i;

    INSERT INTO "Session" ("id", "hostId", "title", "description", "tags", "status", "visibility", "admission", "startsAt", "endsAt",
      "timeZone", "priceMinor", "currency", "deck", "joinWindowMinutes", "idleTimeoutMinutes", "freeCancellationHours", "bookingHoldMinutes")
    SELECT ${sqlId(sessionIds, 'i')}, ${host},
      (ARRAY['Morning flow', 'Slow evening', 'Handstand workshop', 'Breathing', 'Team retrospective'])[1 + i % 5] || ' ' || i,
      repeat('What to bring, and what it is about. ', 8), ARRAY['yoga', 'tag' || i % 20],
      CASE WHEN isPast THEN 'ENDED' ELSE 'SCHEDULED' END::"SessionStatus",
      CASE WHEN i % 10 = 9 THEN 'UNLISTED' ELSE 'LISTED' END::"SessionVisibility", 'BOOKING', startsAt, startsAt + interval '1 hour',
      'Europe/Lisbon', CASE WHEN i % 4 = 0 THEN 0 ELSE 500 + i * 37 % 40 * 100 END, 'EUR', '{1,2,3,5,8}', 15, 30, 24, 15
    FROM generate_series(1, ${sessions}) i, LATERAL (SELECT i % 5 = 0 AS isPast) _,
      LATERAL (SELECT date_trunc('minute', now()) + CASE WHEN isPast THEN -i ELSE i END * interval '5 minutes'
        + CASE WHEN isPast THEN interval '-2 hours' ELSE interval '3 hours' END AS startsAt) __;

    INSERT INTO "Booking" ("id", "sessionId", "accountId", "status", "amountMinor", "currency", "bookedAt", "confirmedAt")
    SELECT ${sqlId('019a0000-0004-7000-8000-', '(p * 100 + j)::int')}, "Session"."id", ${sqlId(accountIds, 'p')},
      CASE WHEN "Session"."status" = 'ENDED' THEN 'COMPLETED' WHEN j = 4 THEN 'CANCELLED' ELSE 'CONFIRMED' END::"BookingStatus",
      "priceMinor", "currency", booked, booked
    FROM generate_series(1, ${bookers}) p, LATERAL generate_series(1, CASE WHEN p <= ${regulars} THEN 26 ELSE 5 END) j,
      LATERAL (SELECT now() - j * interval '1 day' - p * interval '1 second' AS booked) _, "Session"
    WHERE "Session"."id" = ${sqlId(sessionIds, `((p * 37 + j * 211) % ${sessions} + 1)::int`)};

    UPDATE "Session" SET "seatsTaken" = taken, "maxParticipants" = CASE WHEN right("title", 1) <> '7' THEN taken + 1 + length("title") % 15 END
    FROM (SELECT "sessionId", count(*) FILTER (WHERE "status" IN ('CONFIRMED', 'COMPLETED')) AS taken FROM "Booking" GROUP BY 1) seats
    WHERE "sessionId" = "Session"."id";

    -- One a day for most; of one person 200 a day.
    INSERT INTO "PracticeSession" ("id", "accountId", "source", "status", "startedAt", "completedAt", "durationSeconds", "posesCompleted", "localDate")
    SELECT gen_random_uuid(), ${sqlId(accountIds, 'p')}, 'SOLO',
      CASE i % 20 WHEN 0 THEN 'PARTIAL' WHEN 1 THEN 'ABANDONED' ELSE 'COMPLETED' END::"PracticeStatus",
      started, started + interval '400 seconds', 300 + i % 100, i % 12, started::date
    FROM generate_series(1, ${practisers + 1}) p,
      LATERAL (SELECT CASE WHEN p <= ${practisers} THEN 200 ELSE ${practicesOfOne} END AS count) _,
      LATERAL generate_series(0, count - 1) i,
      LATERAL (SELECT date_trunc('day', now()) - interval '1 second' - i * interval '1 day' / CASE WHEN p <= ${practisers} THEN 1 ELSE 200 END AS started) __;

    INSERT INTO "PracticeDay" ("accountId", "date", "completed", "partial", "abandoned", "completedSeconds", "posesCompleted")
    SELECT "accountId", "localDate", count(*) FILTER (WHERE "status" = 'COMPLETED'), count(*) FILTER (WHERE "status" = 'PARTIAL'),
      count(*) FILTER (WHERE "status" = 'ABANDONED'), coalesce(sum("durationSeconds") FILTER (WHERE "status" = 'COMPLETED'), 0), sum("posesCompleted")
    FROM "PracticeSession" GROUP BY 1, 2;
  `);
  await client.query('VACUUM ANALYZE');
}

/** Adds free sessions to book, all by one host, in nobody's catalogue or as the first of it; returns their global IDs. */
export async function addSessions(
  client: pg.Client,
  sizes: Sizes,
  count: number,
  seats: number,
  isListed = false,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO "Session" ("id", "hostId", "title", "status", "visibility", "admission", "startsAt", "endsAt", "timeZone", "currency",
       "maxParticipants", "tags", "deck", "joinWindowMinutes", "idleTimeoutMinutes", "freeCancellationHours", "bookingHoldMinutes")
     SELECT gen_random_uuid(), $1, 'To book', 'SCHEDULED', CASE WHEN $4 THEN 'LISTED' ELSE 'UNLISTED' END::"SessionVisibility", 'BOOKING',
       startsAt, startsAt + interval '1 day', 'UTC', 'EUR', $3, '{}', '{}', 15, 30, 24, 15
     FROM generate_series(1, $2), LATERAL (SELECT now() + CASE WHEN $4 THEN interval '2 hours' ELSE interval '30 days' END AS startsAt) _
     RETURNING "id"`,
    [rowId(accountIds, sizes.people), count, seats, isListed],
  );
  return rows.map(({ id }) => globalId('Session', id));
}

/** Takes the only seat of each of such sessions. */
export async function sellOut(client: pg.Client, sizes: Sizes, globalIds: string[]): Promise<void> {
  const holder = rowId(accountIds, sizes.people - sizes.creators);
  await client.query(
    `INSERT INTO "Booking" ("id", "sessionId", "accountId", "status", "amountMinor", "currency", "confirmedAt")
     SELECT gen_random_uuid(), "sessionId", $2, 'CONFIRMED', 0, 'EUR', now() FROM unnest($1::uuid[]) AS "sessionId"`,
    [globalIds.map(rowOf), holder],
  );
  await client.query('UPDATE "Session" SET "seatsTaken" = 1 WHERE "id" = ANY($1)', [globalIds.map(rowOf)]);
}

/** Takes such sessions away again. Throws unless of each exactly the seats are taken that are booked, and of all so many. */
export async function removeSessions(client: pg.Client, globalIds: string[], booked: number): Promise<void> {
  const ids = globalIds.map(rowOf);
  const { rows } = await client.query<{ seatsTaken: number; bookings: number; people: number; maximum: number }>(
    `SELECT "seatsTaken", "maxParticipants" AS "maximum", count("Booking"."id")::int AS "bookings",
       count(DISTINCT "Booking"."accountId")::int AS "people"
     FROM "Session" LEFT JOIN "Booking" ON "sessionId" = "Session"."id" AND "Booking"."status" = 'CONFIRMED'
     WHERE "Session"."id" = ANY($1) GROUP BY "Session"."id"`,
    [ids],
  );
  for (const { seatsTaken, bookings, people, maximum } of rows) {
    if (seatsTaken !== bookings || people !== bookings || bookings > maximum) {
      throw new Error(`of ${maximum} seats ${seatsTaken} are taken by ${bookings} bookings of ${people} people`);
    }
  }
  const stored = rows.reduce((sum, { bookings }) => sum + bookings, 0);
  if (stored !== booked) throw new Error(`${booked} bookings were answered, ${stored} are stored`);
  await client.query('DELETE FROM "Booking" WHERE "sessionId" = ANY($1)', [ids]);
  await client.query('DELETE FROM "Session" WHERE "id" = ANY($1)', [ids]);
}
