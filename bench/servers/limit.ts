// The limit: node:http and one prepared statement per request, whose JSON is the answer. No GraphQL at all: what is
// asked for is told by the operation's name.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg, { type QueryConfig } from 'pg';
import { type Claims, claimsOf, host, localId, parseCursor, pool, port } from './settings.ts';
import { book, catalogue, signedIn, statistics, streaks } from './statements.ts';

const database = new pg.Pool(pool);

const nobody: Claims = {
  accountId: '00000000-0000-0000-0000-000000000000',
  deviceSessionId: '00000000-0000-0000-0000-000000000000',
};

const id = (typename: string, column: string) => `encode(convert_to('${typename}:' || ${column}, 'UTF8'), 'base64')`;
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const answer = (data: string) => `json_build_object('data', json_build_object(${data}))::text AS "body"`;
const hostOf = `json_build_object('id', ${id('User', 'host."id"')}, 'displayName', host."displayName")`;
const session = `json_build_object('id', ${id('Session', 'session."id"')}, 'title', "title", 'startsAt', ${instant('"startsAt"')},
  'price', json_build_object('amountMinor', "priceMinor", 'currency', "currency"), 'host', ${hostOf},
  'seatsLeft', CASE WHEN "maxParticipants" IS NOT NULL THEN greatest(0, "maxParticipants" - "seatsTaken") END)`;

const viewer = `SELECT ${answer(`'viewer', (SELECT json_build_object('id', ${id('Account', 'account."id"')}) ${signedIn})`)}`;

const oneSession = `SELECT ${answer(`'session', (
  SELECT ${session} FROM "Session" session JOIN "Account" host ON host."id" = "hostId"
  WHERE session."id" = $1 AND session."status" <> 'DRAFT')`)}`;

const bookings = `SELECT ${answer(`'viewer', (SELECT json_build_object('bookings', json_build_object('nodes', (
  SELECT coalesce(json_agg(json_build_object('id', ${id('Booking', 'booking."id"')}, 'status', booking."status", 'bookedAt', ${instant('"bookedAt"')},
    'session', json_build_object('id', ${id('Session', 'session."id"')}, 'title', "title", 'startsAt', ${instant('"startsAt"')}, 'host', ${hostOf}))
    ORDER BY "bookedAt" DESC, booking."id" DESC), '[]')
  FROM (SELECT * FROM "Booking" WHERE "accountId" = account."id" ORDER BY "bookedAt" DESC, "id" DESC LIMIT 20) booking
    JOIN "Session" session ON session."id" = "sessionId" JOIN "Account" host ON host."id" = "hostId"))) ${signedIn})`)}`;

const practice = `WITH person AS MATERIALIZED (SELECT account."id", account."timeZone" ${signedIn}),
  ${streaks('(SELECT "id" FROM person)')}
  SELECT ${answer(`'viewer', (SELECT json_build_object('practiceStats', json_build_object(
    'totalSessions', "completed", 'totalPracticeSeconds', "completedSeconds",
    'averageDurationSeconds', coalesce("completedSeconds"::float8 / nullif("completed", 0), 0),
    'completionRatePercent', coalesce(round("completed" * 1000.0 / nullif("completed" + "partial" + "abandoned", 0)) / 10, 0)::float8,
    'startedSessions', "completed" + "partial" + "abandoned" + "open", 'partialSessions', "partial", 'abandonedSessions', "abandoned",
    'totalPosesCompleted', "posesCompleted", 'currentStreakDays', "currentStreak", 'longestStreakDays', "longestStreak",
    'lastPracticeDate', "lastPracticeDate"))
    FROM person, LATERAL (${statistics('person."id"', 'person."timeZone"')}) statistics)`)}`;

const booking = `WITH person AS MATERIALIZED (SELECT account."id" ${signedIn}), ${book('(SELECT "id" FROM person)')}
  SELECT ${answer(`'bookingCreate', coalesce(
    (SELECT json_build_object('__typename', 'Booking', 'id', ${id('Booking', '"id"')}, 'status', "status",
      'amount', json_build_object('amountMinor', "amountMinor", 'currency', "currency")) FROM booked),
    json_build_object('__typename', 'SessionFullError', 'code', 'SESSION_FULL', 'message', 'Every seat is taken.'))`)}`;

interface Body {
  operationName: string;
  variables: { id?: string; after?: string; maxPriceMinor?: number; input?: { sessionId: string } };
}

function statementOf({ operationName, variables }: Body, claims: Claims | null): QueryConfig {
  const { deviceSessionId, accountId } = claims ?? nobody;
  const own = [deviceSessionId, accountId];
  switch (operationName) {
    case 'Viewer':
      return { name: 'viewer', text: viewer, values: own };
    case 'Catalogue': {
      const { after, maxPriceMinor } = variables;
      const page = catalogue('*', {
        after: after ? parseCursor(after) : null,
        maxPriceMinor: maxPriceMinor ?? null,
      });
      const text = `SELECT ${answer(`'sessions', json_build_object('nodes', (
        SELECT coalesce(json_agg(${session} ORDER BY "startsAt", session."id"), '[]')
        FROM (${page.text}) session JOIN "Account" host ON host."id" = "hostId"))`)}`;
      return { ...page, text };
    }
    case 'Session':
      return { name: 'session', text: oneSession, values: [localId(variables.id ?? '')] };
    case 'Bookings':
      return { name: 'bookings', text: bookings, values: own };
    case 'Practice':
      return { name: 'practice', text: practice, values: own };
    case 'Book':
      return { name: 'book', text: booking, values: [...own, localId(variables.input?.sessionId ?? ''), randomUUID()] };
    default:
      throw new Error(`no statement for ${operationName}`);
  }
}

createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const send = (status: number, body: string) =>
      response
        .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
        .end(body);
    if (request.method !== 'POST') {
      send(200, 'ready');
      return;
    }
    database
      .query<{ body: string }>(statementOf(JSON.parse(text), claimsOf(request.headers.authorization)))
      .then(({ rows: [row] }) => send(200, row?.body ?? ''))
      .catch((error: Error) => send(500, error.message));
  });
}).listen(port, host);
