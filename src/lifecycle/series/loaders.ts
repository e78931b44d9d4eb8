import type { Context } from '../../context.ts';
import { Prisma, type Series, type Session } from '../../database/generated/client.ts';
import { type Page, type PageArguments, readPages } from '../../database/pages.ts';
import { type SessionFilter, sessionList } from '../../sessions/loaders.ts';

/** Series are visible to everybody who has the ID, like sessions. */
export function seriesById(ids: string[], { app: { database } }: Context): Promise<Series[]> {
  return database.prisma.series.findMany({ where: { id: { in: ids } } });
}

/** The series of each host, latest first. */
export function seriesByHost(
  hostIds: string[],
  { app: { database } }: Context,
  page: PageArguments,
): Promise<Page<Series>[]> {
  const list = {
    table: 'Series',
    where: [] as Prisma.Sql[],
    sortKey: Prisma.sql`"Series"."createdAt"`,
    sortType: 'timestamptz' as const,
    direction: 'DESC' as const,
  };
  return readPages(database, list, page, { column: 'hostId', ids: hostIds });
}

/** The sessions of each series: all for its host and admins, the listed ones for others. */
export function sessionsBySeries(
  seriesIds: string[],
  { app: { database }, viewer }: Context,
  filter: SessionFilter,
  page: PageArguments,
): Promise<Page<Session>[]> {
  const list = sessionList(filter, null);
  const isOwn = viewer ? Prisma.sql`"Session"."hostId" = ${viewer.account.id}::uuid` : Prisma.sql`false`;
  const where = viewer?.account.role === 'ADMIN' ? [] : [Prisma.sql`("Session"."visibility" = 'LISTED' OR ${isOwn})`];
  return readPages(database, { ...list, where: [...where, ...list.where] }, page, {
    column: 'seriesId',
    ids: seriesIds,
  });
}
