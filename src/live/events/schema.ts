import { User } from '../../accounts/schema.ts';
import type { Participant as ParticipantRow } from '../../database/generated/client.ts';
import type { FeedEvent } from '../../events/feed.ts';
import type { SessionEventData } from '../../events/log.ts';
import { forAll, sameForAll, shownInside } from '../../graphql/broadcastable.ts';
import { builder } from '../../graphql/builder.ts';
import { globalId, localId } from '../../graphql/global-ids.ts';
import { Session, SessionStatus } from '../../sessions/schema.ts';
import { Participant } from '../participants/schema.ts';
import { Story } from '../stories/schema.ts';
import { type StreamedEvent, streamSession } from './subscription.ts';

/** An event of one type. */
type EventOf<Type extends StreamedEvent['data']['type']> = StreamedEvent & {
  data: Extract<StreamedEvent['data'], { type: Type }>;
};

const SessionEvent = builder.interfaceRef<StreamedEvent>('SessionEvent').implement({
  description:
    'One step of a session’s history. Cursors of one session are totally ordered and never skip: pass the last one as `after` and nothing is missed, nothing comes twice.',
  resolveType: ({ data }) => data.type,
  fields: (t) =>
    forAll({
      cursor: t.field({
        type: 'EventCursor',
        description: 'Position in the stream.',
        resolve: ({ sessionId, sequence }) => ({ sessionId, sequence }),
      }),
      occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened.' }),
      session: t.field({
        type: Session,
        description: 'Where, as the session is now.',
        resolve: ({ sessionId }) => sessionId,
      }),
    }),
});

builder.objectRef<EventOf<'SessionSnapshot'>>('SessionSnapshot').implement({
  description:
    'Sent first, when no `after` is given, or none of this session’s, or one too old to go on from (events are kept for 30 days): the state to start from.',
  interfaces: [SessionEvent],
  fields: (t) =>
    forAll({
      participants: t.field({
        type: [Participant],
        description: 'Everybody who joined, in order, without those removed.',
        resolve: ({ data }) => data.participants,
      }),
      stories: t.field({ type: [Story], description: 'All stories, in order.', resolve: ({ data }) => data.stories }),
    }),
});

type ParticipantEvent =
  | 'ParticipantJoined'
  | 'ParticipantLeft'
  | 'ParticipantPresenceChanged'
  | 'ParticipantRoleChanged';

/** Events about a participant, who is shown as they were at that moment. */
function participantEvent<Type extends ParticipantEvent>(type: Type, description: string) {
  const ref = builder.objectRef<EventOf<Type>>(type);
  ref.implement({ description, interfaces: [SessionEvent] });
  builder.objectField(ref, 'participant', (t) =>
    t.field({
      type: Participant,
      description: 'Who, with the presence and the role of that moment.',
      extensions: sameForAll,
      resolve: async ({ data }, _args, context): Promise<ParticipantRow> => {
        const { participantId, presence, role } = data as Extract<SessionEventData, { type: ParticipantEvent }>;
        return { ...(await Participant.getDataloader(context).load(participantId)), presence, role };
      },
    }),
  );
  return ref;
}

participantEvent('ParticipantJoined', 'Somebody came in.');
const ParticipantLeft = participantEvent('ParticipantLeft', 'Somebody left, or was removed.');
builder.objectField(ParticipantLeft, 'wasRemoved', (t) =>
  t.boolean({
    description: 'Whether a host put them out.',
    extensions: sameForAll,
    resolve: ({ data }) => data.wasRemoved,
  }),
);
participantEvent('ParticipantPresenceChanged', 'Somebody’s connection was lost or came back.');
participantEvent('ParticipantRoleChanged', 'Somebody may do more or less than before.');

builder.objectRef<EventOf<'SessionChanged'>>('SessionChanged').implement({
  description: 'The session itself changed: its status, or what its host set.',
  interfaces: [SessionEvent],
  fields: (t) =>
    forAll({
      status: t.field({
        type: SessionStatus,
        description: 'The status from then on.',
        resolve: ({ data }) => data.status,
      }),
    }),
});

builder.objectRef<EventOf<'SeatsChanged'>>('SeatsChanged').implement({
  description: 'Seats were taken or freed.',
  interfaces: [SessionEvent],
  fields: (t) =>
    forAll({
      seatsTaken: t.int({ description: 'Seats taken from then on.', resolve: ({ data }) => data.seatsTaken }),
      seatsLeft: t.int({
        nullable: true,
        description: 'Seats left from then on; null for no limit.',
        resolve: ({ data }) => data.seatsLeft,
      }),
    }),
});

builder.objectRef<EventOf<'StoryChanged'>>('StoryChanged').implement({
  description: 'A story was made, changed, opened for votes, or revealed.',
  interfaces: [SessionEvent],
  fields: (t) =>
    forAll({
      story: t.field({
        type: Story,
        description: 'The story as it is now.',
        // Its row, which was there when the event was read: by now it may be deleted.
        resolve: (event) => (event as FeedEvent).story ?? event.data.storyId,
      }),
    }),
});

builder.objectRef<EventOf<'VoteCast'>>('VoteCast').implement({
  description: 'Somebody voted; how, is not told.',
  interfaces: [SessionEvent],
  fields: (t) =>
    forAll({
      storyId: t.id({ description: 'ID of the Story.', resolve: ({ data }) => globalId('Story', data.storyId) }),
      user: t.field({ type: User, description: 'Who.', resolve: ({ data }) => data.accountId }),
    }),
});

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
    extensions: shownInside(({ sessionId }: StreamedEvent) => sessionId),
    subscribe: (_root, { sessionId: id, after, kinds }, context) => {
      const sessionId = localId('Session', id);
      const isOfThis = after?.sessionId === sessionId;
      return streamSession(context, { sessionId, after: isOfThis ? after.sequence : null, kinds: kinds ?? null });
    },
    resolve: (event) => event,
  }),
);
