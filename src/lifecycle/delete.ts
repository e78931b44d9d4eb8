import type { App, SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { sessionDeleted } from '../sessions/events.ts';
import { lockModerated } from './access.ts';

/** Deletes a session that nobody booked or joined, as its host or as a moderating admin, which is audited. */
export async function deleteSession(context: SignedIn, id: string, reason: string | null): Promise<void> {
  await transaction(context.app.database, async (tx) => {
    const { session, audit } = await lockModerated(tx, context, id, { reason });
    if (!(await deleteUnused(tx, context.app, session))) throw new SessionStatusError(session.status);
    await audit(tx, {
      action: 'session.deleted',
      targetType: 'Session',
      targetId: id,
      details: { title: session.title },
    });
  });
}

/** Deletes a locked session unless somebody booked or joined it. Returns whether it was deleted. */
export async function deleteUnused(tx: Transaction, app: App, session: Session): Promise<boolean> {
  const { id, hostId } = session;
  const bookings = await tx.booking.count({ where: { sessionId: id } });
  const participants = await tx.participant.count({ where: { sessionId: id, accountId: { not: hostId } } });
  if (bookings + participants > 0) return false;
  await tx.participant.deleteMany({ where: { sessionId: id } });
  await sessionDeleted(tx, app, session);
  await tx.session.delete({ where: { id } });
  return true;
}
