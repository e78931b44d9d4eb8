import { z } from 'zod';
import type { App, Context, SignedIn } from '../../context.ts';
import { isUniqueViolation } from '../../database/errors.ts';
import type { Account } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import type { Rule } from '../../operations/limits.ts';
import { validate } from '../../validation.ts';
import { recordAudit } from '../audit.ts';
import { EmailTakenError, InvalidCredentialsError } from '../errors.ts';
import { followLink, lockForLink, voidLinks } from '../links/service.ts';
import { requirePassword } from '../passwords/check.ts';
import { checkCode } from '../totp/check.ts';
import { email, emailKey, presentPassword } from '../validation.ts';

const verificationMails: Rule = { name: 'verification-mail', points: 5, seconds: 3600 };
const emailChanges: Rule = { name: 'email-change', points: 5, seconds: 3600 };

const emailChange = z.object({ password: presentPassword, email, code: z.string().nullish() });

/** Mails a link that verifies the account's e-mail, after `tx` has committed. */
export async function sendVerification({ mail }: App, tx: Transaction, { id, email }: Account): Promise<void> {
  await mail.queue(tx, [{ kind: 'EMAIL_VERIFICATION', accountId: id, email }]);
}

/** Mails the viewer a verification link, and returns the e-mail; null where it is verified already. */
export async function requestEmailVerification(context: SignedIn): Promise<string | null> {
  await context.app.limits.spend(verificationMails, context.viewer.account.id);
  return transaction(context.app.database, async (tx) => {
    const account = await lockForLink(tx, context.viewer.account.id);
    if (!account || account.emailVerifiedAt) return null;
    await sendVerification(context.app, tx, account);
    return account.email;
  });
}

/**
 * Mails a link to a new e-mail and a notice to the present one, and returns the new e-mail as it was understood. The
 * account keeps its e-mail until the link is followed.
 */
export async function changeEmail(context: SignedIn, input: z.input<typeof emailChange>): Promise<string> {
  const { app, viewer } = context;
  const valid = validate(emailChange, input);
  await requirePassword(context, valid.password);
  const spendCode = await checkCode(context, viewer.account, valid.code);
  const key = emailKey(valid.email);
  if (key === viewer.account.emailKey) {
    throw new InvalidInputError([{ path: ['email'], message: 'must not be the present e-mail' }]);
  }
  await app.limits.spend(emailChanges, viewer.account.id);
  if (await app.database.prisma.account.findUnique({ where: { emailKey: key } })) throw new EmailTakenError();
  return transaction(app.database, async (tx) => {
    const account = await lockForLink(tx, viewer.account.id);
    if (account?.passwordHash !== viewer.account.passwordHash) throw new InvalidCredentialsError();
    await spendCode(tx);
    await voidLinks(tx, account.id, 'EMAIL_CHANGE');
    await recordAudit(tx, context, {
      action: 'account.email_change_requested',
      targetType: 'Account',
      targetId: account.id,
    });
    const accountId = account.id;
    await app.mail.queue(tx, [
      { kind: 'EMAIL_CHANGE', accountId, email: valid.email },
      { kind: 'EMAIL_CHANGE_NOTICE', accountId, email: account.email },
    ]);
    return valid.email;
  });
}

/** Verifies the e-mail that a link was sent to; the link of a change makes it the account's e-mail. */
export async function verifyEmail(context: Context, token: string): Promise<Account> {
  const { app } = context;
  try {
    return await transaction(app.database, async (tx) => {
      const { account, link } = await followLink(tx, token, ['EMAIL_VERIFICATION', 'EMAIL_CHANGE']);
      return link.purpose === 'EMAIL_CHANGE'
        ? await replaceEmail(tx, context, account, link.email)
        : await markVerified(tx, context, account);
    });
  } catch (error) {
    // Another account has taken the new e-mail since the link was mailed.
    throw isUniqueViolation(error) ? new EmailTakenError() : error;
  }
}

async function replaceEmail(tx: Transaction, context: Context, account: Account, email: string): Promise<Account> {
  const { id } = account;
  await voidLinks(tx, id, 'EMAIL_CHANGE', 'EMAIL_VERIFICATION', 'PASSWORD_RESET');
  await recordAudit(
    tx,
    { ...context, viewer: { account } },
    { action: 'account.email_changed', targetType: 'Account', targetId: id },
  );
  await context.app.mail.queue(tx, [{ kind: 'EMAIL_CHANGED', accountId: id, email: account.email }]);
  return tx.account.update({ where: { id }, data: { email, emailKey: emailKey(email), emailVerifiedAt: new Date() } });
}

/** Marks the account's e-mail as verified, since its owner followed a link that was mailed to it. */
export async function markVerified(tx: Transaction, context: Context, account: Account): Promise<Account> {
  if (account.emailVerifiedAt) return account;
  await voidLinks(tx, account.id, 'EMAIL_VERIFICATION');
  await recordAudit(
    tx,
    { ...context, viewer: { account } },
    { action: 'account.email_verified', targetType: 'Account', targetId: account.id },
  );
  return tx.account.update({ where: { id: account.id }, data: { emailVerifiedAt: new Date() } });
}
