import { createHash, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { App } from '../../context.ts';
import type { Env } from '../../env.ts';
import { ownedState } from '../../node-state.ts';

const issuer = 'shala';
const audience = 'shala-api';

// jsonwebtoken leaves these unchecked: it takes tokens without `exp`, with one beyond the calendar, or made in the future.
const claims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  purpose: z.literal('access'),
  iat: z.number().int().positive(),
  exp: z.number().int().max(8_640_000_000_000),
});
const header = z.strictObject({ alg: z.literal('HS256'), typ: z.literal('JWT') });

export interface AccessClaims {
  accountId: string;
  deviceSessionId: string;
}

type Verified = AccessClaims & { expiresAt: Date };

/** Verified tokens, so that only the time of one is checked again: every request brings one. */
const keyringOf = ownedState(({ env }: App) => ({
  key: keyOf(env),
  verified: new LRUCache<string, Verified>({ max: 10_000 }),
}));

// Given the secret as text, jsonwebtoken would parse it as a public key first, each time.
const keyOf = ({ JWT_SECRET }: Pick<Env, 'JWT_SECRET'>) => createSecretKey(JWT_SECRET, 'utf8');

/** Signs an access token that expires after its lifetime, or at `until` where that is earlier. */
export function signAccessToken(
  env: Env,
  { accountId, deviceSessionId }: AccessClaims,
  until?: Date,
): { token: string; expiresAt: Date } {
  const issuedAt = Math.floor(Date.now() / 1000);
  const lifetimeEnd = issuedAt + Math.floor(env.ACCESS_TOKEN_TTL / 1000);
  const expiresAt = until ? Math.min(lifetimeEnd, Math.floor(until.getTime() / 1000)) : lifetimeEnd;
  const payload = { sub: accountId, sid: deviceSessionId, purpose: 'access', iat: issuedAt, exp: expiresAt };
  const token = jwt.sign(payload, keyOf(env), { algorithm: 'HS256', issuer, audience });
  return { token, expiresAt: new Date(expiresAt * 1000) };
}

/** The claims of a token that was signed here and has not expired; null for anything else. */
export function verifyAccessToken(app: App, token: string): Verified | null {
  const { key, verified } = keyringOf(app);
  const known = verified.get(token);
  if (known) return known.expiresAt.getTime() > Date.now() ? known : null;
  try {
    const { header: head, payload } = jwt.verify(token, key, {
      algorithms: ['HS256'],
      issuer,
      audience,
      complete: true,
    });
    if (!header.safeParse(head).success) return null;
    const { sub, sid, iat, exp } = claims.parse(payload);
    if (iat > Date.now() / 1000 + 60) return null;
    const found = { accountId: sub, deviceSessionId: sid, expiresAt: new Date(exp * 1000) };
    verified.set(token, found);
    return found;
  } catch {
    return null;
  }
}

/** An opaque secret of 256 bits. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a refresh token. */
export function hashRefreshToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

/**
 * The token that replaces `token`. It is derived, so that a retry whose first answer was lost gets the same
 * successor although only hashes are stored.
 */
export function succeedRefreshToken(env: Env, token: string): string {
  const key = Buffer.from(hkdfSync('sha256', env.JWT_SECRET, '', 'shala refresh token succession', 32));
  return createHmac('sha256', key).update(token).digest('base64url');
}
