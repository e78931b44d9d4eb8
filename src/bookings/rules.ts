import type { Booking, BookingStatus, Session } from '../database/generated/client.ts';
import { refundFor } from './party/shares.ts';

/** The statuses of an active booking. A person has at most one active booking of a session. */
export const activeStatuses: BookingStatus[] = ['PENDING', 'WAITLISTED', 'CONFIRMED'];

/** Whether a pending booking's hold has expired, and the periodic sweep has not cancelled the booking yet. */
export function isOverdue({ status, holdExpiresAt }: Booking, now = new Date()): boolean {
  return status === 'PENDING' && holdExpiresAt !== null && holdExpiresAt <= now;
}

/** When a hold must end: at the session's start; once it has started, at its end; null once it runs over. */
export function holdLimit({ status, startsAt, endsAt }: Times, now = new Date()): Date | null {
  if (status !== 'LIVE' && startsAt > now) return startsAt;
  return endsAt > now ? endsAt : null;
}

type Times = Pick<Session, 'status' | 'startsAt' | 'endsAt'>;

/** When a hold that begins now expires. */
export function holdExpiry(session: Times & Pick<Session, 'bookingHoldMinutes'>, now = new Date()): Date {
  const expiry = now.getTime() + session.bookingHoldMinutes * 60_000;
  return new Date(Math.min(expiry, holdLimit(session, now)?.getTime() ?? expiry));
}

type Closing = Pick<Session, 'startsAt' | 'endsAt' | 'bookingClosesMinutes'>;

/** When a session stops taking bookings: so many minutes before its start, or at its end. */
export function bookingClosesAt({ startsAt, endsAt, bookingClosesMinutes }: Closing): Date {
  return bookingClosesMinutes === 0 ? endsAt : new Date(startsAt.getTime() - bookingClosesMinutes * 60_000);
}

/** Whether bookings closed, before the start or at the end: nobody books and nobody moves up from the waitlist any more. */
export function isBookingClosed(session: Closing, now = new Date()): boolean {
  return bookingClosesAt(session) <= now;
}

/** Why a session of a suspended host cannot be booked, as a sentence for people. */
export const suspendedHostObstacle = 'The host takes no bookings at present.';

/**
 * Why this person cannot book this session, apart from its seats, as a sentence for people; null where they can. At a desk
 * people are booked until the end.
 */
export function bookingObstacle(
  session: Closing & Pick<Session, 'hostId' | 'status'>,
  { accountId, isRemoved, isAtDesk = false }: { accountId: string; isRemoved: boolean; isAtDesk?: boolean },
  now = new Date(),
): string | null {
  if (session.hostId === accountId) return 'Hosts do not book their own session.';
  if (isRemoved) return isAtDesk ? 'The person was removed from this session.' : 'You were removed from this session.';
  if (session.status === 'CANCELLED') return 'The session is cancelled.';
  if (session.status === 'ENDED' || session.endsAt <= now) return 'The session is over.';
  if (session.status === 'DRAFT') return 'The session is not published yet.';
  return isBookingClosed(session, now) && !isAtDesk ? closedReason(session) : null;
}

function closedReason({ bookingClosesMinutes: minutes }: Closing): string {
  return `Bookings closed ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} before the start.`;
}

/** Whether its owner's cancellation would refund the full amount now. An unpaid or later one refunds nothing. */
export function isRefundable({ status, freeCancellationUntil }: Booking, now = new Date()): boolean {
  return status === 'CONFIRMED' && (freeCancellationUntil === null || now <= freeCancellationUntil);
}

/**
 * The refund, in minor units, that giving seats back now would add to earlier ones: some, or all of them. Of a cancelled
 * booking, its refund.
 */
export function refundOf(booking: Booking, seats = booking.seats): number {
  if (booking.status === 'CANCELLED') return booking.refundMinor ?? 0;
  return isRefundable(booking) ? refundFor(booking, Math.min(seats, booking.seats)) : 0;
}
