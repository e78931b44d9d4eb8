import type { Statements } from '../database/client.ts';
import type { Booking } from '../database/generated/client.ts';
import { type BookableSession, bookableColumns, hasSeatLeft } from '../database/locks.ts';
import { type DomainError, InvalidInputError, NotFoundError } from '../errors.ts';
import { AlreadyBookedError, BookingClosedError, SessionFullError } from './errors.ts';
import { bookingObstacle, isOverdue } from './rules.ts';

/** A person's request for a seat. The key identifies a retry, the body tells whether it is one. */
export interface BookingRequest {
  sessionId: string;
  accountId: string;
  isAdmin: boolean;
  joinWaitlist: boolean;
  idempotencyKey: string | null;
  idempotencyBody: string;
}

/** What a decision needs to know. Of a request without history, for a session that is locked, only the session. */
export interface Facts {
  session: BookableSession | null;
  /** The booking made with the same idempotency key. */
  earlier: Booking | null;
  /** The person's booking of this session that stands. */
  standing: Booking | null;
  isRemoved: boolean;
  waitlistLength: number;
  hasOverdueHold: boolean;
}

/**
 * What is to be done: take a seat; take a place on the waitlist; decide again under the session's lock, or once its
 * overdue holds are released; return a booking that there is; or refuse.
 */
export type Decision = 'seat' | 'waitlist' | 'lock' | 'release' | { booking: Booking } | { refusal: DomainError };

/** In a group, a session without a seat is not locked. Alone it is, and then its overdue holds are released. */
export type Stage = 'group' | 'locked' | 'released';

/** Decides about a request: the one place for the rules of booking. */
export function decide({ accountId, isAdmin, ...request }: BookingRequest, facts: Facts, stage: Stage): Decision {
  const { session, earlier, standing } = facts;
  if (earlier) {
    if (earlier.idempotencyBody === request.idempotencyBody) return { booking: earlier };
    return refuse(new InvalidInputError([{ path: ['idempotencyKey'], message: 'was used for another booking' }]));
  }
  const isVisible = session && (session.status !== 'DRAFT' || session.hostId === accountId || isAdmin);
  if (!isVisible) return refuse(new NotFoundError('session'));
  const obstacle = bookingObstacle(session, { accountId, isRemoved: facts.isRemoved });
  if (obstacle) return refuse(new BookingClosedError(obstacle));
  const isReleased = stage === 'released';
  if (standing) return isOverdue(standing) && !isReleased ? 'release' : refuse(new AlreadyBookedError(standing));
  if (session.maxParticipants === null || session.seatsTaken < session.maxParticipants) return 'seat';
  if (facts.hasOverdueHold && !isReleased) return 'release';
  if (request.joinWaitlist && stage === 'group') return 'lock';
  return request.joinWaitlist ? 'waitlist' : refuse(new SessionFullError(facts.waitlistLength));
}

const refuse = (refusal: DomainError) => ({ refusal });

type FactsRow = BookableSession &
  Pick<Facts, 'isRemoved' | 'waitlistLength' | 'hasOverdueHold'> & {
    n: number;
    sessionId: string | null;
    earlierId: string | null;
    standingId: string | null;
  };

/** Reads the facts of requests; of the locked sessions they are read after the locks, so that nothing is missed. */
export async function readFacts(
  tx: Statements,
  requests: BookingRequest[],
  locked: ReadonlyMap<string, BookableSession>,
): Promise<Facts[]> {
  const all = <Name extends keyof BookingRequest>(name: Name) => requests.map((request) => request[name]);
  // No row comes back for a request without history for a locked session: most are such.
  const rows = await tx.$queryRaw<FactsRow[]>`
    SELECT request."n"::int, earlier."id" AS "earlierId", standing."id" AS "standingId",
      ${bookableColumns}, "Session"."id" AS "sessionId", removed."id" IS NOT NULL AS "isRemoved",
      CASE WHEN ${hasSeatLeft} THEN 0 ELSE (
        SELECT count(*)::int FROM "Booking" WHERE "sessionId" = request."sessionId" AND "status" = 'WAITLISTED'
      ) END AS "waitlistLength",
      NOT (${hasSeatLeft}) AND EXISTS (
        SELECT FROM "Booking" WHERE "sessionId" = request."sessionId" AND "status" = 'PENDING' AND "holdExpiresAt" <= now()
      ) AS "hasOverdueHold"
    FROM unnest(${all('sessionId')}::uuid[], ${all('accountId')}::uuid[], ${all('idempotencyKey')}::text[])
        WITH ORDINALITY AS request("sessionId", "accountId", "key", "n")
      LEFT JOIN "Session" ON "Session"."id" = request."sessionId"
      LEFT JOIN "Booking" earlier ON earlier."accountId" = request."accountId" AND earlier."idempotencyKey" = request."key"
      LEFT JOIN "Booking" standing ON standing."sessionId" = request."sessionId"
        AND standing."accountId" = request."accountId" AND standing."status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')
      LEFT JOIN "Participant" removed ON removed."sessionId" = request."sessionId"
        AND removed."accountId" = request."accountId" AND removed."removedAt" IS NOT NULL
    WHERE earlier."id" IS NOT NULL OR standing."id" IS NOT NULL OR removed."id" IS NOT NULL
      OR NOT coalesce("Session"."id" = ANY(${[...locked.keys()]}::uuid[]), false)`;
  const bookings = await readBookings(
    tx,
    rows.flatMap(({ earlierId, standingId }) => [earlierId, standingId].filter((id) => id !== null)),
  );
  const byRequest = new Map(rows.map((row) => [row.n - 1, row]));
  return requests.map(({ sessionId }, index) => {
    const row = byRequest.get(index);
    const session = locked.get(sessionId) ?? (row?.sessionId ? row : null);
    return {
      session,
      earlier: bookings.get(row?.earlierId ?? '') ?? null,
      standing: bookings.get(row?.standingId ?? '') ?? null,
      isRemoved: row?.isRemoved ?? false,
      waitlistLength: row?.waitlistLength ?? 0,
      hasOverdueHold: row?.hasOverdueHold ?? false,
    };
  });
}

async function readBookings(tx: Statements, ids: string[]): Promise<Map<string, Booking>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<Booking[]>`SELECT * FROM "Booking" WHERE "id" = ANY(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}
