import { builder } from '../graphql/builder.ts';
import { PracticeSession } from './schema.ts';
import { streamPractices } from './stream.ts';

builder.subscriptionField('practiceChanged', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: PracticeSession,
    description:
      'The viewer’s practices as they change: from any of their devices, at the end of a live session, or when the server closes one. An open practice that is deleted is sent a last time as ABANDONED. The deletion of an ended practice is not sent.',
    subscribe: (_root, _args, context) => streamPractices(context),
    resolve: (practice) => practice,
  }),
);
