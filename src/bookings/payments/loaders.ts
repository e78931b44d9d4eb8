import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Payment, type PaymentStatus, Prisma } from '../../database/generated/client.ts';
import { groupedBy } from '../../database/grouping.ts';
import { type Page, type PageArguments, readPage } from '../../database/pages.ts';
import { instant } from '../../sessions/validation.ts';
import { line, validate } from '../../validation.ts';

export interface PaymentFilter {
  status?: PaymentStatus[] | null;
  provider?: string | null;
  reference?: string | null;
  bookingId?: string | null;
  passId?: string | null;
  from?: Date | null;
  to?: Date | null;
}

/** The payments that the viewer may see: for what is theirs, for what they sold as a host, or any for an admin. */
export async function paymentsById(ids: string[], context: Context): Promise<Payment[]> {
  return context.app.database.prisma.payment.findMany({ where: { id: { in: ids }, ...visibleTo(context) } });
}

function visibleTo({ viewer }: Context): Prisma.PaymentWhereInput {
  if (viewer?.account.role === 'ADMIN') return {};
  // No account has an empty list of IDs: visitors see nothing.
  const accountId = { in: viewer ? [viewer.account.id] : [] };
  return {
    OR: [
      { booking: { OR: [{ accountId }, { session: { hostId: accountId } }] } },
      { pass: { OR: [{ accountId }, { hostId: accountId }] } },
    ],
  };
}

/** The payments of each booking that the viewer may see, in the order of their receipt. */
export async function paymentsByBooking(bookingIds: string[], context: Context): Promise<Payment[][]> {
  const rows = await context.app.database.prisma.payment.findMany({
    where: { bookingId: { in: bookingIds }, ...visibleTo(context) },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
  });
  return groupedBy(bookingIds, rows, ({ bookingId }) => bookingId as string);
}

/** The payments of each pass that the viewer may see, in the order of their receipt. */
export async function paymentsByPass(passIds: string[], context: Context): Promise<Payment[][]> {
  const rows = await context.app.database.prisma.payment.findMany({
    where: { passId: { in: passIds }, ...visibleTo(context) },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
  });
  return groupedBy(passIds, rows, ({ passId }) => passId as string);
}

const typedFilter = z.object({
  filter: z.object({
    provider: line(0, 50).nullish(),
    reference: line(0, 200).nullish(),
    from: instant.nullish(),
    to: instant.nullish(),
  }),
});

/** All payments, latest first. */
export async function allPayments(
  { app: { database } }: Context,
  { status, bookingId, passId, ...given }: PaymentFilter,
  page: PageArguments,
): Promise<Page<Payment>> {
  const { provider, reference, from, to } = validate(typedFilter, { filter: given }).filter;
  const where: Prisma.Sql[] = [];
  if (status) where.push(Prisma.sql`"Payment"."status" = ANY(${status}::"PaymentStatus"[])`);
  if (bookingId) where.push(Prisma.sql`"Payment"."bookingId" = ${bookingId}::uuid`);
  if (passId) where.push(Prisma.sql`"Payment"."passId" = ${passId}::uuid`);
  if (provider) where.push(Prisma.sql`"Payment"."provider" = ${provider}`);
  if (reference) where.push(Prisma.sql`"Payment"."reference" = ${reference}`);
  if (from) where.push(Prisma.sql`"Payment"."receivedAt" >= ${from}::timestamptz`);
  if (to) where.push(Prisma.sql`"Payment"."receivedAt" < ${to}::timestamptz`);
  const sortKey = Prisma.sql`"Payment"."receivedAt"`;
  return readPage(database, { table: 'Payment', where, sortKey, sortType: 'timestamptz', direction: 'DESC' }, page);
}
