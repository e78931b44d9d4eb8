import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Account, LoginMethod, Role } from '../../database/generated/client.ts';
import { lockAccountRow } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { line, validate } from '../../validation.ts';
import { recordAudit } from '../audit.ts';
import { findChallenge, issueChallenge, spendChallenge } from '../challenges/service.ts';
import { type Authentication, startDeviceSession } from '../device-sessions/service.ts';
import { sendVerification } from '../emails/service.ts';
import {
  AccountSuspendedError,
  InvalidChallengeError,
  InvalidCredentialsError,
  SecondFactorRequiredError,
} from '../errors.ts';
import { passwordTurns, turnOf, verifyPassword } from '../passwords/hashing.ts';
import { refuseWeakPassword } from '../passwords/strength.ts';
import type { Turn } from '../passwords/turns.ts';
import { findByLogin, newAccount, orTaken } from '../service.ts';
import { checkCode } from '../totp/check.ts';
import { email, loginKey, name, newUsername, password, presentPassword } from '../validation.ts';
import { hasSignedInFrom, limitLogin, limitRegistration, ownerOf } from './limits.ts';

export const deviceName = line(1, 80).nullish();

const registration = z.object({
  email,
  username: newUsername,
  password,
  firstName: name,
  lastName: name,
  role: z.enum(['USER', 'CREATOR'], 'must be USER or CREATOR').nullish(),
  timeZone: z.string().nullish(),
  deviceName,
});
const login = z.object({
  login: line(1, 254),
  password: presentPassword,
  deviceName,
});
const codeLogin = z.object({ challenge: z.string().max(100), code: z.string() });
/** ADMIN is among the roles that the API can say; registering as one is refused as invalid input. */
export type Registration = Omit<z.input<typeof registration>, 'role'> & { role?: Role | null };

/** The ID of no account. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Makes an account, signs its first device in and mails a link that verifies the e-mail. */
export async function register(context: Context, input: Registration): Promise<Authentication> {
  const valid = validate(registration, input);
  await refuseWeakPassword(context.app, 'password', valid.password, valid);
  const turn = turnOf(context, 'REGISTRATION');
  const data = await limitRegistration(context, () => newAccount(context.app, valid, turn));
  return orTaken(context.app, data, () =>
    transaction(context.app.database, async (tx) => {
      const account = await tx.account.create({ data });
      const started = await startDeviceSession(context, tx, account, {
        method: 'REGISTRATION',
        deviceName: valid.deviceName ?? null,
      });
      await recordAudit(
        tx,
        { ...context, viewer: { account } },
        {
          action: 'account.registered',
          targetType: 'Account',
          targetId: account.id,
        },
      );
      await sendVerification(context.app, tx, account);
      return started;
    }),
  );
}

/**
 * Signs a device in by the password. Throws SecondFactorRequiredError with a challenge where the account asks for a code
 * besides.
 */
export async function logIn(context: Context, input: z.input<typeof login>): Promise<Authentication> {
  const valid = validate(login, input);
  const account = await limitLogin(context, loginKey(valid.login), async () => {
    const found = await findByLogin(context.app, valid.login);
    const turn = await signInTurn(context, loginKey(valid.login));
    if (await verifyPassword(context.app, found?.passwordHash ?? null, valid.password, turn)) return found;
    await recordFailedLogin(context, found);
    return null;
  });
  if (!account) throw new InvalidCredentialsError();
  const deviceName = valid.deviceName ?? null;
  const outcome = await transaction(context.app.database, async (tx) => {
    const current = await lockForSignIn(tx, account.id);
    if (current.passwordHash !== account.passwordHash) throw new InvalidCredentialsError();
    if (!current.totpEnabledAt) return startLoggedIn(context, tx, current, { method: 'PASSWORD', deviceName });
    return issueChallenge(tx, { purpose: 'CODE', accountId: account.id, deviceName });
  });
  // Thrown only here: the challenge has to be kept.
  if ('challenge' in outcome) throw new SecondFactorRequiredError(outcome);
  return outcome;
}

/**
 * Completes a sign-in that logIn() answered with a challenge, by a code. A wrong code leaves the challenge as it is,
 * so that nobody types the password again for it.
 */
export async function logInWithCode(context: Context, input: z.input<typeof codeLogin>): Promise<Authentication> {
  const { app } = context;
  const { challenge, code } = validate(codeLogin, input);
  const found = await findChallenge(app.database, challenge, 'CODE');
  const account = found && (await app.database.prisma.account.findUnique({ where: { id: found.accountId ?? '' } }));
  if (!account) throw new InvalidChallengeError();
  const spendCode = await checkCode(context, account, code);
  return transaction(app.database, async (tx) => {
    const current = await lockForSignIn(tx, account.id);
    if (!(await spendChallenge(tx, found))) throw new InvalidChallengeError();
    await spendCode(tx);
    return startLoggedIn(context, tx, current, { method: 'PASSWORD', deviceName: found.deviceName });
  });
}

/** Locks the account of a person who has proved who they are. Throws AccountSuspendedError. */
export async function lockForSignIn(tx: Transaction, id: string): Promise<Account> {
  const current = await lockAccountRow(tx, id);
  if (!current) throw new InvalidCredentialsError();
  if (current.status === 'SUSPENDED') throw new AccountSuspendedError(current.suspensionReason);
  return current;
}

/** Signs a device in, and audits it. */
export async function startLoggedIn(
  context: Context,
  tx: Transaction,
  account: Account,
  device: { method: LoginMethod; deviceName: string | null },
): Promise<Authentication> {
  const started = await startDeviceSession(context, tx, account, device);
  await recordAudit(
    tx,
    { ...context, viewer: { account } },
    {
      action: 'account.logged_in',
      targetType: 'DeviceSession',
      targetId: started.deviceSession.id,
    },
  );
  return started;
}

/** Where sign-ins wait, those from a network that the login was used from before have a queue of their own. */
async function signInTurn(context: Context, key: string): Promise<Turn> {
  const isReturning = passwordTurns(context.app).areTaken && (await hasSignedInFrom(context, ownerOf(key)));
  return turnOf(context, isReturning ? 'RETURNING' : 'LOGIN');
}

/** A failure of an unknown login is recorded too, under the ID of nobody: else the time taken would tell. */
export async function recordFailedLogin(context: Context, account: Account | null): Promise<void> {
  await transaction(context.app.database, (tx) =>
    recordAudit(
      tx,
      { ...context, viewer: null },
      {
        action: 'account.login_failed',
        targetType: 'Account',
        targetId: account?.id ?? nobody,
      },
    ),
  );
}
