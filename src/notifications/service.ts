import { recordAudit } from '../accounts/audit.ts';
import { parseReason } from '../accounts/moderation.ts';
import type { App, SignedIn } from '../context.ts';
import type { Account, NotificationDelivery } from '../database/generated/client.ts';
import { holdAccount } from '../database/locks.ts';
import { afterCommit, type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import type { Unsubscription } from '../operations/notifications/unsubscribe.ts';
import { NotificationDeliveryStateError } from './errors.ts';
import { kindOf } from './kinds.ts';

export interface SettingChange {
  kind: string;
  byMail: boolean;
}

/** Changes what the viewer is told by mail. Kinds that are left out stay as they are. */
export async function updateSettings({ app, viewer }: SignedIn, changes: SettingChange[]): Promise<Account> {
  const issues = changes.flatMap(({ kind, byMail }, index) => {
    const isRefused = !byMail && kindOf(kind)?.isOptional !== true;
    const message = `must not be switched off: ${kind} protects the account`;
    return isRefused ? [{ path: ['settings', String(index), 'byMail'], message }] : [];
  });
  if (issues.length > 0) throw new InvalidInputError(issues);
  const { id: accountId } = viewer.account;
  return transaction(app.database, async (tx) => {
    if (!(await holdAccount(tx, accountId))) throw new NotFoundError('account');
    // In one order, so that two changes of the same settings queue instead of deadlocking.
    const ordered = [...new Map(changes.map((change) => [change.kind, change])).values()].sort((one, other) =>
      one.kind < other.kind ? -1 : 1,
    );
    for (const change of ordered) await writeSetting(tx, accountId, change);
    return tx.account.findUniqueOrThrow({ where: { id: accountId } });
  });
}

/** Switches a kind off by the address in a mail. Returns false where there is no such person or kind any more. */
export async function unsubscribe({ database }: App, { accountId, kind }: Unsubscription): Promise<boolean> {
  if (!kindOf(kind)?.isOptional) return false;
  return transaction(database, async (tx) => {
    if (!(await holdAccount(tx, accountId))) return false;
    await writeSetting(tx, accountId, { kind, byMail: false });
    return true;
  });
}

async function writeSetting(tx: Transaction, accountId: string, { kind, byMail }: SettingChange): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "NotificationSetting" ("accountId", "kind", "byMail") VALUES (${accountId}::uuid, ${kind}, ${byMail})
    ON CONFLICT ("accountId", "kind") DO UPDATE SET "byMail" = EXCLUDED."byMail"`;
}

/** Queues a mail again that was given up or skipped, as an admin, which is audited. It is composed and checked anew. */
export async function sendAgain(
  context: SignedIn,
  { id, reason: given }: { id: string; reason: string },
): Promise<NotificationDelivery> {
  const reason = parseReason(given, true);
  const { app } = context;
  return transaction(app.database, async (tx) => {
    const found = await tx.notificationDelivery.findUnique({ where: { id } });
    if (!found) throw new NotFoundError('notification delivery');
    const now = new Date();
    // The number of attempts stays: it tells the claims of senders apart.
    const [queued] = await tx.notificationDelivery.updateManyAndReturn({
      where: { id, state: { in: ['FAILED', 'SKIPPED'] } },
      data: { state: 'QUEUED', finishedAt: null, error: null, sendAt: now, nextAttemptAt: now },
    });
    if (!queued) throw new NotificationDeliveryStateError(found.state);
    await recordAudit(tx, context, {
      ...{ action: 'notification_delivery.sent_again', targetType: 'NotificationDelivery', targetId: id },
      ...{ reason, details: { kind: found.kind, from: found.state } },
    });
    afterCommit(tx, () => app.mail.sendDue());
    return queued;
  });
}
