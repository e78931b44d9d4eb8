import type { SeatsChanged } from '../../bookings/seats/events.ts';
import type { Participant, Presence, Story } from '../../database/generated/client.ts';
import type { LoggedEvent } from '../../events/log.ts';
import type { SessionChanged } from '../../sessions/events.ts';

/** A participant's state at the time of the event. All other columns are read when the event is shown. */
type ParticipantState = { participantId: string; presence: Presence; role: Participant['role'] };

/** Every event of a session. It is stored as JSON: types and fields may be added, never changed. */
export type SessionEventData =
  | SessionChanged
  | SeatsChanged
  | ({ type: 'ParticipantJoined' } & ParticipantState)
  | ({ type: 'ParticipantLeft'; wasRemoved: boolean } & ParticipantState)
  | ({ type: 'ParticipantPresenceChanged' } & ParticipantState)
  | ({ type: 'ParticipantRoleChanged' } & ParticipantState)
  | ({ type: 'ParticipantVotingChanged'; isVoter: boolean } & ParticipantState)
  | { type: 'StoryChanged'; storyId: string }
  | { type: 'StoryDeleted'; storyId: string }
  | { type: 'VoteCast'; storyId: string; accountId: string };

/** An event in memory. Its story stays when it is withdrawn, for those to whom it is being sent. */
export interface Shown {
  data: { type: string; storyId?: string };
  /** The row of the story that it shows, unless the story was deleted before the event was read. */
  story?: Story;
  /** Whether what it shows was deleted since. */
  isWithdrawn?: boolean;
}

/** An event of a session's log. */
export type SessionEvent = LoggedEvent<SessionEventData> & Omit<Shown, 'data'>;

export type SessionEventKind = 'PARTICIPANTS' | 'SESSION' | 'SEATS' | 'STORIES';

export const kindOf: Record<SessionEventData['type'], SessionEventKind> = {
  SessionChanged: 'SESSION',
  SeatsChanged: 'SEATS',
  ParticipantJoined: 'PARTICIPANTS',
  ParticipantLeft: 'PARTICIPANTS',
  ParticipantPresenceChanged: 'PARTICIPANTS',
  ParticipantRoleChanged: 'PARTICIPANTS',
  ParticipantVotingChanged: 'PARTICIPANTS',
  StoryChanged: 'STORIES',
  StoryDeleted: 'STORIES',
  VoteCast: 'STORIES',
};
