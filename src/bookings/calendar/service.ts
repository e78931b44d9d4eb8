import { randomBytes, timingSafeEqual } from 'node:crypto';
import { recordAudit } from '../../accounts/audit.ts';
import type { SignedIn } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import type { Env } from '../../env.ts';
import { codesFor } from '../../operations/signed-id.ts';

// A feed's address is shown again, so storing its hash is not enough. The database stores a nonce; the address holds the
// nonce and a code that is derived from it with JWT_SECRET. A copy of the database opens no feed, and a wrong guess is
// refused without a query. Changing JWT_SECRET changes all addresses.
const nonceLength = 22;

/** The address of an account's feed; null where it has none. */
export function calendarUrl(env: Env, { calendarToken }: Pick<Account, 'calendarToken'>): string | null {
  return calendarToken && `${env.PUBLIC_URL}/calendar/${calendarToken}${codeOf(env, calendarToken)}.ics`;
}

/** The nonce of a valid secret; null for any other. */
export function calendarTokenOf(env: Env, secret: string): string | null {
  const nonce = secret.slice(0, nonceLength);
  const given = Buffer.from(secret.slice(nonceLength));
  const expected = Buffer.from(codeOf(env, nonce));
  return given.length === expected.length && timingSafeEqual(given, expected) ? nonce : null;
}

function codeOf({ JWT_SECRET }: Env, nonce: string): string {
  return codesFor(JWT_SECRET, 'shala calendar address')(nonce);
}

/** Gives the viewer's feed a new address. The old address stops working at once. */
export function rotateCalendar(context: SignedIn): Promise<Account> {
  return setToken(context, randomBytes(16).toString('base64url'), 'account.calendar_rotated');
}

/** Removes the viewer's feed. Changes nothing where there is none. */
export async function disableCalendar(context: SignedIn): Promise<Account> {
  const { account } = context.viewer;
  return account.calendarToken === null ? account : setToken(context, null, 'account.calendar_disabled');
}

async function setToken(context: SignedIn, calendarToken: string | null, action: string): Promise<Account> {
  const { id } = context.viewer.account;
  return transaction(context.app.database, async (tx) => {
    const account = await tx.account.update({ where: { id }, data: { calendarToken } });
    await recordAudit(tx, context, { action, targetType: 'Account', targetId: id });
    return account;
  });
}
