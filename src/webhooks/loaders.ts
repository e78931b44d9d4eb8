import { z } from 'zod';
import type { Context } from '../context.ts';
import {
  type DeliveryState,
  Prisma,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '../database/generated/client.ts';
import { rowsOf } from '../database/grouping.ts';
import { type List, type Page, type PageArguments, readPage, readPages } from '../database/pages.ts';
import { requestLoader } from '../request-loader.ts';
import { instant } from '../sessions/validation.ts';
import { validate } from '../validation.ts';

/** Endpoints, for admins. */
export async function endpointsById(
  ids: string[],
  { app: { database }, viewer }: Context,
): Promise<(WebhookEndpoint | null)[]> {
  if (viewer?.account.role !== 'ADMIN') return [];
  return database.prisma.webhookEndpoint.findMany({ where: { id: { in: ids } } });
}

/** Deliveries, for admins. */
export async function deliveriesById(
  ids: string[],
  { app: { database }, viewer }: Context,
): Promise<(WebhookDelivery | null)[]> {
  if (viewer?.account.role !== 'ADMIN') return [];
  return database.prisma.webhookDelivery.findMany({ where: { id: { in: ids } } });
}

/** All endpoints, latest first. */
export function allEndpoints({ app: { database } }: Context, page: PageArguments): Promise<Page<WebhookEndpoint>> {
  const sortKey = Prisma.sql`"WebhookEndpoint"."createdAt"`;
  const list: List = { table: 'WebhookEndpoint', where: [], sortKey, sortType: 'timestamptz', direction: 'DESC' };
  return readPage(database, list, page);
}

export interface DeliveryFilter {
  state?: DeliveryState[] | null;
  endpointId?: string | null;
  sessionId?: string | null;
  from?: Date | null;
  to?: Date | null;
}

const times = z.object({ filter: z.object({ from: instant.nullish(), to: instant.nullish() }) });

/** The deliveries of each endpoint, latest first. */
export function deliveriesByEndpoint(
  endpointIds: string[],
  { app: { database } }: Context,
  filter: DeliveryFilter,
  page: PageArguments,
): Promise<Page<WebhookDelivery>[]> {
  return readPages(database, deliveryList(filter), page, { column: 'endpointId', ids: endpointIds });
}

/** All deliveries, latest first. */
export function allDeliveries(
  { app: { database } }: Context,
  filter: DeliveryFilter,
  page: PageArguments,
): Promise<Page<WebhookDelivery>> {
  return readPage(database, deliveryList(filter), page);
}

function deliveryList({ state, endpointId, sessionId, ...given }: DeliveryFilter): List {
  const { from, to } = validate(times, { filter: given }).filter;
  const where: Prisma.Sql[] = [];
  if (state) where.push(Prisma.sql`"WebhookDelivery"."state" = ANY(${state}::"DeliveryState"[])`);
  if (endpointId) where.push(Prisma.sql`"WebhookDelivery"."endpointId" = ${endpointId}::uuid`);
  if (sessionId) where.push(Prisma.sql`"WebhookDelivery"."sessionId" = ${sessionId}::uuid`);
  if (from) where.push(Prisma.sql`"WebhookDelivery"."createdAt" >= ${from}::timestamptz`);
  if (to) where.push(Prisma.sql`"WebhookDelivery"."createdAt" < ${to}::timestamptz`);
  const sortKey = Prisma.sql`"WebhookDelivery"."createdAt"`;
  return { table: 'WebhookDelivery', where, sortKey, sortType: 'timestamptz', direction: 'DESC' };
}

interface EndpointState {
  waitingCount: number;
  failingSince: Date | null;
  lastSentAt: Date | null;
}

const idle: EndpointState = { waitingCount: 0, failingSince: null, lastSentAt: null };

/** What an endpoint's deliveries come to. */
export const endpointState = requestLoader<string, EndpointState>(async (endpointIds, { app: { database } }) => {
  const rows = await database.rows<EndpointState & { endpointId: string }>`
    SELECT asked."id" AS "endpointId",
      (SELECT count(*)::int FROM "WebhookDelivery" WHERE "endpointId" = asked."id" AND "state" = 'QUEUED') AS "waitingCount",
      (SELECT min("failingSince") FROM "WebhookDelivery" WHERE "endpointId" = asked."id" AND "state" = 'QUEUED') AS "failingSince",
      (SELECT max("finishedAt") FROM "WebhookDelivery" WHERE "endpointId" = asked."id" AND "state" = 'SENT') AS "lastSentAt"
    FROM unnest(${[...endpointIds]}::uuid[]) AS asked("id")`;
  return rowsOf(endpointIds, rows, ({ endpointId }) => endpointId).map((state) => state ?? idle);
});
