import type { Context } from '../context.ts';
import { batchAcrossRequests } from '../database/cross-request-batch.ts';
import { type Pass, type PassEntry, Prisma } from '../database/generated/client.ts';
import { groupedBy } from '../database/grouping.ts';
import { type List, type Page, type PageArguments, readPage, readPages } from '../database/pages.ts';
import { requestLoader } from '../request-loader.ts';
import { maySeePass } from './access.ts';
import { readBalances } from './ledger.ts';
import type { PassStatus } from './rules.ts';

export interface PassFilter {
  status?: readonly PassStatus[] | null;
  offerId?: string | null;
  accountId?: string | null;
  hostId?: string | null;
}

/** The passes that the viewer may see. */
export async function passesById(ids: string[], context: Context): Promise<Pass[]> {
  const rows = await joinPasses(context.app.database, ids);
  return rows.filter((row) => row !== null && maySeePass(context, row)) as Pass[];
}

const joinPasses = batchAcrossRequests(async (database, ids: string[]) => {
  const rows = await database.rows<Pass>`SELECT * FROM "Pass" WHERE "id" = ANY(${ids}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
});

/** The balance of a pass: the sum of its entries. */
export const balanceOf = requestLoader<string, number>(async (ids, { app: { database } }) => {
  const balances = await readBalances(database.prisma, ids);
  return ids.map((id) => balances.get(id) ?? 0);
});

export function passesByAccount(
  ids: string[],
  { app: { database } }: Context,
  filter: PassFilter,
  page: PageArguments,
) {
  return readPages<Pass>(database, passList(filter), page, { column: 'accountId', ids });
}

export function passesByHost(ids: string[], { app: { database } }: Context, filter: PassFilter, page: PageArguments) {
  return readPages<Pass>(database, passList(filter), page, { column: 'hostId', ids });
}

export function allPasses(
  { app: { database } }: Context,
  filter: PassFilter,
  page: PageArguments,
): Promise<Page<Pass>> {
  return readPage(database, passList(filter), page);
}

// The statuses as statusOf() has them, of a pass with its balance.
const balance = Prisma.sql`(SELECT sum("credits") FROM "PassEntry" WHERE "passId" = "Pass"."id")`;
const isPaid = Prisma.sql`"Pass"."state" = 'PAID'`;
const isOpen = Prisma.sql`${isPaid} AND "Pass"."endedAt" IS NULL AND ("Pass"."validUntil" IS NULL OR "Pass"."validUntil" > now())`;
const conditions: Record<PassStatus, Prisma.Sql> = {
  PENDING: Prisma.sql`"Pass"."state" = 'PENDING' AND "Pass"."holdExpiresAt" > now()`,
  CANCELLED: Prisma.sql`"Pass"."state" = 'CANCELLED' OR "Pass"."state" = 'PENDING' AND "Pass"."holdExpiresAt" <= now()`,
  RETURNED: Prisma.sql`${isPaid} AND "Pass"."endedAt" IS NOT NULL`,
  EXPIRED: Prisma.sql`${isPaid} AND "Pass"."endedAt" IS NULL AND "Pass"."validUntil" <= now()`,
  USED_UP: Prisma.sql`${isOpen} AND "Pass"."credits" IS NOT NULL AND ${balance} = 0`,
  ACTIVE: Prisma.sql`${isOpen} AND ("Pass"."credits" IS NULL OR ${balance} > 0)`,
};

function passList({ status, offerId, accountId, hostId }: PassFilter): List {
  const where: Prisma.Sql[] = [];
  if (status) {
    const wanted = status.map((one) => Prisma.sql`(${conditions[one]})`);
    where.push(wanted.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(wanted, ' OR ')})`);
  }
  if (offerId) where.push(Prisma.sql`"Pass"."offerId" = ${offerId}::uuid`);
  if (accountId) where.push(Prisma.sql`"Pass"."accountId" = ${accountId}::uuid`);
  if (hostId) where.push(Prisma.sql`"Pass"."hostId" = ${hostId}::uuid`);
  return {
    ...{ table: 'Pass', where, sortKey: Prisma.sql`"Pass"."boughtAt"` },
    ...{ sortType: 'timestamptz', direction: 'DESC' },
  };
}

const ledger: List = {
  ...{ table: 'PassEntry', where: [], sortKey: Prisma.sql`"PassEntry"."enteredAt"` },
  ...{ sortType: 'timestamptz', direction: 'DESC' },
};

/** The entries of each pass, latest first. */
export function entriesByPass(ids: string[], { app: { database } }: Context, page: PageArguments) {
  return readPages<PassEntry>(database, ledger, page, { column: 'passId', ids });
}

/** What was paid in one currency for seats that are still to be given. */
export interface Owed {
  currency: string;
  passes: number;
  credits: number;
  amount: number;
}

const owed = Prisma.sql`
  SELECT "hostId", "currency", count(*)::int AS "passes", coalesce(sum("balance"), 0)::int AS "credits",
    -- Corrections may have added credits that nobody paid, and what was refunded is owed no more.
    sum(least("amountMinor" - coalesce("refundMinor", 0), floor("amountMinor"::numeric * least("left", "whole") / "whole")))::float8 AS "amount"
  FROM (
    SELECT "Pass".*, coalesce("Pass"."credits", "validDays") AS "whole", ${balance} AS "balance",
      CASE WHEN "Pass"."credits" IS NOT NULL THEN ${balance}
        ELSE coalesce(floor(extract(epoch FROM "validUntil" - now()) / 86400), "validDays") END AS "left"
    FROM "Pass" WHERE ${conditions.ACTIVE}
  ) open`;

/** What each host owes to the owners of the passes they sold, by currency. */
export async function owedByHost(hostIds: string[], { app: { database } }: Context): Promise<Owed[][]> {
  const rows = await database.rows<Owed & { hostId: string }>`
    ${owed} WHERE "hostId" = ANY(${hostIds}::uuid[]) GROUP BY "hostId", "currency" ORDER BY "currency"`;
  return groupedBy(hostIds, rows, ({ hostId }) => hostId);
}

/** What the studio and its hosts owe together, by currency. */
export function owedByStudio({ app: { database } }: Context): Promise<Owed[]> {
  return database.rows<Owed>`
    SELECT "currency", sum("passes")::int AS "passes", sum("credits")::int AS "credits", sum("amount")::float8 AS "amount"
    FROM (${owed} GROUP BY "hostId", "currency") part GROUP BY "currency" ORDER BY "currency"`;
}
