import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';
import { line } from '../../validation.ts';
import { email, emailKey } from '../validation.ts';

/** A person whom a host knows by name and e-mail. */
export const guestContact = z.object({ name: line(1, 80), email });

export type GuestContact = z.output<typeof guestContact>;

// A host's guest is a row of its own, whether or not somebody has an account with the address: so nothing tells a host who
// has one, nor what other hosts call a person. No e-mail has a space, so these keys are nobody's.
const prefix = (hostId: string) => `guest ${hostId} `;

/** The e-mail of a guest as it is compared, in SQL. */
export const guestEmailKeySql = `substr("emailKey", ${prefix('01234567-89ab-7def-8123-456789abcdef').length + 1})`;

/** The account that stands for a host's guest, which is made at the first booking. */
export async function guestOf(
  tx: Transaction,
  hostId: string,
  { name, email: address, timeZone }: GuestContact & { timeZone: string },
): Promise<Account> {
  const key = prefix(hostId) + emailKey(address);
  const username = `guest-${randomBytes(8).toString('hex')}`;
  const data = { email: address, emailKey: key, username, usernameKey: username, displayName: name, timeZone };
  // Nobody signs in: findByLogin() knows no guests.
  await tx.account.createMany({ data: [{ ...data, isGuest: true, passwordHash: '' }], skipDuplicates: true });
  const guest = await tx.account.findUniqueOrThrow({ where: { emailKey: key } });
  return guest.displayName === name
    ? guest
    : tx.account.update({ where: { id: guest.id }, data: { displayName: name } });
}
