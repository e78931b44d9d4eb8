import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { PassNotUsableError } from '../../passes/errors.ts';
import { PromotionNotUsableError } from '../../promotions/errors.ts';
import { Money } from '../../sessions/schema.ts';
import { type Quote, quoteBooking } from './service.ts';

const BookingQuote = builder.objectRef<Quote>('BookingQuote').implement({
  description: 'What a booking would cost now. It keeps neither seats nor a use of a code.',
  fields: (t) => ({
    seats: t.exposeInt('seats', { description: 'The number of seats.' }),
    price: t.field({
      type: Money,
      description: 'The session’s price of all seats.',
      resolve: ({ priceMinor, currency }) => ({ amountMinor: priceMinor, currency }),
    }),
    discount: t.field({
      type: Money,
      description: 'By how much the promotion code lowers it.',
      resolve: ({ discountMinor, currency }) => ({ amountMinor: discountMinor, currency }),
    }),
    amount: t.field({
      type: Money,
      description: 'What would be left to pay. Nothing where a pass pays.',
      resolve: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    credits: t.exposeInt('credits', { description: 'The credits that the pass would give; 0 without one.' }),
  }),
});

const BookingQuoteResult = resultUnion('BookingQuoteResult', BookingQuote, [
  NotFoundError,
  PassNotUsableError,
  PromotionNotUsableError,
  InvalidInputError,
]);

builder.queryField('bookingQuote', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: BookingQuoteResult,
    description:
      'What `bookingCreate` would cost the viewer now, or why the code or the pass does not apply. Seats may be taken all the same. Wrong codes are limited: ten a minute.',
    args: {
      sessionId: t.arg.id({ required: true, description: 'ID of a Session.' }),
      seats: t.arg.int({ defaultValue: 1, description: 'The number of seats, from 1 to 10.' }),
      promotionCode: t.arg.string({ description: 'A promotion code of the session’s host or of the studio.' }),
      payWith: t.arg.id({ description: 'The viewer’s pass that would pay. ID of a Pass.' }),
    },
    resolve: (_root, { sessionId, payWith, ...given }, context) =>
      quoteBooking(context, {
        ...given,
        sessionId: localId('Session', sessionId, 'sessionId'),
        payWith: payWith == null ? null : localId('Pass', payWith, 'payWith'),
      }),
  }),
);
