import { z } from 'zod';
import type { SignedIn } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { lockAccountRow } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { AdminTotpRequiredError } from '../../errors.ts';
import { line, validate } from '../../validation.ts';
import { limitCodes } from '../authentication/limits.ts';
import { InvalidCodeError, InvalidCredentialsError, TotpAlreadyEnabledError, TotpNotEnabledError } from '../errors.ts';
import { recordChange } from '../second-factors.ts';
import { checkProof, type Proof } from './check.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { isTotpRequired } from './required.ts';
import { newTotpSecret, stepOf } from './secrets.ts';

/** How long a setup that was begun can be confirmed. */
const setupMilliseconds = 60 * 60_000;

const confirmation = z.object({ code: line(1, 20) });

/** What a person gives who changes the codes that protect them. */
export interface FullProof {
  password: string;
  code: string;
}

/** Begins the setup of an authenticator app: nothing is asked for until it is confirmed. Beginning again replaces the secret. */
export async function beginTotp(context: SignedIn, proof: Proof): Promise<{ secret: string; uri: string }> {
  const { app, viewer } = context;
  if (viewer.account.totpEnabledAt) throw new TotpAlreadyEnabledError();
  await checkProof(context, proof);
  const { secret, uri, sealed } = newTotpSecret(app.env, viewer.account);
  const accountId = viewer.account.id;
  return transaction(app.database, async (tx) => {
    const account = await lockCurrent(tx, viewer.account);
    if (account.totpEnabledAt) throw new TotpAlreadyEnabledError();
    await tx.totpSecret.deleteMany({ where: { accountId } });
    await tx.totpSecret.create({ data: { accountId, sealed } });
    return { secret, uri };
  });
}

/** Confirms the setup by a code of the app. From now on sign-ins ask for codes. Returns the recovery codes. */
export async function confirmTotp(context: SignedIn, given: string): Promise<{ account: Account; codes: string[] }> {
  const { app, viewer } = context;
  const accountId = viewer.account.id;
  const { code } = validate(confirmation, { code: given });
  if (viewer.account.totpEnabledAt) throw new TotpAlreadyEnabledError();
  const since = new Date(Date.now() - setupMilliseconds);
  const begun = await app.database.prisma.totpSecret.findFirst({ where: { accountId, createdAt: { gt: since } } });
  if (!begun) throw new TotpNotEnabledError();
  const digits = code.replace(/\s/g, '');
  const step = await limitCodes(context, viewer.account, async () => stepOf(app.env, begun, digits));
  if (step === null) throw new InvalidCodeError();
  return transaction(app.database, async (tx) => {
    const locked = await lockCurrent(tx, viewer.account);
    if (locked.totpEnabledAt) throw new TotpAlreadyEnabledError();
    const { count } = await tx.totpSecret.updateMany({
      where: { accountId, sealed: begun.sealed },
      data: { lastStep: step },
    });
    if (count === 0) throw new InvalidCodeError();
    const codes = await renewRecoveryCodes(tx, accountId);
    const account = await tx.account.update({ where: { id: accountId }, data: { totpEnabledAt: new Date() } });
    await recordChange(tx, context, 'TOTP_ENABLED');
    return { account, codes };
  });
}

/** Stops asking for codes. Throws AdminTotpRequiredError for an admin who may not be without. */
export async function disableTotp(context: SignedIn, proof: FullProof): Promise<Account> {
  const { app, viewer } = context;
  const { id } = viewer.account;
  requireEnabled(viewer.account);
  const spendCode = await checkProof(context, proof);
  return transaction(app.database, async (tx) => {
    const account = await lockCurrent(tx, viewer.account);
    requireEnabled(account);
    if (isTotpRequired(app.env, account.role)) throw new AdminTotpRequiredError();
    await spendCode(tx);
    await tx.totpSecret.deleteMany({ where: { accountId: id } });
    await tx.recoveryCode.deleteMany({ where: { accountId: id } });
    await recordChange(tx, context, 'TOTP_DISABLED');
    return tx.account.update({ where: { id }, data: { totpEnabledAt: null } });
  });
}

/** Replaces the recovery codes: the ones before stop working. */
export async function replaceRecoveryCodes(context: SignedIn, proof: FullProof): Promise<string[]> {
  const { app, viewer } = context;
  requireEnabled(viewer.account);
  const spendCode = await checkProof(context, proof);
  return transaction(app.database, async (tx) => {
    requireEnabled(await lockCurrent(tx, viewer.account));
    await spendCode(tx);
    await recordChange(tx, context, 'RECOVERY_CODES_RENEWED');
    return renewRecoveryCodes(tx, viewer.account.id);
  });
}

function requireEnabled({ totpEnabledAt }: Account): void {
  if (!totpEnabledAt) throw new TotpNotEnabledError();
}

/** Locks the viewer's account; whoever changed the password meanwhile is asked for the new one. */
async function lockCurrent(tx: Transaction, { id, passwordHash }: Account): Promise<Account> {
  const current = await lockAccountRow(tx, id);
  if (current?.passwordHash !== passwordHash) throw new InvalidCredentialsError();
  return current;
}
