import type { Message } from '../../operations/notifications/layout.ts';
import { isOverdue } from '../rules.ts';
import type { BookingPayload, CancellationPayload, Canceller } from './causes.ts';
import { bookingKind, bySeats, type Entry, isOver, overReason, sessionFacts, sessionLink } from './entry.ts';

// Hosts are told the username of a person, whose characters are restricted: anybody can book, and a display name could
// carry a message of their own.

const handedOver = 'The session has another host by now.';

const booked = bookingKind<BookingPayload>('HOST_BOOKED', 'Somebody took seats in a session of theirs.', (entry) => {
  const { booking, session, person, title, isHost } = entry;
  if (!isHost) return handedOver;
  const isPending = booking.status === 'PENDING';
  if ((!isPending && booking.status !== 'CONFIRMED') || isOverdue(booking)) return 'The booking is no longer active.';
  if (isOver(session)) return overReason;
  return {
    subject: `${person.username} booked ${title}`,
    parts: [
      isPending
        ? `${person.username} holds ${bySeats(booking.seats, 'a seat', '# seats')} and has not paid yet.`
        : `${person.username} has ${bySeats(booking.seats, 'a confirmed seat', '# confirmed seats')}.`,
      ...sessionFacts(entry),
      seats(entry),
      sessionLink(entry),
    ],
  };
});

const cancelled = bookingKind<CancellationPayload>(
  'HOST_CANCELLED',
  'Somebody gave seats in a session of theirs back, or did not pay for them in time.',
  (entry, { by, returned }) => {
    const { booking, session, person, title, isHost } = entry;
    if (!isHost) return handedOver;
    if (returned !== undefined) return seatsReturned(entry, { by, returned });
    if (booking.status !== 'CANCELLED') return 'The booking is active again.';
    if (isOver(session)) return overReason;
    const news = {
      PERSON: `${person.username} has cancelled.`,
      STUDIO: `The studio has cancelled the booking of ${person.username}.`,
      HOLD_EXPIRY: `${person.username} has not paid in time.`,
    }[by as string];
    return {
      subject: `${person.username} is no longer booked: ${title}`,
      parts: [
        news ?? `The booking of ${person.username} is cancelled.`,
        ...sessionFacts(entry),
        seats(entry),
        sessionLink(entry),
      ],
    };
  },
);

/** A booking goes on with fewer seats. */
function seatsReturned(entry: Entry, { by, returned }: { by: Canceller; returned: number }): Message | string {
  const { session, person, title } = entry;
  if (isOver(session)) return overReason;
  const gone = bySeats(returned, 'a seat', '# seats');
  return {
    subject: `${person.username} has fewer seats: ${title}`,
    parts: [
      by === 'STUDIO'
        ? `The studio has cancelled ${gone} of ${person.username}.`
        : `${person.username} gave ${gone} back.`,
      ...sessionFacts(entry),
      seats(entry),
      sessionLink(entry),
    ],
  };
}

export const hostNotifications = [booked, cancelled];

function seats({ session: { seatsTaken, maxParticipants } }: Entry): string {
  return `Seats taken: ${seatsTaken}${maxParticipants === null ? '' : ` of ${maxParticipants}`}.`;
}
