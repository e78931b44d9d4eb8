import type { App, Origin, Viewer } from '../context.ts';
import type { Prisma } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';

export interface AuditEntry {
  /** Noun and past participle: `account.suspended`. */
  action: string;
  targetType:
    | 'Account'
    | 'DeviceSession'
    | 'Session'
    | 'Series'
    | 'Booking'
    | 'PassOffer'
    | 'Pass'
    | 'PromotionCode'
    | 'Sequence'
    | 'NotificationDelivery'
    | 'WebhookEndpoint'
    | 'WebhookDelivery';
  targetId: string;
  reason?: string | null;
  details?: Prisma.InputJsonObject;
  /** The code of the refusal of an action that was not done. */
  refusal?: string;
}

/** Somebody did what is audited. */
export interface AuditRecorded {
  type: 'AuditRecorded';
  auditEventId: string;
}

/** Writes who did what, in the transaction that does it. Rows can never be changed or deleted. */
export async function recordAudit(
  tx: Transaction,
  by: { app: App; origin: Pick<Origin, 'ipAddress'>; viewer: Pick<Viewer, 'account'> | null },
  { action, targetType, targetId, reason, details, refusal }: AuditEntry,
): Promise<void> {
  const { id } = await tx.auditEvent.create({
    data: {
      actorId: by.viewer?.account.id ?? null,
      ipAddress: by.origin.ipAddress,
      action,
      targetType,
      targetId,
      reason: reason ?? null,
      refusal: refusal ?? null,
      ...(details && { details }),
    },
    select: { id: true },
  });
  const data: AuditRecorded = { type: 'AuditRecorded', auditEventId: id };
  await by.app.events.appendAll(tx, [{ data }]);
}
