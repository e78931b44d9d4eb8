import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { App, Context } from '../../context.ts';
import { ownedState } from '../../node-state.ts';
import { networkOf } from '../../operations/limits.ts';
import { publishedPassword } from '../../secrets.ts';
import { createTurns, type QueueName, type Turn } from './turns.ts';

// `Algorithm.Argon2id`, which as a const enum does not exist at run time.
const argon2id = 2;

// OWASP's recommendation for argon2id; each hash takes this memory, so few may run at once.
const options = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The turns of this node at hashing passwords. */
export const passwordTurns = ownedState((_: App) => createTurns());

/** The turn of a request: a signed-in person has a line of their own in `ACCOUNT`, others share that of their network. */
export function turnOf({ viewer, origin, isGone }: Context, queue: QueueName): Turn {
  const line = (queue === 'ACCOUNT' && viewer?.account.id) || networkOf(origin.ipAddress);
  return { queue, line, isGone };
}

export async function hashPassword(app: App, password: string, turn: Turn): Promise<string> {
  return passwordTurns(app).take(turn, () => hash(normalise(password), options));
}

// A made-up hash that no password has. To compare with it takes as long as with any other, from the first use on.
const random = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
const { memoryCost, timeCost, parallelism } = options;
const dummyHash = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${random(16)}$${random(32)}`;

/** False where there is no hash to compare with, after the same work: the time taken tells nothing. */
export async function verifyPassword(
  app: App,
  passwordHash: string | null,
  password: string,
  turn: Turn,
): Promise<boolean> {
  const matches = await passwordTurns(app).take(turn, () => verify(passwordHash ?? dummyHash, normalise(password)));
  return matches && passwordHash !== null && !isRefused(app, password);
}

/** Whether an account still has the password of the demo. */
export const hasPublishedPassword = ({ passwordHash }: { passwordHash: string }) =>
  verify(passwordHash, publishedPassword).catch(() => false);

/** Whether a password is that of the demo, where there is no demo. */
export const isRefused = ({ env }: App, password: string) => !env.DEMO && normalise(password) === publishedPassword;

/** The same password typed on different keyboards may arrive composed or decomposed. */
const normalise = (password: string) => password.normalize('NFKC');
