import type { Context } from '../../context.ts';
import { type PassOffer, Prisma, type Session } from '../../database/generated/client.ts';
import { type Page, type PageArguments, readPage, readPages } from '../../database/pages.ts';
import { requestLoader } from '../../request-loader.ts';
import { scopeObstacle } from '../rules.ts';
import { maySeeOffer } from './service.ts';

/** The offers that the viewer may see. Who bought a pass sees what was offered, even where it is withdrawn. */
export async function offersById(ids: string[], context: Context): Promise<PassOffer[]> {
  const rows = await context.app.database.prisma.passOffer.findMany({ where: { id: { in: ids } } });
  return rows.filter((row) => maySeeOffer(context, row));
}

const isOnSale = Prisma.sql`"PassOffer"."withdrawnAt" IS NULL
  AND ("PassOffer"."hostId" IS NULL OR NOT "isSuspended"("PassOffer"."hostId"))`;

const list = (where: Prisma.Sql[]) => ({
  ...{ table: 'PassOffer', where, sortKey: Prisma.sql`"PassOffer"."createdAt"` },
  ...({ sortType: 'timestamptz', direction: 'DESC' } as const),
});

/** What is for sale, latest first: of one host, or of all. For admins also what was withdrawn, where they ask for it. */
export function offersOnSale(
  { app: { database }, viewer }: Context,
  { hostId, includeWithdrawn }: { hostId: string | null; includeWithdrawn: boolean },
  page: PageArguments,
): Promise<Page<PassOffer>> {
  const showsAll = includeWithdrawn && viewer?.account.role === 'ADMIN';
  const where = showsAll ? [] : [isOnSale];
  if (hostId) where.push(Prisma.sql`"PassOffer"."hostId" = ${hostId}::uuid`);
  return readPage(database, list(where), page);
}

/** The offers of each host, latest first. */
export function offersByHost(ids: string[], { app: { database } }: Context, page: PageArguments) {
  return readPages<PassOffer>(database, list([]), page, { column: 'hostId', ids });
}

const atMost = 50;

/** What is for sale that pays for a session, cheapest first. */
export const offersForSession = requestLoader<Session, PassOffer[]>(
  async (sessions, { app: { database } }) => {
    const hostIds = [...new Set(sessions.map(({ hostId }) => hostId))];
    const offers = await database.rows<PassOffer>`
      SELECT "PassOffer".* FROM "PassOffer" WHERE ${isOnSale} AND ("hostId" IS NULL OR "hostId" = ANY(${hostIds}::uuid[]))
      ORDER BY "priceMinor", "id"`;
    return sessions.map((session) =>
      session.priceMinor === 0 ? [] : offers.filter((offer) => !scopeObstacle(offer, session)).slice(0, atMost),
    );
  },
  ({ id }) => id,
);
