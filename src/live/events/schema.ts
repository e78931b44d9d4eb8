import { User } from '../../accounts/schema.ts';
import type { Participant as ParticipantRow } from '../../database/generated/client.ts';
import { allBroadcastable, broadcastable } from '../../graphql/broadcastable.ts';
import { builder } from '../../graphql/builder.ts';
import { globalId } from '../../graphql/global-ids.ts';
import { Session, SessionStatus } from '../../sessions/schema.ts';
import { Participant } from '../participants/schema.ts';
import { Story } from '../stories/schema.ts';
import type { StreamedEvent } from './stream.ts';
import type { SessionEventData, SessionEvent as SessionEventRow } from './vocabulary.ts';

/** An event of one type. */
type EventOf<Type extends StreamedEvent['data']['type']> = StreamedEvent & {
  data: Extract<StreamedEvent['data'], { type: Type }>;
};

export const SessionEvent = builder.interfaceRef<StreamedEvent>('SessionEvent').implement({
  description:
    'One step of a session’s history. Cursors of one session are totally ordered and never skip: pass the last one as `after` and nothing is missed, nothing comes twice.',
  resolveType: ({ data }) => data.type,
  fields: (t) =>
    allBroadcastable({
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
    allBroadcastable({
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
      extensions: broadcastable,
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
    extensions: broadcastable,
    resolve: ({ data }) => data.wasRemoved,
  }),
);
participantEvent('ParticipantPresenceChanged', 'Somebody’s connection was lost or came back.');
participantEvent('ParticipantRoleChanged', 'Somebody may do more or less than before.');

builder.objectRef<EventOf<'SessionChanged'>>('SessionChanged').implement({
  description: 'The session itself changed: its status, or what its host set.',
  interfaces: [SessionEvent],
  fields: (t) =>
    allBroadcastable({
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
    allBroadcastable({
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
    allBroadcastable({
      story: t.field({
        type: Story,
        description: 'The story as it is now.',
        // Its row, which was there when the event was read: by now it may be deleted.
        resolve: (event) => (event as SessionEventRow).story ?? event.data.storyId,
      }),
    }),
});

builder.objectRef<EventOf<'VoteCast'>>('VoteCast').implement({
  description: 'Somebody voted; how, is not told.',
  interfaces: [SessionEvent],
  fields: (t) =>
    allBroadcastable({
      storyId: t.id({ description: 'ID of the Story.', resolve: ({ data }) => globalId('Story', data.storyId) }),
      user: t.field({ type: User, description: 'Who.', resolve: ({ data }) => data.accountId }),
    }),
});
