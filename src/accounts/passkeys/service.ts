import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { SignedIn } from '../../context.ts';
import { isUniqueViolation } from '../../database/errors.ts';
import type { Passkey } from '../../database/generated/client.ts';
import { lockAccountRow } from '../../database/locks.ts';
import { transaction } from '../../database/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { line, validate } from '../../validation.ts';
import { findChallenge, issueChallenge, spendChallenge } from '../challenges/service.ts';
import { InvalidPasskeyError, PasskeyLimitReachedError } from '../errors.ts';
import { recordChange } from '../second-factors.ts';
import { checkProof, type Proof } from '../totp/check.ts';
import { parseCredential, registrationOptions, verifyRegistration } from './ceremony.ts';

/** Options for the browser, and until when it may answer. */
export interface Ceremony {
  options: object;
  expiresAt: Date;
}

const most = 20;

const naming = z.object({ name: line(1, 60) });

/** Begins to register a passkey of the viewer. */
export async function beginPasskey(context: SignedIn, proof: Proof): Promise<Ceremony> {
  const { app, viewer } = context;
  const accountId = viewer.account.id;
  const spendCode = await checkProof(context, proof);
  const known = await app.database.prisma.passkey.findMany({ where: { accountId } });
  if (known.length >= most) throw new PasskeyLimitReachedError(most);
  const { challenge, expiresAt } = await transaction(app.database, async (tx) => {
    await lockAccountRow(tx, accountId);
    await spendCode(tx);
    return issueChallenge(tx, { purpose: 'PASSKEY_REGISTRATION', accountId });
  });
  return { options: await registrationOptions(app, viewer.account, challenge, known), expiresAt };
}

/** Registers the passkey that a browser made for the options of beginPasskey(). */
export async function addPasskey(context: SignedIn, input: { name: string; credential: object }): Promise<Passkey> {
  const { app, viewer } = context;
  const accountId = viewer.account.id;
  const { name } = validate(naming, input);
  const given = parseCredential<RegistrationResponseJSON>(input.credential);
  const challenge = given && (await findChallenge(app.database, given.challenge, 'PASSKEY_REGISTRATION'));
  if (!given || challenge?.accountId !== accountId) throw new InvalidPasskeyError();
  const verified = await verifyRegistration(app, given.response, given.challenge);
  if (!verified) throw new InvalidPasskeyError();
  try {
    return await transaction(app.database, async (tx) => {
      await lockAccountRow(tx, accountId);
      if (!(await spendChallenge(tx, challenge))) throw new InvalidPasskeyError();
      if ((await tx.passkey.count({ where: { accountId } })) >= most) throw new PasskeyLimitReachedError(most);
      const passkey = await tx.passkey.create({ data: { ...verified, accountId, name } });
      await recordChange(tx, context, 'PASSKEY_ADDED');
      return passkey;
    });
  } catch (error) {
    throw isUniqueViolation(error) ? new InvalidPasskeyError() : error;
  }
}

export async function renamePasskey(context: SignedIn, input: { id: string; name: string }): Promise<Passkey> {
  const { name } = validate(naming, input);
  const where = { id: input.id, accountId: context.viewer.account.id };
  const [renamed] = await context.app.database.prisma.passkey.updateManyAndReturn({ where, data: { name } });
  if (!renamed) throw new NotFoundError('passkey');
  return renamed;
}

/** Deletes a passkey of the viewer: it signs in no more. Devices that it signed in stay so. Returns its ID. */
export async function deletePasskey(context: SignedIn, { id, ...proof }: Proof & { id: string }): Promise<string> {
  const { app, viewer } = context;
  const where = { id, accountId: viewer.account.id };
  if ((await app.database.prisma.passkey.count({ where })) === 0) throw new NotFoundError('passkey');
  const spendCode = await checkProof(context, proof);
  return transaction(app.database, async (tx) => {
    await lockAccountRow(tx, viewer.account.id);
    const { count } = await tx.passkey.deleteMany({ where });
    if (count === 0) throw new NotFoundError('passkey');
    await spendCode(tx);
    await recordChange(tx, context, 'PASSKEY_DELETED');
    return id;
  });
}
