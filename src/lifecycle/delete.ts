import type { SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { lockHostedSession } from '../sessions/service.ts';

/** Deletes a session that nobody booked or joined. */
export async function deleteSession(context: SignedIn, id: string): Promise<void> {
  await transaction(context.app.database, async (tx) => {
    const session = await lockHostedSession(tx, context, id);
    if (!(await deleteUnused(tx, session))) throw new SessionStatusError(session.status);
  });
}

/** Deletes a locked session unless somebody booked or joined it. Returns whether it was deleted. */
export async function deleteUnused(tx: Transaction, { id, hostId }: Session): Promise<boolean> {
  const bookings = await tx.booking.count({ where: { sessionId: id } });
  const participants = await tx.participant.count({ where: { sessionId: id, accountId: { not: hostId } } });
  if (bookings + participants > 0) return false;
  await tx.participant.deleteMany({ where: { sessionId: id } });
  await tx.session.delete({ where: { id } });
  return true;
}
