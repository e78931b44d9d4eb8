import { broadcastInside } from '../../graphql/broadcastable.ts';
import { builder } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { selectsOf } from '../../graphql/selections.ts';
import { SessionEvent } from './schema.ts';
import { type StreamedEvent, streamSession } from './stream.ts';

const SessionEventKind = builder.enumType('SessionEventKind', {
  description: 'Kinds of events of a session.',
  values: {
    PARTICIPANTS: {
      description: 'Participants who join, leave, change their presence, get another role, or begin or cease to vote.',
    },
    SESSION: { description: 'Changes of the session itself.' },
    SEATS: { description: 'Seats that are taken or freed.' },
    STORIES: { description: 'Changes of stories, and votes.' },
  } as const,
});

builder.subscriptionField('sessionEvents', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SessionEvent,
    description:
      'The events of a session, in order. Open to its hosts, participants, people with a confirmed booking, and admins; the stream ends when the viewer is none of these any longer. A participant is ONLINE while a stream is open that does not only `observe`.',
    args: {
      sessionId: t.arg.id({ required: true, description: 'ID of a Session.' }),
      after: t.arg({
        type: 'EventCursor',
        description: 'Continue after this event. Without it, the stream begins with a snapshot.',
      }),
      kinds: t.arg({
        type: [SessionEventKind],
        description: 'Send only events of these kinds, besides the snapshot; all kinds if left out.',
      }),
      observe: t.arg.boolean({
        defaultValue: false,
        description:
          'Follow the session without being present in it: nobody sees that the viewer does. For hosts, co-hosts and admins.',
      }),
    },
    extensions: broadcastInside(({ sessionId }: StreamedEvent) => sessionId),
    subscribe: (_root, { sessionId: id, after, kinds, observe }, context, info) => {
      const sessionId = localId('Session', id, 'sessionId');
      const isOfThis = after?.sessionId === sessionId;
      return streamSession(context, {
        ...{ sessionId, kinds: kinds ?? null, observe: observe ?? false },
        after: isOfThis ? after.sequence : null,
        snapshot: selectsOf(info, 'SessionSnapshot', ['participants', 'stories']) ? 'whole' : 'position',
      });
    },
    resolve: (event) => event,
  }),
);
