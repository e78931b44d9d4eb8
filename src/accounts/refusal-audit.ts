import type { Context } from '../context.ts';
import { transaction } from '../database/transaction.ts';
import type { DomainError } from '../errors.ts';
import { parseGlobalId } from '../graphql/global-ids.ts';
import type { Rule } from '../operations/limits.ts';
import { type AuditEntry, recordAudit } from './audit.ts';
import { isOwnAct } from './moderation.ts';

const refusals: Rule = { name: 'refused-admin-action', points: 50, seconds: 15 * 60 };

const targetTypes = new Set<string>([
  'Account',
  'DeviceSession',
  'Session',
  'Series',
  'Booking',
  'PassOffer',
  'Pass',
  'PromotionCode',
  'Sequence',
  'NotificationDelivery',
  'WebhookEndpoint',
  'WebhookDelivery',
] satisfies AuditEntry['targetType'][]);

/** Refusals of the role, which are audited whoever is refused. */
const rolesRefusals = new Set(['FORBIDDEN', 'LAST_ADMIN', 'ADMIN_TOTP_REQUIRED']);

/** An act that an admin may do to what belongs to others. */
export interface AdminAct {
  /** The action of the audit event of a refusal, like `account.suspend_refused`. */
  action: string;
  /** The global ID of its object, as it was given. */
  target: string | null;
  reason: string | null;
}

/**
 * Audits the refusal of an admin's act in a transaction of its own, since that of the act was rolled back. An act on what
 * is the admin's own is no act of an admin. People who are no admins are audited where their role was the reason. Throws
 * RateLimitedError, and writes nothing, for a person who was refused too often.
 */
export async function auditRefusal(
  context: Context,
  act: AdminAct,
  { code, message }: Pick<DomainError, 'code' | 'message'>,
): Promise<void> {
  const { viewer, app } = context;
  if (!viewer) return;
  const isByAdmin = viewer.account.role === 'ADMIN' && !isOwnAct(context);
  if (!rolesRefusals.has(code) && !isByAdmin) return;
  await app.limits.spend(refusals, viewer.account.id);
  const { typename, id } = parseGlobalId(act.target ?? '');
  const target = targetTypes.has(typename)
    ? { targetType: typename as AuditEntry['targetType'], targetId: id }
    : { targetType: 'Account' as const, targetId: viewer.account.id };
  await transaction(app.database, (tx) =>
    recordAudit(tx, context, {
      ...{ ...target, action: act.action, reason: presentable(act.reason) },
      ...{ refusal: code, details: { message } },
    }),
  );
}

/** As much of a reason as an audit event takes, whether or not its rules were the cause of the refusal. */
const presentable = (reason: string | null) =>
  reason
    ?.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, 500)
    .replace(/\p{Cs}/gu, '') || null;
