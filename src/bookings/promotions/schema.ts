import { builder } from '../../graphql/builder.ts';
import { PromotionUse } from '../../promotions/schema.ts';
import { Money } from '../../sessions/schema.ts';
import { Booking } from '../schema.ts';
import { codesByBooking } from './loaders.ts';

builder.objectField(PromotionUse, 'booking', (t) =>
  t.field({
    type: Booking,
    nullable: true,
    description: 'The booking. Null where the viewer may not see it.',
    resolve: ({ bookingId }) => bookingId,
  }),
);

builder.objectFields(Booking, (t) => ({
  discount: t.field({
    type: Money,
    description: 'By how much a promotion code lowered the price of all seats, to `amount`.',
    resolve: ({ discountMinor, currency }) => ({ amountMinor: discountMinor, currency }),
  }),
  promotionCode: t.loadable({
    type: 'String',
    nullable: true,
    description: 'The promotion code that lowered the price. Null without one.',
    load: (ids: string[], context) => codesByBooking(ids, context),
    resolve: ({ id }) => id,
  }),
}));
