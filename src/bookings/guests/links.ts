import type { Env } from '../../env.ts';
import { codesFor, parseSignedId, signId } from '../../operations/signed-id.ts';

// Whoever has the address of a guest's booking may see and cancel it, and take it into their account. Like the address of
// unsubscribing it carries what it is for, with a code that is derived from that with JWT_SECRET: nothing is stored.

/** The address of a guest's booking in the studio. */
export function guestBookingUrl(env: Env, bookingId: string): string {
  return `${env.APP_URL}/guest-bookings/${signId(bookingId, codesOf(env))}`;
}

/** The booking of such an address' last part; null for any other. */
export const parseGuestToken = (env: Env, token: string) => parseSignedId(token, codesOf(env));

const codesOf = ({ JWT_SECRET }: Pick<Env, 'JWT_SECRET'>) => codesFor(JWT_SECRET, 'shala guest booking address');
