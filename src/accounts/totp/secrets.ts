import { Secret, TOTP } from 'otpauth';
import type { Account, TotpSecret } from '../../database/generated/client.ts';
import type { Env } from '../../env.ts';
import { seal, unseal } from '../../operations/sealing.ts';

// The server computes the same codes as the app, so a hash of the secret would not do. The database has it encrypted by a key
// that is derived from JWT_SECRET: a copy of the database yields no codes. Changing JWT_SECRET makes every secret unreadable;
// recovery codes still sign in then.

const purpose = 'shala totp secrets';

// What every authenticator app assumes, whatever the URI says: SHA-1, six digits, thirty seconds.
const settings = { algorithm: 'SHA1', digits: 6, period: 30 };
export const digitsOfCode = /^\d{6}$/;
/** Steps before and after the present one whose codes are taken: clocks differ, and people type slowly. */
const drift = 1;

/** A new secret of 160 bits: as the app takes it, and as it is stored. */
export function newTotpSecret({ JWT_SECRET }: Env, { username }: Pick<Account, 'username'>) {
  const secret = new Secret({ size: 20 });
  const totp = new TOTP({ ...settings, issuer: 'Shala', label: username, secret });
  return { secret: secret.base32, uri: totp.toString(), sealed: seal(JWT_SECRET, purpose, secret.base32) };
}

/** The time step whose code this is, later than the last one that was accepted; null for any other code. */
export function stepOf(
  { JWT_SECRET }: Env,
  { sealed, lastStep }: Pick<TotpSecret, 'sealed' | 'lastStep'>,
  code: string,
  timestamp = Date.now(),
): number | null {
  // The library compares bytes, and throws where other characters have more of them.
  if (!digitsOfCode.test(code)) return null;
  const base32 = unseal(JWT_SECRET, purpose, sealed);
  if (base32 === null) return null;
  const secret = Secret.fromBase32(base32);
  const delta = TOTP.validate({ ...settings, token: code, secret, timestamp, window: drift });
  if (delta === null) return null;
  const step = TOTP.counter({ period: settings.period, timestamp }) + delta;
  return step > lastStep ? step : null;
}
