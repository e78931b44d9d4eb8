import { createHash, randomBytes } from 'node:crypto';
import type { App, Context, SignedIn } from '../../context.ts';
import type { Account, OneTimeLinkPurpose } from '../../database/generated/client.ts';
import { lockAccountOfLink, lockAccountRow } from '../../database/locks.ts';
import { afterCommit, type Transaction, transaction } from '../../database/transaction.ts';
import type { Rule } from '../../operations/limits.ts';
import { recordAudit } from '../audit.ts';
import { InvalidLinkError } from '../errors.ts';
import { verificationMail } from './mails.ts';

const hour = 3_600_000;
const lifetimes: Record<OneTimeLinkPurpose, number> = { PASSWORD_RESET: hour, EMAIL_VERIFICATION: 24 * hour };
const mostLiving = 5;
const verificationMails: Rule = { name: 'verification-mail', points: 5, seconds: hour / 1000 };

// Whoever makes, follows or voids links of an account holds its row: taken before any link's, so that transactions
// queue instead of deadlocking.

/** Makes the token of a link to the account's e-mail; the oldest one gives way where too many are living. */
export async function issueLink(tx: Transaction, account: Account, purpose: OneTimeLinkPurpose): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const kept = await tx.oneTimeLink.findMany({
    where: { accountId: account.id, purpose, usedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
    take: mostLiving - 1,
    select: { hash: true },
  });
  await tx.oneTimeLink.deleteMany({
    where: { accountId: account.id, purpose, usedAt: null, hash: { notIn: kept.map(({ hash }) => hash) } },
  });
  await tx.oneTimeLink.create({
    data: {
      hash: hashToken(token),
      accountId: account.id,
      purpose,
      email: account.email,
      expiresAt: new Date(Date.now() + lifetimes[purpose]),
    },
  });
  return token;
}

/** Uses a link up, and returns its account as locked. Whatever is wrong with it, the refusal is the same. */
export async function followLink(tx: Transaction, token: string, purpose: OneTimeLinkPurpose): Promise<Account> {
  const hash = hashToken(token);
  const account = await lockAccountOfLink(tx, hash);
  if (!account || !mayUseLinks(account)) throw new InvalidLinkError();
  const now = new Date();
  const { count } = await tx.oneTimeLink.updateMany({
    where: { hash, purpose, email: account.email, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (count === 0) throw new InvalidLinkError();
  return account;
}

/** Whether a link may still be living: a cheap look ahead of costly work, which followLink() then decides. */
export async function isLinkLiving({ database }: App, token: string, purpose: OneTimeLinkPurpose): Promise<boolean> {
  const where = { hash: hashToken(token), purpose, usedAt: null, expiresAt: { gt: new Date() } };
  return (await database.prisma.oneTimeLink.count({ where })) > 0;
}

export async function voidLinks(tx: Transaction, accountId: string, purpose: OneTimeLinkPurpose): Promise<void> {
  await tx.oneTimeLink.deleteMany({ where: { accountId, purpose, usedAt: null } });
}

/** The account as locked by `tx`; null where there is none, or where nothing may be mailed to it. */
export async function lockForLink(tx: Transaction, id: string): Promise<Account | null> {
  const account = await lockAccountRow(tx, id);
  return account && mayUseLinks(account) ? account : null;
}

const mayUseLinks = ({ status, deletedAt }: Account) => status === 'ACTIVE' && deletedAt === null;

/** Mails the link that proves that the account's e-mail is its owner's, once `tx` has committed. */
export async function sendVerification({ env, mail }: App, tx: Transaction, account: Account): Promise<void> {
  const token = await issueLink(tx, account, 'EMAIL_VERIFICATION');
  afterCommit(tx, () => void mail.send(verificationMail(env, account, token)));
}

/** Mails the viewer another verification link, unless there is nothing left to verify. */
export async function requestEmailVerification(context: SignedIn): Promise<void> {
  await context.app.limits.spend(verificationMails, context.viewer.account.id);
  await transaction(context.app.database, async (tx) => {
    const account = await lockForLink(tx, context.viewer.account.id);
    if (account && !account.emailVerifiedAt) await sendVerification(context.app, tx, account);
  });
}

/** Takes the e-mail that a verification link was sent to for the account's own. */
export async function verifyEmail(context: Context, token: string): Promise<Account> {
  return transaction(context.app.database, async (tx) => {
    const account = await followLink(tx, token, 'EMAIL_VERIFICATION');
    return markVerified(tx, context, account);
  });
}

/** Whoever followed a mailed link reads mail at that e-mail. */
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

/** Deletes links that have expired, used or not; what is left over waits for the next run. */
export async function deleteExpiredLinks({ database }: App): Promise<number> {
  return database.prisma.$executeRaw`
    DELETE FROM "OneTimeLink" WHERE "hash" IN (
      SELECT "hash" FROM "OneTimeLink" WHERE "expiresAt" < now()
      ORDER BY "expiresAt" LIMIT 1000 FOR UPDATE SKIP LOCKED)`;
}

/** What is stored of a token. */
function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
