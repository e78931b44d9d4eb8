import { broadcast } from '../../graphql/broadcastable.ts';
import { builder } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { Session } from '../../sessions/schema.ts';
import { maximumSessions, streamSeats } from './stream.ts';

builder.subscriptionField('seatsChanged', (t) =>
  t.field({
    type: Session,
    nullable: true,
    description: `Sessions of a catalogue page: first each of them, then each whose seats, waitlist or status changed, at most once a second a session. Open to everybody. Null in place of a session that was deleted: read the page again.`,
    args: {
      sessionIds: t.arg.idList({ required: true, description: `IDs of Sessions, at most ${maximumSessions}.` }),
    },
    extensions: broadcast,
    subscribe: (_root, { sessionIds }, context) =>
      streamSeats(
        context,
        sessionIds.map((id) => localId('Session', id, 'sessionIds')),
      ),
    resolve: ({ sessionId }) => sessionId,
  }),
);
