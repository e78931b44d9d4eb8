import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Database } from '../database/client.ts';
import { joinReads } from '../database/cross-request-batch.ts';
import { Prisma, type Session, type SessionStatus } from '../database/generated/client.ts';
import { type List, type Page, type PageArguments, readPage, readPages } from '../database/pages.ts';
import { knownRows } from '../database/validated-cache.ts';
import { InvalidInputError, RateLimitedError } from '../errors.ts';
import { networkOf } from '../operations/limits.ts';
import { text, validate } from '../validation.ts';
import { searchQuery } from './search.ts';
import { maySeeSession, parseJoinCode } from './service.ts';
import { instant } from './validation.ts';

export interface SessionFilter {
  search?: string | null;
  status?: SessionStatus[] | null;
  hostId?: string | null;
  tags?: string[] | null;
  startsAfter?: Date | null;
  startsBefore?: Date | null;
  maxPriceMinor?: number | null;
  hasSeatsLeft?: boolean | null;
  archived?: boolean | null;
}

export interface SessionOrder {
  field: 'STARTS_AT' | 'CREATED_AT' | 'PRICE' | 'RELEVANCE';
  direction?: 'ASC' | 'DESC' | null;
}

const knownSessions = knownRows<Session>('Session');

/** Sessions, as far as the viewer may see them. */
export async function sessionsById(ids: string[], context: Context): Promise<(Session | null)[]> {
  const rows = await knownSessions(context.database, ids);
  return rows.filter((row) => row && maySeeSession(context, row));
}

/** The session that a living join code leads to; throws RateLimitedError where too many were guessed wrong. */
export async function sessionByCode(context: Context, code: string): Promise<Session | null> {
  const joinCode = parseJoinCode(code);
  const { session } = context.database.prisma;
  return limitCodeGuesses(context, async () =>
    joinCode ? session.findUnique({ where: { joinCode, status: { in: ['SCHEDULED', 'LIVE'] } } }) : null,
  );
}

const wrongCodes = {
  ofViewer: { name: 'join-code', points: 10, seconds: 60 },
  fromAddress: { name: 'join-code-address', points: 30, seconds: 60 },
};

/**
 * What `find` finds by a join code, unless this viewer or this address guessed too many wrong ones within a minute.
 * Right ones cost nothing, not even while they are looked up: a whole room joins at once from one address.
 */
export async function limitCodeGuesses<Found>(
  { limits, viewer, ipAddress }: Context,
  find: () => Promise<Found | null>,
): Promise<Found | null> {
  const guessers = [
    { rule: wrongCodes.ofViewer, key: viewer?.account.id ?? null },
    { rule: wrongCodes.fromAddress, key: networkOf(ipAddress) },
  ];
  const refuseSpent = async () => {
    for (const { rule, key } of guessers) {
      const { value, seconds } = await limits.peek(rule, key);
      if (value >= rule.points) throw new RateLimitedError(seconds);
    }
  };
  await refuseSpent();
  const found = await find();
  // Again, now that the answer is known: of many guesses at once only so many are answered.
  if (found !== null) await refuseSpent();
  else await Promise.all(guessers.map(({ rule, key }) => limits.spend(rule, key)));
  return found;
}

/** The catalogue: listed sessions, by default those that are live or still to come; of archived ones, all that are. */
export async function catalogue(
  { database }: Context,
  filter: SessionFilter,
  order: SessionOrder | null,
  page: PageArguments,
): Promise<Page<Session>> {
  const [found] = await joinCatalogue(database, ['catalogue'], filter, order, page);
  return found as Page<Session>;
}

const joinCatalogue = joinReads(async (database, _keys: string[], ...asked: CatalogueQuestion) => [
  await readCatalogue(database, ...asked),
]);

type CatalogueQuestion = [filter: SessionFilter, order: SessionOrder | null, page: PageArguments];

function readCatalogue(database: Database, ...[filter, order, page]: CatalogueQuestion): Promise<Page<Session>> {
  // Nothing that is archived is still to come.
  const presence =
    filter.status || filter.archived
      ? Prisma.sql`"Session"."status" <> 'DRAFT'`
      : Prisma.sql`"Session"."status" IN ('SCHEDULED', 'LIVE') AND ("Session"."status" = 'LIVE' OR "Session"."endsAt" > now())`;
  const list = sessionList(filter, order);
  return readPage<Session>(
    database,
    { ...list, where: [Prisma.sql`"Session"."visibility" = 'LISTED'`, presence, ...list.where] },
    page,
  );
}

/** Of each host, the sessions that anyone may find: listed, and no drafts. */
export async function listedSessionsByHost(
  hostIds: string[],
  { database }: Context,
  page: PageArguments,
): Promise<Page<Session>[]> {
  const list = sessionList({}, null);
  const where = [Prisma.sql`"Session"."visibility" = 'LISTED' AND "Session"."status" <> 'DRAFT'`, ...list.where];
  return readPages(database, { ...list, where }, page, { column: 'hostId', ids: hostIds });
}

/** Of each host, all sessions, for the host's own eyes. */
export async function sessionsByHost(
  hostIds: string[],
  { database }: Context,
  filter: SessionFilter,
  page: PageArguments,
): Promise<Page<Session>[]> {
  return readPages(database, sessionList(filter, null), page, { column: 'hostId', ids: hostIds });
}

/**
 * Sessions by filter and order; the seek keys all have an index that begins with what is always filtered by. Archived
 * ones are left out unless asked for; null for a list that has them among the others.
 */
export function sessionList(given: SessionFilter, order: SessionOrder | null, archived: boolean | null = false): List {
  const { search, ...filter } = validate(typedFilter, { filter: given }).filter;
  const field = order?.field ?? (search ? 'RELEVANCE' : 'STARTS_AT');
  if (field === 'RELEVANCE' && !search) {
    throw new InvalidInputError([{ path: ['orderBy', 'field'], message: 'RELEVANCE needs filter.search' }]);
  }
  return {
    table: 'Session',
    known: knownSessions,
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
    tags: z.array(text(0, 30).toLowerCase()).nullish(),
    startsAfter: instant.nullish(),
    startsBefore: instant.nullish(),
  }),
});

const sortKeys = {
  STARTS_AT: { sortKey: Prisma.sql`"Session"."startsAt"`, sortType: 'timestamptz' },
  CREATED_AT: { sortKey: Prisma.sql`"Session"."createdAt"`, sortType: 'timestamptz' },
  PRICE: { sortKey: Prisma.sql`"Session"."priceMinor"`, sortType: 'int' },
  // Negated, so that the best match comes first in the order that is the default everywhere: ascending.
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
  if (filter.startsAfter) rules.push(Prisma.sql`"Session"."startsAt" >= ${filter.startsAfter}::timestamptz`);
  if (filter.startsBefore) rules.push(Prisma.sql`"Session"."startsAt" < ${filter.startsBefore}::timestamptz`);
  if (filter.maxPriceMinor != null) rules.push(Prisma.sql`"Session"."priceMinor" <= ${filter.maxPriceMinor}`);
  if (filter.hasSeatsLeft != null) {
    const seatsLeft = Prisma.sql`("Session"."maxParticipants" IS NULL OR "Session"."seatsTaken" < "Session"."maxParticipants")`;
    rules.push(filter.hasSeatsLeft ? seatsLeft : Prisma.sql`NOT ${seatsLeft}`);
  }
  return rules;
}
