import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Context, SignedIn } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import type { Mail } from '../../operations/mail.ts';
import { line, validate } from '../../validation.ts';
import { recordAudit } from '../audit.ts';
import { limitPasswordChecks, limitPasswordReset } from '../authentication/limits.ts';
import { endDeviceSessions } from '../device-sessions/service.ts';
import { markVerified } from '../emails/service.ts';
import { InvalidCredentialsError, InvalidLinkError } from '../errors.ts';
import { resetMail } from '../links/mails.ts';
import { followLink, isLinkLiving, issueLink, lockForLink, voidLinks } from '../links/service.ts';
import { findByLogin } from '../service.ts';
import { password, presentPassword } from '../validation.ts';
import { hashPassword, verifyPassword } from './hashing.ts';

const passwordChange = z.object({ currentPassword: presentPassword, newPassword: password });
const passwordReset = z.object({ token: z.string(), newPassword: password });

/** Throws InvalidCredentialsError unless this is the viewer's password. */
export async function requirePassword(context: SignedIn, given: string): Promise<void> {
  const { passwordHash } = context.viewer.account;
  const verify = () => verifyPassword(context.app, passwordHash, given);
  if (!(await limitPasswordChecks(context, verify))) throw new InvalidCredentialsError();
}

/** Changes the viewer's password, signs every other device out and voids links that would reset it. */
export async function changePassword(context: SignedIn, input: z.input<typeof passwordChange>): Promise<Account> {
  const valid = validate(passwordChange, input);
  const { account, deviceSession } = context.viewer;
  await requirePassword(context, valid.currentPassword);
  const passwordHash = await hashPassword(context.app, valid.newPassword);
  return transaction(context.app.database, async (tx) => {
    // Conditional, so that of two changes at once only the one that knew the password of the moment succeeds.
    const [changed] = await tx.account.updateManyAndReturn({
      where: { id: account.id, passwordHash: account.passwordHash },
      data: { passwordHash },
    });
    if (!changed) throw new InvalidCredentialsError();
    await endDeviceSessions(
      tx,
      context.app,
      { accountId: account.id, id: { not: deviceSession.id } },
      'PASSWORD_CHANGED',
    );
    await voidLinks(tx, account.id, 'PASSWORD_RESET');
    await recordAudit(tx, context, { action: 'account.password_changed', targetType: 'Account', targetId: account.id });
    return changed;
  });
}

/** Mails a link for a new password, where there is such an account. The caller is not to wait, nor to learn of it. */
export async function requestPasswordReset(context: Context, login: string): Promise<void> {
  if (await limitPasswordReset(context, login)) void context.app.mail.send(preparePasswordReset(context, login));
}

/** Time enough to answer first: what the database is busy with would show in how long the answer takes. */
const answerFirst = 100;

async function preparePasswordReset(context: Context, login: string): Promise<Mail | null> {
  const { success, data } = line(1, 254).safeParse(login);
  await wait(answerFirst);
  const found = success ? await findByLogin(context.app, data) : null;
  if (!found) return null;
  return transaction(context.app.database, async (tx) => {
    const account = await lockForLink(tx, found.id);
    if (!account) return null;
    const token = await issueLink(tx, account, 'PASSWORD_RESET');
    await recordAudit(tx, context, {
      action: 'account.password_reset_requested',
      targetType: 'Account',
      targetId: account.id,
    });
    return resetMail(context.app.env, account, token);
  });
}

/** Sets a password by a mailed link and signs every device out; whoever asks is not signed in by it. */
export async function resetPassword(context: Context, input: z.input<typeof passwordReset>): Promise<Account> {
  const { token, newPassword } = validate(passwordReset, input);
  // A made-up token is not worth hashing a password.
  if (!(await isLinkLiving(context.app, token, 'PASSWORD_RESET'))) throw new InvalidLinkError();
  const passwordHash = await hashPassword(context.app, newPassword);
  return transaction(context.app.database, async (tx) => {
    const account = await followLink(tx, token, 'PASSWORD_RESET');
    await voidLinks(tx, account.id, 'PASSWORD_RESET');
    await markVerified(tx, context, account);
    const ended = await endDeviceSessions(tx, context.app, { accountId: account.id }, 'PASSWORD_CHANGED');
    await recordAudit(
      tx,
      { origin: context.origin, viewer: { account } },
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
