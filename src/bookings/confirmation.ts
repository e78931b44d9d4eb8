import type { App } from '../context.ts';
import type { Booking, Session } from '../database/generated/client.ts';
import { holdAccount } from '../database/locks.ts';
import type { Transaction } from '../database/transaction.ts';
import { bookingsChanged } from './changes.ts';
import { BookingStatusError, SessionFullError } from './errors.ts';
import { bookingObstacle, isOverdue } from './rules.ts';
import { seatsChanged } from './seats/events.ts';
import { activeBooking, expireHoldsOf, takeSeats } from './seats/service.ts';

/**
 * Confirms a booking of a session whose row is locked: a pending one, or one whose hold has run out where it can have
 * a seat again without passing anybody by. Confirming a confirmed one changes nothing. Throws why it cannot be.
 */
export async function confirmSeat(tx: Transaction, app: App, session: Session, booking: Booking): Promise<Booking> {
  if (booking.status === 'CONFIRMED') return booking;
  if (isOverdue(booking)) {
    await expireHoldsOf(tx, app, booking.sessionId);
    await reseat(tx, app, session, { ...booking, status: 'CANCELLED' });
  } else if (booking.status === 'CANCELLED' && booking.holdExpired) {
    await reseat(tx, app, session, booking);
  } else if (booking.status !== 'PENDING') {
    throw new BookingStatusError(booking.status);
  }
  bookingsChanged(tx, app, session, [booking]);
  return tx.booking.update({
    where: { id: booking.id },
    data: {
      status: 'CONFIRMED',
      confirmedAt: new Date(),
      holdExpiresAt: null,
      holdExpired: false,
      cancelledAt: null,
      cancellationReason: null,
      refundMinor: null,
    },
  });
}

/** Takes a seat for a booking that lost its own. */
async function reseat(tx: Transaction, { events }: App, session: Session, booking: Booking): Promise<void> {
  const { status, sessionId, accountId } = booking;
  // An account that is being deleted gets into no further session.
  const isOwned = await holdAccount(tx, accountId);
  const removed = await tx.participant.count({ where: { sessionId, accountId, removedAt: { not: null } } });
  const isBarred = !isOwned || bookingObstacle(session, { accountId, isRemoved: removed > 0 }) !== null;
  if (isBarred || (await activeBooking(tx, sessionId, accountId))) throw new BookingStatusError(status);
  const waiting = await tx.booking.count({ where: { sessionId, status: 'WAITLISTED' } });
  // Read again: overdue holds may have been released since.
  const { maxParticipants, seatsTaken } = await tx.session.findUniqueOrThrow({ where: { id: sessionId } });
  const isFull = maxParticipants !== null && seatsTaken >= maxParticipants;
  if (waiting > 0 || isFull) throw new SessionFullError(waiting);
  await takeSeats(tx, new Map([[sessionId, 1]]));
  await events.append(tx, sessionId, seatsChanged({ maxParticipants, seatsTaken: seatsTaken + 1 }));
}
