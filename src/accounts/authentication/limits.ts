import { createHmac } from 'node:crypto';
import type { Context, SignedIn } from '../../context.ts';
import { OverloadedError, RateLimitedError } from '../../errors.ts';
import { type Count, type Key, type Limits, networkOf, type Rule } from '../../operations/limits.ts';
import { loginKey } from '../validation.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Failures of one login from one address: five without a delay, then one per delay. */
const burst: Rule = { name: 'login', points: 5, seconds: hour };
/** The number of delays since the burst: each is twice as long as the one before. */
const level: Rule = { name: 'login-level', points: 1, seconds: day };
const delay: Rule = { name: 'login-delay', points: 1, seconds: 1 };
const longestDelay = 15 * minute;
/** Failures from one address, of any login. */
const perAddress: Rule = { name: 'login-address', points: 50, seconds: 15 * minute };
/** Failures of one login from all addresses; beyond, addresses that it has never been used from are slowed. */
const perLogin: Rule = { name: 'login-account', points: 20, seconds: 15 * minute };
const slowed: Rule = { name: 'login-slowed', points: 1, seconds: 10 };
/** Concurrent attempts of one address per node: more would fill the queue of passwords for all other addresses. */
const atOncePerAddress = 4;

const registrations: Rule = { name: 'registration', points: 10, seconds: hour };
/** Registrations beyond `registrations`: a whole room registers at the start of a workshop. */
const registrationBurst: Rule = { name: 'registration-burst', points: 90, seconds: day };
const currentPasswords: Rule = { name: 'current-password', points: 10, seconds: 15 * minute };
const resetsPerLogin: Rule = { name: 'password-reset', points: 3, seconds: hour };
const resetsPerAddress: Rule = { name: 'password-reset-address', points: 20, seconds: hour };

/**
 * Runs `verify` unless there were too many failures; null counts as a failure. Guesses are slowed, and the owner is not
 * locked out: failures count for the pair of login and address, so guesses from other addresses do not slow the owner's.
 * Guesses from many addresses slow only addresses that the login has not been used from.
 * An attempt is counted before it runs, so concurrent attempts cannot exceed the limit. Attempts with one login from one
 * address run one after another, so a right password that is sent twice at once is not refused.
 */
export async function limitLogin<Result>(
  context: Context,
  login: string,
  verify: () => Promise<Result | null>,
): Promise<Result | null> {
  const { limits } = context.app;
  const address = networkOf(context.origin.ipAddress);
  const key = keyOf(context, login);
  const pair = `${key}@${address}`;
  const attempt = async () => {
    const refund = await admit(context, { login, key, address, pair });
    try {
      const result = await verify();
      if (result !== null) {
        await refund();
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

interface Attempt {
  login: string;
  key: string;
  address: Key;
  pair: string;
}

/** Counts an attempt, and returns a function that takes the counts back. Throws RateLimitedError, and counts nothing then. */
async function admit(context: Context, { login, key, address, pair }: Attempt): Promise<() => Promise<void>> {
  const { limits } = context.app;
  // Without counting: a blocked address does not fill the memory with the logins that it tries.
  const [ofAddress, delays] = await Promise.all([limits.peek(perAddress, address), limits.peek(level, pair)]);
  if (ofAddress.value >= perAddress.points) throw new RateLimitedError(ofAddress.seconds);
  const isInBurst = await admitPair(limits, pair, delays);
  const refund = async () => {
    const rules = [isInBurst && limits.refund(burst, pair), limits.refund(perLogin, key)];
    await Promise.all([...rules, limits.refund(perAddress, address)]);
  };
  const [fromAddress, ofLogin] = await Promise.all([limits.count(perAddress, address), limits.count(perLogin, key)]);
  const wait =
    fromAddress.value > perAddress.points
      ? fromAddress.seconds
      : ofLogin.value > perLogin.points
        ? await slowDown(context, { login, pair })
        : 0;
  if (wait === 0) return refund;
  await refund();
  throw new RateLimitedError(wait);
}

/** Whether the attempt is within the burst; false where it comes after a delay. Throws RateLimitedError. */
async function admitPair(limits: Limits, pair: string, delays: Count): Promise<boolean> {
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
async function slowDown(context: Context, { login, pair }: Pick<Attempt, 'login' | 'pair'>): Promise<number> {
  const { value, seconds } = await context.app.limits.count(slowed, pair);
  return value <= slowed.points || (await hasSignedInFrom(context, login)) ? 0 : seconds;
}

/** Whether a login has been used from the network of the request. */
export async function hasSignedInFrom(
  { app: { database }, origin }: Pick<Context, 'app' | 'origin'>,
  login: string,
): Promise<boolean> {
  const address = networkOf(origin.ipAddress);
  const known = await database.prisma.deviceSession.findMany({
    where: { account: login.includes('@') ? { emailKey: login } : { usernameKey: login }, ipAddress: { not: null } },
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

/** Returns the key of a login, known or unknown. It is hashed, since people also type passwords there. */
function keyOf({ app: { env } }: Context, login: string): string {
  return createHmac('sha256', env.JWT_SECRET).update(login).digest('base64url').slice(0, 22);
}
