import { randomInt } from 'node:crypto';
import type { Context } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { RateLimitedError } from '../errors.ts';
import { networkOf, type Rule } from '../operations/limits.ts';
import { comparable } from '../validation.ts';

// Without 0, O, 1, I and L, which are easily confused.
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const codeLength = 8;

/** A random code. A collision with a code in use is so unlikely that it may fail the mutation, which can be repeated. */
export function newJoinCode(): string {
  return Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');
}

/** The stored form of a typed code, which may have spaces and hyphens; null if it cannot be a code. */
export function parseJoinCode(code: string): string | null {
  const typed = comparable(code)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return typed.length === codeLength && [...typed].every((letter) => codeAlphabet.includes(letter)) ? typed : null;
}

/** The scheduled or live session with this join code, if any. Throws RateLimitedError after too many wrong codes. */
export async function sessionByCode(context: Context, code: string): Promise<Session | null> {
  const joinCode = parseJoinCode(code);
  const { session } = context.app.database.prisma;
  return limitCodeGuesses(context, async () =>
    joinCode ? session.findUnique({ where: { joinCode, status: { in: ['SCHEDULED', 'LIVE'] } } }) : null,
  );
}

const wrongCodes = {
  ofViewer: { name: 'join-code', points: 10, seconds: 60 },
  fromAddress: { name: 'join-code-address', points: 30, seconds: 60 },
};

/**
 * The result of `find`, unless the viewer or the address has sent too many wrong codes within a minute. Valid codes are
 * never counted, since a whole room may join at once from one address.
 */
export async function limitCodeGuesses<Found>(
  { app: { limits }, viewer, origin: { ipAddress } }: Context,
  find: () => Promise<Found | null>,
  rules: { ofViewer: Rule; fromAddress: Rule } = wrongCodes,
): Promise<Found | null> {
  const guessers = [
    { rule: rules.ofViewer, key: viewer?.account.id ?? null },
    { rule: rules.fromAddress, key: networkOf(ipAddress) },
  ];
  const refuseSpent = async () => {
    for (const { rule, key } of guessers) {
      const { value, seconds } = await limits.peek(rule, key);
      if (value >= rule.points) throw new RateLimitedError(seconds);
    }
  };
  await refuseSpent();
  const found = await find();
  // Checked again, so that concurrent guesses do not exceed the limit either.
  if (found !== null) await refuseSpent();
  else await Promise.all(guessers.map(({ rule, key }) => limits.spend(rule, key)));
  return found;
}
