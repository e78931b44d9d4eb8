import type { Env } from '../../env.ts';
import { codesFor, parseSignedId, signId } from '../../operations/signed-id.ts';

// Whoever has the address may read the receipt, like a receipt on paper. It holds a code that is derived from the payment's ID
// with JWT_SECRET: a wrong guess is refused without a query, and changing JWT_SECRET changes all addresses.
type AddressEnv = Pick<Env, 'PUBLIC_URL' | 'JWT_SECRET'>;

/** The address of the page of a payment's receipt. */
export function receiptUrl(env: AddressEnv, paymentId: string): string {
  return `${env.PUBLIC_URL}/receipts/${signId(paymentId, codesOf(env))}`;
}

/** The ID of a token's payment; null for a forged token. */
export const paymentOfToken = (env: AddressEnv, token: string) => parseSignedId(token, codesOf(env));

const codesOf = ({ JWT_SECRET }: AddressEnv) => codesFor(JWT_SECRET, 'shala receipt address');
