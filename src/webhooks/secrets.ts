import { randomBytes } from 'node:crypto';
import type { WebhookEndpoint } from '../database/generated/client.ts';
import type { Env } from '../env.ts';
import { seal, unseal } from '../operations/sealing.ts';
import { keyOf, secretOf } from '../operations/webhook-signature.ts';

// A secret is needed to sign, so its hash would not do. The database has it encrypted by a key that is derived from JWT_SECRET: a
// copy of the database signs nothing. Changing JWT_SECRET makes every secret unreadable.

const purpose = 'shala webhook secrets';
const keyBytes = 32;

type Secrets = Pick<WebhookEndpoint, 'secret' | 'previousSecret' | 'previousSecretUntil'>;

/** A new secret: as it is shown once, and as it is stored. */
export function newSecret({ JWT_SECRET }: Env): { secret: string; sealed: string } {
  const secret = secretOf(randomBytes(keyBytes));
  return { secret, sealed: seal(JWT_SECRET, purpose, secret) };
}

/** The keys that sign now: the secret's, and that of the one before as long as it holds. Null where the secret is unreadable. */
export function signingKeys({ JWT_SECRET }: Env, endpoint: Secrets, now = new Date()): Buffer[] | null {
  const { secret, previousSecret, previousSecretUntil } = endpoint;
  const isPreviousValid = previousSecret !== null && previousSecretUntil !== null && previousSecretUntil > now;
  const [present, previous] = [secret, ...(isPreviousValid ? [previousSecret] : [])].map((one) =>
    unseal(JWT_SECRET, purpose, one),
  );
  if (!present) return null;
  return [present, ...(previous ? [previous] : [])].map(keyOf);
}
