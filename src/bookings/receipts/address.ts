import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Env } from '../../env.ts';

// Whoever has the address may read the receipt, like a receipt on paper. It holds a code that is derived from the payment's ID
// with JWT_SECRET: a wrong guess is refused without a query, and changing JWT_SECRET changes all addresses.
type AddressEnv = Pick<Env, 'PUBLIC_URL' | 'JWT_SECRET'>;

/** The address of the page of a payment's receipt. */
export function receiptUrl(env: AddressEnv, paymentId: string): string {
  return `${env.PUBLIC_URL}/receipts/${tokenOf(env, paymentId)}`;
}

/** The ID of a token's payment; null for a forged token. */
export function paymentOfToken(env: AddressEnv, token: string): string | null {
  const id = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\./.exec(token)?.[1];
  if (id === undefined) return null;
  const [given, expected] = [Buffer.from(token), Buffer.from(tokenOf(env, id))];
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
}

function tokenOf({ JWT_SECRET }: AddressEnv, id: string): string {
  const key = Buffer.from(hkdfSync('sha256', JWT_SECRET, '', 'shala receipt address', 32));
  return `${id}.${createHmac('sha256', key).update(id).digest('base64url')}`;
}
