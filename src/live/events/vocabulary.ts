import type { SeatsChanged } from '../../bookings/seats/events.ts';
import type { Participant, Presence, Story } from '../../database/generated/client.ts';
import type { LoggedEvent } from '../../events/log.ts';
import type { SessionChanged } from '../../sessions/events.ts';

/** The state of a participant when the event happened; the other columns are read when the event is shown. */
type ParticipantState = { participantId: string; presence: Presence; role: Participant['role'] };

/** Everything that can happen in a session. Logged as JSON: add types and fields, never change them. */
export type SessionEventData =
  | SessionChanged
  | SeatsChanged
  | ({ type: 'ParticipantJoined' } & ParticipantState)
  | ({ type: 'ParticipantLeft'; wasRemoved: boolean } & ParticipantState)
  | ({ type: 'ParticipantPresenceChanged' } & ParticipantState)
  | ({ type: 'ParticipantRoleChanged' } & ParticipantState)
  | { type: 'StoryChanged'; storyId: string }
  | { type: 'VoteCast'; storyId: string; accountId: string };

/** An event of a session's log. A `StoryChanged` carries the story as it was when read; none if deleted by then. */
export type SessionEvent = LoggedEvent<SessionEventData> & { story?: Story };

export type SessionEventKind = 'PARTICIPANTS' | 'SESSION' | 'SEATS' | 'STORIES';

export const kindOf: Record<SessionEventData['type'], SessionEventKind> = {
  SessionChanged: 'SESSION',
  SeatsChanged: 'SEATS',
  ParticipantJoined: 'PARTICIPANTS',
  ParticipantLeft: 'PARTICIPANTS',
  ParticipantPresenceChanged: 'PARTICIPANTS',
  ParticipantRoleChanged: 'PARTICIPANTS',
  StoryChanged: 'STORIES',
  VoteCast: 'STORIES',
};
