import type { Pass, Session } from '../database/generated/client.ts';

// What a pass may be used for, and what it is worth: everything from its own terms, which were fixed when it was bought.

const dayMilliseconds = 86_400_000;

/** For how long a purchase waits for its payment. */
export const holdMinutes = 30;

/** For how many days at least a credit can be used that came back since the host or the studio cancelled. */
export const graceDays = 14;

export const passStatuses = ['PENDING', 'ACTIVE', 'USED_UP', 'EXPIRED', 'RETURNED', 'CANCELLED'] as const;
export type PassStatus = (typeof passStatuses)[number];

export const passObstacles = [
  ...(['NOT_NEEDED', 'NOT_PAID', 'ENDED', 'EXPIRED', 'SESSION_AFTER_END', 'OTHER_HOST'] as const),
  ...(['OTHER_TAGS', 'NO_CREDITS'] as const),
];
export type PassObstacle = (typeof passObstacles)[number];

/** A pass with the sum of its entries, which is 0 for an unlimited one. */
export type PassWithBalance = Pass & { balance: number };

export const addDays = (from: Date, days: number) => new Date(from.getTime() + days * dayMilliseconds);

export function statusOf(pass: PassWithBalance, now = new Date()): PassStatus {
  if (pass.state === 'PENDING') return isLapsed(pass, now) ? 'CANCELLED' : 'PENDING';
  if (pass.state === 'CANCELLED') return 'CANCELLED';
  if (pass.endedAt) return 'RETURNED';
  if (isExpired(pass, now)) return 'EXPIRED';
  return pass.credits !== null && pass.balance === 0 ? 'USED_UP' : 'ACTIVE';
}

/** Whether a purchase was not paid in time. */
export function isLapsed({ state, holdExpiresAt }: Pass, now = new Date()): boolean {
  return state === 'PENDING' && holdExpiresAt !== null && holdExpiresAt <= now;
}

export function isExpired({ validUntil }: Pick<Pass, 'validUntil'>, now = new Date()): boolean {
  return validUntil !== null && validUntil <= now;
}

/** Until when a pass is valid that is used now: its end, or the one that its first use sets. */
export function endWhenUsed({ validUntil, validDays }: Pick<Pass, 'validUntil' | 'validDays'>, now = new Date()): Date {
  return validUntil ?? addDays(now, validDays);
}

type BookedSession = Pick<Session, 'hostId' | 'tags' | 'startsAt' | 'priceMinor'>;

/** Why a pass does not pay for so many seats of a session; null where it does. */
export function passObstacle(
  pass: PassWithBalance,
  session: BookedSession,
  seats: number,
  now = new Date(),
): PassObstacle | null {
  if (session.priceMinor === 0) return 'NOT_NEEDED';
  const status = statusOf(pass, now);
  if (status === 'PENDING') return 'NOT_PAID';
  if (status === 'CANCELLED' || status === 'RETURNED') return 'ENDED';
  if (status === 'EXPIRED') return 'EXPIRED';
  const scope = scopeObstacle(pass, session);
  if (scope) return scope;
  if (session.startsAt >= endWhenUsed(pass, now)) return 'SESSION_AFTER_END';
  return pass.credits !== null && pass.balance < seats ? 'NO_CREDITS' : null;
}

/** Why a pass or an offer is not for a session; null where it is. */
export function scopeObstacle(
  { hostId, tags }: Pick<Pass, 'hostId' | 'tags'>,
  session: Pick<Session, 'hostId' | 'tags'>,
): 'OTHER_HOST' | 'OTHER_TAGS' | null {
  if (hostId !== null && hostId !== session.hostId) return 'OTHER_HOST';
  return tags.length > 0 && !tags.some((tag) => session.tags.includes(tag)) ? 'OTHER_TAGS' : null;
}

/** Until when its owner is paid back for the unused part; null where there is no such limit. */
export function refundableUntil({ paidAt, refundDays, validUntil }: Pass): Date | null {
  const limits = [paidAt && refundDays !== null ? addDays(paidAt, refundDays) : null, validUntil];
  const times = limits.flatMap((limit) => (limit ? [limit.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/**
 * What returning a pass now pays back, in minor units: the price's share of the unused credits or whole days, at the
 * percentage of the terms while they allow it, or `inFull`.
 */
export function refundOf(pass: PassWithBalance, inFull: boolean, now = new Date()): number {
  if (statusOf(pass, now) !== 'ACTIVE') return 0;
  const until = refundableUntil(pass);
  if (!inFull && until !== null && until <= now) return 0;
  const percent = inFull ? 100 : pass.refundPercent;
  const { unused, whole } = unusedPart(pass, now);
  const left = pass.amountMinor - (pass.refundMinor ?? 0);
  return Math.min(left, Math.floor((pass.amountMinor * percent * unused) / (100 * whole)));
}

/** The unused part: credits of all that were bought, or days of an unlimited pass. Corrections may have added credits. */
function unusedPart({ credits, balance, validDays, validUntil }: PassWithBalance, now: Date) {
  if (credits !== null) return { unused: Math.min(balance, credits), whole: credits };
  const days = validUntil === null ? validDays : Math.floor((validUntil.getTime() - now.getTime()) / dayMilliseconds);
  return { unused: Math.max(0, Math.min(days, validDays)), whole: validDays };
}
