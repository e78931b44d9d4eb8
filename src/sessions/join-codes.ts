import { randomInt } from 'node:crypto';
import type { Context } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { RateLimitedError } from '../errors.ts';
import { networkOf } from '../operations/limits.ts';

// Without 0, O, 1, I and L, which people mistake for each other when they read a code out.
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const codeLength = 8;

/** Some 10¹² codes: a clash with a living one fails the mutation about never, and nothing is lost by trying again. */
export function newJoinCode(): string {
  return Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');
}

/** A code as it is stored, from however it was typed; null where it cannot be one. */
export function parseJoinCode(code: string): string | null {
  const typed = code.trim().toUpperCase();
  return typed.length === codeLength && [...typed].every((letter) => codeAlphabet.includes(letter)) ? typed : null;
}

/** The session that a living join code leads to; throws RateLimitedError where too many were guessed wrong. */
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
 * What `find` finds by a join code, unless this viewer or this address guessed too many wrong ones within a minute.
 * Right ones cost nothing, not even while they are looked up: a whole room joins at once from one address.
 */
export async function limitCodeGuesses<Found>(
  { app: { limits }, viewer, origin: { ipAddress } }: Context,
  find: () => Promise<Found | null>,
): Promise<Found | null> {
  const guessers = [
    { rule: wrongCodes.ofViewer, key: viewer?.account.id ?? null },
    { rule: wrongCodes.fromAddress, key: networkOf(ipAddress) },
  ];
  const refuseSpent = async () => {
    for (const { rule, key } of guessers) {
      const { value, seconds } = await limits.peek(rule, key);
      if (value >= rule.points) throw new RateLimitedError(seconds);
    }
  };
  await refuseSpent();
  const found = await find();
  // Again, now that the answer is known: of many guesses at once only so many are answered.
  if (found !== null) await refuseSpent();
  else await Promise.all(guessers.map(({ rule, key }) => limits.spend(rule, key)));
  return found;
}
