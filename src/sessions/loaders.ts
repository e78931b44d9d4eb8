import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Database } from '../database/client.ts';
import { batchAcrossRequests } from '../database/cross-request-batch.ts';
import { type Participant, Prisma, type Session, type SessionStatus } from '../database/generated/client.ts';
import { rowsOf } from '../database/grouping.ts';
import { type List, type Page, type PageArguments, readPage, readPages } from '../database/pages.ts';
import { validatedRows } from '../database/validated-cache.ts';
import { InvalidInputError } from '../errors.ts';
import { requestLoader } from '../request-loader.ts';
import { text, validate } from '../validation.ts';
import { searchQuery } from './search.ts';
import { maySeeSession } from './service.ts';
import { instant, tag } from './validation.ts';

export interface SessionFilter {
  search?: string | null;
  status?: SessionStatus[] | null;
  hostId?: string | null;
  tags?: string[] | null;
  from?: Date | null;
  to?: Date | null;
  maxPriceMinor?: number | null;
  hasSeatsLeft?: boolean | null;
  archived?: boolean | null;
}

export interface SessionOrder {
  field: 'STARTS_AT' | 'CREATED_AT' | 'PRICE' | 'RELEVANCE';
  direction?: 'ASC' | 'DESC' | null;
}

const knownSessions = validatedRows<Session>('Session');

/** The sessions with these IDs that the viewer may see. */
export async function sessionsById(ids: string[], context: Context): Promise<(Session | null)[]> {
  const rows = await knownSessions(context.app.database, ids);
  return rows.filter((row) => row && maySeeSession(context, row));
}

/** Listed sessions. Without a status only live and upcoming ones; with `archived`, archived ones of any status. */
export async function catalogue(
  { app: { database } }: Context,
  filter: SessionFilter,
  order: SessionOrder | null,
  page: PageArguments,
): Promise<Page<Session>> {
  const [found] = await joinCatalogue(database, ['catalogue'], filter, order, page);
  return found as Page<Session>;
}

const joinCatalogue = batchAcrossRequests(async (database, _keys: string[], ...asked: CatalogueQuestion) => [
  await readCatalogue(database, ...asked),
]);

type CatalogueQuestion = [filter: SessionFilter, order: SessionOrder | null, page: PageArguments];

// The sessions of a suspended host are found again once the host is restored.
const hostIsActive = Prisma.sql`NOT "isSuspended"("Session"."hostId")`;

function readCatalogue(database: Database, ...[filter, order, page]: CatalogueQuestion): Promise<Page<Session>> {
  // No upcoming session is archived.
  const presence =
    filter.status || filter.archived
      ? Prisma.sql`"Session"."status" <> 'DRAFT'`
      : Prisma.sql`"Session"."status" IN ('SCHEDULED', 'LIVE') AND ("Session"."status" = 'LIVE' OR "Session"."endsAt" > now())`;
  const list = sessionList(filter, order);
  return readPage<Session>(
    database,
    { ...list, where: [Prisma.sql`"Session"."visibility" = 'LISTED'`, hostIsActive, presence, ...list.where] },
    page,
  );
}

/** All sessions, drafts, unlisted and archived ones too, for admins. */
export function allSessions(
  { app: { database } }: Context,
  filter: SessionFilter,
  order: SessionOrder | null,
  page: PageArguments,
): Promise<Page<Session>> {
  return readPage(database, sessionList(filter, order, null), page);
}

/** The listed sessions of each host, without drafts. */
export async function listedSessionsByHost(
  hostIds: string[],
  { app: { database } }: Context,
  page: PageArguments,
): Promise<Page<Session>[]> {
  const list = sessionList({}, null);
  const isListed = Prisma.sql`"Session"."visibility" = 'LISTED' AND "Session"."status" <> 'DRAFT'`;
  const where = [isListed, hostIsActive, ...list.where];
  return readPages(database, { ...list, where }, page, { column: 'hostId', ids: hostIds });
}

/** All sessions of each host, drafts and unlisted ones too. */
export async function sessionsByHost(
  hostIds: string[],
  { app: { database } }: Context,
  filter: SessionFilter,
  page: PageArguments,
): Promise<Page<Session>[]> {
  return readPages(database, sessionList(filter, null), page, { column: 'hostId', ids: hostIds });
}

/**
 * A list of sessions by filter and order. An index serves each sort key. `archived` is the default of the filter of the
 * same name: null includes archived and other sessions.
 */
export function sessionList(given: SessionFilter, order: SessionOrder | null, archived: boolean | null = false): List {
  const { search, ...filter } = validate(typedFilter, { filter: given }).filter;
  const field = order?.field ?? (search ? 'RELEVANCE' : 'STARTS_AT');
  if (field === 'RELEVANCE' && !search) {
    throw new InvalidInputError([{ path: ['orderBy', 'field'], message: 'RELEVANCE needs filter.search' }]);
  }
  return {
    table: 'Session',
    isForReplica: true,
    cachedRows: knownSessions,
    ...(search && {
      joins: Prisma.sql`JOIN "SessionSearch" ON "SessionSearch"."sessionId" = "Session"."id"
        CROSS JOIN ${searchQuery(search)} "Search"`,
    }),
    where: [
      ...rulesOf({ ...given, ...filter, archived: given.archived ?? archived }),
      ...(search ? [Prisma.sql`"SessionSearch"."document" @@ "Search"."query"`] : []),
    ],
    ...sortKeys[field],
    direction: order?.direction ?? 'ASC',
  };
}

const typedFilter = z.object({
  filter: z.object({
    search: text(0, 200).nullish(),
    tags: z.array(tag).nullish(),
    from: instant.nullish(),
    to: instant.nullish(),
  }),
});

const sortKeys = {
  STARTS_AT: { sortKey: Prisma.sql`"Session"."startsAt"`, sortType: 'timestamptz' },
  CREATED_AT: { sortKey: Prisma.sql`"Session"."createdAt"`, sortType: 'timestamptz' },
  PRICE: { sortKey: Prisma.sql`"Session"."priceMinor"`, sortType: 'int' },
  // Negated, so that the best match comes first in ascending order, the default.
  RELEVANCE: { sortKey: Prisma.sql`(-ts_rank("SessionSearch"."document", "Search"."query"))`, sortType: 'real' },
} as const;

function rulesOf(filter: SessionFilter): Prisma.Sql[] {
  const rules: Prisma.Sql[] = [];
  if (filter.archived != null) {
    rules.push(Prisma.sql`"Session"."archivedAt" IS ${filter.archived ? Prisma.sql`NOT NULL` : Prisma.sql`NULL`}`);
  }
  if (filter.status) rules.push(Prisma.sql`"Session"."status" = ANY(${filter.status}::"SessionStatus"[])`);
  if (filter.hostId) rules.push(Prisma.sql`"Session"."hostId" = ${filter.hostId}::uuid`);
  if (filter.tags?.length) rules.push(Prisma.sql`"Session"."tags" @> ${filter.tags}::text[]`);
  if (filter.from) rules.push(Prisma.sql`"Session"."startsAt" >= ${filter.from}::timestamptz`);
  if (filter.to) rules.push(Prisma.sql`"Session"."startsAt" < ${filter.to}::timestamptz`);
  if (filter.maxPriceMinor != null) rules.push(Prisma.sql`"Session"."priceMinor" <= ${filter.maxPriceMinor}`);
  if (filter.hasSeatsLeft != null) {
    const seatsLeft = Prisma.sql`("Session"."maxParticipants" IS NULL OR "Session"."seatsTaken" < "Session"."maxParticipants")`;
    rules.push(filter.hasSeatsLeft ? seatsLeft : Prisma.sql`NOT ${seatsLeft}`);
  }
  return rules;
}

/** The viewer as a participant of a session; null where the viewer never joined. */
export const viewerParticipation = requestLoader<string, Participant | null>(async (sessionIds, context) => {
  const accountId = context.viewer?.account.id;
  if (!accountId) return sessionIds.map(() => null);
  const rows = await context.app.database.rows<Participant>`
    SELECT * FROM "Participant" WHERE "sessionId" = ANY(${[...sessionIds]}::uuid[]) AND "accountId" = ${accountId}::uuid`;
  return rowsOf(sessionIds, rows, ({ sessionId }) => sessionId);
});
