import type { Booking, BookingStatus, Session } from '../database/generated/client.ts';

/** The statuses of an active booking. A person has at most one active booking of a session. */
export const activeStatuses: BookingStatus[] = ['PENDING', 'WAITLISTED', 'CONFIRMED'];

/** Whether a pending booking's hold has expired, and the periodic sweep has not cancelled the booking yet. */
export function isOverdue({ status, holdExpiresAt }: Booking, now = new Date()): boolean {
  return status === 'PENDING' && holdExpiresAt !== null && holdExpiresAt <= now;
}

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
