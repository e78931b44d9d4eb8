import type { Context } from '../context.ts';
import { Prisma, type PromotionCode, type PromotionUse } from '../database/generated/client.ts';
import { type List, type Page, type PageArguments, readPage, readPages } from '../database/pages.ts';

/** The codes that the viewer may see: their own, or any for an admin. */
export async function promotionsById(ids: string[], { app: { database }, viewer }: Context): Promise<PromotionCode[]> {
  if (!viewer) return [];
  const { id: hostId, role } = viewer.account;
  return database.prisma.promotionCode.findMany({
    where: { id: { in: ids }, ...(role === 'ADMIN' ? {} : { hostId }) },
  });
}

const codes: List = {
  ...{ table: 'PromotionCode', where: [], sortKey: Prisma.sql`"PromotionCode"."createdAt"` },
  ...{ sortType: 'timestamptz', direction: 'DESC' },
};

/** The codes of each host, latest first. */
export function promotionsByHost(ids: string[], { app: { database } }: Context, page: PageArguments) {
  return readPages<PromotionCode>(database, codes, page, { column: 'hostId', ids });
}

/** All codes, latest first. */
export function allPromotions({ app: { database } }: Context, page: PageArguments): Promise<Page<PromotionCode>> {
  return readPage(database, codes, page);
}

const uses: List = {
  ...{ table: 'PromotionUse', where: [], sortKey: Prisma.sql`"PromotionUse"."usedAt"` },
  ...{ sortType: 'timestamptz', direction: 'DESC' },
};

/** The uses of each code, latest first. */
export function usesByCode(ids: string[], { app: { database } }: Context, page: PageArguments) {
  return readPages<PromotionUse>(database, uses, page, { column: 'codeId', ids });
}

/** How many uses of each code count. */
export async function useCounts(ids: string[], { app: { database } }: Context): Promise<number[]> {
  const rows = await database.rows<{ codeId: string; uses: number }>`
    SELECT "codeId", count(*)::int AS "uses" FROM "PromotionUse"
    WHERE "codeId" = ANY(${ids}::uuid[]) AND "returnedAt" IS NULL GROUP BY "codeId"`;
  const byCode = new Map(rows.map((row) => [row.codeId, row.uses]));
  return ids.map((id) => byCode.get(id) ?? 0);
}
