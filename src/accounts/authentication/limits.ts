import { createHmac } from 'node:crypto';
import type { App, Context, SignedIn } from '../../context.ts';
import type { Account, Prisma } from '../../database/generated/client.ts';
import { OverloadedError, RateLimitedError } from '../../errors.ts';
import { type Count, type Key, type Limits, networkOf, type Rule } from '../../operations/limits.ts';
import { loginKey } from '../validation.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The rules by which guesses of one kind of secret are counted. */
interface GuessRules {
  /** Failures of one login from one address: five without a delay, then one per delay. */
  burst: Rule;
  /** The number of delays since the burst: each is twice as long as the one before. */
  level: Rule;
  delay: Rule;
  /** Failures from one address, of any login. */
  perAddress: Rule;
  /** Failures of one login from all addresses; beyond, addresses that it has never been used from are slowed. */
  perLogin: Rule;
  slowed: Rule;
}

type Window = Pick<Rule, 'points' | 'seconds'>;

const rulesOf = (name: string, perLogin: Window, slowed: Window): GuessRules => ({
  burst: { name, points: 5, seconds: hour },
  level: { name: `${name}-level`, points: 1, seconds: day },
  delay: { name: `${name}-delay`, points: 1, seconds: 1 },
  perAddress: { name: `${name}-address`, points: 50, seconds: 15 * minute },
  perLogin: { name: `${name}-account`, ...perLogin },
  slowed: { name: `${name}-slowed`, ...slowed },
});

const oftenPerLogin: Window = { points: 20, seconds: 15 * minute };
const passwords = rulesOf('login', oftenPerLogin, { points: 1, seconds: 10 });
/** Counted apart from passwords: whoever knows the password must not begin the count anew by it. */
const codes = rulesOf('second-factor', { points: 20, seconds: day }, { points: 0, seconds: day });
const passkeys = rulesOf('passkey', oftenPerLogin, { points: 1, seconds: 10 });
const longestDelay = 15 * minute;
/** Concurrent attempts of one address per node: more would fill the queue of passwords for all other addresses. */
const atOncePerAddress = 4;

const registrations: Rule = { name: 'registration', points: 10, seconds: hour };
/** Registrations beyond `registrations`: a whole room registers at the start of a workshop. */
const registrationBurst: Rule = { name: 'registration-burst', points: 90, seconds: day };
const currentPasswords: Rule = { name: 'current-password', points: 10, seconds: 15 * minute };
const resetsPerLogin: Rule = { name: 'password-reset', points: 3, seconds: hour };
const resetsPerAccount: Rule = { ...resetsPerLogin, name: 'password-reset-account' };
const resetsPerAddress: Rule = { name: 'password-reset-address', points: 20, seconds: hour };
const passkeyChallenges: Rule = { name: 'passkey-challenge', points: 300, seconds: 15 * minute };

/** Whose secret is guessed: what failures are counted by, and the account, which may be none. */
interface Guessed {
  name: string;
  owner: Prisma.AccountWhereInput;
}

/**
 * Runs `verify` unless there were too many failures; null counts as a failure. Guesses are slowed, and the owner is not
 * locked out: failures count for the pair of login and address, so guesses from other addresses do not slow the owner's.
 * Guesses from many addresses slow only addresses that the login has not been used from.
 * An attempt is counted before it runs, so concurrent attempts cannot exceed the limit. Attempts with one login from one
 * address run one after another, so a right password that is sent twice at once is not refused.
 */
async function limitGuesses<Result>(
  context: Pick<Context, 'app' | 'origin'>,
  rules: GuessRules,
  { name, owner }: Guessed,
  verify: () => Promise<Result | null>,
): Promise<Result | null> {
  const { limits } = context.app;
  const address = networkOf(context.origin.ipAddress);
  const key = keyOf(context, name);
  const pair = `${key}@${address}`;
  const attempt = async () => {
    const refund = await admit(context, { rules, owner, key, address, pair });
    try {
      const result = await verify();
      if (result !== null) {
        await refund();
        const { burst, level, delay, slowed } = rules;
        await Promise.all([burst, level, delay, slowed].map((rule) => limits.forget(rule, pair)));
      }
      return result;
    } catch (error) {
      await refund();
      throw error;
    }
  };
  return limits.inTurn(pair, 1, () => limits.inTurn(address, atOncePerAddress, attempt));
}

type Guess<Subject, Result> = [
  context: Pick<Context, 'app' | 'origin'>,
  subject: Subject,
  verify: () => Promise<Result | null>,
];

/** Limits guesses of the password of a login. */
export const limitLogin = <Result>(...[context, login, verify]: Guess<string, Result>) =>
  limitGuesses(context, passwords, { name: login, owner: ownerOf(login) }, verify);

/**
 * Limits guesses of the codes of an account, by its ID: whoever has a device of it can change its username. A code has six
 * digits alone, so beyond twenty failures in a day addresses that the account has not been used from have no guess left.
 */
export const limitCodes = <Result>(...[context, { id }, verify]: Guess<Pick<Account, 'id'>, Result>) =>
  limitGuesses(context, codes, { name: id, owner: { id } }, verify);

/** Limits failed sign-ins with a passkey, by its owner's login, or its ID where it is nobody's. */
export const limitPasskeys = <Result>(...[context, name, verify]: Guess<string, Result>) =>
  limitGuesses(context, passkeys, { name, owner: ownerOf(name) }, verify);

/** Counts a sign-in with a passkey that is begun; throws RateLimitedError where this address began too many. */
export const limitPasskeyChallenges = ({ app: { limits }, origin }: Context) =>
  limits.spend(passkeyChallenges, networkOf(origin.ipAddress));

interface Attempt extends Pick<Guessed, 'owner'> {
  rules: GuessRules;
  key: string;
  address: Key;
  pair: string;
}

/** Counts an attempt, and returns a function that takes the counts back. Throws RateLimitedError, and counts nothing then. */
async function admit(context: Pick<Context, 'app' | 'origin'>, attempt: Attempt): Promise<() => Promise<void>> {
  const { limits } = context.app;
  const { key, address, pair } = attempt;
  const { burst, level, perAddress, perLogin } = attempt.rules;
  // Without counting: a blocked address does not fill the memory with the logins that it tries.
  const [ofAddress, delays] = await Promise.all([limits.peek(perAddress, address), limits.peek(level, pair)]);
  if (ofAddress.value >= perAddress.points) throw new RateLimitedError(ofAddress.seconds);
  const isInBurst = await admitPair(limits, attempt, delays);
  const refund = async () => {
    const rules = [isInBurst && limits.refund(burst, pair), limits.refund(perLogin, key)];
    await Promise.all([...rules, limits.refund(perAddress, address)]);
  };
  const [fromAddress, ofLogin] = await Promise.all([limits.count(perAddress, address), limits.count(perLogin, key)]);
  const wait =
    fromAddress.value > perAddress.points
      ? fromAddress.seconds
      : ofLogin.value > perLogin.points
        ? await slowDown(context, attempt)
        : 0;
  if (wait === 0) return refund;
  await refund();
  throw new RateLimitedError(wait);
}

/** Whether the attempt is within the burst; false where it comes after a delay. Throws RateLimitedError. */
async function admitPair(limits: Limits, { rules, pair }: Attempt, delays: Count): Promise<boolean> {
  const { burst, level, delay } = rules;
  if (delays.value === 0) {
    const { value } = await limits.count(burst, pair);
    if (value < burst.points) return true;
    // The last attempt of the burst starts the first delay. The delay is written before the level, which implies it.
    const { seconds } = await limits.count(delay, pair);
    await limits.put(level, pair, 1);
    if (value === burst.points) return true;
    throw new RateLimitedError(seconds);
  }
  const { value, seconds } = await limits.count(delay, pair, Math.min(2 ** delays.value, longestDelay));
  if (value > delay.points) throw new RateLimitedError(seconds);
  await limits.put(level, pair, delays.value + 1);
  return false;
}

/** Returns the seconds that this address has to wait for a login that is guessed from many addresses. */
async function slowDown(
  context: Pick<Context, 'app' | 'origin'>,
  { rules: { slowed }, owner, pair }: Attempt,
): Promise<number> {
  const { value, seconds } = await context.app.limits.count(slowed, pair);
  return value <= slowed.points || (await hasSignedInFrom(context, owner)) ? 0 : seconds;
}

/** The account of a login. */
export const ownerOf = (login: string): Prisma.AccountWhereInput =>
  login.includes('@') ? { emailKey: login } : { usernameKey: login };

/** Whether an account has been used from the network of the request. */
export async function hasSignedInFrom(
  { app: { database }, origin }: Pick<Context, 'app' | 'origin'>,
  account: Prisma.AccountWhereInput,
): Promise<boolean> {
  const address = networkOf(origin.ipAddress);
  const known = await database.prisma.deviceSession.findMany({
    where: { account, ipAddress: { not: null } },
    select: { ipAddress: true },
    orderBy: { createdAt: 'desc' },
    take: 100,
  });
  return known.some(({ ipAddress }) => networkOf(ipAddress) === address);
}

/** Runs `register` unless there were too many registrations from this address. */
export async function limitRegistration<Result>(context: Context, register: () => Promise<Result>): Promise<Result> {
  const { limits } = context.app;
  const address = networkOf(context.origin.ipAddress);
  const { value, seconds } = await limits.count(registrations, address);
  const rule = value > registrations.points ? registrationBurst : registrations;
  if (rule === registrationBurst) {
    const beyond = await limits.count(registrationBurst, address);
    if (beyond.value > registrationBurst.points) throw new RateLimitedError(seconds);
  }
  try {
    return await register();
  } catch (error) {
    if (error instanceof OverloadedError) await limits.refund(rule, address);
    throw error;
  }
}

/** Runs `verify` of the viewer's password unless there were too many wrong ones. */
export async function limitPasswordChecks(
  { app: { limits }, viewer }: SignedIn,
  verify: () => Promise<boolean>,
): Promise<boolean> {
  const { id } = viewer.account;
  await limits.spend(currentPasswords, id);
  try {
    const matches = await verify();
    if (matches) await limits.forget(currentPasswords, id);
    return matches;
  } catch (error) {
    await limits.refund(currentPasswords, id);
    throw error;
  }
}

/**
 * Counts a request to reset a password. Throws RateLimitedError where this address sent too many; returns false where
 * there were too many for this login: no mail is sent then, and the client receives the usual result.
 */
export async function limitPasswordReset(context: Context, login: string): Promise<boolean> {
  await context.app.limits.spend(resetsPerAddress, networkOf(context.origin.ipAddress));
  const key = keyOf(context, loginKey(login.trim()));
  return (await context.app.limits.count(resetsPerLogin, key)).value <= resetsPerLogin.points;
}

/**
 * Counts a mail for a new password, whichever of the account's logins was typed; false where there were too many. Called as
 * the mail is composed: the answer to who asks must not tell that two logins belong together.
 */
export async function limitResetMails({ limits }: Pick<App, 'limits'>, { id }: Pick<Account, 'id'>): Promise<boolean> {
  return (await limits.count(resetsPerAccount, id)).value <= resetsPerAccount.points;
}

/** Returns the key of a login, known or unknown, or of an account. It is hashed, since people also type passwords there. */
function keyOf({ app: { env } }: Pick<Context, 'app'>, login: string): string {
  return createHmac('sha256', env.JWT_SECRET).update(login).digest('base64url').slice(0, 22);
}
