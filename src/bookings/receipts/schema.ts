import { builder } from '../../graphql/builder.ts';
import { Money } from '../../sessions/schema.ts';
import { Payment } from '../payments/schema.ts';
import { receiptUrl } from './address.ts';
import { type Paper, type RefundEntry, receiptsOf, refundEntries } from './loaders.ts';
import { numberOf } from './service.ts';

const ReceiptRefund = builder.objectRef<RefundEntry>('ReceiptRefund').implement({
  description: 'Money of a payment that the provider has paid back, as its receipt lists it.',
  fields: (t) => ({
    refundedAt: t.expose('refundedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the provider’s message arrived. Null for a refund before times were kept.',
    }),
    amount: t.field({
      type: Money,
      description: 'The amount that was paid back.',
      resolve: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    left: t.field({
      type: Money,
      description: 'The part of the payment that is left after this refund.',
      resolve: ({ leftMinor: amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    leftTax: t.field({
      type: Money,
      description: 'The tax that `left` includes, at the rate of the receipt.',
      resolve: ({ leftTaxMinor: amountMinor, currency }) => ({ amountMinor, currency }),
    }),
  }),
});

const money = (paper: Paper, amountMinor: number) => ({ amountMinor, currency: paper.payment.currency });

const ReceiptType = builder.objectRef<Paper>('Receipt').implement({
  description:
    'The receipt of a payment. Its number, text, names and tax are those of when it was issued; later changes of the session, the person or the settings leave it alone. A payment that pays for nothing has one as well: money was received.',
  fields: (t) => ({
    number: t.string({
      description:
        'The year in which the payment was received, and its number among the receipts of that year: `2026-000123`. The numbers of a year have no gap.',
      resolve: numberOf,
    }),
    issuedAt: t.expose('issuedAt', { type: 'DateTime', description: 'When it was issued.' }),
    url: t.field({
      type: 'URL',
      description:
        'Address of a page to read and print. Whoever has the address can open it, without signing in: pass it on like a receipt on paper.',
      resolve: ({ paymentId }, _args, { app: { env } }) => receiptUrl(env, paymentId),
    }),
    description: t.exposeString('description', { description: 'What was paid for.' }),
    gross: t.field({
      type: Money,
      description: 'The amount paid, with tax.',
      resolve: (paper) => money(paper, paper.payment.amountMinor),
    }),
    net: t.field({
      type: Money,
      description: '`gross` less `tax`.',
      resolve: (paper) => money(paper, paper.payment.amountMinor - paper.taxMinor),
    }),
    tax: t.field({
      type: Money,
      description: 'The tax that `gross` includes, rounded to minor units, a half up.',
      resolve: (paper) => money(paper, paper.taxMinor),
    }),
    taxRatePercent: t.exposeFloat('taxRatePercent', { description: 'The rate of tax, in percent; 0 for none.' }),
    refunds: t.field({
      type: [ReceiptRefund],
      description: 'What has been paid back since, in the order of time.',
      resolve: refundEntries,
    }),
  }),
});

builder.objectField(Payment, 'receipt', (t) =>
  t.loadable({
    type: ReceiptType,
    nullable: true,
    description:
      'The receipt. Null only for a while after the update to the version that issues receipts, until older payments have theirs.',
    load: (ids: string[], context) => receiptsOf(ids, context),
    resolve: ({ id }) => id,
  }),
);
