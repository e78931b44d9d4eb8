import { parseReason } from '../accounts/moderation.ts';
import { cancelBookings } from '../bookings/cancel.ts';
import { seatsChanged } from '../bookings/seats/events.ts';
import type { App, SignedIn } from '../context.ts';
import { Prisma, type Session } from '../database/generated/client.ts';
import { databaseTime, type Transaction, transaction } from '../database/transaction.ts';
import { endPresence } from '../live/presence/service.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { sessionChanged } from '../sessions/events.ts';
import { lockModerated } from './access.ts';

/** Cancels a scheduled or live session, as its host or as a moderating admin, which is audited. */
export async function cancelSession(context: SignedIn, id: string, given: string): Promise<Session> {
  const reason = parseReason(given, true);
  return transaction(context.app.database, async (tx) => {
    const { session, audit } = await lockModerated(tx, context, id, { reason });
    // A cancelled session is visible to everybody, and a draft must not become visible.
    if (session.status !== 'SCHEDULED' && session.status !== 'LIVE') throw new SessionStatusError(session.status);
    const by = session.hostId === context.viewer.account.id ? 'HOST' : 'STUDIO';
    const cancelled = await cancelLockedSession(tx, context.app, id, { reason, by });
    await audit(tx, { action: 'session.cancelled', targetType: 'Session', targetId: id });
    return cancelled;
  });
}

/** Cancels a locked session. Every booking is cancelled with a full refund, and every presence ends. */
export async function cancelLockedSession(
  tx: Transaction,
  app: App,
  id: string,
  { reason, by }: { reason: string; by: 'HOST' | 'STUDIO' },
): Promise<Session> {
  const terms = { reason, by, refunds: true, isWholeSession: true };
  await cancelBookings(tx, app, Prisma.sql`"sessionId" = ${id}::uuid`, terms);
  const cancelled = await tx.session.update({
    where: { id },
    data: { status: 'CANCELLED', cancellationReason: reason, joinCode: null, seatsTaken: 0 },
  });
  await app.events.append(tx, id, sessionChanged(cancelled), seatsChanged(cancelled));
  await endPresence(tx, id, await databaseTime(tx));
  return cancelled;
}
