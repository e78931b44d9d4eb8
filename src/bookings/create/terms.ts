import type { PromotionCode } from '../../database/generated/client.ts';
import type { BookableSession } from '../../database/locks.ts';
import { discountOf } from '../../promotions/rules.ts';

/** What seats cost: their price, by how much a promotion code lowers it, and what is to be paid. */
export interface Price {
  priceMinor: number;
  discountMinor: number;
  amountMinor: number;
}

/** The price of seats under the session's present terms. */
export function priceOf(
  session: Pick<BookableSession, 'priceMinor'>,
  seats: number,
  promotion: PromotionCode | null,
): Price {
  const priceMinor = session.priceMinor * seats;
  const discountMinor = promotion ? discountOf(promotion, priceMinor) : 0;
  return { priceMinor, discountMinor, amountMinor: priceMinor - discountMinor };
}
