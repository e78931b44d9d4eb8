import { SessionFullError } from '../../bookings/errors.ts';
import type { Booking, Participant, Session } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { DomainError } from '../../errors.ts';
import {
  BookingRequiredError,
  InvalidJoinCodeError,
  RemovedFromSessionError,
  SessionLockedError,
  SessionNotOpenError,
} from '../errors.ts';

/** A person who wants to join a session. */
export interface Candidate {
  session: Session;
  accountId: string;
  participant: Participant | null;
  /** The person's active booking: pending, confirmed or waitlisted. */
  booking: Booking | null;
  /** Whether the person gave the session's current join code. */
  hasCode: boolean;
  occupancy: Occupancy;
  asSpectator: boolean;
}

/** The part of a session's occupancy that its `seatsTaken` does not contain. */
export interface Occupancy {
  /** Participants who take up room without a booking. */
  walkIns: number;
  waitlistLength: number;
}

/** Returns why a person may not join now, or null. `sessionJoin` and `viewer.canJoin` both decide by it. */
export function joinObstacle(candidate: Candidate, now = new Date()): DomainError | null {
  const { session, accountId, participant, booking, hasCode } = candidate;
  const isHost = session.hostId === accountId;
  if (participant?.removedAt) return new RemovedFromSessionError();
  const opensAt = opensAtOf(session);
  const isOpen = session.status === 'LIVE' || (session.status === 'SCHEDULED' && (isHost || opensAt <= now));
  if (!isOpen) return new SessionNotOpenError(session.status === 'SCHEDULED' ? opensAt : null);
  if (isHost || participant?.role === 'COHOST') return null;

  const isIn = participant !== null && participant.presence !== 'LEFT';
  const hasSeat = booking?.status === 'CONFIRMED';
  if (session.admission === 'BOOKING' && !hasSeat) return new BookingRequiredError(booking?.status ?? null);
  if (session.admission === 'CODE' && !hasCode && !hasSeat && !isIn) {
    if (booking) return new BookingRequiredError(booking.status);
    return new InvalidJoinCodeError('Joining this session requires its join code or a confirmed booking.');
  }
  if (session.isLocked && !participant) return new SessionLockedError();
  // A held seat is room that its holder has; `seatsTaken` counts it. A person who is in keeps the role: a spectator who joins
  // again takes no room.
  const hasRoom = hasSeat || booking?.status === 'PENDING' || isIn;
  const needsRoom = !hasRoom && !candidate.asSpectator && session.maxParticipants !== null;
  const isFull = needsRoom && session.seatsTaken + candidate.occupancy.walkIns >= (session.maxParticipants ?? 0);
  return isFull ? new SessionFullError(candidate.occupancy.waitlistLength) : null;
}

/** When the join window of a session opens: its start minus `joinWindowMinutes`. */
export function opensAtOf({ startsAt, joinWindowMinutes }: Session): Date {
  return new Date(startsAt.getTime() - joinWindowMinutes * 60_000);
}

/** Counts the walk-ins and the waitlist of each session. Hosts and spectators take up no room. */
export async function countOccupancy(
  reader: Pick<Transaction, '$queryRaw'>,
  sessionIds: string[],
): Promise<(sessionId: string) => Occupancy> {
  const rows = await reader.$queryRaw<(Occupancy & { id: string })[]>`
    SELECT session."id",
      (SELECT coalesce(sum(booking."seats"), 0)::int FROM "Booking" booking
        WHERE booking."sessionId" = session."id" AND booking."status" = 'WAITLISTED') AS "waitlistLength",
      (SELECT count(*)::int FROM "Participant" participant
        WHERE participant."sessionId" = session."id"
          AND participant."role" = 'MEMBER' AND participant."presence" <> 'LEFT'
          AND NOT EXISTS (
            SELECT FROM "Booking" booking WHERE booking."sessionId" = session."id"
              AND booking."accountId" = participant."accountId" AND booking."status" IN ('PENDING', 'CONFIRMED'))
      ) AS "walkIns"
    FROM "Session" session WHERE session."id" = ANY(${sessionIds}::uuid[])`;
  const bySession = new Map(rows.map((row) => [row.id, row]));
  return (sessionId) => bySession.get(sessionId) ?? { walkIns: 0, waitlistLength: 0 };
}
