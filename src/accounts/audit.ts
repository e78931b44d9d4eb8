import type { Origin, Viewer } from '../context.ts';
import type { Prisma } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';

export interface AuditEntry {
  /** Noun and past participle: `account.suspended`. */
  action: string;
  targetType: 'Account' | 'DeviceSession' | 'Session' | 'Series' | 'Booking' | 'Sequence' | 'NotificationDelivery';
  targetId: string;
  reason?: string | null;
  details?: Prisma.InputJsonObject;
}

/** Writes who did what, in the transaction that does it. Rows can never be changed or deleted. */
export async function recordAudit(
  tx: Transaction,
  by: { origin: Pick<Origin, 'ipAddress'>; viewer: Pick<Viewer, 'account'> | null },
  { action, targetType, targetId, reason, details }: AuditEntry,
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      actorId: by.viewer?.account.id ?? null,
      ipAddress: by.origin.ipAddress,
      action,
      targetType,
      targetId,
      reason: reason ?? null,
      ...(details && { details }),
    },
  });
}
