import { timingSafeEqual } from 'node:crypto';
import type { Env } from '../../env.ts';
import { codesFor } from '../signed-id.ts';

// The address carries the account and the kind, and a code that is derived from them with JWT_SECRET: nothing is stored,
// nothing can be guessed, and a wrong one is refused without a query. Changing JWT_SECRET voids the addresses.

export interface Unsubscription {
  accountId: string;
  kind: string;
}

/** The address that switches the mails of a kind off for a person. */
export function unsubscribeUrl(env: Env, { accountId, kind }: Unsubscription): string {
  return `${env.PUBLIC_URL}/unsubscribe/${accountId}.${kind}.${codeOf(env, { accountId, kind })}`;
}

/** Reads the last part of such an address; null for any other. */
export function parseUnsubscription(env: Env, token: string): Unsubscription | null {
  const [, accountId, kind, code] = /^([0-9a-f-]{36})\.([A-Z_]{1,40})\.([\w-]{43})$/.exec(token) ?? [];
  if (!accountId || !kind || !code) return null;
  const [given, expected] = [Buffer.from(code), Buffer.from(codeOf(env, { accountId, kind }))];
  return timingSafeEqual(given, expected) ? { accountId, kind } : null;
}

function codeOf({ JWT_SECRET }: Pick<Env, 'JWT_SECRET'>, { accountId, kind }: Unsubscription): string {
  return codesFor(JWT_SECRET, 'shala unsubscribe address')(`${accountId}.${kind}`);
}
