import { z } from 'zod';
import type { Context } from '../context.ts';
import { type DeliveryState, type NotificationDelivery, Prisma } from '../database/generated/client.ts';
import { groupedBy } from '../database/grouping.ts';
import { type Page, type PageArguments, readPage } from '../database/pages.ts';
import { instant } from '../sessions/validation.ts';
import { validate } from '../validation.ts';
import { kinds } from './kinds.ts';

export interface Setting {
  kind: string;
  byMail: boolean;
  canSwitchOff: boolean;
}

/** What each account has chosen, for every kind. */
export async function settingsByAccount(accountIds: string[], { app: { database } }: Context): Promise<Setting[][]> {
  const rows = await database.prisma.notificationSetting.findMany({ where: { accountId: { in: accountIds } } });
  return groupedBy(accountIds, rows, ({ accountId }) => accountId).map((own) => {
    const chosen = new Map(own.map(({ kind, byMail }) => [kind, byMail]));
    return kinds.map(({ name, isOptional }) => ({
      kind: name,
      byMail: !isOptional || (chosen.get(name) ?? true),
      canSwitchOff: isOptional,
    }));
  });
}

export interface DeliveryFilter {
  state?: DeliveryState[] | null;
  kind?: string[] | null;
  accountId?: string | null;
  from?: Date | null;
  to?: Date | null;
}

const times = z.object({ filter: z.object({ from: instant.nullish(), to: instant.nullish() }) });

/** All deliveries, latest first. */
export function allDeliveries(
  { app: { database } }: Context,
  { state, kind, accountId, ...given }: DeliveryFilter,
  page: PageArguments,
): Promise<Page<NotificationDelivery>> {
  const { from, to } = validate(times, { filter: given }).filter;
  const where: Prisma.Sql[] = [];
  if (state) where.push(Prisma.sql`"NotificationDelivery"."state" = ANY(${state}::"DeliveryState"[])`);
  if (kind) where.push(Prisma.sql`"NotificationDelivery"."kind" = ANY(${kind}::text[])`);
  if (accountId) where.push(Prisma.sql`"NotificationDelivery"."accountId" = ${accountId}::uuid`);
  if (from) where.push(Prisma.sql`"NotificationDelivery"."createdAt" >= ${from}::timestamptz`);
  if (to) where.push(Prisma.sql`"NotificationDelivery"."createdAt" < ${to}::timestamptz`);
  const sortKey = Prisma.sql`"NotificationDelivery"."createdAt"`;
  const list = { table: 'NotificationDelivery', where, sortKey, sortType: 'timestamptz', direction: 'DESC' } as const;
  return readPage(database, list, page);
}

/** Deliveries, for admins. */
export async function deliveriesById(
  ids: string[],
  { app: { database }, viewer }: Context,
): Promise<NotificationDelivery[]> {
  if (viewer?.account.role !== 'ADMIN') return [];
  return database.prisma.notificationDelivery.findMany({ where: { id: { in: ids } } });
}
