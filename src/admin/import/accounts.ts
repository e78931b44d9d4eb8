import { z } from 'zod';
import { email, emailKey, name, newUsername, usernameKey, usernameStem } from '../../accounts/validation.ts';
import { Prisma } from '../../database/generated/client.ts';
import { newId } from '../../database/ids.ts';
import { lockAccountsWhere } from '../../database/locks.ts';
import type { Transaction } from '../../database/transaction.ts';
import { parseTimeZone } from '../../time-zones.ts';
import { line } from '../../validation.ts';
import {
  columnsOf,
  externalId,
  fault,
  type ImportKind,
  type ImportRun,
  optional,
  repeated,
  staged,
  word,
} from './kind.ts';

export const timeZoneCell = z
  .string()
  .refine((value) => parseTimeZone(value) !== null, 'must be a time zone of the IANA database, like Europe/Berlin')
  .transform((value) => parseTimeZone(value) as string);

const cells = z.strictObject({
  externalId,
  email,
  username: newUsername,
  firstName: optional(name.unwrap().unwrap()),
  lastName: optional(name.unwrap().unwrap()),
  displayName: optional(line(1, 80)),
  // Nobody becomes an admin by a file.
  role: optional(word(['USER', 'CREATOR'])),
  timeZone: optional(timeZoneCell),
  verified: optional(word(['TRUE', 'FALSE'])),
});

const { names, values } = columnsOf([
  ...['id', 'email', 'emailKey', 'username', 'usernameKey', 'usernameStem', 'passwordHash', 'displayName', 'firstName'],
  ...['lastName', 'role', 'timeZone', 'emailVerifiedAt', 'createdAt', 'status', 'externalId', 'importDigest'],
]);

const rows = (run: ImportRun) => staged('Account', run);
const ofData = (column: string) => Prisma.sql`row."data"->>${column}`;

/** People. They have no password: a mailed link sets one. */
export const accounts: ImportKind = {
  cells,
  table: 'Account',
  toRow(given: z.output<typeof cells>, { unusableHash, now }) {
    const { externalId, email, username, firstName = null, lastName = null, verified } = given;
    return {
      ...{ id: newId(), externalId, email, emailKey: emailKey(email), username, usernameKey: usernameKey(username) },
      ...{ usernameStem: usernameStem(username), passwordHash: unusableHash, firstName, lastName, status: 'ACTIVE' },
      displayName: given.displayName ?? ([firstName, lastName].filter(Boolean).join(' ') || username),
      ...{ role: given.role ?? 'USER', timeZone: given.timeZone ?? 'UTC', createdAt: now },
      emailVerifiedAt: verified === 'TRUE' ? now : null,
    };
  },
  async lock(tx, run) {
    await lockAccountsWhere(
      tx,
      Prisma.sql`"id" IN (SELECT row."knownId" FROM ${rows(run)} row WHERE row."knownId" IS NOT NULL AND row."isChanged")`,
    );
  },
  faults(run) {
    const isNew = Prisma.sql`row."knownId" IS NULL`;
    const before = Prisma.sql`${rows(run)} row JOIN "Account" account ON account."id" = row."knownId" AND row."isChanged"`;
    const taken = (column: string, message: string) =>
      fault(
        column === 'emailKey' ? 'email' : 'username',
        message,
        Prisma.sql`${rows(run)} row JOIN "Account" account ON account.${Prisma.raw(`"${column}"`)} = ${ofData(column)}`,
        isNew,
      );
    const differs = (column: string, stored: string, key: string) =>
      fault(
        column,
        'differs from that of the account, and cannot be changed by an import',
        before,
        Prisma.sql`account.${Prisma.raw(`"${stored}"`)}::text <> ${ofData(key)}`,
      );
    return [
      repeated('externalId', Prisma.sql`row."externalId"`, run),
      repeated('email', ofData('emailKey'), run),
      repeated('username', ofData('usernameStem'), run),
      taken('emailKey', 'belongs to an account that was not imported under this externalId'),
      taken('usernameKey', 'is taken'),
      fault(
        'username',
        'looks like the name of another account',
        Prisma.sql`${rows(run)} row JOIN "Account" account ON account."usernameStem" = ${ofData('usernameStem')}
          AND account."usernameKey" <> ${ofData('usernameKey')}`,
        isNew,
      ),
      differs('email', 'emailKey', 'emailKey'),
      differs('username', 'usernameKey', 'usernameKey'),
      differs('role', 'role', 'role'),
      // Whoever has verified the address meanwhile may still be unverified in the file.
      fault(
        'verified',
        'cannot be made true by an import: the person has not verified the e-mail',
        before,
        Prisma.sql`account."emailVerifiedAt" IS NULL AND ${ofData('emailVerifiedAt')} IS NOT NULL`,
      ),
    ];
  },
  async write(tx, run, lines) {
    await tx.$executeRaw`
      UPDATE "Account" account SET "displayName" = ${ofData('displayName')}, "firstName" = ${ofData('firstName')},
        "lastName" = ${ofData('lastName')}, "timeZone" = ${ofData('timeZone')}, "importDigest" = row."digest"
      FROM ${rows(run)} row WHERE account."id" = row."knownId" AND row."isChanged" AND ${lines}`;
    const added = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO "Account" (${names}) SELECT ${values} FROM ${rows(run)} row, jsonb_populate_record(NULL::"Account",
        row."data" || jsonb_build_object('importDigest', row."digest")) new
      WHERE row."knownId" IS NULL AND ${lines} RETURNING "id"`;
    if (run.mail) await invite(tx, run, added);
  },
};

// Milliseconds from one mail to the next: other mails do not wait, and mail servers take only so many.
const pause = 100;

async function invite(tx: Transaction, run: ImportRun, added: { id: string }[]): Promise<void> {
  const ids = added.map(({ id }) => id);
  const invited = await tx.$queryRaw<{ accountId: string; line: number }[]>`
    SELECT row."knownId" AS "accountId", row."line" FROM ${rows(run)} row WHERE row."knownId" = ANY(${ids}::uuid[])`;
  const now = Date.now();
  await run.context.app.mail.queue(
    tx,
    invited.map(({ accountId, line: lineOfFile }) => {
      return { kind: 'ACCOUNT_IMPORTED', accountId, sendAt: new Date(now + lineOfFile * pause) };
    }),
  );
}
