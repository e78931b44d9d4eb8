import type { App, SignedIn } from '../context.ts';
import { type Booking, Prisma } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { NotFoundError } from '../errors.ts';
import { hasCohost, lockSession } from '../sessions/service.ts';
import { type Cancellation, cancelBookings } from './cancel.ts';
import type { Canceller } from './notifications/causes.ts';
import { activeStatuses, isRefundable } from './rules.ts';
import { freeSeats, shortenWaitlist } from './seats/service.ts';

/** Cancels a person's booking of a session whose row is locked: with a full refund, or the refund its terms give. */
export async function withdrawFrom(
  tx: Transaction,
  app: App,
  {
    sessionId,
    accountId,
    reason,
    inFull,
    by,
  }: { sessionId: string; accountId: string; reason: string | null; inFull: boolean; by: Canceller },
): Promise<void> {
  const booking = await activeBooking(tx, sessionId, accountId);
  if (booking) await withdraw(tx, app, booking, { reason, refunds: inFull || isRefundable(booking), by });
}

/** Cancels an active booking of a session whose row is locked, and gives its seats, or its place in line, to others. */
export async function withdraw(
  tx: Transaction,
  app: App,
  { id, sessionId }: Booking,
  cancellation: Cancellation,
): Promise<Booking> {
  const freed = await cancelBookings(tx, app, Prisma.sql`"id" = ${id}::uuid`, cancellation);
  if (freed.seats > 0) await freeSeats(tx, app, sessionId, freed.seats);
  else if (freed.leftWaitlist) await shortenWaitlist(tx, app, sessionId);
  return tx.booking.findUniqueOrThrow({ where: { id } });
}

/** Locks the session of a booking that the viewer may see, and reads the booking under that lock. */
export async function lockBooking(tx: Transaction, context: SignedIn, id: string) {
  const { account } = context.viewer;
  const found = await tx.booking.findUnique({ where: { id } });
  if (!found) throw new NotFoundError('booking');
  const session = await lockSession(tx, context, found.sessionId);
  const booking = await tx.booking.findUniqueOrThrow({ where: { id } });
  const isOwner = booking.accountId === account.id;
  const isHost = session.hostId === account.id;
  const isAdmin = account.role === 'ADMIN';
  const isCohost = await hasCohost(tx, session.id, account.id);
  if (!isOwner && !isHost && !isCohost && !isAdmin) throw new NotFoundError('booking');
  return { booking, session, isOwner, isHost, isCohost, isAdmin };
}

/** The person's active booking of a session; null where there is none. */
export function activeBooking(
  tx: Transaction | App['database']['prisma'],
  sessionId: string,
  accountId: string,
): Promise<Booking | null> {
  return tx.booking.findFirst({ where: { sessionId, accountId, status: { in: activeStatuses } } });
}
