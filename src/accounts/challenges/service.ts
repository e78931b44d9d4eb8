import { createHash, randomBytes } from 'node:crypto';
import type { App } from '../../context.ts';
import type { ChallengePurpose, SignInChallenge } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';

/** How long a challenge may be answered, in seconds. */
export const challengeSeconds = 5 * 60;

export interface IssuedChallenge {
  /** 256 random bits as base64url. */
  challenge: string;
  expiresAt: Date;
}

/** Makes a challenge. It is kept in the database, so that any node takes its answer. */
export async function issueChallenge(
  tx: Transaction,
  given: { purpose: ChallengePurpose; accountId: string | null; deviceName?: string | null },
): Promise<IssuedChallenge> {
  const challenge = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + 1000 * challengeSeconds);
  await tx.signInChallenge.create({ data: { ...given, hash: hashOf(challenge), expiresAt } });
  return { challenge, expiresAt };
}

/** Returns a challenge that can be answered at present, else null: a cheap check before costly work. spendChallenge() decides. */
export function findChallenge(
  { prisma }: App['database'],
  challenge: string,
  purpose: ChallengePurpose,
): Promise<SignInChallenge | null> {
  return prisma.signInChallenge.findFirst({
    where: { hash: hashOf(challenge), purpose, expiresAt: { gt: new Date() } },
  });
}

/** Uses a challenge up; false where another request has, or it was voided. */
export async function spendChallenge(tx: Transaction, { hash }: Pick<SignInChallenge, 'hash'>): Promise<boolean> {
  const { count } = await tx.signInChallenge.deleteMany({ where: { hash, expiresAt: { gt: new Date() } } });
  return count === 1;
}

/** Voids every challenge of an account: a sign-in that has begun cannot be completed. */
export async function voidChallenges(tx: Transaction, accountId: string): Promise<void> {
  await tx.signInChallenge.deleteMany({ where: { accountId } });
}

/** Deletes up to a thousand expired challenges. */
export async function deleteExpiredChallenges({ database }: App): Promise<number> {
  return database.prisma.$executeRaw`
    DELETE FROM "SignInChallenge" WHERE "hash" IN (
      SELECT "hash" FROM "SignInChallenge" WHERE "expiresAt" < now()
      ORDER BY "expiresAt" LIMIT 1000 FOR UPDATE SKIP LOCKED)`;
}

/** What is stored of a challenge. */
const hashOf = (challenge: string) => new Uint8Array(createHash('sha256').update(challenge).digest());
