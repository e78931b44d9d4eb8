import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Env } from '../../env.ts';

// Whoever has the address of a guest's booking may see and cancel it, and take it into their account. Like the address of
// unsubscribing it carries what it is for, with a code that is derived from that with JWT_SECRET: nothing is stored.

/** The address of a guest's booking in the studio. */
export function guestBookingUrl(env: Env, bookingId: string): string {
  return `${env.APP_URL}/guest-bookings/${bookingId}.${codeOf(env, bookingId)}`;
}

/** The booking of such an address' last part; null for any other. */
export function parseGuestToken(env: Env, token: string): string | null {
  const [, id, code] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(token) ?? [];
  if (!id || !code) return null;
  return timingSafeEqual(Buffer.from(code), Buffer.from(codeOf(env, id))) ? id : null;
}

function codeOf({ JWT_SECRET }: Pick<Env, 'JWT_SECRET'>, bookingId: string): string {
  const key = Buffer.from(hkdfSync('sha256', JWT_SECRET, '', 'shala guest booking address', 32));
  return createHmac('sha256', key).update(bookingId).digest('base64url');
}
