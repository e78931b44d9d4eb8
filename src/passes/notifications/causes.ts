import type { Pass } from '../../database/generated/client.ts';
import type { Notification } from '../../operations/notifications/deliveries.ts';

// The notifications that a change of a pass causes, queued by whoever makes the change.

export interface PassPayload {
  passId: string;
}
export interface ExpiryPayload extends PassPayload {
  validUntil: string;
}
export interface RefundPayload extends PassPayload {
  amountMinor: number;
}

type Owned = Pick<Pass, 'id' | 'accountId'>;

export function boughtNotification({ id, accountId }: Owned): Notification {
  return { kind: 'PASS_BOUGHT', accountId, payload: { passId: id } satisfies PassPayload };
}

export function refundedNotification({ id, accountId }: Owned, amountMinor: number): Notification {
  return { kind: 'PASS_REFUNDED', accountId, payload: { passId: id, amountMinor } satisfies RefundPayload };
}

const dayMilliseconds = 86_400_000;

/** The warning before a pass ends: a week before, or when three quarters of a shorter validity are over. */
export function expiryWarnings({ id, accountId, validUntil, validDays }: Pass): Notification[] {
  if (!validUntil) return [];
  const lead = Math.min(7, validDays / 4) * dayMilliseconds;
  const payload: ExpiryPayload = { passId: id, validUntil: validUntil.toISOString() };
  const key = `PASS_EXPIRING:${id}:${payload.validUntil}`;
  return [{ kind: 'PASS_EXPIRING', accountId, payload, key, sendAt: new Date(validUntil.getTime() - lead) }];
}
