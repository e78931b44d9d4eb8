import { builder, UserErrorInterface } from '../../graphql/builder.ts';
import { PassNotReturnableError } from '../../passes/errors.ts';
import { Pass, PassEntry } from '../../passes/schema.ts';
import { SessionViewer } from '../../sessions/schema.ts';
import { Booking } from '../schema.ts';
import { usablePasses } from './loaders.ts';

builder.objectType(PassNotReturnableError, {
  name: 'PassNotReturnableError',
  description: 'Returning the pass would pay nothing back, or its bookings stand in the way.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ reason: t.exposeString('reason', { description: 'The cause, as a sentence for people.' }) }),
});

builder.objectField(PassEntry, 'booking', (t) =>
  t.field({
    type: Booking,
    nullable: true,
    description:
      'The booking that took the credits, or gave them back. Null for other entries, and where the viewer may not see it.',
    resolve: ({ bookingId }) => bookingId,
  }),
);

builder.objectFields(Booking, (t) => ({
  pass: t.field({
    type: Pass,
    nullable: true,
    description:
      'The pass that pays or, on the waitlist, is to pay. Null where money does, and for hosts where the studio sold the pass.',
    resolve: ({ passId }) => passId,
  }),
  passCredits: t.exposeInt('passCredits', {
    description: 'The seats that a pass pays for: what it took and did not get back. 0 where money pays.',
  }),
}));

builder.objectField(SessionViewer, 'passes', (t) =>
  t.field({
    type: [Pass],
    description:
      'The viewer’s passes that would pay for a seat in this session now, the one that ends first before the others. Empty in a free session.',
    resolve: (session, _args, context) => usablePasses(context).load(session),
  }),
);
