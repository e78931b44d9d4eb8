import { builder, nodeRef, pageCost } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { Money } from '../../sessions/schema.ts';
import { Booking } from '../schema.ts';
import { checkoutUrlOf } from './checkout.ts';
import { allPayments, paymentsByBooking, paymentsById } from './loaders.ts';

const PaymentStatus = builder.enumType('PaymentStatus', {
  description: 'What became of money that a payment provider received.',
  values: {
    SUCCEEDED: { description: 'It paid for its booking.' },
    REFUND_DUE: { description: 'Some or all of it has to be paid back yet.' },
    REFUNDED: { description: 'What had to be paid back has been.' },
  } as const,
});

const Payment = nodeRef('Payment', paymentsById);

Payment.implement({
  description:
    'Money that a payment provider says it received for a booking. Its owner, the session’s host and admins see it.',
  fields: (t) => ({
    booking: t.field({ type: Booking, description: 'What was paid for.', resolve: ({ bookingId }) => bookingId }),
    status: t.expose('status', { type: PaymentStatus, description: 'What became of it.' }),
    amount: t.field({
      type: Money,
      description: 'How much it was.',
      resolve: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    refund: t.field({
      type: Money,
      description: 'How much of it has to go back in the end, whether it has already or not.',
      resolve: ({ refundMinor, currency }) => ({ amountMinor: refundMinor, currency }),
    }),
    refunded: t.field({
      type: Money,
      description: 'How much of it the provider says it has paid back so far.',
      resolve: ({ refundedMinor, currency }) => ({ amountMinor: refundedMinor, currency }),
    }),
    provider: t.exposeString('provider', { description: 'Who received it.' }),
    reference: t.exposeString('reference', { description: 'The provider’s own ID of it.' }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When the provider told of it.' }),
  }),
});

builder.objectFields(Booking, (t) => ({
  payments: t.loadableList({
    type: Payment,
    description: 'What payment providers received for it, in order. Empty where the host took the money.',
    load: (ids: string[], context) => paymentsByBooking(ids, context),
    resolve: ({ id }) => id,
  }),
  checkoutUrl: t.field({
    type: 'URL',
    nullable: true,
    description:
      'Where its owner pays for a pending booking, as long as it keeps its seat; null for others, and unless the demo’s payment provider is on.',
    resolve: (booking, _args, { app: { env }, viewer }) =>
      viewer?.account.id === booking.accountId ? checkoutUrlOf(env, booking) : null,
  }),
}));

const PaymentConnection = builder.connectionObject(
  { type: Payment, name: 'PaymentConnection', description: 'Payments, in pages.' },
  { name: 'PaymentEdge', description: 'A payment in a list.' },
);

const PaymentFilter = builder.inputType('PaymentFilter', {
  description: 'Which payments: those that meet all that is given.',
  fields: (t) => ({
    status: t.field({ type: [PaymentStatus], description: 'One of these.' }),
    provider: t.string({ description: 'Received by this provider.' }),
    reference: t.string({ description: 'With this ID of the provider’s.' }),
    bookingId: t.id({ description: 'For this Booking.' }),
    receivedAfter: t.field({ type: 'DateTime', description: 'Then or later.' }),
    receivedBefore: t.field({ type: 'DateTime', description: 'Earlier.' }),
  }),
});

builder.queryField('payments', (t) =>
  t.field({
    type: PaymentConnection,
    description: 'Everybody’s payments, latest first; `REFUND_DUE` are those that wait to be paid back. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: PaymentFilter, description: 'Which.' }) },
    resolve: (_root, { filter, ...page }, context) => {
      const bookingId = filter?.bookingId == null ? null : localId('Booking', filter.bookingId);
      return allPayments(context, { ...filter, bookingId }, page);
    },
  }),
);
