import { z } from 'zod';
import type { Context, SignedIn } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { validate } from '../../validation.ts';
import { recordAudit } from '../audit.ts';
import { limitCodes } from '../authentication/limits.ts';
import { CodeRequiredError, InvalidCodeError } from '../errors.ts';
import { requirePassword } from '../passwords/check.ts';
import { presentPassword } from '../validation.ts';
import { hashOfRecoveryCode } from './recovery-codes.ts';
import { digitsOfCode, stepOf } from './secrets.ts';

/** Uses a code up, in the transaction of what it permits. Throws InvalidCodeError where another request has used it. */
export type SpendCode = (tx: Transaction) => Promise<void>;

const longestCode = 100;
/** How long after a sign-in no password is asked for again. */
const freshMilliseconds = 10 * 60_000;

const nothingToSpend: SpendCode = async () => {};

/**
 * Checks a code of the account's authenticator app, or a recovery code, and returns how to use it up; nothing to use where
 * the account asks for none. Throws CodeRequiredError without a code, InvalidCodeError for a wrong one, and RateLimitedError
 * after too many.
 */
export async function checkCode(
  context: Context,
  account: Account,
  given: string | null | undefined,
): Promise<SpendCode> {
  if (!account.totpEnabledAt) return nothingToSpend;
  if (!given?.trim()) throw new CodeRequiredError();
  const use = await limitCodes(context, account, async () => {
    const found = await findCode(context, account, given);
    if (!found) await recordWrongCode(context, account);
    return found;
  });
  if (!use) throw new InvalidCodeError();
  return use;
}

async function findCode(context: Context, account: Account, given: string): Promise<SpendCode | null> {
  const { app } = context;
  const { id: accountId } = account;
  if (given.length > longestCode) return null;
  const digits = given.replace(/[\s-]/g, '');
  if (!digitsOfCode.test(digits)) {
    const hash = hashOfRecoveryCode(given);
    const isKnown = (await app.database.prisma.recoveryCode.count({ where: { hash, accountId } })) > 0;
    return isKnown ? (tx) => spendRecoveryCode(tx, context, account, hash) : null;
  }
  const secret = await app.database.prisma.totpSecret.findUnique({ where: { accountId } });
  const step = secret && stepOf(app.env, secret, digits);
  return step ? (tx) => spendStep(tx, accountId, secret.sealed, step) : null;
}

/** Conditional: of two requests with the same code, one changes the row. */
async function spendStep(tx: Transaction, accountId: string, sealed: string, step: number): Promise<void> {
  const { count } = await tx.totpSecret.updateMany({
    where: { accountId, sealed, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  if (count === 0) throw new InvalidCodeError();
}

async function spendRecoveryCode(
  tx: Transaction,
  context: Context,
  account: Account,
  hash: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const { id: accountId } = account;
  const { count } = await tx.recoveryCode.deleteMany({ where: { hash, accountId } });
  if (count === 0) throw new InvalidCodeError();
  const left = await tx.recoveryCode.count({ where: { accountId } });
  await recordAudit(
    tx,
    { ...context, viewer: { account } },
    { action: 'account.recovery_code_used', targetType: 'Account', targetId: accountId, details: { left } },
  );
  await context.app.mail.queue(tx, [
    { kind: 'SECOND_FACTOR', accountId, payload: { change: 'RECOVERY_CODE_USED', left } },
  ]);
}

async function recordWrongCode(context: Context, account: Account): Promise<void> {
  await transaction(context.app.database, (tx) =>
    recordAudit(tx, context, { action: 'account.code_refused', targetType: 'Account', targetId: account.id }),
  );
}

/** What a person proves who they are with, for an act on their own account. */
export interface Proof {
  password?: string | null | undefined;
  code?: string | null | undefined;
}

/**
 * Checks that the viewer is who they are: by the password, and a code where the account asks for one; or by a sign-in of
 * the last ten minutes, which had all of it. Returns how to use the code up.
 */
export async function checkProof(context: SignedIn, { password, code }: Proof): Promise<SpendCode> {
  if (password == null) {
    if (await hasJustSignedIn(context)) return nothingToSpend;
    const message = 'must be given, since you signed in more than ten minutes ago';
    throw new InvalidInputError([{ path: ['password'], message, code: 'REQUIRED' }]);
  }
  validate(z.object({ password: presentPassword }), { password });
  await requirePassword(context, password);
  return checkCode(context, context.viewer.account, code);
}

async function hasJustSignedIn({ app: { database }, viewer }: SignedIn): Promise<boolean> {
  const since = new Date(Date.now() - freshMilliseconds);
  const where = { id: viewer.deviceSession.id, createdAt: { gt: since } };
  return (await database.prisma.deviceSession.count({ where })) > 0;
}
