import { z } from 'zod';
import { recordAudit } from '../accounts/audit.ts';
import type { App, SignedIn } from '../context.ts';
import { type Booking, Prisma, type Session } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { DomainError, InvalidInputError, NotFoundError } from '../errors.ts';
import { lockSession, maySeeSession } from '../sessions/service.ts';
import { text, validate } from '../validation.ts';
import { type Cancellation, cancelBookings } from './cancellation.ts';
import { bookingsChanged } from './changes.ts';
import { confirmSeat } from './confirmation.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError, SessionFullError } from './errors.ts';
import { bookInGroup } from './group-booking.ts';
import { type BookingRequest, insertBookings, newBooking } from './new-booking.ts';
import { activeStatuses, bookingObstacle, isOverdue, isRefundable } from './rules.ts';
import {
  activeBooking,
  expireHoldsOf,
  freeSeats,
  hasOverdueHold,
  removedFrom,
  seatsChanged,
  takeSeat,
} from './seats/service.ts';

const bookingCreation = z.object({
  sessionId: z.string(),
  idempotencyKey: text(1, 100).nullish(),
  joinWaitlist: z.boolean().nullish(),
});
const reason = text(0, 500).nullish();

/**
 * Books a seat for the viewer: a free one is confirmed at once, a priced one pending while its hold lasts. A retry
 * with the same idempotency key returns the booking that the first try made.
 */
export async function createBooking(context: SignedIn, input: z.input<typeof bookingCreation>): Promise<Booking> {
  const valid = validate(bookingCreation, input);
  const accountId = context.viewer.account.id;
  const request: BookingRequest = {
    sessionId: valid.sessionId,
    accountId,
    idempotencyKey: valid.idempotencyKey ?? null,
    idempotencyBody: JSON.stringify([valid.sessionId, valid.joinWaitlist ?? false]),
  };
  try {
    const booking = await bookInGroup(context, request);
    return (
      booking ?? (await transaction(context.database, (tx) => book(tx, context, request, valid.joinWaitlist ?? false)))
    );
  } catch (refusal) {
    // A twin of this request may have come first meanwhile, and be what this one was refused for.
    const twin = refusal instanceof DomainError && (await findByKey(context.database.prisma, request));
    if (twin) return twin;
    throw refusal;
  }
}

async function book(
  tx: Transaction,
  context: SignedIn,
  request: BookingRequest,
  joinWaitlist: boolean,
): Promise<Booking> {
  const earlier = await findByKey(tx, request);
  if (earlier) return earlier;
  await bookableSession(tx, context, request);
  const taken = await takeSeat(tx, request.sessionId);
  if (taken) return addBooking(tx, context, taken, request, true);

  // Most of those who come to a full session go away again: they shall not queue for its row.
  if (joinWaitlist || (await hasOverdueHold(tx, request.sessionId))) {
    await lockSession(tx, context, request.sessionId);
    await expireHoldsOf(tx, context, request.sessionId);
    // Under the lock there may be a seat after all, of a hold that was over or a booking cancelled just now.
    const freed = await takeSeat(tx, request.sessionId);
    if (freed) return addBooking(tx, context, freed, request, true);
  }
  // What kept this one from a seat need not be that all are taken: the session may have been called off meanwhile.
  const session = await bookableSession(tx, context, request);
  if (joinWaitlist) return addBooking(tx, context, session, request, false);
  throw new SessionFullError(await tx.booking.count({ where: { sessionId: request.sessionId, status: 'WAITLISTED' } }));
}

/** The session as it is now, which this person could book if it has a seat; throws why not. */
async function bookableSession(tx: Transaction, context: SignedIn, request: BookingRequest): Promise<Session> {
  const { sessionId, accountId } = request;
  const session = await tx.session.findUnique({ where: { id: sessionId } });
  if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
  await refuseObstacle(tx, session, accountId);
  const standing = await activeBooking(tx, sessionId, accountId);
  if (!standing) return session;
  if (!isOverdue(standing)) throw new AlreadyBookedError(standing);
  await lockSession(tx, context, sessionId);
  await expireHoldsOf(tx, context, sessionId);
  return bookableSession(tx, context, request);
}

async function refuseObstacle(tx: Transaction, session: Session, accountId: string): Promise<void> {
  const isRemoved = (await removedFrom(tx, [session.id], accountId)).has(session.id);
  const obstacle = bookingObstacle(session, { accountId, isRemoved });
  if (obstacle) throw new BookingClosedError(obstacle);
}

/** Books under the terms of the locked session. */
async function addBooking(
  tx: Transaction,
  context: SignedIn,
  session: Session,
  request: BookingRequest,
  hasSeat: boolean,
): Promise<Booking> {
  await refuseObstacle(tx, session, request.accountId);
  const [booking] = await insertBookings(tx, [newBooking(session, request, hasSeat)]);
  if (!booking) throw await clashOf(tx, request);
  bookingsChanged(tx, context, session, [booking]);
  if (hasSeat) await context.events.append(tx, session.id, seatsChanged(session));
  return booking;
}

/** What a booking clashed with that came first, while this one waited for the session's row. */
async function clashOf(tx: Transaction, request: BookingRequest): Promise<Error> {
  const first = (await findByKey(tx, request)) ?? (await activeBooking(tx, request.sessionId, request.accountId));
  return first ? new AlreadyBookedError(first) : new Error('a booking clashed with one that is gone');
}

async function findByKey(
  tx: Transaction | SignedIn['database']['prisma'],
  request: BookingRequest,
): Promise<Booking | null> {
  const { accountId, idempotencyKey, idempotencyBody } = request;
  if (idempotencyKey === null) return null;
  const earlier = await tx.booking.findUnique({ where: { accountId_idempotencyKey: { accountId, idempotencyKey } } });
  if (earlier && earlier.idempotencyBody !== idempotencyBody) {
    throw new InvalidInputError([{ path: ['idempotencyKey'], message: 'was used for another booking' }]);
  }
  return earlier;
}

/**
 * The host, or an admin, says that a booking is paid: a pending one, or one whose hold has run out while its seat is
 * still to be had. Confirming a confirmed one changes nothing.
 */
export async function confirmBooking(context: SignedIn, id: string, input: string | null): Promise<Booking> {
  const why = validate(z.object({ reason }), { reason: input }).reason || null;
  return transaction(context.database, async (tx) => {
    const { booking, session, isHost, isAdmin } = await lockBooking(tx, context, id);
    if (!isHost && !isAdmin) throw new NotFoundError('booking');
    if (booking.status === 'CONFIRMED') return booking;
    const confirmed = await confirmSeat(tx, context, session, booking);
    if (!isHost) await auditBooking(tx, context, booking, 'booking.confirmed', why);
    return confirmed;
  });
}

/**
 * Cancels a booking: its owner under the terms it was made under, the host or an admin with a full refund. The seat
 * goes to the first in line. Cancelling a cancelled one changes nothing.
 */
export async function cancelBooking(context: SignedIn, id: string, input: string | null): Promise<Booking> {
  const cancellationReason = validate(z.object({ reason }), { reason: input }).reason || null;
  return transaction(context.database, async (tx) => {
    const { booking, isOwner, isHost } = await lockBooking(tx, context, id);
    if (booking.status === 'CANCELLED') return booking;
    if (!activeStatuses.includes(booking.status)) throw new BookingStatusError(booking.status);
    const isModeration = !isOwner && !isHost;
    if (isModeration && cancellationReason === null) {
      throw new InvalidInputError([{ path: ['reason'], message: 'must be given by an admin' }]);
    }
    const refunds = !isOwner || isRefundable(booking);
    const cancelled = await giveUp(tx, context, booking, { reason: cancellationReason, refunds });
    if (isModeration) await auditBooking(tx, context, booking, 'booking.cancelled', cancellationReason);
    return cancelled;
  });
}

/** Cancels the booking that a person has in a session whose row is locked: as they would themselves, or with a full refund. */
export async function withdrawFrom(
  tx: Transaction,
  app: App,
  {
    sessionId,
    accountId,
    reason,
    inFull,
  }: { sessionId: string; accountId: string; reason: string | null; inFull: boolean },
): Promise<void> {
  const booking = await activeBooking(tx, sessionId, accountId);
  if (booking) await giveUp(tx, app, booking, { reason, refunds: inFull || isRefundable(booking) });
}

/** Cancels a booking that stands, of a session whose row is locked. */
async function giveUp(
  tx: Transaction,
  app: App,
  { id, sessionId }: Booking,
  cancellation: Cancellation,
): Promise<Booking> {
  const seats = await cancelBookings(tx, app, Prisma.sql`"id" = ${id}::uuid`, cancellation);
  if (seats > 0) await freeSeats(tx, app, sessionId, seats);
  return tx.booking.findUniqueOrThrow({ where: { id } });
}

/** The booking, once its session's row is this transaction's, with what the viewer is to it. */
async function lockBooking(tx: Transaction, context: SignedIn, id: string) {
  const { account } = context.viewer;
  const found = await tx.booking.findUnique({ where: { id } });
  if (!found) throw new NotFoundError('booking');
  const session = await lockSession(tx, context, found.sessionId);
  const booking = await tx.booking.findUniqueOrThrow({ where: { id } });
  const isOwner = booking.accountId === account.id;
  const isHost = session.hostId === account.id;
  const isAdmin = account.role === 'ADMIN';
  if (!isOwner && !isHost && !isAdmin) throw new NotFoundError('booking');
  return { booking, session, isOwner, isHost, isAdmin };
}

function auditBooking(
  tx: Transaction,
  context: SignedIn,
  booking: Booking,
  action: string,
  why: string | null,
): Promise<void> {
  return recordAudit(tx, context, { action, targetType: 'Booking', targetId: booking.id, reason: why });
}
