import type { App, Context, SignedIn } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { afterCommit, type Transaction, transaction } from '../../database/transaction.ts';
import type { Rule } from '../../operations/limits.ts';
import { recordAudit } from '../audit.ts';
import { verificationMail } from '../links/mails.ts';
import { followLink, issueLink, lockForLink, voidLinks } from '../links/service.ts';

const verificationMails: Rule = { name: 'verification-mail', points: 5, seconds: 3600 };

/** Mails a link that verifies the account's e-mail, after `tx` has committed. */
export async function sendVerification({ env, mail }: App, tx: Transaction, account: Account): Promise<void> {
  const token = await issueLink(tx, account, 'EMAIL_VERIFICATION');
  afterCommit(tx, () => void mail.send(verificationMail(env, account, token)));
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

/** Verifies the e-mail that a link was sent to. */
export async function verifyEmail(context: Context, token: string): Promise<Account> {
  return transaction(context.app.database, async (tx) => {
    const account = await followLink(tx, token, 'EMAIL_VERIFICATION');
    return markVerified(tx, context, account);
  });
}

/** Marks the account's e-mail as verified, since its owner followed a link that was mailed to it. */
export async function markVerified(tx: Transaction, context: Context, account: Account): Promise<Account> {
  if (account.emailVerifiedAt) return account;
  await voidLinks(tx, account.id, 'EMAIL_VERIFICATION');
  await recordAudit(
    tx,
    { origin: context.origin, viewer: { account } },
    { action: 'account.email_verified', targetType: 'Account', targetId: account.id },
  );
  return tx.account.update({ where: { id: account.id }, data: { emailVerifiedAt: new Date() } });
}
