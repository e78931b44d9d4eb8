import type { App } from '../context.ts';
import type { Statements } from '../database/client.ts';
import type { Booking, Session } from '../database/generated/client.ts';

export type Booker = Pick<Booking, 'accountId'>;

/**
 * Wakes, after the commit, those who watch these bookings of one session: who made them, and the session's host. Each
 * change of a booking is followed by it; what it was forgotten for is noticed seconds later.
 */
export function bookingsChanged(
  tx: Statements,
  { events }: App,
  { hostId }: Pick<Session, 'hostId'>,
  bookings: Booker[],
): void {
  if (bookings.length === 0) return;
  for (const accountId of new Set([hostId, ...bookings.map((booking) => booking.accountId)])) {
    events.accountChanged(tx, accountId);
  }
}
