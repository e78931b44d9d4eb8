import { createHmac } from 'node:crypto';
import type { Context, SignedIn } from '../../context.ts';
import { OverloadedError, RateLimitedError } from '../../errors.ts';
import { type Count, type Key, type Limits, networkOf, type Rule } from '../../operations/limits.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Failures of one login from one address: five at once, then one at a time. */
const burst: Rule = { name: 'login', points: 5, seconds: hour };
/** How many delays there have been since: each is twice the one before. */
const level: Rule = { name: 'login-level', points: 1, seconds: day };
const delay: Rule = { name: 'login-delay', points: 1, seconds: 1 };
const longestDelay = 15 * minute;
/** Failures from one address, whoever's login. */
const perAddress: Rule = { name: 'login-address', points: 50, seconds: 15 * minute };
/** Failures of one login from all addresses; beyond these each address that it never came from is slowed. */
const perLogin: Rule = { name: 'login-account', points: 20, seconds: 15 * minute };
const slowed: Rule = { name: 'login-slowed', points: 1, seconds: 10 };
/** Of one address, at once and per node: more would only wait for each other, and make everybody else wait. */
const atOncePerAddress = 4;

const registrations: Rule = { name: 'registration', points: 10, seconds: hour };
/** Beyond the hour's: a whole room that registers at the start of a workshop. */
const registrationBurst: Rule = { name: 'registration-burst', points: 90, seconds: day };
const currentPasswords: Rule = { name: 'current-password', points: 10, seconds: 15 * minute };
const resetsPerLogin: Rule = { name: 'password-reset', points: 3, seconds: hour };
const resetsPerAddress: Rule = { name: 'password-reset-address', points: 20, seconds: hour };

/**
 * Runs `verify`, unless there were too many failures: null is one. Guessing is slowed, not the owner locked out:
 * what slows is counted for the login and the address together, so that guesses from elsewhere do not slow whoever
 * comes from an address of their own, and those from many addresses do not slow one the login has been used from.
 * Each attempt is counted before it is made, so that of many at once only as many as are left are made; those with
 * one login from one address take turns instead, so that the right password is not refused for coming twice.
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

/** Counts an attempt everywhere, or nowhere where it throws RateLimitedError; returns what takes it back. */
async function admit(context: Context, { login, key, address, pair }: Attempt): Promise<() => Promise<void>> {
  const { limits } = context.app;
  // First, and without counting: an address that is blocked leaves no traces of all the logins it tries.
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
        ? await slowDown(context, { login, address, pair })
        : 0;
  if (wait === 0) return refund;
  await refund();
  throw new RateLimitedError(wait);
}

/** Whether the attempt is one of those at once, and not one that a delay let through; throws RateLimitedError. */
async function admitPair(limits: Limits, pair: string, delays: Count): Promise<boolean> {
  if (delays.value === 0) {
    const { value } = await limits.count(burst, pair);
    if (value < burst.points) return true;
    // The last one starts the first delay. The order counts: a delay has begun wherever there is a level.
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

/** Seconds that this address has to wait, for a login that is being guessed from many. */
async function slowDown(context: Context, { login, address, pair }: Omit<Attempt, 'key'>): Promise<number> {
  const { value, seconds } = await context.app.limits.count(slowed, pair);
  return value <= slowed.points || (await hasSignedInFrom(context, login, address)) ? 0 : seconds;
}

async function hasSignedInFrom({ app: { database } }: Context, login: string, address: Key): Promise<boolean> {
  const known = await database.prisma.deviceSession.findMany({
    where: { account: login.includes('@') ? { emailKey: login } : { usernameKey: login }, ipAddress: { not: null } },
    select: { ipAddress: true },
    orderBy: { createdAt: 'desc' },
    take: 100,
  });
  return known.some(({ ipAddress }) => networkOf(ipAddress) === address);
}

/** Registers, unless too many have from this address. */
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

/** Verifies the viewer's current password, unless it was guessed wrong too often. */
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
 * Counts a request to reset a password, by the login as it was typed. Throws RateLimitedError for an address that
 * asks too often; false where it was asked for this login too often: then no mail is sent, and the answer is as ever.
 */
export async function limitPasswordReset(context: Context, login: string): Promise<boolean> {
  await context.app.limits.spend(resetsPerAddress, networkOf(context.origin.ipAddress));
  const key = keyOf(context, login.trim().normalize('NFKC').toLowerCase());
  return (await context.app.limits.count(resetsPerLogin, key)).value <= resetsPerLogin.points;
}

/** Known and unknown logins alike; hashed, since people type passwords there too. */
function keyOf({ app: { env } }: Context, login: string): string {
  return createHmac('sha256', env.JWT_SECRET).update(login).digest('base64url').slice(0, 22);
}
