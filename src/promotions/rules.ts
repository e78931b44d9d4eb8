import type { PromotionCode, Session } from '../database/generated/client.ts';

export const promotionObstacles = [
  ...(['UNKNOWN', 'NOT_YET', 'OVER', 'OTHER_SESSIONS', 'OTHER_CURRENCY'] as const),
  ...(['USED_UP', 'USED_BY_YOU', 'NOT_NEEDED', 'WITH_PASS'] as const),
];
export type PromotionObstacle = (typeof promotionObstacles)[number];

/** A code with how often it was used, by all and by each person. What was given back does not count. */
export interface CountedPromotion {
  promotion: PromotionCode;
  uses: number;
  usesByPerson: Map<string, number>;
}

export type Priced = Pick<Session, 'id' | 'hostId' | 'tags' | 'priceMinor' | 'currency'>;

/** Why a code does not lower the price of a session for a person; null where it does. */
export function promotionObstacle(
  counted: CountedPromotion,
  session: Priced,
  accountId: string,
  now = new Date(),
): PromotionObstacle | null {
  const { hostId, disabledAt, startsAt, endsAt, tags, sessionIds, currency } = counted.promotion;
  if (disabledAt !== null || (hostId !== null && hostId !== session.hostId)) return 'UNKNOWN';
  if (session.priceMinor === 0) return 'NOT_NEEDED';
  if (startsAt !== null && startsAt > now) return 'NOT_YET';
  if (endsAt !== null && endsAt <= now) return 'OVER';
  const isAmongSessions = sessionIds.length === 0 || sessionIds.includes(session.id);
  const isTagged = tags.length === 0 || tags.some((tag) => session.tags.includes(tag));
  if (!isAmongSessions || !isTagged) return 'OTHER_SESSIONS';
  if (currency !== null && currency !== session.currency) return 'OTHER_CURRENCY';
  return countObstacle(counted, accountId);
}

/** Whether a code was used as often as it may be, by a person or by all; null where it was not. */
export function countObstacle(
  { promotion: { maxUses, maxUsesPerPerson }, uses, usesByPerson }: CountedPromotion,
  accountId: string,
): 'USED_BY_YOU' | 'USED_UP' | null {
  if (maxUsesPerPerson !== null && (usesByPerson.get(accountId) ?? 0) >= maxUsesPerPerson) return 'USED_BY_YOU';
  return maxUses !== null && uses >= maxUses ? 'USED_UP' : null;
}

/** By how much a code lowers a price, in minor units: at most the whole price, and a percentage rounded down. */
export function discountOf({ percent, amountMinor }: PromotionCode, priceMinor: number): number {
  if (percent !== null) return Math.floor((priceMinor * percent) / 100);
  return Math.min(priceMinor, amountMinor ?? 0);
}
