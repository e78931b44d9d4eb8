import { maySeeAccount } from '../accounts/loaders.ts';
import type { Context } from '../context.ts';
import {
  type PosePractice,
  type PracticeSession,
  type PracticeSource,
  type PracticeStatus,
  Prisma,
} from '../database/generated/client.ts';
import { groupedBy, rowsOf } from '../database/grouping.ts';
import { type Page, type PageArguments, readPages } from '../database/pages.ts';
import { requestLoader } from '../request-loader.ts';
import { openPractices } from './service.ts';
import { rangeOf } from './statistics/loaders.ts';

export interface PracticeFilter {
  status?: PracticeStatus[] | null;
  source?: PracticeSource[] | null;
  sequenceId?: string | null;
  from?: Date | null;
  to?: Date | null;
}

/** Those of the practices that the viewer may see. */
export async function practicesById(ids: string[], context: Context): Promise<PracticeSession[]> {
  const rows = await context.app.database.prisma.practiceSession.findMany({ where: { id: { in: ids } } });
  return rows.filter(({ accountId }) => maySeeAccount(context, accountId));
}

/** The open practice of each account; null without one. */
export async function openPracticeByAccount(
  accountIds: string[],
  { app: { database } }: Context,
): Promise<(PracticeSession | null)[]> {
  const rows = await openPractices(database.prisma, accountIds);
  return accountIds.map((id) => rows.find(({ accountId }) => accountId === id) ?? null);
}

/** The viewer's own practice of a session; null without one. */
export const viewerPractice = requestLoader<string, PracticeSession | null>(
  async (sessionIds, { app: { database }, viewer }) => {
    if (!viewer) return sessionIds.map(() => null);
    const rows = await database.rows<PracticeSession>`
      SELECT * FROM "PracticeSession"
      WHERE "sessionId" = ANY(${[...sessionIds]}::uuid[]) AND "accountId" = ${viewer.account.id}::uuid`;
    return rowsOf(sessionIds, rows, ({ sessionId }) => sessionId as string);
  },
);

/** The practices of each account, latest first. */
export async function practicesByAccount(
  accountIds: string[],
  { app: { database } }: Context,
  filter: PracticeFilter,
  page: PageArguments,
): Promise<Page<PracticeSession>[]> {
  const { from, to } = rangeOf(filter);
  const where = [
    Prisma.sql`"PracticeSession"."localDate" BETWEEN ${from}::date AND ${to}::date`,
    // The index is on startedAt, which is less than three days from localDate in any time zone.
    Prisma.sql`"PracticeSession"."startedAt" BETWEEN ${from}::date - 3 AND ${to}::date + 3`,
  ];
  if (filter.status) where.push(Prisma.sql`"PracticeSession"."status" = ANY(${filter.status}::"PracticeStatus"[])`);
  if (filter.source) where.push(Prisma.sql`"PracticeSession"."source" = ANY(${filter.source}::"PracticeSource"[])`);
  if (filter.sequenceId) where.push(Prisma.sql`"PracticeSession"."sequenceId" = ${filter.sequenceId}::uuid`);
  const list = {
    table: 'PracticeSession',
    where,
    sortKey: Prisma.sql`"PracticeSession"."startedAt"`,
    sortType: 'timestamptz',
    direction: 'DESC',
  } as const;
  return readPages(database, list, page, { column: 'accountId', ids: accountIds });
}

/** The completed poses of each practice, in the order of the sequence. */
export async function posesByPractice(
  practiceIds: string[],
  { app: { database } }: Context,
): Promise<PosePractice[][]> {
  const rows = await database.prisma.posePractice.findMany({
    where: { practiceSessionId: { in: practiceIds } },
    orderBy: { position: 'asc' },
  });
  return groupedBy(practiceIds, rows, ({ practiceSessionId }) => practiceSessionId);
}
