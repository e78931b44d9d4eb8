import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import type { App } from '../../context.ts';
import { InvalidInputError, OverloadedError } from '../../errors.ts';
import { ownedState } from '../../node-state.ts';
import { publishedPassword } from '../../secrets.ts';

// `Algorithm.Argon2id`, which as a const enum does not exist at run time.
const argon2id = 2;

// OWASP's recommendation for argon2id; each hash takes this memory, so few may run at once.
const options = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const turnsOf = ownedState((_: App) => pLimit(2));
// What waits longer than a few seconds is given up by whoever sent it, and hashed all the same.
const maxWaiting = 100;

export async function hashPassword(app: App, password: string): Promise<string> {
  if (isRefused(app, password)) throw new InvalidInputError([{ path: ['password'], message: 'is published' }]);
  return inTurn(app, () => hash(normalise(password), options));
}

// Made up, not hashed: nobody's password, at the cost of everybody's from the first use on.
const random = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
const { memoryCost, timeCost, parallelism } = options;
const dummyHash = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${random(16)}$${random(32)}`;

/** False where there is no hash to compare with, after the same work: the time taken tells nothing. */
export async function verifyPassword(app: App, passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await inTurn(app, () => verify(passwordHash ?? dummyHash, normalise(password)));
  return matches && passwordHash !== null && !isRefused(app, password);
}

/** Whether an account still has the password of the demo. */
export const hasPublishedPassword = ({ passwordHash }: { passwordHash: string }) =>
  verify(passwordHash, publishedPassword).catch(() => false);

const isRefused = ({ env }: App, password: string) => !env.DEMO && normalise(password) === publishedPassword;

/** Passwords that wait for their turn. */
export const passwordsWaiting = (app: App) => turnsOf(app).pendingCount;

async function inTurn<Result>(app: App, work: () => Promise<Result>): Promise<Result> {
  const limit = turnsOf(app);
  if (limit.pendingCount >= maxWaiting) throw new OverloadedError();
  return limit(work);
}

/** The same password typed on different keyboards may arrive composed or decomposed. */
const normalise = (password: string) => password.normalize('NFKC');
