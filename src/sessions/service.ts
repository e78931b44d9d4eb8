import type { Context, SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { lockSessionRow } from '../database/locks.ts';
import type { Transaction } from '../database/transaction.ts';
import { NotFoundError } from '../errors.ts';
import { NotHostError } from './errors.ts';

/** Locks a session. Throws NotFoundError if the viewer may not see it. */
export async function lockSession(tx: Transaction, context: Context, id: string): Promise<Session> {
  const session = await lockSessionRow(tx, id);
  if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
  return session;
}

/** Locks a session for its host. Throws NotHostError for other people who may see it. */
export async function lockHostedSession(tx: Transaction, context: SignedIn, id: string): Promise<Session> {
  const session = await lockSession(tx, context, id);
  if (session.hostId !== context.viewer.account.id) throw new NotHostError('Only the host of the session may do this.');
  return session;
}

/** Drafts are visible to their host and admins, other sessions to everybody who has the ID. */
export function maySeeSession(
  { viewer, insideOf }: Context,
  session: Pick<Session, 'id' | 'status' | 'hostId'>,
): boolean {
  if (session.status !== 'DRAFT' || insideOf === session.id) return true;
  return viewer?.account.id === session.hostId || viewer?.account.role === 'ADMIN';
}
