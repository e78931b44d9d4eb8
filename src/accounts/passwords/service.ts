import { z } from 'zod';
import type { Context, SignedIn } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import { line, validate } from '../../validation.ts';
import { recordAudit } from '../audit.ts';
import { limitPasswordReset } from '../authentication/limits.ts';
import { voidChallenges } from '../challenges/service.ts';
import { endDeviceSessions } from '../device-sessions/service.ts';
import { markVerified } from '../emails/service.ts';
import { CodeRequiredError, InvalidCredentialsError, InvalidLinkError } from '../errors.ts';
import { followLink, ownerOfLink, voidLinks } from '../links/service.ts';
import { checkCode } from '../totp/check.ts';
import { password, presentPassword } from '../validation.ts';
import { requirePassword } from './check.ts';
import { hashPassword, turnOf } from './hashing.ts';
import { refuseWeakPassword } from './strength.ts';

const code = z.string().nullish();
const passwordChange = z.object({ currentPassword: presentPassword, newPassword: password, code });
const passwordReset = z.object({ token: z.string(), newPassword: password, code });

/** Changes the viewer's password, signs every other device out and voids links that would reset it. */
export async function changePassword(context: SignedIn, input: z.input<typeof passwordChange>): Promise<Account> {
  const valid = validate(passwordChange, input);
  const { account, deviceSession } = context.viewer;
  await refuseWeakPassword(context.app, 'newPassword', valid.newPassword, account);
  await requirePassword(context, valid.currentPassword);
  const spendCode = await checkCode(context, account, valid.code);
  const passwordHash = await hashPassword(context.app, valid.newPassword, turnOf(context, 'ACCOUNT'));
  return transaction(context.app.database, async (tx) => {
    // Conditional on the verified hash: of two concurrent changes one fails.
    const [changed] = await tx.account.updateManyAndReturn({
      where: { id: account.id, passwordHash: account.passwordHash },
      data: { passwordHash },
    });
    if (!changed) throw new InvalidCredentialsError();
    await spendCode(tx);
    await voidChallenges(tx, account.id);
    await endDeviceSessions(
      tx,
      context.app,
      { accountId: account.id, id: { not: deviceSession.id } },
      'PASSWORD_CHANGED',
    );
    await voidLinks(tx, account.id, 'PASSWORD_RESET', 'EMAIL_CHANGE');
    await recordAudit(tx, context, { action: 'account.password_changed', targetType: 'Account', targetId: account.id });
    return changed;
  });
}

/** Milliseconds before the account is looked up: the load of it would show in the time that the response takes. */
const responseTime = 100;

/**
 * Mails a link for a new password if the account exists. It is looked up when the mail is composed, so that the caller
 * cannot tell, and the request is not lost with the node.
 */
export async function requestPasswordReset(context: Context, given: string): Promise<void> {
  const { app, origin } = context;
  if (!(await limitPasswordReset(context, given))) return;
  const { success, data: login } = line(1, 254).safeParse(given);
  if (!success) return;
  const payload = { login, ipAddress: origin.ipAddress };
  const sendAt = new Date(Date.now() + responseTime);
  await transaction(app.database, (tx) =>
    app.mail.queue(tx, [{ kind: 'PASSWORD_RESET', accountId: null, payload, sendAt }]),
  );
}

/**
 * Sets a password by a mailed link and signs every device out. Nobody is signed in by it. It asks for a code where sign-ins
 * do: else whoever reads the mailbox could lock the owner out.
 */
export async function resetPassword(context: Context, input: z.input<typeof passwordReset>): Promise<Account> {
  const { token, newPassword, code } = validate(passwordReset, input);
  // Hashing is costly, so an invalid token is refused before.
  const owner = await ownerOfLink(context.app, token, 'PASSWORD_RESET');
  if (!owner) throw new InvalidLinkError();
  await refuseWeakPassword(context.app, 'newPassword', newPassword, owner);
  const spendCode = await checkCode(context, owner, code);
  const passwordHash = await hashPassword(context.app, newPassword, turnOf(context, 'ACCOUNT'));
  return transaction(context.app.database, async (tx) => {
    const { account } = await followLink(tx, token, ['PASSWORD_RESET']);
    // Switched on since the link was looked up.
    if (account.totpEnabledAt && !owner.totpEnabledAt) throw new CodeRequiredError();
    await spendCode(tx);
    await voidChallenges(tx, account.id);
    await voidLinks(tx, account.id, 'PASSWORD_RESET', 'EMAIL_CHANGE');
    await markVerified(tx, context, account);
    const ended = await endDeviceSessions(tx, context.app, { accountId: account.id }, 'PASSWORD_CHANGED');
    await recordAudit(
      tx,
      { ...context, viewer: { account } },
      {
        action: 'account.password_reset',
        targetType: 'Account',
        targetId: account.id,
        details: { deviceSessionsEnded: ended.length },
      },
    );
    return tx.account.update({ where: { id: account.id }, data: { passwordHash } });
  });
}
