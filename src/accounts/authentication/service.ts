import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { App, Context, SignedIn } from '../../context.ts';
import { isUniqueViolation } from '../../database/errors.ts';
import type { Account, Role } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import type { Mail } from '../../operations/mail.ts';
import { line, text, validate } from '../../validation.ts';
import { recordAudit } from '../audit.ts';
import { type Authentication, endDeviceSessions, startDeviceSession } from '../device-sessions/service.ts';
import {
  AccountSuspendedError,
  EmailTakenError,
  InvalidCredentialsError,
  InvalidLinkError,
  UsernameTakenError,
} from '../errors.ts';
import { resetMail } from '../links/mails.ts';
import {
  followLink,
  isLinkLiving,
  issueLink,
  lockForLink,
  markVerified,
  sendVerification,
  voidLinks,
} from '../links/service.ts';
import { limitLogin, limitPasswordChecks, limitPasswordReset, limitRegistration } from './limits.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

const email = z.string().trim().max(254, 'must have at most 254 characters').pipe(z.email('must be an e-mail address'));
const username = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{2,29}$/,
    'must have 3 to 30 letters, digits, _, . or -, and begin with a letter or digit',
  );
const password = z
  .string()
  .refine((value) => [...value].length >= 10, 'must have at least 10 characters')
  .refine((value) => [...value].length <= 128, 'must have at most 128 characters');
const deviceName = line(1, 80).nullish();

const registration = z.object({
  email,
  username,
  password,
  firstName: line(1, 60).nullish(),
  lastName: line(1, 60).nullish(),
  role: z.enum(['USER', 'CREATOR'], 'must be USER or CREATOR').nullish(),
  timeZone: z.string().nullish(),
  deviceName,
});
const login = z.object({
  login: line(1, 254),
  password: z.string().max(1000, 'must have at most 1000 characters'),
  deviceName,
});
const profile = z.object({
  username: username.nullish(),
  displayName: line(1, 80).nullish(),
  firstName: line(1, 60).nullish(),
  lastName: line(1, 60).nullish(),
  bio: text(0, 2000).nullish(),
  avatarUrl: z.string().nullish(),
  timeZone: z.string().nullish(),
});
const passwordChange = z.object({ currentPassword: z.string().max(1000), newPassword: password });
const passwordReset = z.object({ token: z.string(), newPassword: password });

/** ADMIN is among the roles that the API can say; registering as one is refused as invalid input. */
export type Registration = Omit<z.input<typeof registration>, 'role'> & { role?: Role | null };

/** The ID of no account. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** E-mails and usernames are compared in this form. */
const comparable = (value: string) => value.normalize('NFKC').toLowerCase();

/** Makes an account, signs its first device in and mails a link that verifies the e-mail. */
export async function register(context: Context, input: Registration): Promise<Authentication> {
  const valid = validate(registration, input);
  const data = await limitRegistration(context, () => newAccount(context.app, valid));
  return orTaken(context.app, data, () =>
    transaction(context.app.database, async (tx) => {
      const account = await tx.account.create({ data });
      const started = await startDeviceSession(context, tx, account, {
        method: 'REGISTRATION',
        deviceName: valid.deviceName ?? null,
      });
      await recordAudit(
        tx,
        { origin: context.origin, viewer: { account } },
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

export async function logIn(context: Context, input: z.input<typeof login>): Promise<Authentication> {
  const valid = validate(login, input);
  const account = await limitLogin(context, comparable(valid.login), async () => {
    const found = await findByLogin(context.app, valid.login);
    if (await verifyPassword(context.app, found?.passwordHash ?? null, valid.password)) return found;
    await recordFailedLogin(context, found);
    return null;
  });
  if (!account) throw new InvalidCredentialsError();
  return transaction(context.app.database, async (tx) => {
    const started = await startDeviceSession(context, tx, account, {
      method: 'PASSWORD',
      deviceName: valid.deviceName ?? null,
    });
    // Read again under the lock that startDeviceSession took: a suspension or a new password may have come in between.
    const current = await tx.account.findUniqueOrThrow({ where: { id: account.id } });
    if (current.status === 'SUSPENDED') throw new AccountSuspendedError(current.suspensionReason);
    if (current.passwordHash !== account.passwordHash) throw new InvalidCredentialsError();
    await recordAudit(
      tx,
      { origin: context.origin, viewer: { account } },
      {
        action: 'account.logged_in',
        targetType: 'DeviceSession',
        targetId: started.deviceSession.id,
      },
    );
    return { ...started, account: current };
  });
}

function findByLogin({ database }: App, login: string): Promise<Account | null> {
  const key = comparable(login);
  return database.prisma.account.findUnique({
    where: key.includes('@') ? { emailKey: key } : { usernameKey: key },
  });
}

/** One of an unknown login is recorded too, under the ID of nobody: else the time taken would tell that it is one. */
async function recordFailedLogin(context: Context, account: Account | null): Promise<void> {
  await transaction(context.app.database, (tx) =>
    recordAudit(
      tx,
      { origin: context.origin, viewer: null },
      {
        action: 'account.login_failed',
        targetType: 'Account',
        targetId: account?.id ?? nobody,
      },
    ),
  );
}

/** Changes the viewer's own profile. A field left out stays; null clears what may be empty. */
export async function updateAccount(context: SignedIn, input: z.input<typeof profile>): Promise<Account> {
  const { username: newUsername, displayName, timeZone, ...clearable } = validate(profile, input);
  const data = {
    ...clearable,
    ...(newUsername != null && { username: newUsername, usernameKey: comparable(newUsername) }),
    ...(displayName != null && { displayName }),
    ...(timeZone != null && { timeZone }),
  };
  const { id } = context.viewer.account;
  return orTaken(context.app, data, () => context.app.database.prisma.account.update({ where: { id }, data }));
}

/** Changes the viewer's password, signs every other device out and voids links that would reset it. */
export async function changePassword(context: SignedIn, input: z.input<typeof passwordChange>): Promise<Account> {
  const valid = validate(passwordChange, input);
  const { account, deviceSession } = context.viewer;
  const verify = () => verifyPassword(context.app, account.passwordHash, valid.currentPassword);
  if (!(await limitPasswordChecks(context, verify))) throw new InvalidCredentialsError();
  const passwordHash = await hashPassword(context.app, valid.newPassword);
  return transaction(context.app.database, async (tx) => {
    // Conditional, so that of two changes at once only the one that knew the password of the moment succeeds.
    const [changed] = await tx.account.updateManyAndReturn({
      where: { id: account.id, passwordHash: account.passwordHash },
      data: { passwordHash },
    });
    if (!changed) throw new InvalidCredentialsError();
    await endDeviceSessions(
      tx,
      context.app,
      { accountId: account.id, id: { not: deviceSession.id } },
      'PASSWORD_CHANGED',
    );
    await voidLinks(tx, account.id, 'PASSWORD_RESET');
    await recordAudit(tx, context, { action: 'account.password_changed', targetType: 'Account', targetId: account.id });
    return changed;
  });
}

/** Mails a link for a new password, where there is such an account. The caller is not to wait, nor to learn of it. */
export async function requestPasswordReset(context: Context, login: string): Promise<void> {
  if (await limitPasswordReset(context, login)) void context.app.mail.send(preparePasswordReset(context, login));
}

/** Time enough to answer first: what the database is busy with would show in how long the answer takes. */
const answerFirst = 100;

async function preparePasswordReset(context: Context, login: string): Promise<Mail | null> {
  const { success, data } = line(1, 254).safeParse(login);
  await wait(answerFirst);
  const found = success ? await findByLogin(context.app, data) : null;
  if (!found) return null;
  return transaction(context.app.database, async (tx) => {
    const account = await lockForLink(tx, found.id);
    if (!account) return null;
    const token = await issueLink(tx, account, 'PASSWORD_RESET');
    await recordAudit(tx, context, {
      action: 'account.password_reset_requested',
      targetType: 'Account',
      targetId: account.id,
    });
    return resetMail(context.app.env, account, token);
  });
}

/** Sets a password by a mailed link and signs every device out; whoever asks is not signed in by it. */
export async function resetPassword(context: Context, input: z.input<typeof passwordReset>): Promise<Account> {
  const { token, newPassword } = validate(passwordReset, input);
  // A made-up token is not worth hashing a password.
  if (!(await isLinkLiving(context.app, token, 'PASSWORD_RESET'))) throw new InvalidLinkError();
  const passwordHash = await hashPassword(context.app, newPassword);
  return transaction(context.app.database, async (tx) => {
    const account = await followLink(tx, token, 'PASSWORD_RESET');
    await voidLinks(tx, account.id, 'PASSWORD_RESET');
    await markVerified(tx, context, account);
    const ended = await endDeviceSessions(tx, context.app, { accountId: account.id }, 'PASSWORD_CHANGED');
    await recordAudit(
      tx,
      { origin: context.origin, viewer: { account } },
      {
        action: 'account.password_reset',
        targetType: 'Account',
        targetId: account.id,
        details: { deviceSessionsEnded: ended.length },
      },
    );
    return tx.account.update({ where: { id: account.id }, data: { passwordHash } });
  });
}

/** Makes the administrator whom ADMIN_EMAIL and ADMIN_PASSWORD name, where nobody has that e-mail yet. */
export async function ensureAdministrator(app: App): Promise<void> {
  const { env, database, log } = app;
  if (!env.ADMIN_EMAIL || !env.ADMIN_PASSWORD) return;
  const emailKey = comparable(env.ADMIN_EMAIL);
  if (await database.prisma.account.findUnique({ where: { emailKey } })) return;
  const taken = await database.prisma.account.findUnique({ where: { usernameKey: 'admin' } });
  const data = await newAccount(app, {
    email: env.ADMIN_EMAIL,
    username: taken ? `admin-${emailKey.replace(/\W/g, '').slice(0, 20)}` : 'admin',
    password: env.ADMIN_PASSWORD,
  });
  // Several nodes may start at once: the first one makes it.
  const { count } = await database.prisma.account.createMany({
    data: [{ ...data, role: 'ADMIN' }],
    skipDuplicates: true,
  });
  if (count > 0) log.info({ username: data.username }, 'made the administrator of ADMIN_EMAIL');
}

async function newAccount(app: App, valid: z.output<typeof registration>) {
  const { email, username, firstName = null, lastName = null } = valid;
  return {
    email,
    emailKey: comparable(email),
    username,
    usernameKey: comparable(username),
    passwordHash: await hashPassword(app, valid.password),
    displayName: [firstName, lastName].filter(Boolean).join(' ') || username,
    firstName,
    lastName,
    role: valid.role ?? ('USER' as const),
    timeZone: valid.timeZone ?? 'UTC',
  };
}

/** Says which of the unique keys was taken, where a write of an account failed on one. */
async function orTaken<Result>(
  { database }: App,
  { emailKey, usernameKey }: { emailKey?: string; usernameKey?: string },
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const owner = emailKey && (await database.prisma.account.findUnique({ where: { emailKey } }));
    if (owner) throw new EmailTakenError();
    if (usernameKey) throw new UsernameTakenError();
    throw error;
  }
}
