import { createHash, randomInt } from 'node:crypto';
import type { Transaction } from '../../database/transaction.ts';

/** Crockford's base 32: no I, L, O and U, which people mistake for others. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 4;
const groupLength = 4;
/** How many recovery codes a person is given. */
const given = 10;

// With 80 bits no code can be found from its hash, so a fast hash does, and no key: recovery codes outlast JWT_SECRET.

/** Replaces the recovery codes of an account, and returns the new ones, which are shown once. */
export async function renewRecoveryCodes(tx: Transaction, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: given }, newCode);
  await tx.recoveryCode.deleteMany({ where: { accountId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ accountId, hash: hashOfRecoveryCode(code) })) });
  return codes;
}

const newCode = () =>
  Array.from({ length: groups }, () =>
    Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-');

/** What is stored of a recovery code. Case, blanks and hyphens make no difference, nor do letters that look like digits. */
export function hashOfRecoveryCode(code: string): Uint8Array<ArrayBuffer> {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return new Uint8Array(createHash('sha256').update(plain).digest());
}
