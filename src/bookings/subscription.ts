import { builder } from '../graphql/builder.ts';
import { Booking } from './schema.ts';
import { streamBookings } from './stream.ts';

builder.subscriptionField('bookingChanged', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: Booking,
    description:
      'The viewer’s own bookings, and those of the sessions the viewer hosts, whenever one is made or changes. Shows the booking as it is when the event is sent.',
    subscribe: (_root, _args, context) => streamBookings(context),
    resolve: (id) => id,
  }),
);
