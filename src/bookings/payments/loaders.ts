import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Payment, type PaymentStatus, Prisma } from '../../database/generated/client.ts';
import { groupedBy } from '../../database/grouping.ts';
import { type Page, type PageArguments, readPage } from '../../database/pages.ts';
import { instant } from '../../sessions/validation.ts';
import { text, validate } from '../../validation.ts';

export interface PaymentFilter {
  status?: PaymentStatus[] | null;
  provider?: string | null;
  reference?: string | null;
  bookingId?: string | null;
  receivedAfter?: Date | null;
  receivedBefore?: Date | null;
}

/** The payments of bookings that the viewer may see: their own, those of the sessions they host, or any for an admin. */
export async function paymentsById(ids: string[], { app: { database }, viewer }: Context): Promise<Payment[]> {
  if (!viewer) return [];
  const { id, role } = viewer.account;
  const own = role === 'ADMIN' ? {} : { booking: { OR: [{ accountId: id }, { session: { hostId: id } }] } };
  return database.prisma.payment.findMany({ where: { id: { in: ids }, ...own } });
}

/** The payments of each booking, in the order of their receipt. */
export async function paymentsByBooking(bookingIds: string[], { app: { database } }: Context): Promise<Payment[][]> {
  const rows = await database.prisma.payment.findMany({
    where: { bookingId: { in: bookingIds } },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
  });
  return groupedBy(bookingIds, rows, ({ bookingId }) => bookingId);
}

const typedFilter = z.object({
  filter: z.object({
    provider: text(0, 50).nullish(),
    reference: text(0, 200).nullish(),
    receivedAfter: instant.nullish(),
    receivedBefore: instant.nullish(),
  }),
});

/** All payments, latest first. */
export async function allPayments(
  { app: { database } }: Context,
  { status, bookingId, ...given }: PaymentFilter,
  page: PageArguments,
): Promise<Page<Payment>> {
  const { provider, reference, receivedAfter, receivedBefore } = validate(typedFilter, { filter: given }).filter;
  const where: Prisma.Sql[] = [];
  if (status) where.push(Prisma.sql`"Payment"."status" = ANY(${status}::"PaymentStatus"[])`);
  if (bookingId) where.push(Prisma.sql`"Payment"."bookingId" = ${bookingId}::uuid`);
  if (provider) where.push(Prisma.sql`"Payment"."provider" = ${provider}`);
  if (reference) where.push(Prisma.sql`"Payment"."reference" = ${reference}`);
  if (receivedAfter) where.push(Prisma.sql`"Payment"."receivedAt" >= ${receivedAfter}::timestamptz`);
  if (receivedBefore) where.push(Prisma.sql`"Payment"."receivedAt" < ${receivedBefore}::timestamptz`);
  const sortKey = Prisma.sql`"Payment"."receivedAt"`;
  return readPage(database, { table: 'Payment', where, sortKey, sortType: 'timestamptz', direction: 'DESC' }, page);
}
