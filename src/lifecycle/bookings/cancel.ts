import { moderate, parseReason } from '../../accounts/moderation.ts';
import { BookingStatusError } from '../../bookings/errors.ts';
import { activeStatuses, isRefundable } from '../../bookings/rules.ts';
import { lockBooking, withdraw } from '../../bookings/service.ts';
import type { App, SignedIn } from '../../context.ts';
import type { Booking, Participant, Session } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { countOccupancy } from '../../live/participants/admission.ts';
import { depart, isOpen } from '../../live/presence/service.ts';
import { withdrawVotes } from '../../live/stories/service.ts';
import { NotHostError } from '../../sessions/errors.ts';

/**
 * Cancels a booking: its owner under the terms it was made under, the host or an admin with a full refund. The seat goes
 * to the first person on the waitlist, and the admission that a confirmed booking gave ends. Cancelling a cancelled
 * booking changes nothing.
 */
export async function cancelBooking(context: SignedIn, id: string, given: string | null): Promise<Booking> {
  const input = parseReason(given, false);
  return transaction(context.app.database, async (tx) => {
    const { booking, session, isOwner, isHost, isAdmin } = await lockBooking(tx, context, id);
    if (!isOwner && !isHost && !isAdmin)
      throw new NotHostError('Only the person who booked, the session’s host and admins cancel a booking.');
    if (booking.status === 'CANCELLED') return booking;
    if (!activeStatuses.includes(booking.status)) throw new BookingStatusError(booking.status);
    const { reason, audit } = moderate(context, isOwner ? booking.accountId : session.hostId, input, 'booking');
    const by = isOwner ? 'PERSON' : isHost ? 'HOST' : 'STUDIO';
    const refunds = !isOwner || isRefundable(booking);
    const cancelled = await withdraw(tx, context.app, booking, { reason, refunds, by });
    if (booking.status === 'CONFIRMED') await endAdmission(tx, context.app, session, booking.accountId);
    await audit(tx, { action: 'booking.cancelled', targetType: 'Booking', targetId: id });
    return cancelled;
  });
}

/**
 * Takes a person without a booking out of a locked session. Hosts and co-hosts stay. In a session that a code admits to,
 * others stay as well while there is room.
 */
async function endAdmission(tx: Transaction, app: App, session: Session, accountId: string): Promise<void> {
  const participant = await tx.participant.findUnique({
    where: { sessionId_accountId: { sessionId: session.id, accountId } },
  });
  if (!participant || participant.presence === 'LEFT' || !isOpen(session)) return;
  if (participant.role === 'HOST' || participant.role === 'COHOST') return;
  if (session.admission === 'CODE' && (await hasRoomFor(tx, participant))) return;
  await depart(tx, app, participant, null);
  await withdrawVotes(tx, app, session, accountId);
}

/** Whether a session has room for a participant without a booking. Spectators take no room. */
async function hasRoomFor(tx: Transaction, { sessionId, role }: Participant): Promise<boolean> {
  // Read again: the seat may have gone to somebody on the waitlist.
  const { maxParticipants, seatsTaken } = await tx.session.findUniqueOrThrow({ where: { id: sessionId } });
  if (role === 'SPECTATOR' || maxParticipants === null) return true;
  const { walkIns } = (await countOccupancy(tx, [sessionId]))(sessionId);
  return seatsTaken + walkIns <= maxParticipants;
}
