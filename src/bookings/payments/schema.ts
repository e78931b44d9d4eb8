import { builder, nodeRef, pageCost } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { Pass } from '../../passes/schema.ts';
import { Money } from '../../sessions/schema.ts';
import { Booking } from '../schema.ts';
import { checkoutUrlOf } from './checkout.ts';
import { allPayments, paymentsByBooking, paymentsById, paymentsByPass } from './loaders.ts';

const PaymentStatus = builder.enumType('PaymentStatus', {
  description: 'The state of a payment.',
  values: {
    SUCCEEDED: { description: 'The payment pays for its booking or pass.' },
    REFUND_DUE: { description: 'Some or all of the payment still has to be paid back.' },
    REFUNDED: { description: 'Everything that had to be paid back has been paid back.' },
  } as const,
});

export const Payment = nodeRef('Payment', paymentsById);

Payment.implement({
  description:
    'Money that a payment provider received for a booking or a pass. Visible to the person who paid, the host and admins.',
  fields: (t) => ({
    booking: t.field({
      type: Booking,
      nullable: true,
      description: 'The booking that was paid for. Null where a pass was.',
      resolve: ({ bookingId }) => bookingId,
    }),
    pass: t.field({
      type: Pass,
      nullable: true,
      description: 'The pass that was paid for. Null where a booking was.',
      resolve: ({ passId }) => passId,
    }),
    status: t.expose('status', { type: PaymentStatus, description: 'The payment’s present state.' }),
    amount: t.field({
      type: Money,
      description: 'The amount paid.',
      resolve: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    refund: t.field({
      type: Money,
      description:
        'The part of the amount that has to be paid back in total, including what has been paid back already.',
      resolve: ({ refundMinor, currency }) => ({ amountMinor: refundMinor, currency }),
    }),
    refunded: t.field({
      type: Money,
      description: 'The part of the amount that the provider has paid back so far.',
      resolve: ({ refundedMinor, currency }) => ({ amountMinor: refundedMinor, currency }),
    }),
    provider: t.exposeString('provider', { description: 'The provider’s name.' }),
    reference: t.exposeString('reference', { description: 'The provider’s own ID of the payment.' }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When the provider’s message arrived.' }),
  }),
});

builder.objectFields(Booking, (t) => ({
  payments: t.loadableList({
    type: Payment,
    description:
      'The booking’s payments, in the order of their receipt. Empty where nothing was paid through a provider, and for co-hosts.',
    load: (ids: string[], context) => paymentsByBooking(ids, context),
    resolve: ({ id }) => id,
  }),
  checkoutUrl: t.field({
    type: 'URL',
    nullable: true,
    description:
      'Address of the page where the person who booked pays for a pending booking. Null for everybody else, once the hold has expired, and where the demo’s payment provider is off.',
    resolve: (booking, _args, { app: { env }, viewer }) =>
      viewer?.account.id === booking.accountId ? checkoutUrlOf(env, booking) : null,
  }),
}));

builder.objectFields(Pass, (t) => ({
  payments: t.loadableList({
    type: Payment,
    description: 'The pass’s payments, in the order of their receipt. Empty where nothing was paid through a provider.',
    load: (ids: string[], context) => paymentsByPass(ids, context),
    resolve: ({ id }) => id,
  }),
  checkoutUrl: t.field({
    type: 'URL',
    nullable: true,
    description:
      'Address of the page where its buyer pays for a pending pass. Null for everybody else, once the hold has expired, and where the demo’s payment provider is off.',
    resolve: (pass, _args, { app: { env }, viewer }) =>
      viewer?.account.id === pass.accountId ? checkoutUrlOf(env, pass) : null,
  }),
}));

const PaymentConnection = builder.connectionObject(
  { type: Payment, name: 'PaymentConnection', description: 'A page of payments.' },
  { name: 'PaymentEdge', description: 'A payment in a list.' },
);

const PaymentFilter = builder.inputType('PaymentFilter', {
  description: 'Selects the payments that meet every given condition.',
  fields: (t) => ({
    status: t.field({ type: [PaymentStatus], description: 'Payments with one of these statuses.' }),
    provider: t.string({ description: 'Payments received by this provider.' }),
    reference: t.string({ description: 'The payment with this ID of the provider.' }),
    bookingId: t.id({ description: 'Payments for this booking. ID of a Booking.' }),
    passId: t.id({ description: 'Payments for this pass. ID of a Pass.' }),
    from: t.field({ type: 'DateTime', description: 'Payments received at this instant or later.' }),
    to: t.field({ type: 'DateTime', description: 'Payments received before this instant.' }),
  }),
});

builder.queryField('payments', (t) =>
  t.field({
    type: PaymentConnection,
    description:
      'All payments, latest first. `filter: { status: [REFUND_DUE] }` lists those that still have to be paid back. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: PaymentFilter, description: 'Which payments; all where left out.' }),
    },
    resolve: (_root, { filter, ...page }, context) => {
      const bookingId = filter?.bookingId == null ? null : localId('Booking', filter.bookingId, 'filter', 'bookingId');
      const passId = filter?.passId == null ? null : localId('Pass', filter.passId, 'filter', 'passId');
      return allPayments(context, { ...filter, bookingId, passId }, page);
    },
  }),
);
