import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { recordAudit } from '../accounts/audit.ts';
import { cancelBookings } from '../bookings/cancellation.ts';
import { activeStatuses } from '../bookings/rules.ts';
import { freeSeats, seatsChanged } from '../bookings/seats/service.ts';
import type { App, SignedIn } from '../context.ts';
import { Prisma, type Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { NotFoundError } from '../errors.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { changeSession, lockHostedSession, lockSession } from '../sessions/service.ts';
import { type SessionUpdate, sessionUpdate, type ValidSessionUpdate } from '../sessions/validation.ts';
import { text, validate } from '../validation.ts';

// Changes of a session that its bookings go along with.

/**
 * Changes a session by itself: if that makes one date of a series differ, changes of the series leave it alone from now
 * on. A form that sends what it was shown changes nothing.
 */
export async function updateHostedSession(
  tx: Transaction,
  context: SignedIn,
  id: string,
  input: SessionUpdate,
): Promise<Session> {
  const valid = validate(sessionUpdate, input);
  const session = await lockHostedSession(tx, context, id);
  const revised = await reviseSession(tx, context, session, valid);
  if (!session.seriesId || isDeepStrictEqual(revised, session)) return revised;
  return tx.session.update({ where: { id }, data: { isDetached: true } });
}

/**
 * Changes a session whose row is locked and tells those who follow it; seats that it adds go to the waitlist at once.
 * Where it is moved to another time, whoever has booked did not agree to that: they may cancel free of charge until
 * it starts.
 */
export async function reviseSession(
  tx: Transaction,
  context: SignedIn,
  session: Session,
  valid: ValidSessionUpdate,
): Promise<Session> {
  const changed = await changeSession(tx, context, session, valid);
  if (changed.startsAt.getTime() !== session.startsAt.getTime()) {
    await tx.booking.updateMany({
      where: { sessionId: session.id, status: { in: activeStatuses } },
      data: { freeCancellationUntil: changed.startsAt },
    });
  }
  await context.events.append(tx, session.id, { type: 'SessionChanged', status: changed.status });
  return changed.maxParticipants === session.maxParticipants ? changed : freeSeats(tx, context, session.id, 0);
}

/** Calls a session off: its host, or an admin as moderation. Every booking is cancelled, what was paid refunded in full. */
export async function cancelHostedSession(
  tx: Transaction,
  context: SignedIn,
  id: string,
  input: string,
): Promise<Session> {
  const cancellationReason = validate(z.object({ reason: text(1, 500) }), { reason: input }).reason;
  const { account } = context.viewer;
  const session = await lockSession(tx, context, id);
  const isHost = session.hostId === account.id;
  if (!isHost && account.role !== 'ADMIN') throw new NotFoundError('session');
  // A draft that is called off would be shown to everybody; its host deletes it.
  if (session.status !== 'SCHEDULED' && session.status !== 'LIVE') throw new SessionStatusError(session.status);
  const cancelled = await callOff(tx, context, id, cancellationReason);
  if (!isHost) {
    await recordAudit(tx, context, {
      action: 'session.cancelled',
      targetType: 'Session',
      targetId: id,
      reason: cancellationReason,
    });
  }
  return cancelled;
}

/** Cancels a session whose row is locked, and with a full refund everybody's booking. */
export async function callOff(tx: Transaction, app: App, id: string, cancellationReason: string): Promise<Session> {
  await cancelBookings(tx, app, Prisma.sql`"sessionId" = ${id}::uuid`, { reason: cancellationReason, refunds: true });
  const cancelled = await tx.session.update({
    where: { id },
    data: { status: 'CANCELLED', cancellationReason, joinCode: null, seatsTaken: 0 },
  });
  await app.events.append(tx, id, { type: 'SessionChanged', status: 'CANCELLED' }, seatsChanged(cancelled));
  return cancelled;
}
