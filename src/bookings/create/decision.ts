import type { Booking } from '../../database/generated/client.ts';
import type { BookableSession } from '../../database/locks.ts';
import { type DomainError, InvalidInputError, NotFoundError } from '../../errors.ts';
import { PassNotUsableError } from '../../passes/errors.ts';
import { type PassWithBalance, passObstacle } from '../../passes/rules.ts';
import { PromotionNotUsableError } from '../../promotions/errors.ts';
import { type CountedPromotion, promotionObstacle } from '../../promotions/rules.ts';
import { largestInt } from '../../validation.ts';
import { AlreadyBookedError, BookingClosedError, SessionFullError } from '../errors.ts';
import { bookingObstacle, isBookingClosed, isOverdue, suspendedHostObstacle } from '../rules.ts';
import type { Waitlist } from '../seats/waitlist.ts';

/** A person's request for seats: their own and those of their guests, all or none. A retry has the same idempotency key and the same body. */
export interface BookingRequest {
  sessionId: string;
  accountId: string;
  isAdmin: boolean;
  /** The host, co-host or admin who books for the person at a desk; null where the person books. */
  bookedById: string | null;
  seats: number;
  /** The viewer's pass that is to pay; null where money does. */
  passId: string | null;
  /** The promotion code that is to lower the price; null without one. */
  promotionId: string | null;
  /** Why the typed code cannot be used; null where it can. */
  promotionFault: DomainError | null;
  guestNames: string[];
  joinWaitlist: boolean;
  idempotencyKey: string | null;
  idempotencyBody: string;
}

/** A session with those who wait for its seats. Decisions of one group share it, and count in it what they decide. */
export type SessionFacts = BookableSession & Waitlist;

/** The facts that a decision depends on. */
export interface Facts {
  session: SessionFacts | null;
  /** The booking made with the same idempotency key. */
  earlier: Booking | null;
  /** The person's active booking of this session. */
  standing: Booking | null;
  isRemoved: boolean;
  /** Whether the person's account was deleted meanwhile. */
  isDeleted: boolean;
  /** The pass that is to pay, locked. Requests that name the same pass share it, and count in it what they take. */
  pass: PassWithBalance | null;
  /** The promotion code, locked and shared in the same way. */
  promotion: CountedPromotion | null;
}

/**
 * The outcome of a decision: take the seats, take a place on the waitlist, decide again under the session's lock, decide
 * again once overdue holds are released, return an existing booking, or refuse.
 */
export type Decision = 'seat' | 'waitlist' | 'lock' | 'release' | { booking: Booking } | { refusal: DomainError };

/** `group`: requests across sessions. `locked`: requests for one session, which is locked. `released`: so are its overdue holds. */
export type Stage = 'group' | 'locked' | 'released';

/** Decides about a request. All rules of booking are here. */
export function decide({ accountId, ...request }: BookingRequest, facts: Facts, stage: Stage): Decision {
  const { session, earlier, standing } = facts;
  if (earlier) {
    if (earlier.idempotencyBody === request.idempotencyBody) return { booking: earlier };
    return refuse(new InvalidInputError([{ path: ['idempotencyKey'], message: 'was used for another booking' }]));
  }
  if (facts.isDeleted) return refuse(new NotFoundError('account'));
  const isVisible = session && (session.status !== 'DRAFT' || session.hostId === accountId || request.isAdmin);
  if (!isVisible) return refuse(new NotFoundError('session'));
  const obstacle = bookingObstacle(session, {
    accountId,
    isRemoved: facts.isRemoved,
    isAtDesk: request.bookedById !== null,
  });
  if (obstacle) return refuse(new BookingClosedError(obstacle));
  const isReleased = stage === 'released';
  if (standing) return isOverdue(standing) && !isReleased ? 'release' : refuse(new AlreadyBookedError(standing));
  if (session.isHostSuspended) return refuse(new BookingClosedError(suspendedHostObstacle));
  const impossible = partyFault(session, request.seats);
  if (impossible) return refuse(new InvalidInputError([{ path: ['seats'], message: impossible }]));
  const unpaid = passFault(session, { ...request, accountId }, facts.pass);
  if (unpaid) return refuse(unpaid);
  const undiscounted = promotionFault(session, { ...request, accountId }, facts.promotion);
  if (undiscounted) return refuse(undiscounted);
  // Once bookings closed nobody moves up, so the line keeps no seat from the desk.
  const seatsLeft = session.hasLine && !isBookingClosed(session) ? 0 : freeSeatsOf(session);
  if (seatsLeft >= request.seats) return session.isRowLocked ? 'seat' : 'lock';
  if (session.hasOverdueHold && !isReleased) return 'release';
  if (!request.joinWaitlist) return refuse(new SessionFullError(session.waitlistLength, Math.max(0, seatsLeft)));
  return session.isRowLocked ? 'waitlist' : 'lock';
}

/** Why a session can never have this many seats in one booking; null where it can. */
export function partyFault(
  { maxParticipants, priceMinor }: Pick<SessionFacts, 'maxParticipants' | 'priceMinor'>,
  seats: number,
): string | null {
  if (maxParticipants !== null && seats > maxParticipants)
    return `must be at most ${maxParticipants}, the places of the session`;
  return priceMinor * seats > largestInt ? 'must be fewer: their price is beyond what one booking can cost' : null;
}

/** Why the pass that is to pay does not; null where it does, or none is to. */
function passFault(
  session: SessionFacts,
  { passId, accountId, seats }: Pick<BookingRequest, 'passId' | 'accountId' | 'seats'>,
  pass: PassWithBalance | null,
): DomainError | null {
  if (passId === null) return null;
  if (pass?.accountId !== accountId) return new NotFoundError('pass');
  const obstacle = passObstacle(pass, session, seats);
  return obstacle && new PassNotUsableError(obstacle);
}

/** Why the promotion code does not lower the price; null where it does, or there is none. */
function promotionFault(
  session: SessionFacts,
  request: Pick<BookingRequest, 'passId' | 'promotionId' | 'promotionFault' | 'accountId'>,
  promotion: CountedPromotion | null,
): DomainError | null {
  if (request.promotionFault) return request.promotionFault;
  if (request.promotionId === null) return null;
  if (request.passId !== null) return new PromotionNotUsableError('WITH_PASS');
  const obstacle = promotion ? promotionObstacle(promotion, session, request.accountId) : 'UNKNOWN';
  return obstacle && new PromotionNotUsableError(obstacle);
}

const freeSeatsOf = ({ maxParticipants, seatsTaken }: SessionFacts) =>
  maxParticipants === null ? Number.POSITIVE_INFINITY : maxParticipants - seatsTaken;

const refuse = (refusal: DomainError) => ({ refusal });
