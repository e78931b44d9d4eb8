import { createHmac, timingSafeEqual } from 'node:crypto';

// Signatures of webhooks as Standard Webhooks describes them (https://www.standardwebhooks.com): HMAC-SHA256 of the message's
// ID, the time and the body.

/** The parts of a message that are signed besides its body. */
export interface Signed {
  id: string;
  /** Seconds since 1970 of this attempt. */
  seconds: string;
}

const prefix = 'whsec_';
/** The rotation of a secret needs two. */
const maximumSignatures = 10;

/** Writes a key as a secret to hand out. */
export function secretOf(key: Buffer): string {
  return prefix + key.toString('base64');
}

/** The key of a secret: what follows `whsec_` is base64; any other secret is its own bytes. */
export function keyOf(secret: string): Buffer {
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret);
}

/** The value of `webhook-signature`: one signature for each key, since receivers may know the one or the other. */
export function signatureHeader(keys: Buffer[], signed: Signed, body: Buffer): string {
  return keys.map((key) => `v1,${hmac(key, signed, body).toString('base64')}`).join(' ');
}

/** Whether one of the signatures in `webhook-signature` is that of the key. */
export function isSignedBy(key: Buffer, signed: Signed, body: Buffer, header: string): boolean {
  const expected = hmac(key, signed, body);
  return header
    .split(' ', maximumSignatures)
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

function hmac(key: Buffer, { id, seconds }: Signed, body: Buffer): Buffer {
  return createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest();
}
