import type { Context, SignedIn } from '../context.ts';
import type { Pass } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { NotFoundError } from '../errors.ts';
import { lockBalances } from './ledger.ts';
import type { PassWithBalance } from './rules.ts';

/** A pass is visible to its owner, to the host who sells it, and to admins. */
export function maySeePass({ viewer }: Context, { accountId, hostId }: Pick<Pass, 'accountId' | 'hostId'>): boolean {
  if (!viewer) return false;
  const { id, role } = viewer.account;
  return id === accountId || id === hostId || role === 'ADMIN';
}

interface Own {
  pass: PassWithBalance;
  isOwner: boolean;
  isHost: boolean;
  isAdmin: boolean;
}

/** Locks a pass that the viewer may see. */
export async function lockOwnPass(tx: Transaction, context: SignedIn, id: string): Promise<Own> {
  const pass = (await lockBalances(tx, [id])).get(id);
  if (!pass || !maySeePass(context, pass)) throw new NotFoundError('pass');
  const { account } = context.viewer;
  return {
    pass,
    isOwner: pass.accountId === account.id,
    isHost: pass.hostId === account.id,
    isAdmin: account.role === 'ADMIN',
  };
}
