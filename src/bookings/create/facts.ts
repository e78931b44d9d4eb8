import type { Statements } from '../../database/client.ts';
import type { Booking } from '../../database/generated/client.ts';
import { holdAccounts, lockSessionsToBook, type Wanted } from '../../database/locks.ts';
import { together } from '../../database/transaction.ts';
import { lockBalances } from '../../passes/ledger.ts';
import type { CountedPromotion } from '../../promotions/rules.ts';
import { lockPromotions } from '../../promotions/uses.ts';
import { noWaitlist, waitlistsIn } from '../seats/waitlist.ts';
import type { BookingRequest, Facts, SessionFacts, Stage } from './decision.ts';
import { bookingColumns } from './new-booking.ts';

interface History {
  /** The number of the request, from 1. */
  n: number;
  earlierId: string | null;
  standingId: string | null;
  isRemoved: boolean;
  /** Of the session's waitlist; null where nobody waits. */
  waitlistLength: number | null;
  hasLine: boolean | null;
}

/**
 * Locks the sessions in which a request may take a seat or a place on the waitlist, and reads the facts of each request.
 * Requests for the same session share one object of its facts. A transaction of Prisma's must hold the locks already, since
 * it sends statements in an order of its own.
 */
export async function lockFacts(tx: Statements, requests: BookingRequest[], stage: Stage): Promise<Facts[]> {
  const [sessions, passes, promotions, living, histories] = await together(
    lockSessionsToBook(tx, wantedIn(requests), { timeout: stage === 'group' ? 200 : 0 }),
    lockBalances(tx, [...new Set(requests.flatMap(({ passId }) => passId ?? []))]),
    lockPromotionsOf(tx, requests),
    holdAccounts(tx, [...new Set(requests.map(({ accountId }) => accountId))]),
    // A statement of its own, so that it sees every booking that committed before the locks were taken.
    readHistories(tx, requests),
  );
  const waitlists = new Map(histories.map(({ n, ...waitlist }) => [requests[n - 1]?.sessionId, waitlist]));
  const bySession = new Map(
    sessions.map((session): [string, SessionFacts] => {
      const { waitlistLength, hasLine } = waitlists.get(session.id) ?? noWaitlist;
      return [session.id, { ...session, waitlistLength: waitlistLength ?? 0, hasLine: hasLine ?? false }];
    }),
  );
  const bookings = await readBookings(tx, histories);
  const byRequest = new Map(histories.map((history) => [history.n - 1, history]));
  return requests.map(({ sessionId, accountId, passId, promotionId }, index) => {
    const history = byRequest.get(index);
    return {
      session: bySession.get(sessionId) ?? null,
      earlier: bookings.get(history?.earlierId ?? '') ?? null,
      standing: bookings.get(history?.standingId ?? '') ?? null,
      isRemoved: history?.isRemoved ?? false,
      isDeleted: !living.has(accountId),
      pass: passes.get(passId ?? '') ?? null,
      promotion: promotions.get(promotionId ?? '') ?? null,
    };
  });
}

/** Locks the promotion codes of requests, and counts their uses. */
export function lockPromotionsOf(tx: Statements, requests: BookingRequest[]): Promise<Map<string, CountedPromotion>> {
  const named = requests.filter(({ promotionId }) => promotionId !== null);
  const ids = new Set(named.map(({ promotionId }) => promotionId as string));
  return lockPromotions(tx, [...ids], [...new Set(named.map(({ accountId }) => accountId))]);
}

function wantedIn(requests: BookingRequest[]): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { sessionId: id, seats, joinWaitlist } of requests) {
    const others = wanted.get(id) ?? { id, seats: 0, joinsWaitlist: false };
    wanted.set(id, { id, seats: others.seats + seats, joinsWaitlist: others.joinsWaitlist || joinWaitlist });
  }
  return [...wanted.values()];
}

/** Reads what is stored of each person and session, or idempotency key. Most requests have nothing, and get no row, unless somebody waits. */
function readHistories(tx: Statements, requests: BookingRequest[]): Promise<History[]> {
  const all = <Name extends keyof BookingRequest>(name: Name) => requests.map((request) => request[name]);
  return tx.$queryRaw<History[]>`
    WITH waitlist AS (${waitlistsIn([...new Set(all('sessionId'))])})
    SELECT waitlist."waitlistLength", waitlist."hasLine", request."n"::int, earlier."id" AS "earlierId", standing."id" AS "standingId", removed."id" IS NOT NULL AS "isRemoved"
    FROM unnest(${all('sessionId')}::uuid[], ${all('accountId')}::uuid[], ${all('idempotencyKey')}::text[])
        WITH ORDINALITY AS request("sessionId", "accountId", "key", "n")
      LEFT JOIN waitlist ON waitlist."sessionId" = request."sessionId"
      LEFT JOIN "Booking" earlier ON earlier."accountId" = request."accountId" AND earlier."idempotencyKey" = request."key"
      LEFT JOIN "Booking" standing ON standing."sessionId" = request."sessionId"
        AND standing."accountId" = request."accountId" AND standing."status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')
      LEFT JOIN "Participant" removed ON removed."sessionId" = request."sessionId"
        AND removed."accountId" = request."accountId" AND removed."removedAt" IS NOT NULL
    WHERE earlier."id" IS NOT NULL OR standing."id" IS NOT NULL OR removed."id" IS NOT NULL
      OR waitlist."sessionId" IS NOT NULL`;
}

async function readBookings(tx: Statements, histories: History[]): Promise<Map<string, Booking>> {
  const ids = new Set(histories.flatMap(({ earlierId, standingId }) => [earlierId, standingId]));
  ids.delete(null);
  if (ids.size === 0) return new Map();
  const rows = await tx.$queryRaw<Booking[]>`
    SELECT ${bookingColumns} FROM "Booking" WHERE "id" = ANY(${[...ids]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}
