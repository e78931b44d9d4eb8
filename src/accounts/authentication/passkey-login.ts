import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { transaction } from '../../database/transaction.ts';
import { validate } from '../../validation.ts';
import { findChallenge, issueChallenge, spendChallenge } from '../challenges/service.ts';
import type { Authentication } from '../device-sessions/service.ts';
import { InvalidPasskeyError } from '../errors.ts';
import { loginOptions, parseCredential, verifyLogin } from '../passkeys/ceremony.ts';
import type { Ceremony } from '../passkeys/service.ts';
import { limitPasskeyChallenges, limitPasskeys } from './limits.ts';
import { deviceName, lockForSignIn, recordFailedLogin, startLoggedIn } from './service.ts';

const passkeyLogin = z.object({ deviceName });

/** Begins a sign-in with a passkey, of whomever it will be. */
export async function beginPasskeyLogin(context: Context): Promise<Ceremony> {
  const { app } = context;
  await limitPasskeyChallenges(context);
  const { challenge, expiresAt } = await transaction(app.database, (tx) =>
    issueChallenge(tx, { purpose: 'PASSKEY_LOGIN', accountId: null }),
  );
  return { options: await loginOptions(app, challenge), expiresAt };
}

/**
 * Signs a device in by a passkey alone. The authenticator is something that the person has, and it has verified the person:
 * so nobody is asked for a password or a code.
 */
export async function logInWithPasskey(
  context: Context,
  input: { credential: object; deviceName?: string | null | undefined },
): Promise<Authentication> {
  const { app } = context;
  const valid = validate(passkeyLogin, input);
  const given = parseCredential<AuthenticationResponseJSON>(input.credential);
  if (!given) throw new InvalidPasskeyError();
  const { response } = given;
  const passkey = await app.database.prisma.passkey.findUnique({
    where: { credentialId: response.id },
    include: { account: true },
  });
  const verified = await limitPasskeys(context, passkey?.account.usernameKey ?? response.id, async () => {
    const challenge = passkey && (await findChallenge(app.database, given.challenge, 'PASSKEY_LOGIN'));
    const counter = challenge && (await verifyLogin(app, passkey, response, given.challenge));
    if (counter !== null) return { challenge, passkey, counter };
    await recordFailedLogin(context, passkey?.account ?? null);
    return null;
  });
  if (!verified?.passkey || !verified.challenge) throw new InvalidPasskeyError();
  const { challenge, counter } = verified;
  const { id, accountId, counter: before } = verified.passkey;
  return transaction(app.database, async (tx) => {
    const account = await lockForSignIn(tx, accountId);
    if (!(await spendChallenge(tx, challenge))) throw new InvalidPasskeyError();
    const { count } = await tx.passkey.updateMany({
      where: { id, counter: before },
      data: { counter, lastUsedAt: new Date() },
    });
    if (count === 0) throw new InvalidPasskeyError();
    return startLoggedIn(context, tx, account, { method: 'PASSKEY', deviceName: valid.deviceName ?? null });
  });
}
