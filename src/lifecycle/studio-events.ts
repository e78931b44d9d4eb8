import type { AuditRecorded } from '../accounts/audit.ts';
import type { DeviceSessionChanged } from '../accounts/device-sessions/events.ts';
import type { BookingChanged } from '../bookings/stream.ts';
import type { SessionEventData } from '../live/events/vocabulary.ts';
import type { PassChanged } from '../passes/events.ts';
import type { PracticeChanged } from '../practice/events.ts';
import type { SessionCreated, SessionDeleted, SessionHandedOver } from '../sessions/events.ts';
import type { SeriesChanged } from './series/events.ts';

// The events of the whole studio, as streams and webhooks across sessions tell them.

/** Every event of the studio. It is stored as JSON: types and fields may be added, never changed. */
export type StudioEventData =
  | SessionEventData
  | SessionCreated
  | SessionDeleted
  | SessionHandedOver
  | BookingChanged
  | SeriesChanged
  | PassChanged
  | PracticeChanged
  | DeviceSessionChanged
  | AuditRecorded;

export type EventType = StudioEventData['type'];

export const eventKinds = [
  ...(['SESSIONS', 'BOOKINGS', 'SEATS', 'PARTICIPANTS', 'STORIES'] as const),
  ...(['SERIES', 'PASSES', 'PRACTICE', 'DEVICES', 'AUDIT'] as const),
];

export type EventKind = (typeof eventKinds)[number];

/** The kind of each type of event, and its type in the schema: every other event of a session is a SessionUpdate. */
const typesOfEvents: Record<EventType, { kind: EventKind; shownAs: string }> = {
  SessionCreated: { kind: 'SESSIONS', shownAs: 'SessionCreation' },
  SessionDeleted: { kind: 'SESSIONS', shownAs: 'SessionDeletion' },
  SessionHandedOver: { kind: 'SESSIONS', shownAs: 'SessionHandOver' },
  SessionChanged: { kind: 'SESSIONS', shownAs: 'SessionUpdate' },
  BookingChanged: { kind: 'BOOKINGS', shownAs: 'BookingUpdate' },
  SeatsChanged: { kind: 'SEATS', shownAs: 'SessionUpdate' },
  ParticipantJoined: { kind: 'PARTICIPANTS', shownAs: 'SessionUpdate' },
  ParticipantLeft: { kind: 'PARTICIPANTS', shownAs: 'SessionUpdate' },
  ParticipantPresenceChanged: { kind: 'PARTICIPANTS', shownAs: 'SessionUpdate' },
  ParticipantRoleChanged: { kind: 'PARTICIPANTS', shownAs: 'SessionUpdate' },
  ParticipantVotingChanged: { kind: 'PARTICIPANTS', shownAs: 'SessionUpdate' },
  StoryChanged: { kind: 'STORIES', shownAs: 'SessionUpdate' },
  StoryDeleted: { kind: 'STORIES', shownAs: 'SessionUpdate' },
  VoteCast: { kind: 'STORIES', shownAs: 'SessionUpdate' },
  SeriesChanged: { kind: 'SERIES', shownAs: 'SeriesUpdate' },
  PassChanged: { kind: 'PASSES', shownAs: 'PassUpdate' },
  PracticeChanged: { kind: 'PRACTICE', shownAs: 'PracticeUpdate' },
  DeviceSessionChanged: { kind: 'DEVICES', shownAs: 'DeviceSessionUpdate' },
  AuditRecorded: { kind: 'AUDIT', shownAs: 'AuditUpdate' },
};

/** The kinds of an event: a booking that takes a seat has two. */
export function kindsOf(data: StudioEventData): EventKind[] {
  const { kind } = typesOfEvents[data.type];
  return tellsOfBooking(data) ? ['BOOKINGS', kind] : [kind];
}

/** The types of the events of a kind, apart from a seat that a booking takes. */
export function typesOf(kind: EventKind): EventType[] {
  return (Object.keys(typesOfEvents) as EventType[]).filter((type) => typesOfEvents[type].kind === kind);
}

/** The name of the schema's type that shows an event. */
export function shownAs(data: { type: string }): string | undefined {
  return tellsOfBooking(data) ? 'BookingUpdate' : typesOfEvents[data.type as EventType]?.shownAs;
}

/** Whether the event of a seat tells of the booking that took it, too. */
function tellsOfBooking(data: { type: string }): boolean {
  return data.type === 'SeatsChanged' && 'bookingId' in data && data.bookingId !== undefined;
}
