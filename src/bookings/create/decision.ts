import type { Booking } from '../../database/generated/client.ts';
import type { BookableSession } from '../../database/locks.ts';
import { type DomainError, InvalidInputError, NotFoundError } from '../../errors.ts';
import { AlreadyBookedError, BookingClosedError, SessionFullError } from '../errors.ts';
import { bookingObstacle, isOverdue, suspendedHostObstacle } from '../rules.ts';

/** A person's request for a seat. A retry has the same idempotency key and the same body. */
export interface BookingRequest {
  sessionId: string;
  accountId: string;
  isAdmin: boolean;
  joinWaitlist: boolean;
  idempotencyKey: string | null;
  idempotencyBody: string;
}

/** The facts that a decision depends on. */
export interface Facts {
  session: BookableSession | null;
  /** The booking made with the same idempotency key. */
  earlier: Booking | null;
  /** The person's active booking of this session. */
  standing: Booking | null;
  isRemoved: boolean;
}

/**
 * The outcome of a decision: take a seat, take a place on the waitlist, decide again under the session's lock, decide
 * again once overdue holds are released, return an existing booking, or refuse.
 */
export type Decision = 'seat' | 'waitlist' | 'lock' | 'release' | { booking: Booking } | { refusal: DomainError };

/** `group`: requests across sessions. `locked`: requests for one session, which is locked. `released`: so are its overdue holds. */
export type Stage = 'group' | 'locked' | 'released';

/** Decides about a request. All rules of booking are here. */
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
  if (session.isHostSuspended) return refuse(new BookingClosedError(suspendedHostObstacle));
  const isFull = session.maxParticipants !== null && session.seatsTaken >= session.maxParticipants;
  if (!isFull) return session.isLocked ? 'seat' : 'lock';
  // A request of the same group took the last seat, so the waitlist was not read.
  if (session.waitlistLength === null) return 'lock';
  if (session.hasOverdueHold && !isReleased) return 'release';
  if (!request.joinWaitlist) return refuse(new SessionFullError(session.waitlistLength));
  return session.isLocked ? 'waitlist' : 'lock';
}

const refuse = (refusal: DomainError) => ({ refusal });
