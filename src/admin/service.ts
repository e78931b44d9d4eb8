import { recordAudit } from '../accounts/audit.ts';
import { endDeviceSessions } from '../accounts/device-sessions/service.ts';
import { voidLinks } from '../accounts/links/service.ts';
import { parseReason } from '../accounts/moderation.ts';
import type { SignedIn } from '../context.ts';
import type { Account, Prisma, Role } from '../database/generated/client.ts';
import { lockAccountRow } from '../database/locks.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';

export interface Moderation {
  id: string;
  reason: string;
}

/** Changes what an account may do. Admins do not demote themselves, so that one is always left. */
export async function setRole(
  context: SignedIn,
  { role, ...moderation }: Moderation & { role: Role },
): Promise<Account> {
  return moderateAccount(context, moderation, 'account.role_set', async (tx, account) => ({
    account: await tx.account.update({ where: { id: account.id }, data: { role } }),
    details: { from: account.role, to: role },
  }));
}

/** Keeps an account from being used: its devices are signed out at once. Suspending it again replaces the reason. */
export async function suspendAccount(context: SignedIn, moderation: Moderation): Promise<Account> {
  return moderateAccount(context, moderation, 'account.suspended', async (tx, account, suspensionReason) => {
    const ended = await endDeviceSessions(tx, context.app, { accountId: account.id }, 'SUSPENDED');
    await voidLinks(tx, account.id, 'PASSWORD_RESET', 'EMAIL_CHANGE');
    const data = { status: 'SUSPENDED', suspensionReason } as const;
    return {
      account: await tx.account.update({ where: { id: account.id }, data }),
      details: { deviceSessionsEnded: ended.length },
    };
  });
}

/** Lets a suspended account be used again. */
export async function restoreAccount(context: SignedIn, moderation: Moderation): Promise<Account> {
  return moderateAccount(context, moderation, 'account.restored', async (tx, account) => ({
    account: await tx.account.update({ where: { id: account.id }, data: { status: 'ACTIVE', suspensionReason: null } }),
    details: {},
  }));
}

/** One transaction for the action and its audit row; the account's row is locked, as sign-ins lock it. */
async function moderateAccount(
  context: SignedIn,
  { id, reason: given }: Moderation,
  actionName: string,
  change: (
    tx: Transaction,
    account: Account,
    reason: string,
  ) => Promise<{ account: Account; details: Prisma.InputJsonObject }>,
): Promise<Account> {
  const reason = parseReason(given, true);
  return transaction(context.app.database, async (tx) => {
    const before = await lockAccountRow(tx, id);
    if (!before) throw new NotFoundError('account');
    if (id === context.viewer.account.id)
      throw new InvalidInputError([{ path: ['id'], message: 'must not be your own account' }]);
    const { account, details } = await change(tx, before, reason);
    await recordAudit(tx, context, { action: actionName, targetType: 'Account', targetId: id, reason, details });
    return account;
  });
}
