import { z } from 'zod';
import type { Context, SignedIn } from '../context.ts';
import type { Transaction } from '../database/transaction.ts';
import { AdminTotpRequiredError, NotFoundError } from '../errors.ts';
import { line, validate } from '../validation.ts';
import { type AuditEntry, recordAudit } from './audit.ts';

export interface Moderation {
  /** As it was given; null where its owner gave none. */
  reason: string | null;
  /** Whether an admin acts on what belongs to somebody else. */
  isModeration: boolean;
  /** Writes the audit row of a moderation; nothing for an act of the owner. */
  audit(tx: Transaction, entry: Omit<AuditEntry, 'reason'>): Promise<void>;
}

/**
 * Admits an act on what belongs to an account (`what` names it): by its owner, who may give a reason, or by an admin,
 * who must, and whose act is audited. For everybody else the thing does not exist.
 */
export function moderate(context: SignedIn, ownerId: string, given: string | null, what: string): Moderation {
  const { account } = context.viewer;
  const isModeration = account.id !== ownerId;
  if (!isModeration) ownActs.add(context.loaders);
  if (isModeration && context.viewer.isAdminWithheld) throw new AdminTotpRequiredError();
  if (isModeration && account.role !== 'ADMIN') throw new NotFoundError(what);
  const reason = parseReason(given, isModeration);
  return {
    reason,
    isModeration,
    async audit(tx, entry) {
      if (isModeration) await recordAudit(tx, context, { ...entry, reason });
    },
  };
}

// By the request's loaders, since the context itself is copied.
const ownActs = new WeakSet<Context['loaders']>();

/** Forgets the acts of a request before its next one. */
export function beginAct({ loaders }: Context): void {
  ownActs.delete(loaders);
}

/** Whether the act was on what belongs to the viewer, as far as moderate() has been asked. */
export const isOwnAct = ({ loaders }: Context) => ownActs.has(loaders);

/** Returns a reason of at most 500 characters; null for an empty one, which is refused where a reason is required. */
export function parseReason(given: string | null, isRequired: true): string;
export function parseReason(given: string | null, isRequired: boolean): string | null;
export function parseReason(given: string | null, isRequired: boolean): string | null {
  const schema = z.object({ reason: line(isRequired ? 1 : 0, 500) });
  return validate(schema, { reason: given ?? '' }).reason || null;
}
