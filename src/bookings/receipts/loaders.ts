import type { Context } from '../../context.ts';
import type { Payment, PaymentRefund, Prisma, Receipt } from '../../database/generated/client.ts';
import { taxOf } from './tax.ts';

const paper = {
  payment: { include: { refunds: { orderBy: [{ refundedAt: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }] } } },
} satisfies Prisma.ReceiptInclude;

/** A receipt with what happened to the payment since. */
export type Paper = Receipt & { payment: Payment & { refunds: PaymentRefund[] } };

/** The receipts of payments; null for one that is not written yet. Whoever may see the payment may see its receipt. */
export async function receiptsOf(
  paymentIds: string[],
  { app: { database } }: Pick<Context, 'app'>,
): Promise<(Paper | null)[]> {
  const rows = await database.prisma.receipt.findMany({
    where: { paymentId: { in: paymentIds }, isDraft: false },
    include: paper,
  });
  const byId = new Map(rows.map((row) => [row.paymentId, row]));
  return paymentIds.map((id) => byId.get(id) ?? null);
}

/** A refund on a receipt. */
export interface RefundEntry {
  refundedAt: Date | null;
  currency: string;
  amountMinor: number;
  /** What of the payment is left after it, and the tax that this includes. */
  leftMinor: number;
  leftTaxMinor: number;
}

/** The refunds of a receipt in their order. */
export function refundEntries({ payment, taxRatePercent }: Paper): RefundEntry[] {
  let leftMinor = payment.amountMinor;
  return payment.refunds.map(({ refundedAt, amountMinor }) => {
    leftMinor -= amountMinor;
    const { currency } = payment;
    return { refundedAt, currency, amountMinor, leftMinor, leftTaxMinor: taxOf(leftMinor, taxRatePercent) };
  });
}
