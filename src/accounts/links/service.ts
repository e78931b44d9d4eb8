import { createHash, randomBytes } from 'node:crypto';
import type { App } from '../../context.ts';
import type { Account, OneTimeLink, OneTimeLinkPurpose } from '../../database/generated/client.ts';
import { lockAccountOfLink, lockAccountRow } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import type { Delivery } from '../../operations/notifications/deliveries.ts';
import { InvalidLinkError } from '../errors.ts';

/** How long a link works, in seconds. */
export const linkSeconds: Record<OneTimeLinkPurpose, number> = {
  PASSWORD_RESET: 3600,
  EMAIL_VERIFICATION: 24 * 3600,
  EMAIL_CHANGE: 24 * 3600,
};
const mostLiving = 5;

// A transaction that makes, follows or voids links locks the row of their account first, so that transactions queue
// instead of deadlocking.

/** Makes a link and returns its token. At most five links of a purpose work at a time: the oldest is deleted. */
export async function issueLink(
  tx: Transaction,
  account: Account,
  purpose: OneTimeLinkPurpose,
  email = account.email,
): Promise<string> {
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
      email,
      expiresAt: new Date(Date.now() + 1000 * linkSeconds[purpose]),
    },
  });
  return token;
}

/** Uses a link up, and returns its account, which is locked. The refusal does not say what is wrong with the link. */
export async function followLink(
  tx: Transaction,
  token: string,
  purposes: OneTimeLinkPurpose[],
): Promise<{ account: Account; link: OneTimeLink }> {
  const hash = hashToken(token);
  const account = await lockAccountOfLink(tx, hash);
  if (!account || !mayUseLinks(account)) throw new InvalidLinkError();
  const now = new Date();
  const [link] = await tx.oneTimeLink.updateManyAndReturn({
    where: { hash, purpose: { in: purposes }, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  const isVoid = link && link.purpose !== 'EMAIL_CHANGE' && link.email !== account.email;
  if (!link || isVoid) throw new InvalidLinkError();
  return { account, link };
}

/** Returns the account of a link that works at present, else null: a cheap check before costly work. followLink() decides. */
export async function ownerOfLink(
  { database }: App,
  token: string,
  purpose: OneTimeLinkPurpose,
): Promise<Account | null> {
  const where = { hash: hashToken(token), purpose, usedAt: null, expiresAt: { gt: new Date() } };
  const link = await database.prisma.oneTimeLink.findFirst({ where, include: { account: true } });
  return link?.account ?? null;
}

/** Deletes the unused links of these purposes, and the mails that would make one, also where they are sent again. */
export async function voidLinks(tx: Transaction, accountId: string, ...purposes: OneTimeLinkPurpose[]): Promise<void> {
  await tx.oneTimeLink.deleteMany({ where: { accountId, purpose: { in: purposes }, usedAt: null } });
  const kinds = purposes.includes('PASSWORD_RESET') ? [...purposes, 'ACCOUNT_IMPORTED'] : purposes;
  await tx.notificationDelivery.deleteMany({ where: { accountId, kind: { in: kinds }, state: { not: 'SENT' } } });
}

/**
 * Makes the link of a claimed mail. Only now, so that no token is ever stored. Null where the link was voided since the mail
 * was queued, or the account may not be sent links any more.
 */
export function issueMailedLink(
  { database }: App,
  delivery: Pick<Delivery, 'id' | 'accountId'>,
  purpose: OneTimeLinkPurpose,
  isWanted: (account: Account) => boolean = () => true,
): Promise<{ account: Account; token: string; email: string } | null> {
  return transaction(database, async (tx) => {
    const account = delivery.accountId && (await lockForLink(tx, delivery.accountId));
    // Read under the lock of the account, under which links are voided.
    const queued = await tx.notificationDelivery.findUnique({ where: { id: delivery.id, state: 'QUEUED' } });
    if (!account || !queued || !isWanted(account)) return null;
    const email = queued.email ?? account.email;
    return { account, token: await issueLink(tx, account, purpose, email), email };
  });
}

/** Locks an account that may be sent links; null where it is missing, suspended or deleted. */
export async function lockForLink(tx: Transaction, id: string): Promise<Account | null> {
  const account = await lockAccountRow(tx, id);
  return account && mayUseLinks(account) ? account : null;
}

const mayUseLinks = ({ status, deletedAt }: Account) => status === 'ACTIVE' && deletedAt === null;

/** Deletes up to a thousand expired links, used or not. */
export async function deleteExpiredLinks({ database }: App): Promise<number> {
  return database.prisma.$executeRaw`
    DELETE FROM "OneTimeLink" WHERE "hash" IN (
      SELECT "hash" FROM "OneTimeLink" WHERE "expiresAt" < now()
      ORDER BY "expiresAt" LIMIT 1000 FOR UPDATE SKIP LOCKED)`;
}

/** Returns the hash that is stored instead of the token. */
function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
