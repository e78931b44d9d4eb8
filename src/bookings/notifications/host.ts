import { isOverdue } from '../rules.ts';
import type { BookingPayload, CancellationPayload } from './causes.ts';
import { bookingKind, type Entry, isOver, overReason, sessionFacts, sessionLink } from './entry.ts';

// Hosts are told the username of a person, whose characters are restricted: anybody can book, and a display name could
// carry a message of their own.

const booked = bookingKind<BookingPayload>('HOST_BOOKED', 'Somebody took a seat in a session of theirs.', (entry) => {
  const { booking, session, person, title } = entry;
  const isPending = booking.status === 'PENDING';
  if ((!isPending && booking.status !== 'CONFIRMED') || isOverdue(booking)) return 'The booking is no longer active.';
  if (isOver(session)) return overReason;
  return {
    subject: `${person.username} booked ${title}`,
    parts: [
      isPending ? `${person.username} holds a seat and has not paid yet.` : `${person.username} has a confirmed seat.`,
      ...sessionFacts(entry),
      seats(entry),
      sessionLink(entry),
    ],
  };
});

const cancelled = bookingKind<CancellationPayload>(
  'HOST_CANCELLED',
  'Somebody gave a seat in a session of theirs back, or did not pay for it in time.',
  (entry, { by }) => {
    const { booking, session, person, title } = entry;
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

export const hostNotifications = [booked, cancelled];

function seats({ session: { seatsTaken, maxParticipants } }: Entry): string {
  return `Seats taken: ${seatsTaken}${maxParticipants === null ? '' : ` of ${maxParticipants}`}.`;
}
