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
    'One event of a session. The cursors of a session are totally ordered: a subscription with `after` set to the last cursor receives every later event, each exactly once.',
  resolveType: ({ data }) => data.type,
  fields: (t) =>
    allBroadcastable({
      cursor: t.field({
        type: 'EventCursor',
        description: 'Position of the event in the session’s stream. Pass it as `after` to continue from here.',
        resolve: ({ sessionId, sequence }) => ({ sessionId, sequence }),
      }),
      occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When the event happened.' }),
      session: t.field({
        type: Session,
        description: 'The session in its current state.',
        resolve: ({ sessionId }) => sessionId,
      }),
    }),
});

builder.objectRef<EventOf<'SessionSnapshot'>>('SessionSnapshot').implement({
  description:
    'The state of a session, as the first event of a subscription that cannot continue from `after`: because it is missing, belongs to another session, or is older than the 30 days for which events are kept.',
  interfaces: [SessionEvent],
  fields: (t) =>
    allBroadcastable({
      participants: t.field({
        type: [Participant],
        description: 'All participants in the order in which they joined, except removed ones.',
        resolve: ({ data }) => data.participants,
      }),
      stories: t.field({
        type: [Story],
        description: 'All stories, by position.',
        resolve: ({ data }) => data.stories,
      }),
    }),
});

type ParticipantEvent =
  | 'ParticipantJoined'
  | 'ParticipantLeft'
  | 'ParticipantPresenceChanged'
  | 'ParticipantRoleChanged'
  | 'ParticipantVotingChanged';

/** Defines an event about a participant, who is shown in the state at the time of the event. */
function participantEvent<Type extends ParticipantEvent>(type: Type, description: string) {
  const ref = builder.objectRef<EventOf<Type>>(type);
  ref.implement({ description, interfaces: [SessionEvent] });
  builder.objectField(ref, 'participant', (t) =>
    t.field({
      type: Participant,
      description: 'The participant, with the presence and the role at the time of the event.',
      extensions: broadcastable,
      resolve: async ({ data }, _args, context): Promise<ParticipantRow> => {
        const state = data as Extract<SessionEventData, { type: ParticipantEvent }>;
        const { isVoter, ...row } = await Participant.getDataloader(context).load(state.participantId);
        const { presence, role } = state;
        return { ...row, presence, role, isVoter: 'isVoter' in state ? state.isVoter : isVoter };
      },
    }),
  );
  return ref;
}

participantEvent('ParticipantJoined', 'A person joined, or came back after leaving.');
const ParticipantLeft = participantEvent('ParticipantLeft', 'A participant left or was removed.');
builder.objectField(ParticipantLeft, 'wasRemoved', (t) =>
  t.boolean({
    description: 'Whether a host or an admin removed the participant.',
    extensions: broadcastable,
    resolve: ({ data }) => data.wasRemoved,
  }),
);
participantEvent('ParticipantPresenceChanged', 'A participant’s presence changed: a connection was lost or came back.');
participantEvent('ParticipantRoleChanged', 'A participant has another role.');
participantEvent('ParticipantVotingChanged', 'A participant votes or abstains from now on.');

builder.objectRef<EventOf<'SessionChanged'>>('SessionChanged').implement({
  description: 'The session itself changed: its status, or a value that its host set.',
  interfaces: [SessionEvent],
  fields: (t) =>
    allBroadcastable({
      status: t.field({
        type: SessionStatus,
        description: 'The status at the time of the event.',
        resolve: ({ data }) => data.status,
      }),
    }),
});

builder.objectRef<EventOf<'SeatsChanged'>>('SeatsChanged').implement({
  description: 'Seats of the session were taken or freed.',
  interfaces: [SessionEvent],
  fields: (t) =>
    allBroadcastable({
      seatsTaken: t.int({
        description: 'Number of seats taken at the time of the event.',
        resolve: ({ data }) => data.seatsTaken,
      }),
      seatsLeft: t.int({
        nullable: true,
        description: 'Number of seats left at the time of the event; null if the session has no limit.',
        resolve: ({ data }) => data.seatsLeft,
      }),
    }),
});

builder.objectRef<EventOf<'StoryChanged'>>('StoryChanged').implement({
  description: 'A story was created or changed, its voting began, or its votes were revealed.',
  interfaces: [SessionEvent],
  fields: (t) =>
    allBroadcastable({
      story: t.field({
        type: Story,
        description: 'The story in its current state.',
        // Read again, since the event may have been in memory for long. Its own row stands for a story that was deleted this
        // moment.
        resolve: async (event, _args, context) =>
          (await Story.getDataloader(context).load(event.data.storyId)) ?? (event as SessionEventRow).story ?? null,
      }),
    }),
});

builder.objectRef<EventOf<'StoryDeleted'>>('StoryDeleted').implement({
  description:
    'A story was deleted with its votes. The positions of later stories change, each told by a StoryChanged.',
  interfaces: [SessionEvent],
  fields: (t) =>
    allBroadcastable({
      storyId: t.id({
        description: 'ID of the deleted Story.',
        resolve: ({ data }) => globalId('Story', data.storyId),
      }),
    }),
});

builder.objectRef<EventOf<'VoteCast'>>('VoteCast').implement({
  description: 'A participant cast or changed a vote. The value is not shown.',
  interfaces: [SessionEvent],
  fields: (t) =>
    allBroadcastable({
      storyId: t.id({
        description: 'ID of the Story that the vote is for.',
        resolve: ({ data }) => globalId('Story', data.storyId),
      }),
      user: t.field({ type: User, description: 'The person who voted.', resolve: ({ data }) => data.accountId }),
    }),
});
