import type { HeldPassFragment, OfferFragment, PassStart, PassStatus } from '../generated/types.ts';
import { count } from '../parts/words.ts';

type Terms = Pick<OfferFragment, 'credits' | 'validDays' | 'startsWith' | 'tags' | 'host'>;

const beginnings: Record<PassStart, string> = { PURCHASE: 'the payment', FIRST_USE: 'its first use' };

/** What a pass is good for, as sentences. */
export function termsOf({ credits, validDays, startsWith, tags, host }: Terms): string[] {
  const seats = credits === null ? 'Any number of seats' : count(credits, 'seat');
  const where = host ? `sessions of ${host.displayName}` : 'all sessions of the studio';
  return [
    `${seats} in ${where}${tags.length > 0 ? `, of the kinds ${tags.join(', ')}` : ''}.`,
    `Valid for ${count(validDays, 'day')} from ${beginnings[startsWith]}.`,
  ];
}

/** What returning it pays back, before it is bought. */
export function refundTerms({ credits, refundPercent, refundDays }: OfferFragment): string {
  if (refundPercent === 0) return 'Nothing is paid back for what is not used.';
  const part = credits === null ? 'the unused days' : 'the unused seats';
  const until = refundDays === null ? 'while it is valid' : `until ${count(refundDays, 'day')} after the payment`;
  return `Returned, it pays ${refundPercent} % of the price of ${part} back, ${until}.`;
}

export const kinds: Partial<Record<PassStatus, string>> = { ACTIVE: 'good', PENDING: 'warm', EXPIRED: 'bad' };

/** What is left of a pass. */
export function leftOf({ credits, balance }: Pick<HeldPassFragment, 'credits' | 'balance'>): string {
  return credits === null ? 'Any number of seats' : `${balance} of ${count(credits, 'seat')} left`;
}
