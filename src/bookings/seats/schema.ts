import { broadcastable } from '../../graphql/broadcastable.ts';
import { builder, UserErrorInterface } from '../../graphql/builder.ts';
import { Session, SessionViewer } from '../../sessions/schema.ts';
import { SessionFullError } from '../errors.ts';
import { bookingClosesAt } from '../rules.ts';
import { Booking } from '../schema.ts';
import { bookingObstacleOf, waitlistLengths, waitlistPositions } from './loaders.ts';

builder.objectField(Booking, 'waitlistPosition', (t) =>
  t.loadable({
    type: 'Int',
    nullable: true,
    description: 'Place on the waitlist, from 1; a party has one place. Null unless `WAITLISTED`.',
    load: waitlistPositions,
    resolve: ({ id }) => id,
  }),
);

builder.objectField(Session, 'waitlistLength', (t) =>
  t.loadable({
    ...{ type: 'Int', extensions: broadcastable },
    description:
      'How many people are on the waitlist, guests included: the seats that they ask for. A party moves up when all of it fits, and nobody passes a party that waits for more seats, so seats may be left while people wait. A party that is larger than `maxParticipants`, since that was lowered, is passed.',
    load: waitlistLengths,
    resolve: ({ id }) => id,
  }),
);

builder.objectField(Session, 'bookingClosesAt', (t) =>
  t.field({
    ...{ type: 'DateTime', extensions: broadcastable },
    description:
      'Until when seats are booked and the waitlist moves up: `settings.bookingClosesMinutes` before `startsAt`, or `endsAt` where that is 0.',
    resolve: bookingClosesAt,
  }),
);

builder.objectFields(SessionViewer, (t) => ({
  canBook: t.boolean({
    description: 'Whether `bookingCreate` would give the viewer one seat now.',
    resolve: async (session, _args, context) => (await bookingObstacleOf(context).load(session)) === null,
  }),
  bookingReason: t.string({
    nullable: true,
    description:
      'Why `bookingCreate` would give the viewer no seat now, as a sentence for people. Null where it would give one.',
    resolve: async (session, _args, context) => (await bookingObstacleOf(context).load(session))?.reason ?? null,
  }),
  canJoinWaitlist: t.boolean({
    description:
      'Whether `bookingCreate` with `joinWaitlist` would give the viewer one seat or a place on the waitlist now.',
    resolve: async (session, _args, context) => (await bookingObstacleOf(context).load(session))?.isFull ?? true,
  }),
}));

builder.objectType(SessionFullError, {
  name: 'SessionFullError',
  description:
    'Fewer seats are left than were asked for, or the seats left are kept for a party on the waitlist. `joinWaitlist` takes a place on the waitlist instead.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    waitlistLength: t.exposeInt('waitlistLength', {
      description: 'How many people are on the waitlist, guests included.',
    }),
    seatsLeft: t.exposeInt('seatsLeft', {
      description:
        'How many seats could be booked: fewer than were asked for, and 0 while they are kept for the waitlist.',
    }),
  }),
});
