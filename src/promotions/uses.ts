import type { Statements } from '../database/client.ts';
import type { PromotionCode, PromotionUse } from '../database/generated/client.ts';
import { newId } from '../database/ids.ts';
import { lockPromotionCodes } from '../database/locks.ts';
import { PromotionNotUsableError } from './errors.ts';
import { type CountedPromotion, countObstacle } from './rules.ts';

// A use is counted and written under the lock of its code. Giving one back needs no lock: it only makes room.

export interface NewUse {
  codeId: string;
  bookingId: string;
  accountId: string;
  discountMinor: number;
  currency: string;
}

/** Locks codes, and counts their uses under the locks: by all, and by these people. */
export async function lockPromotions(
  tx: Statements,
  ids: readonly string[],
  accountIds: readonly string[],
): Promise<Map<string, CountedPromotion>> {
  if (ids.length === 0) return new Map();
  const promotions = await lockPromotionCodes(tx, ids);
  // A statement of its own, so that it sees what was committed before the locks were taken.
  return readPromotions(tx, promotions, accountIds);
}

/** Counts the uses of codes: by all, and by these people. */
export async function readPromotions(
  tx: Pick<Statements, '$queryRaw'>,
  promotions: PromotionCode[],
  accountIds: readonly string[],
): Promise<Map<string, CountedPromotion>> {
  const ids = promotions.map(({ id }) => id);
  const counts = await tx.$queryRaw<{ codeId: string; accountId: string | null; uses: number }[]>`
    SELECT "codeId", NULL::uuid AS "accountId", count(*)::int AS "uses" FROM "PromotionUse"
    WHERE "codeId" = ANY(${ids}::uuid[]) AND "returnedAt" IS NULL GROUP BY "codeId"
    UNION ALL SELECT "codeId", "accountId", count(*)::int FROM "PromotionUse"
    WHERE "codeId" = ANY(${ids}::uuid[]) AND "accountId" = ANY(${accountIds}::uuid[]) AND "returnedAt" IS NULL
    GROUP BY "codeId", "accountId"`;
  return new Map(
    promotions.map((promotion): [string, CountedPromotion] => {
      const own = counts.filter(({ codeId }) => codeId === promotion.id);
      return [
        promotion.id,
        {
          promotion,
          uses: own.find(({ accountId }) => accountId === null)?.uses ?? 0,
          usesByPerson: new Map(own.flatMap(({ accountId, uses }) => (accountId ? [[accountId, uses] as const] : []))),
        },
      ];
    }),
  );
}

/** Counts a use in what others decide by under the same lock. */
export function countUse(counted: CountedPromotion, accountId: string): void {
  counted.uses += 1;
  counted.usesByPerson.set(accountId, (counted.usesByPerson.get(accountId) ?? 0) + 1);
}

/** Writes uses whose codes are locked and were found usable. */
export async function writeUses(tx: Statements, uses: NewUse[]): Promise<void> {
  if (uses.length === 0) return;
  const now = new Date();
  const all = <Name extends keyof NewUse>(name: Name) => uses.map((use) => use[name]);
  await tx.$queryRaw`
    INSERT INTO "PromotionUse" ("id", "codeId", "bookingId", "accountId", "discountMinor", "currency", "usedAt")
    SELECT given.*, clock_timestamp() FROM unnest(${uses.map(() => newId(now))}::uuid[], ${all('codeId')}::uuid[],
      ${all('bookingId')}::uuid[], ${all('accountId')}::uuid[], ${all('discountMinor')}::int[], ${all('currency')}::text[])
      AS given("id", "codeId", "bookingId", "accountId", "discountMinor", "currency")`;
}

/** Gives the uses of bookings back, so that they no longer count. */
export async function returnUses(tx: Statements, bookingIds: readonly string[]): Promise<void> {
  if (bookingIds.length === 0) return;
  await tx.$queryRaw`
    UPDATE "PromotionUse" SET "returnedAt" = clock_timestamp()
    WHERE "bookingId" = ANY(${bookingIds}::uuid[]) AND "returnedAt" IS NULL`;
}

/**
 * Locks the code whose use by a booking was given back. Returns how to take the use again, once the booking has its seats
 * again. Throws where the code was used as often as it may be meanwhile.
 */
export async function lockReturnedUse(tx: Statements, bookingId: string): Promise<() => Promise<void>> {
  const [use] = await tx.$queryRaw<Pick<PromotionUse, 'codeId' | 'accountId'>[]>`
    SELECT "codeId", "accountId" FROM "PromotionUse" WHERE "bookingId" = ${bookingId}::uuid AND "returnedAt" IS NOT NULL`;
  if (!use) return async () => {};
  const counted = (await lockPromotions(tx, [use.codeId], [use.accountId])).get(use.codeId);
  const obstacle = counted && countObstacle(counted, use.accountId);
  if (obstacle) throw new PromotionNotUsableError(obstacle);
  return async () => {
    await tx.$queryRaw`UPDATE "PromotionUse" SET "returnedAt" = NULL WHERE "bookingId" = ${bookingId}::uuid`;
  };
}
