import type { SignedIn } from '../context.ts';
import { holdAccount, holdAccounts } from '../database/locks.ts';
import type { Transaction } from '../database/transaction.ts';
import { InvalidInputError, UnauthenticatedError } from '../errors.ts';

// Deleting an account ends what refers to it. The row stays, so a reference alone would not keep anything new from being
// made for a person who was deleted meanwhile.

/** Keeps the viewer's account from being deleted, for what is made for it; UNAUTHENTICATED if it was. */
export async function holdViewer(tx: Transaction, { viewer }: SignedIn): Promise<void> {
  if (!(await holdAccount(tx, viewer.account.id))) throw new UnauthenticatedError();
}

/**
 * The host for whose sessions the viewer sells something: the viewer, or for admins any other; null for all of the studio.
 * Both accounts are kept from being deleted.
 */
export async function holdSeller(tx: Transaction, context: SignedIn, hostId: string | null): Promise<string | null> {
  const { account } = context.viewer;
  const isAdmin = account.role === 'ADMIN';
  const seller = hostId ?? (isAdmin ? null : account.id);
  const refuse = (message: string) => new InvalidInputError([{ path: ['hostId'], message }]);
  if (seller !== account.id && !isAdmin) throw refuse('must be your own');
  const held = await holdAccounts(tx, [account.id, ...(seller === null ? [] : [seller])]);
  if (!held.has(account.id)) throw new UnauthenticatedError();
  if (seller === null || seller === account.id) return seller;
  const host = held.has(seller) && (await tx.account.findUnique({ where: { id: seller, role: { not: 'USER' } } }));
  if (!host) throw refuse('must be the ID of a creator');
  return seller;
}
