import { BookingTransitionResult } from '../../bookings/mutations.ts';
import { builder } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { cancelBooking } from './cancel.ts';

builder.mutationField('bookingCancel', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: BookingTransitionResult,
    nullable: true,
    description:
      'Cancels a booking. Its owner gets the refund that `refundQuote` tells; a cancellation by the host or an admin refunds the full amount. A person whose confirmed booking is cancelled leaves the session at once, and gets no practice of it. Hosts and co-hosts stay. So do others in a session with `admission: CODE`, while it has room for them.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Booking.' }),
      reason: t.arg.string({
        description: 'The reason, at most 500 characters. Required from an admin who neither booked nor hosts.',
      }),
    },
    resolve: (_root, { id, reason }, context) => cancelBooking(context, localId('Booking', id), reason ?? null),
  }),
);
