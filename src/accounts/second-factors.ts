import type { SignedIn } from '../context.ts';
import type { Transaction } from '../database/transaction.ts';
import { recordAudit } from './audit.ts';
import { voidChallenges } from './challenges/service.ts';

/** Deletes what an account signs in with besides its password. Returns whether there was anything. */
export async function deleteSecondFactors(tx: Transaction, accountId: string): Promise<boolean> {
  const secrets = await tx.totpSecret.deleteMany({ where: { accountId } });
  const passkeys = await tx.passkey.deleteMany({ where: { accountId } });
  await tx.recoveryCode.deleteMany({ where: { accountId } });
  await voidChallenges(tx, accountId);
  return secrets.count + passkeys.count > 0;
}

/** A change of what a person signs in with, for the audit and for a mail to them. */
export type SecondFactorChange =
  | 'TOTP_ENABLED'
  | 'TOTP_DISABLED'
  | 'RECOVERY_CODES_RENEWED'
  | 'RECOVERY_CODE_USED'
  | 'PASSKEY_ADDED'
  | 'PASSKEY_DELETED'
  | 'RESET';

/** Audits a change by the viewer, and mails it to them. */
export async function recordChange(tx: Transaction, context: SignedIn, change: SecondFactorChange): Promise<void> {
  const { id } = context.viewer.account;
  const action = `account.${change.toLowerCase()}`;
  await recordAudit(tx, context, { action, targetType: 'Account', targetId: id });
  await context.app.mail.queue(tx, [{ kind: 'SECOND_FACTOR', accountId: id, payload: { change } }]);
}
