import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { fault, line } from '../validation.ts';

// RFC 5322's dot-atom before the @, RFC 1035's labels of at most 63 characters after it, as the HTML standard has them.
const atom = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+/.source;
const label = /[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?/.source;
const address = new RegExp(`^${atom}(?:\\.${atom})*@${label}(?:\\.${label})*$`);

/** An e-mail address. A domain with other letters than ASCII becomes its punycode. */
export const email = z
  .string()
  .trim()
  .transform(withAsciiDomain)
  .pipe(
    z
      .string()
      .max(254, 'must have at most 254 characters')
      .regex(/^[^@]{0,64}(?:@|$)/, 'must have at most 64 characters before the @')
      .regex(address, 'must be an e-mail address'),
  );

function withAsciiDomain(given: string): string {
  const at = given.lastIndexOf('@') + 1;
  const domain = given.slice(at);
  return /^[\x21-\x7e]*$/.test(domain) ? given : `${given.slice(0, at)}${domainToASCII(domain) || domain}`;
}

export const username = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{2,29}$/,
    'must have 3 to 30 letters, digits, _, . or -, and begin with a letter or digit',
  );

/** A username that is chosen anew: reserved names are refused. Accounts that have one keep it. */
export const newUsername = username.refine((value) => !isReserved(value), 'must not be a reserved name');

// Names by which a person could pass for the studio, its staff or its mail system.
const reserved =
  /^(?:(?:admin|administrator|administration|root|superuser|sysadmin|system|moderator|mod|staff|team|official|support|helpdesk|help|service|security|abuse|contact|info|billing|shala|postmaster|hostmaster|webmaster|mailer|daemon|noreply|nobody|anonymous|everyone|null|undefined)s?)+$/;
const lookalikes: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' };

/** Whether a name consists of reserved words, with digits in place of letters or behind them. */
function isReserved(value: string): boolean {
  const stem = usernameStem(value);
  return [stem, stem.replace(/\d+$/, '')].some((one) =>
    reserved.test(one.replace(/[013457]/g, (digit) => lookalikes[digit] ?? digit)),
  );
}

/** A new password. */
export const password = z
  .string()
  .refine((value) => [...value].length >= 10, fault('TOO_SHORT', 'must have at least 10 characters'))
  .refine((value) => [...value].length <= 128, fault('TOO_LONG', 'must have at most 128 characters'));

/** A password to compare with the account's. Its length is bounded, since hashing costs time. */
export const presentPassword = z.string().max(1000, 'must have at most 1000 characters');

export const name = line(1, 60).nullish();

const comparable = (value: string) => value.normalize('NFKC').toLowerCase();

/** The form in which e-mails are compared. */
export const emailKey = (value: string) => comparable(withAsciiDomain(value));

/** The form in which usernames are looked up. */
export const usernameKey = comparable;

/** The form in which new usernames are compared: two that differ by `.`, `_` and `-` alone look the same to people. */
export const usernameStem = (value: string) => comparable(value).replace(/[._-]/g, '');

/** The key of an e-mail or username that somebody signs in with. */
export const loginKey = (login: string) => (login.includes('@') ? emailKey(login) : usernameKey(login));
