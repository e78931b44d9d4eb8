import { type Moderation, moderate } from '../accounts/moderation.ts';
import type { SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { NotHostError } from '../sessions/errors.ts';
import { hasCohost, lockSession } from '../sessions/service.ts';

interface Moderated {
  session: Session;
  /** Writes the audit row of a moderation. */
  audit: Moderation['audit'];
}

/**
 * Locks a session for its host, who may give a reason, for an admin, who must, and with `admitsCohosts` for a co-host.
 * Throws NotHostError for other people who may see the session.
 */
export async function lockModerated(
  tx: Transaction,
  context: SignedIn,
  id: string,
  { reason, admitsCohosts = false }: { reason: string | null; admitsCohosts?: boolean },
): Promise<Moderated> {
  const session = await lockSession(tx, context, id);
  const { account } = context.viewer;
  if (session.hostId !== account.id) {
    if (admitsCohosts && (await hasCohost(tx, id, account.id))) return { session, audit: async () => {} };
    if (account.role !== 'ADMIN') throw new NotHostError('Only the host of the session may do this.');
  }
  const { audit } = moderate(context, session.hostId, reason, 'session');
  return { session, audit };
}
