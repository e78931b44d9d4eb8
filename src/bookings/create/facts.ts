import type { Statements } from '../../database/client.ts';
import type { Booking } from '../../database/generated/client.ts';
import { lockSessionsToBook } from '../../database/locks.ts';
import type { BookingRequest, Facts, Stage } from './decision.ts';
import { bookingColumns } from './new-booking.ts';

interface History {
  n: number;
  earlierId: string | null;
  standingId: string | null;
  isRemoved: boolean;
}

/**
 * Locks the sessions in which a request may take a seat or a place on the waitlist, and reads the facts of each request.
 * Requests for the same session share one object of its facts.
 */
export async function lockFacts(tx: Statements, requests: BookingRequest[], stage: Stage): Promise<Facts[]> {
  const sessions = await lockSessionsToBook(tx, sessionIdsOf(requests), {
    waitlists: sessionIdsOf(requests.filter(({ joinWaitlist }) => joinWaitlist)),
    timeout: stage === 'group' ? 200 : 0,
  });
  const bySession = new Map(sessions.map((session) => [session.id, session]));
  // A statement of its own, so that it sees every booking that committed before the locks were taken.
  const histories = await readHistories(tx, requests);
  const bookings = await readBookings(tx, histories);
  const byRequest = new Map(histories.map((history) => [history.n - 1, history]));
  return requests.map(({ sessionId }, index) => {
    const history = byRequest.get(index);
    return {
      session: bySession.get(sessionId) ?? null,
      earlier: bookings.get(history?.earlierId ?? '') ?? null,
      standing: bookings.get(history?.standingId ?? '') ?? null,
      isRemoved: history?.isRemoved ?? false,
    };
  });
}

const sessionIdsOf = (requests: BookingRequest[]) => [...new Set(requests.map(({ sessionId }) => sessionId))];

/** Reads what is stored of each person and session, or idempotency key. Most requests have nothing, and get no row. */
function readHistories(tx: Statements, requests: BookingRequest[]): Promise<History[]> {
  const all = <Name extends keyof BookingRequest>(name: Name) => requests.map((request) => request[name]);
  return tx.$queryRaw<History[]>`
    SELECT request."n"::int, earlier."id" AS "earlierId", standing."id" AS "standingId", removed."id" IS NOT NULL AS "isRemoved"
    FROM unnest(${all('sessionId')}::uuid[], ${all('accountId')}::uuid[], ${all('idempotencyKey')}::text[])
        WITH ORDINALITY AS request("sessionId", "accountId", "key", "n")
      LEFT JOIN "Booking" earlier ON earlier."accountId" = request."accountId" AND earlier."idempotencyKey" = request."key"
      LEFT JOIN "Booking" standing ON standing."sessionId" = request."sessionId"
        AND standing."accountId" = request."accountId" AND standing."status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')
      LEFT JOIN "Participant" removed ON removed."sessionId" = request."sessionId"
        AND removed."accountId" = request."accountId" AND removed."removedAt" IS NOT NULL
    WHERE earlier."id" IS NOT NULL OR standing."id" IS NOT NULL OR removed."id" IS NOT NULL`;
}

async function readBookings(tx: Statements, histories: History[]): Promise<Map<string, Booking>> {
  const ids = new Set(histories.flatMap(({ earlierId, standingId }) => [earlierId, standingId]));
  ids.delete(null);
  if (ids.size === 0) return new Map();
  const rows = await tx.$queryRaw<Booking[]>`
    SELECT ${bookingColumns} FROM "Booking" WHERE "id" = ANY(${[...ids]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}
