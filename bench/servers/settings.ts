// What every peer has in common: where it listens, its pool, and what makes a request somebody's.

import { createVerifier } from 'fast-jwt';

export const port = Number(process.env.PORT);
export const host = '127.0.0.1';

/** As many connections as Shala has. */
export const pool = { connectionString: process.env.DATABASE_URL as string, max: 10 };

const verify = createVerifier({
  key: process.env.JWT_SECRET as string,
  algorithms: ['HS256'],
  allowedIss: 'shala',
  allowedAud: 'shala-api',
  requiredClaims: ['sub', 'sid', 'iat', 'exp'],
  // Verified ones are remembered until they expire.
  cache: 20_000,
});

export interface Claims {
  accountId: string;
  deviceSessionId: string;
}

/** The claims of a token that was signed here and has not expired; null for anything else. */
export function claimsOf(authorization: string | undefined): Claims | null {
  if (!authorization?.startsWith('Bearer ')) return null;
  try {
    const { sub, sid } = verify(authorization.slice('Bearer '.length)) as { sub: string; sid: string };
    return { accountId: sub, deviceSessionId: sid };
  } catch {
    return null;
  }
}

export const globalId = (typename: string, id: string) => Buffer.from(`${typename}:${id}`).toString('base64');
export const localId = (given: string) => Buffer.from(given, 'base64').toString().split(':')[1] ?? '';

/** Where a page of the catalogue begins, as Shala's cursors say it. */
export function parseCursor(cursor: string): { startsAt: string; id: string } {
  const [, startsAt, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string, string];
  return { startsAt, id };
}
