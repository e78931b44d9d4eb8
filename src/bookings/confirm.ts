import { moderate, parseReason } from '../accounts/moderation.ts';
import type { App, SignedIn } from '../context.ts';
import type { Booking, Session } from '../database/generated/client.ts';
import { holdAccount } from '../database/locks.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { lockReturnedUse } from '../promotions/uses.ts';
import { NotHostError } from '../sessions/errors.ts';
import { BookingStatusError, SessionFullError } from './errors.ts';
import { confirmedNotification, hostBookedNotification } from './notifications/causes.ts';
import { bookingObstacle, isOverdue } from './rules.ts';
import { seatsChanged } from './seats/events.ts';
import { expireHoldsOf, takeSeats } from './seats/service.ts';
import { readWaitlists } from './seats/waitlist.ts';
import { activeBooking, lockBooking } from './service.ts';
import { bookingsChanged } from './stream.ts';

/**
 * Confirms that a booking is paid, for the session's host or an admin: a pending booking, or one whose hold expired
 * while a seat is left. Admins give a reason. Confirming a confirmed booking changes nothing.
 */
export async function confirmBooking(context: SignedIn, id: string, given: string | null): Promise<Booking> {
  const input = parseReason(given, false);
  return transaction(context.app.database, async (tx) => {
    const { booking, session, isHost, isAdmin } = await lockBooking(tx, context, id);
    if (!isHost && !isAdmin) throw new NotHostError('Only the session’s host and admins confirm a booking.');
    if (booking.status === 'CONFIRMED') return booking;
    const { audit } = moderate(context, session.hostId, input, 'booking');
    const confirmed = await confirmSeat(tx, context.app, session, booking);
    await audit(tx, { action: 'booking.confirmed', targetType: 'Booking', targetId: id });
    return confirmed;
  });
}

/**
 * Confirms a booking of a session whose row is locked. A booking whose hold expired takes its seats again, unless somebody
 * else waits for it. Confirming a confirmed booking changes nothing. Throws the refusal where it cannot be confirmed.
 */
export async function confirmSeat(tx: Transaction, app: App, session: Session, booking: Booking): Promise<Booking> {
  if (booking.status === 'CONFIRMED') return booking;
  const isPending = booking.status === 'PENDING' && !isOverdue(booking);
  if (isOverdue(booking)) {
    await expireHoldsOf(tx, app, booking.sessionId);
    await reseat(tx, app, session, { ...booking, status: 'CANCELLED' });
  } else if (booking.status === 'CANCELLED' && booking.holdExpired) {
    await reseat(tx, app, session, booking);
  } else if (!isPending) {
    throw new BookingStatusError(booking.status);
  }
  await bookingsChanged(tx, app, session, [booking]);
  // The host was told of a pending booking when it was made, and of a hold that expired.
  await app.mail.queue(tx, [
    confirmedNotification(booking),
    ...(isPending ? [] : [hostBookedNotification(session, booking)]),
  ]);
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

/** Takes seats for a booking that lost its own, and the use of its promotion code. Refuses before it writes anything. */
async function reseat(tx: Transaction, app: App, session: Session, booking: Booking): Promise<void> {
  const { status, sessionId, accountId } = booking;
  const takeUse = await lockReturnedUse(tx, booking.id);
  // Deleting an account cancels its bookings: it must not gain one meanwhile.
  const isOwned = await holdAccount(tx, accountId);
  const removed = await tx.participant.count({ where: { sessionId, accountId, removedAt: { not: null } } });
  const [host] = await tx.$queryRaw<{ isSuspended: boolean }[]>`
    SELECT "isSuspended"(${session.hostId}::uuid) AS "isSuspended"`;
  const obstacle = bookingObstacle(session, { accountId, isRemoved: removed > 0 });
  const isBarred = !isOwned || host?.isSuspended || obstacle !== null;
  if (isBarred || (await activeBooking(tx, sessionId, accountId))) throw new BookingStatusError(status);
  const waiting = (await readWaitlists(tx, [sessionId]))(sessionId);
  // Read again: releasing overdue holds changes the seats.
  const { maxParticipants, seatsTaken } = await tx.session.findUniqueOrThrow({ where: { id: sessionId } });
  const seatsLeft = waiting.hasLine ? 0 : (maxParticipants ?? Number.POSITIVE_INFINITY) - seatsTaken;
  if (seatsLeft < booking.seats) throw new SessionFullError(waiting.waitlistLength, seatsLeft);
  const data = seatsChanged({ maxParticipants, seatsTaken: seatsTaken + booking.seats });
  await takeSeats(tx, app, [{ seats: booking.seats, event: { sessionId, isInSession: true, data } }]);
  await takeUse();
}
