import { recordAudit } from '../accounts/audit.ts';
import { endDeviceSessions } from '../accounts/device-sessions/service.ts';
import { voidLinks } from '../accounts/links/service.ts';
import { parseReason } from '../accounts/moderation.ts';
import { deleteSecondFactors } from '../accounts/second-factors.ts';
import { isActingAdmin } from '../accounts/totp/required.ts';
import { freeSeats } from '../bookings/seats/service.ts';
import type { SignedIn } from '../context.ts';
import { type Account, Prisma, type Role, type Session } from '../database/generated/client.ts';
import { lockAccountRow, lockAccountsWhere, lockSessionsWhere } from '../database/locks.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../errors.ts';

export interface Moderation {
  id: string;
  reason: string;
}

/** Changes what an account may do. Admins do not demote themselves, so that one is always left. */
export async function setRole(
  context: SignedIn,
  { role, ...moderation }: Moderation & { role: Role },
): Promise<Account> {
  return moderateAccount(context, moderation, 'account.role_set', async (tx, account) => {
    if (account.isGuest)
      throw new InvalidInputError([{ path: ['id'], message: 'must not be a guest, who cannot sign in' }]);
    return {
      account: await tx.account.update({ where: { id: account.id }, data: { role } }),
      details: { from: account.role, to: role },
    };
  });
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

/** Lets a suspended account be used again. Seats that became free meanwhile go to the waitlists of its sessions. */
export async function restoreAccount(context: SignedIn, moderation: Moderation): Promise<Account> {
  const sessions: Session[] = [];
  const change: Change = async (tx, { id }) => {
    const account = await tx.account.update({ where: { id }, data: { status: 'ACTIVE', suspensionReason: null } });
    for (const session of sessions) await freeSeats(tx, context.app, session.id, 0);
    return { account, details: {} };
  };
  return moderateAccount(context, moderation, 'account.restored', change, async (tx) => {
    sessions.push(...(await lockSessionsWhere(tx, hasWaitlist(moderation.id))));
  });
}

/**
 * Deletes what an account signs in with besides its password, for a person who has lost it, and signs its devices out. The
 * person is told by mail.
 */
export async function resetSecondFactors(context: SignedIn, moderation: Moderation): Promise<Account> {
  return moderateAccount(context, moderation, 'account.second_factors_reset', async (tx, { id }) => {
    if (!(await deleteSecondFactors(tx, id)))
      throw new InvalidInputError([{ path: ['id'], message: 'must be an account with a second factor or a passkey' }]);
    const ended = await endDeviceSessions(tx, context.app, { accountId: id }, 'REVOKED');
    await context.app.mail.queue(tx, [{ kind: 'SECOND_FACTOR', accountId: id, payload: { change: 'RESET' } }]);
    return {
      account: await tx.account.update({ where: { id }, data: { totpEnabledAt: null } }),
      details: { deviceSessionsEnded: ended.length },
    };
  });
}

const hasWaitlist = (hostId: string) => Prisma.sql`"hostId" = ${hostId}::uuid AND "status" IN ('SCHEDULED', 'LIVE')
  AND EXISTS (SELECT FROM "Booking" WHERE "sessionId" = "Session"."id" AND "Booking"."status" = 'WAITLISTED')`;

type Change = (
  tx: Transaction,
  account: Account,
  reason: string,
) => Promise<{ account: Account; details: Prisma.InputJsonObject }>;

/**
 * One transaction for the action and its audit row; the account's row is locked, as sign-ins lock it, and that of the admin,
 * so that of two who take each other's rights one stays. `lockFirst` takes the locks that come before an account's.
 */
async function moderateAccount(
  context: SignedIn,
  { id, reason: given }: Moderation,
  actionName: string,
  change: Change,
  lockFirst?: (tx: Transaction) => Promise<void>,
): Promise<Account> {
  const reason = parseReason(given, true);
  return transaction(context.app.database, async (tx) => {
    await lockFirst?.(tx);
    const { account: actor } = context.viewer;
    await lockAccountsWhere(tx, Prisma.sql`"id" = ANY(${[actor.id, id]}::uuid[])`);
    const before = await lockAccountRow(tx, id);
    if (!before || before.deletedAt) throw new NotFoundError('account');
    if (id === actor.id) throw new InvalidInputError([{ path: ['id'], message: 'must not be your own account' }]);
    if (!(await isAdminNow(tx, context))) throw new ForbiddenError('Your role does not allow this.');
    const { account, details } = await change(tx, before, reason);
    await recordAudit(tx, context, { action: actionName, targetType: 'Account', targetId: id, reason, details });
    return account;
  });
}

/** Whether the viewer is an admin who may act, under the lock of their row. */
async function isAdminNow(tx: Transaction, { app, viewer }: SignedIn): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Account" account WHERE account."id" = ${viewer.account.id}::uuid AND ${isActingAdmin(app.env)}
      AND account."status" = 'ACTIVE' AND account."deletedAt" IS NULL`;
  return found.length > 0;
}
