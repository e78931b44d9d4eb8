import { broadcastInside } from '../../graphql/broadcastable.ts';
import { builder } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { SessionEvent } from './schema.ts';
import { type StreamedEvent, streamSession } from './stream.ts';

const SessionEventKind = builder.enumType('SessionEventKind', {
  description: 'Kinds of events, to choose from.',
  values: {
    PARTICIPANTS: { description: 'Who comes, goes, and is there.' },
    SESSION: { description: 'The session itself.' },
    SEATS: { description: 'Seats taken and freed.' },
    STORIES: { description: 'Stories and votes.' },
  } as const,
});

builder.subscriptionField('sessionEvents', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SessionEvent,
    description:
      'Everything that happens in a session, in order, resumable, for hosts, participants, people with a confirmed booking and admins. While it is open, the viewer is present as a participant.',
    args: {
      sessionId: t.arg.id({ required: true, description: 'ID of a Session.' }),
      after: t.arg({ type: 'EventCursor', description: 'Go on after this event; left out: begin with a snapshot.' }),
      kinds: t.arg({ type: [SessionEventKind], description: 'Only these kinds; the snapshot comes all the same.' }),
    },
    extensions: broadcastInside(({ sessionId }: StreamedEvent) => sessionId),
    subscribe: (_root, { sessionId: id, after, kinds }, context) => {
      const sessionId = localId('Session', id);
      const isOfThis = after?.sessionId === sessionId;
      return streamSession(context, { sessionId, after: isOfThis ? after.sequence : null, kinds: kinds ?? null });
    },
    resolve: (event) => event,
  }),
);
