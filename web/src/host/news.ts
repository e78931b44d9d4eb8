import type { HostEventsSubscription } from '../generated/types.ts';
import type { Happening } from '../parts/feed.tsx';
import { bookingText, words } from '../parts/words.ts';

type HostEvent = HostEventsSubscription['hostEvents'];

export function describe(event: HostEvent): Happening | null {
  const text = textOf(event);
  return text ? { cursor: event.cursor, at: event.occurredAt, text } : null;
}

function textOf(event: HostEvent): string | null {
  switch (event.__typename) {
    case 'BookingUpdate': {
      const { booking } = event;
      if (!booking) return null;
      return `${booking.user.displayName} ${bookingText(booking.status, booking.session.title)}`;
    }
    case 'SessionCreation':
      return event.session && `${event.session.title} was created`;
    case 'SeriesUpdate':
      return event.series && `The series ${event.series.title} changed`;
    case 'SessionUpdate':
      return event.session && textOfSession(event.event, event.session.title);
    default:
      return null;
  }
}

type Inner = Extract<HostEvent, { __typename: 'SessionUpdate' }>['event'];

function textOfSession(event: Inner, title: string): string | null {
  switch (event.__typename) {
    case 'ParticipantJoined':
      return `${event.participant.user.displayName} joined ${title}`;
    case 'ParticipantLeft':
      return `${event.participant.user.displayName} ${event.wasRemoved ? 'was removed from' : 'left'} ${title}`;
    case 'ParticipantPresenceChanged':
      return `${event.participant.user.displayName} is ${event.participant.presence.toLowerCase()} in ${title}`;
    case 'SessionChanged':
      return `${title}: ${words(event.status).toLowerCase()}`;
    case 'VoteCast':
      return `A vote was cast in ${title}`;
    default:
      return null;
  }
}
