import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Context, SignedIn } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import type { Mail } from '../../operations/mail.ts';
import { line, validate } from '../../validation.ts';
import { recordAudit } from '../audit.ts';
import { limitPasswordReset } from '../authentication/limits.ts';
import { endDeviceSessions } from '../device-sessions/service.ts';
import { markVerified } from '../emails/service.ts';
import { InvalidCredentialsError, InvalidLinkError } from '../errors.ts';
import { resetMail } from '../links/mails.ts';
import { followLink, issueLink, lockForLink, ownerOfLink, voidLinks } from '../links/service.ts';
import { findByLogin } from '../service.ts';
import { password, presentPassword } from '../validation.ts';
import { requirePassword } from './check.ts';
import { hashPassword, turnOf } from './hashing.ts';
import { refuseWeakPassword } from './strength.ts';

const passwordChange = z.object({ currentPassword: presentPassword, newPassword: password });
const passwordReset = z.object({ token: z.string(), newPassword: password });

/** Changes the viewer's password, signs every other device out and voids links that would reset it. */
export async function changePassword(context: SignedIn, input: z.input<typeof passwordChange>): Promise<Account> {
  const valid = validate(passwordChange, input);
  const { account, deviceSession } = context.viewer;
  await refuseWeakPassword('newPassword', valid.newPassword, account);
  await requirePassword(context, valid.currentPassword);
  const passwordHash = await hashPassword(context.app, valid.newPassword, turnOf(context, 'ACCOUNT'));
  return transaction(context.app.database, async (tx) => {
    // Conditional on the verified hash: of two concurrent changes one fails.
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
    await voidLinks(tx, account.id, 'PASSWORD_RESET', 'EMAIL_CHANGE');
    await recordAudit(tx, context, { action: 'account.password_changed', targetType: 'Account', targetId: account.id });
    return changed;
  });
}

/** Mails a link for a new password if the account exists. It returns before that is known, so the caller cannot tell. */
export async function requestPasswordReset(context: Context, login: string): Promise<void> {
  if (await limitPasswordReset(context, login)) void context.app.mail.send(preparePasswordReset(context, login));
}

/** Milliseconds before the lookup: its load would show in the time that the response takes. */
const responseTime = 100;

async function preparePasswordReset(context: Context, login: string): Promise<Mail | null> {
  const { success, data } = line(1, 254).safeParse(login);
  await wait(responseTime);
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

/** Sets a password by a mailed link and signs every device out. Nobody is signed in by it. */
export async function resetPassword(context: Context, input: z.input<typeof passwordReset>): Promise<Account> {
  const { token, newPassword } = validate(passwordReset, input);
  // Hashing is costly, so an invalid token is refused before.
  const owner = await ownerOfLink(context.app, token, 'PASSWORD_RESET');
  if (!owner) throw new InvalidLinkError();
  await refuseWeakPassword('newPassword', newPassword, owner);
  const passwordHash = await hashPassword(context.app, newPassword, turnOf(context, 'ACCOUNT'));
  return transaction(context.app.database, async (tx) => {
    const { account } = await followLink(tx, token, ['PASSWORD_RESET']);
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
