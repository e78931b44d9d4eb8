import type { Booking, BookingStatus, Session } from '../database/generated/client.ts';

/** Statuses of a booking that still stands; one person has at most one such booking of a session. */
export const activeStatuses: BookingStatus[] = ['PENDING', 'WAITLISTED', 'CONFIRMED'];

/** Whether a pending booking keeps its seat longer than it may: it stands no more, though nobody has swept it up yet. */
export function isOverdue({ status, holdExpiresAt }: Booking, now = new Date()): boolean {
  return status === 'PENDING' && holdExpiresAt !== null && holdExpiresAt <= now;
}

/** Why this person cannot book this session, seats aside; null where they can. Who was put out of it is out for good. */
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

/** Whether its owner could cancel it now and have everything back; later than agreed, or unpaid, it is nothing. */
export function isRefundable({ status, freeCancellationUntil }: Booking, now = new Date()): boolean {
  return status === 'CONFIRMED' && (freeCancellationUntil === null || now <= freeCancellationUntil);
}

/** Minor units that cancelling now would give back, beyond what went back already; once cancelled, what it gave back. */
export function refundOf(booking: Booking): number {
  const refunded = booking.refundMinor ?? 0;
  if (booking.status === 'CANCELLED') return refunded;
  return isRefundable(booking) ? booking.amountMinor - refunded : 0;
}
