import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { recordAudit } from '../../accounts/audit.ts';
import type { SignedIn } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import type { Env } from '../../env.ts';

// A feed's address has to be shown again, so that a hash of it will not do. What is stored is a nonce instead, and the
// secret is the nonce with a code that needs JWT_SECRET: neither a copy of the database nor a backup reads anybody's
// calendar, and a wrong guess is known without a look into it. With another JWT_SECRET all addresses change.
const nonceLength = 22;

/** Where the feed of an account is; null where there is none. */
export function calendarUrl(env: Env, { calendarToken }: Pick<Account, 'calendarToken'>): string | null {
  return calendarToken && `${env.PUBLIC_URL}/calendar/${calendarToken}${codeOf(env, calendarToken)}.ics`;
}

/** The nonce of a secret that was made here; null for anything else. */
export function calendarTokenOf(env: Env, secret: string): string | null {
  const nonce = secret.slice(0, nonceLength);
  const given = Buffer.from(secret.slice(nonceLength));
  const expected = Buffer.from(codeOf(env, nonce));
  return given.length === expected.length && timingSafeEqual(given, expected) ? nonce : null;
}

function codeOf({ JWT_SECRET }: Env, nonce: string): string {
  const key = Buffer.from(hkdfSync('sha256', JWT_SECRET, '', 'shala calendar address', 32));
  return createHmac('sha256', key).update(nonce).digest('base64url');
}

/** Gives the viewer's feed an address, or another one: the old one is dead at once. */
export function rotateCalendar(context: SignedIn): Promise<Account> {
  return setToken(context, randomBytes(16).toString('base64url'), 'account.calendar_rotated');
}

/** Takes the viewer's feed away; where there is none, nothing changes. */
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
