import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isSignedBy, keyOf } from '../../operations/webhook-signature.ts';

const toleranceSeconds = 300;
/** The rotation of a secret needs two. */
const maximumSignatures = 10;

/** Why a message is not believed. */
export interface SignatureFault {
  code: 'SIGNATURE_MISSING' | 'SIGNATURE_WRONG' | 'SIGNATURE_EXPIRED';
  message: string;
}

const wrong: SignatureFault = { code: 'SIGNATURE_WRONG', message: 'The signature does not match the body.' };

/** Checks a message's signature: that of Standard Webhooks where its headers are there, else `Shala-Signature`. */
export function signatureFault(secret: string, headers: IncomingHttpHeaders, body: Buffer): SignatureFault | null {
  if (headers['webhook-signature'] !== undefined) return standardFault(secret, headers, body);
  return ownFault(secret, String(headers['shala-signature'] ?? ''), body);
}

function standardFault(secret: string, headers: IncomingHttpHeaders, body: Buffer): SignatureFault | null {
  const [id, seconds, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  ) as [string, string, string];
  if (id === '' || !/^\d{1,12}$/.test(seconds)) {
    const message = 'webhook-signature needs webhook-id, and webhook-timestamp in seconds, beside it.';
    return { code: 'SIGNATURE_MISSING', message };
  }
  return isSignedBy(keyOf(secret), { id, seconds }, body, signatures) ? ageFault(seconds) : wrong;
}

/** The value of `Shala-Signature` for a body that is sent now. */
export function ownSignature(secret: string, body: Buffer, seconds = Math.floor(Date.now() / 1000)): string {
  return `t=${seconds},v1=${hmac(secret, String(seconds), body).toString('hex')}`;
}

function ownFault(secret: string, header: string, body: Buffer): SignatureFault | null {
  const parts = header.split(',').map((part) => part.trim().split('='));
  const valuesOf = (key: string) => parts.flatMap(([name, value = '']) => (name === key ? [value] : []));
  const [seconds = '', ...more] = valuesOf('t');
  const signatures = valuesOf('v1').slice(0, maximumSignatures);
  if (!/^\d{1,12}$/.test(seconds) || more.length > 0 || signatures.length === 0) {
    const message = 'Shala-Signature must be t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">.';
    return { code: 'SIGNATURE_MISSING', message };
  }
  const expected = hmac(secret, seconds, body);
  const isSigned = signatures.some(
    (one) => /^[0-9a-f]{64}$/i.test(one) && timingSafeEqual(Buffer.from(one, 'hex'), expected),
  );
  return isSigned ? ageFault(seconds) : wrong;
}

function ageFault(seconds: string): SignatureFault | null {
  const age = Math.abs(Date.now() / 1000 - Number(seconds));
  if (age <= toleranceSeconds) return null;
  return { code: 'SIGNATURE_EXPIRED', message: 'The signature’s time is more than 5 minutes away from now.' };
}

function hmac(secret: string, seconds: string, body: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}
