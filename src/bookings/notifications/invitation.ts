import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { type Message, nameOf } from '../../operations/notifications/layout.ts';
import { placeFields, withConferences } from '../calendar/place.ts';
import { plain, quotable, sessionUrl } from '../calendar/text.ts';
import { type Entry, shownPlace } from './entry.ts';

/**
 * An iCalendar object by which a calendar enters, moves or removes a booking. Its UID is the booking's. Its SEQUENCE is the
 * number of the newest event of the session: every change that a calendar shows appends one in its transaction.
 */
export function invitation(entry: Entry, method: 'REQUEST' | 'CANCEL'): NonNullable<Message['calendar']> {
  const { booking, session, recipient, title, hostName } = entry;
  const { env } = entry.app;
  const place = placeFields(shownPlace(entry));
  const seatLines = booking.seats > 1 ? [`${booking.seats} seats.`] : [];
  const calendar = ical({ prodId: '//Shala//Shala//EN', method: ICalCalendarMethod[method] });
  calendar.createEvent({
    id: `${booking.id}@shala`,
    sequence: session.eventSequence,
    start: session.startsAt,
    end: session.endsAt,
    summary: plain(title).replaceAll('\n', ' '),
    description: plain([`With ${hostName}.`, ...seatLines, ...place.lines].join('\n')),
    ...place.event,
    url: sessionUrl(env, session.id),
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // Calendars take over an invitation only from an organiser. The host's own address is nobody's business.
    organizer: { name: quotable(hostName), email: addressOf(env.MAIL_FROM) },
    attendees: [
      {
        ...{ name: nameOf(recipient) ?? recipient.email, email: recipient.email, rsvp: false },
        ...{ role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.ACCEPTED },
      },
    ],
  });
  return { method, content: withConferences(calendar.toString()) };
}

function addressOf(sender: string): string {
  return /<([^>]+)>$/.exec(sender)?.[1] ?? sender;
}
