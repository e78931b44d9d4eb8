import { z } from 'zod';
import type { App, SignedIn } from '../context.ts';
import { isUniqueViolation } from '../database/errors.ts';
import type { Account, Role } from '../database/generated/client.ts';
import { ConfigurationError } from '../env.ts';
import { line, text, validate } from '../validation.ts';
import { EmailTakenError, UsernameTakenError } from './errors.ts';
import { hashPassword } from './passwords/hashing.ts';
import { faultOfPassword } from './passwords/strength.ts';
import type { Turn } from './passwords/turns.ts';
import { emailKey, loginKey, name, newUsername, username, usernameKey, usernameStem } from './validation.ts';

const profile = z.object({
  username: username.nullish(),
  displayName: line(1, 80).nullish(),
  firstName: name,
  lastName: name,
  bio: text(0, 2000).nullish(),
  avatarUrl: z.string().nullish(),
  timeZone: z.string().nullish(),
});

/** The valid input of an account that is to be made. */
export interface NewAccount {
  email: string;
  username: string;
  password: string;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  role?: Role | null | undefined;
  timeZone?: string | null | undefined;
}

/** Returns the account that signs in with this e-mail or username; null where there is none. */
export function findByLogin({ database }: App, login: string): Promise<Account | null> {
  const key = loginKey(login);
  return database.prisma.account.findUnique({
    where: { ...(key.includes('@') ? { emailKey: key } : { usernameKey: key }), isGuest: false },
  });
}

/** Changes the viewer's own profile. A field left out stays; null clears what may be empty. */
export async function updateAccount(context: SignedIn, input: z.input<typeof profile>): Promise<Account> {
  const { account } = context.viewer;
  const { username: given, displayName, timeZone, ...clearable } = validate(profile, input);
  const isRenamed = given != null && usernameKey(given) !== account.usernameKey;
  if (isRenamed) validate(z.object({ username: newUsername }), { username: given });
  const data = {
    ...clearable,
    ...(given != null && { username: given }),
    ...(isRenamed && { usernameKey: usernameKey(given), usernameStem: usernameStem(given) }),
    ...(displayName != null && { displayName }),
    ...(timeZone != null && { timeZone }),
  };
  const { id } = account;
  return orTaken(context.app, data, () => context.app.database.prisma.account.update({ where: { id }, data }));
}

/** Makes the administrator that ADMIN_EMAIL and ADMIN_PASSWORD describe, unless an account has this e-mail. */
export async function ensureAdministrator(app: App): Promise<void> {
  const { env, database, log } = app;
  if (!env.ADMIN_EMAIL || !env.ADMIN_PASSWORD) return;
  const key = emailKey(env.ADMIN_EMAIL);
  if (await database.prisma.account.findUnique({ where: { emailKey: key } })) return;
  const taken = await database.prisma.account.findUnique({ where: { usernameKey: 'admin' } });
  const administrator = {
    email: env.ADMIN_EMAIL,
    username: taken ? `admin-${key.replace(/\W/g, '').slice(0, 20)}` : 'admin',
    password: env.ADMIN_PASSWORD,
  };
  const fault = await faultOfPassword(app, env.ADMIN_PASSWORD, administrator);
  if (fault) throw new ConfigurationError([`ADMIN_PASSWORD ${fault}`]);
  const data = await newAccount(app, administrator, { queue: 'ACCOUNT', line: null });
  // Several nodes may start at once: the first one makes the account.
  const { count } = await database.prisma.account.createMany({
    data: [{ ...data, role: 'ADMIN' }],
    skipDuplicates: true,
  });
  if (count > 0) log.info({ username: data.username }, 'made the administrator of ADMIN_EMAIL');
}

/** Returns the row of a new account, with its password hashed. */
export async function newAccount(app: App, valid: NewAccount, turn: Turn) {
  const { email, username, firstName = null, lastName = null } = valid;
  return {
    email,
    emailKey: emailKey(email),
    username,
    usernameKey: usernameKey(username),
    usernameStem: usernameStem(username),
    passwordHash: await hashPassword(app, valid.password, turn),
    displayName: [firstName, lastName].filter(Boolean).join(' ') || username,
    firstName,
    lastName,
    role: valid.role ?? ('USER' as const),
    timeZone: valid.timeZone ?? 'UTC',
  };
}

/** Runs a write of an account; throws the typed refusal where its e-mail or username is another account's. */
export async function orTaken<Result>(
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
