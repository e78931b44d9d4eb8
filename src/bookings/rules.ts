import type { Booking, BookingStatus, Session } from '../database/generated/client.ts';

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

/** Why a session of a suspended host cannot be booked, as a sentence for people. */
export const suspendedHostObstacle = 'The host takes no bookings at present.';

/** Why this person cannot book this session, apart from its seats, as a sentence for people; null where they can. */
export function bookingObstacle(
  session: Pick<Session, 'hostId' | 'status' | 'endsAt'>,
  { accountId, isRemoved }: { accountId: string; isRemoved: boolean },
  now = new Date(),
): string | null {
  if (session.hostId === accountId) return 'Hosts do not book their own session.';
  if (isRemoved) return 'You were removed from this session.';
  if (session.status === 'CANCELLED') return 'The session is cancelled.';
  if (session.status === 'ENDED' || session.endsAt <= now) return 'The session is over.';
  return session.status === 'DRAFT' ? 'The session is not published yet.' : null;
}

/** Whether its owner's cancellation would refund the full amount now. An unpaid or later one refunds nothing. */
export function isRefundable({ status, freeCancellationUntil }: Booking, now = new Date()): boolean {
  return status === 'CONFIRMED' && (freeCancellationUntil === null || now <= freeCancellationUntil);
}

/** The refund, in minor units, that cancelling now would add to earlier ones; of a cancelled booking, its refund. */
export function refundOf(booking: Booking): number {
  const refunded = booking.refundMinor ?? 0;
  if (booking.status === 'CANCELLED') return refunded;
  return isRefundable(booking) ? booking.amountMinor - refunded : 0;
}
