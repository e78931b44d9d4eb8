import { builder } from '../graphql/builder.ts';
import { PracticeSession } from './schema.ts';
import { streamPractices } from './stream.ts';

builder.subscriptionField('practiceChanged', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: PracticeSession,
    description:
      'The viewer’s practices as they change, above all the open one: on any of their devices, at the end of a live session, or closed by the server. One that is deleted while open comes for the last time as ABANDONED; that an ended one is deleted is not told.',
    subscribe: (_root, _args, context) => streamPractices(context),
    resolve: (practice) => practice,
  }),
);
