import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

// Addresses that work without signing in hold an ID and a code of it: nothing is stored, nothing can be guessed, and a wrong
// code is refused without a query.

/** Makes the code of a text. */
export type CodeOf = (text: string) => string;

export const codesBy =
  (key: Buffer | string): CodeOf =>
  (text) =>
    createHmac('sha256', key).update(text).digest('base64url');

/** Makes codes for one purpose by a key that is derived from JWT_SECRET: changing that changes all codes. */
export const codesFor = (secret: string, purpose: string): CodeOf =>
  codesBy(Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));

/** An ID with its code, separated by a dot. */
export const signId = (id: string, codeOf: CodeOf) => `${id}.${codeOf(id)}`;

/** The ID of such a text; null for any other. */
export function parseSignedId(signed: string, codeOf: CodeOf): string | null {
  const id = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\./.exec(signed)?.[1];
  if (id === undefined) return null;
  const [given, expected] = [Buffer.from(signed), Buffer.from(signId(id, codeOf))];
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
}
