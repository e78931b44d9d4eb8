import type { SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { sessionChanged } from '../sessions/events.ts';
import { lockHostedSession } from '../sessions/service.ts';

/** Hides an ended or cancelled session from its host's lists and the catalogue. Archiving it again changes nothing. */
export async function archiveSession(context: SignedIn, id: string): Promise<Session> {
  return transaction(context.app.database, async (tx) => {
    const session = await lockHostedSession(tx, context, id);
    if (session.status !== 'ENDED' && session.status !== 'CANCELLED') throw new SessionStatusError(session.status);
    return session.archivedAt ? session : change(tx, context, id, new Date());
  });
}

/** Shows an archived session in its host's lists and the catalogue again. A session that is not archived stays as it is. */
export async function unarchiveSession(context: SignedIn, id: string): Promise<Session> {
  return transaction(context.app.database, async (tx) => {
    const session = await lockHostedSession(tx, context, id);
    return session.archivedAt ? change(tx, context, id, null) : session;
  });
}

async function change(tx: Transaction, { app }: SignedIn, id: string, archivedAt: Date | null): Promise<Session> {
  const changed = await tx.session.update({ where: { id }, data: { archivedAt } });
  await app.events.append(tx, id, sessionChanged(changed));
  return changed;
}
