import type { Context, SignedIn } from '../context.ts';
import type { Participant, Session } from '../database/generated/client.ts';
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

/** Locks a session for its host or a co-host. Throws NotHostError for other people who may see it. */
export async function lockForHosts(tx: Transaction, context: SignedIn, id: string): Promise<Session> {
  const session = await lockSession(tx, context, id);
  const accountId = context.viewer.account.id;
  if (session.hostId !== accountId && !(await hasCohost(tx, id, accountId))) throw notOneOfHosts();
  return session;
}

export const notOneOfHosts = () => new NotHostError('Only the host and co-hosts of the session may do this.');

/** Whether a participation makes its person a co-host. Co-hosts keep the role while they are absent. */
export function isCohost(participation: Pick<Participant, 'role' | 'removedAt'> | null | undefined): boolean {
  return participation?.role === 'COHOST' && participation.removedAt === null;
}

/** Whether a person is a co-host of a session. */
export async function hasCohost(
  reader: Pick<Transaction, 'participant'>,
  sessionId: string,
  accountId: string,
): Promise<boolean> {
  return isCohost(await reader.participant.findUnique({ where: { sessionId_accountId: { sessionId, accountId } } }));
}

/** Drafts are visible to their host and admins, other sessions to everybody who has the ID. */
export function maySeeSession(
  { viewer, insideOf }: Context,
  session: Pick<Session, 'id' | 'status' | 'hostId'>,
): boolean {
  if (session.status !== 'DRAFT' || insideOf === session.id) return true;
  return viewer?.account.id === session.hostId || viewer?.account.role === 'ADMIN';
}
