import type { StudioEventsSubscription } from '../generated/types.ts';
import type { Happening } from '../parts/feed.tsx';
import { bookingText, words } from '../parts/words.ts';

type StudioEvent = StudioEventsSubscription['studioEvents'];

export function describe(event: StudioEvent): Happening | null {
  const text = textOf(event);
  return text ? { cursor: event.cursor, at: event.occurredAt, text } : null;
}

function textOf(event: StudioEvent): string | null {
  switch (event.__typename) {
    case 'BookingUpdate': {
      const { booking } = event;
      return booking && `${booking.user.displayName} ${bookingText(booking.status, booking.session.title)}`;
    }
    case 'DeviceSessionUpdate': {
      const { deviceSession } = event;
      if (!deviceSession) return null;
      const { isActive, deviceName, account } = deviceSession;
      return `${account.user.displayName} ${isActive ? 'signed in' : 'was signed out'} on ${deviceName}`;
    }
    case 'AuditUpdate': {
      const { auditEvent } = event;
      return (
        auditEvent && `Audit: ${auditEvent.action}${auditEvent.actor ? ` by ${auditEvent.actor.displayName}` : ''}`
      );
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

type Inner = Extract<StudioEvent, { __typename: 'SessionUpdate' }>['event'];

function textOfSession(event: Inner, title: string): string | null {
  switch (event.__typename) {
    case 'ParticipantJoined':
      return `${event.participant.user.displayName} joined ${title}`;
    case 'ParticipantLeft':
      return `${event.participant.user.displayName} ${event.wasRemoved ? 'was removed from' : 'left'} ${title}`;
    case 'SessionChanged':
      return `${title}: ${words(event.status).toLowerCase()}`;
    default:
      return null;
  }
}
