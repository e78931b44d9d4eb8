import { formatMoney } from '../../currencies.ts';
import type { Booking } from '../../database/generated/client.ts';
import type { Recipient } from '../../operations/notifications/deliveries.ts';
import { formatInstant, type Message, type Part, quoted } from '../../operations/notifications/layout.ts';
import { isExpired } from '../../passes/rules.ts';
import { checkoutUrlOf } from '../payments/checkout.ts';
import { placeDigest } from '../places/place.ts';
import { receiptUrl } from '../receipts/address.ts';
import { activeStatuses, isOverdue } from '../rules.ts';
import type {
  BookingPayload,
  CancellationPayload,
  HoldPayload,
  MovePayload,
  PromotionPayload,
  ReminderPayload,
} from './causes.ts';
import {
  bookedFor,
  bookingKind,
  bySeats,
  type Entry,
  entranceCode,
  isOver,
  overReason,
  sessionFacts,
  sessionLink,
} from './entry.ts';
import { invitation } from './invitation.ts';

const changed = 'The booking has another status by now.';

const confirmed = bookingKind<BookingPayload>('BOOKING_CONFIRMED', 'A booking of theirs is confirmed.', (entry) => {
  if (entry.booking.status !== 'CONFIRMED') return changed;
  if (isOver(entry.session)) return overReason;
  return {
    subject: `Booked: ${entry.title}`,
    parts: [
      bySeats(entry.booking.seats, 'Your seat is confirmed.', 'Your # seats are confirmed.'),
      ...bookedFor(entry),
      ...sessionFacts(entry),
      terms(entry),
      ...entranceCode(entry),
      sessionLink(entry),
      ...receiptLink(entry),
    ],
    calendar: invitation(entry, 'REQUEST'),
  };
});

const held = bookingKind<BookingPayload>('BOOKING_HELD', 'A seat is held for them until they pay.', (entry) => {
  if (!isHeld(entry)) return changed;
  if (isOver(entry.session)) return overReason;
  return {
    subject: `Pay to keep your ${bySeats(entry.booking.seats, 'seat', '# seats')}: ${entry.title}`,
    parts: [
      `${heldFor(entry, 'A seat is', '# seats are')} until ${holdEnd(entry)}.`,
      ...bookedFor(entry),
      ...sessionFacts(entry),
      paymentLink(entry),
      ...(entry.person.isGuest ? [sessionLink(entry)] : []),
    ],
  };
});

const holdExpiring = bookingKind<HoldPayload>(
  'HOLD_EXPIRING',
  'The hold of a seat that they have not paid for is about to expire.',
  (entry, { holdExpiresAt }) => {
    if (!isHeld(entry) || entry.booking.holdExpiresAt?.toISOString() !== holdExpiresAt) return changed;
    if (isOver(entry.session)) return overReason;
    return {
      subject: `${bySeats(entry.booking.seats, 'Your seat is', 'Your # seats are')} about to be given back: ${entry.title}`,
      parts: [
        `You have not paid yet. ${heldFor(entry, 'A seat is', '# seats are')} until ${holdEnd(entry)}, and then given back.`,
        ...sessionFacts(entry),
        paymentLink(entry),
      ],
    };
  },
);

const promoted = bookingKind<PromotionPayload>(
  'WAITLIST_PROMOTED',
  'They moved up from a waitlist and have a seat.',
  (entry, { status }) => {
    if (entry.booking.status !== status || isOverdue(entry.booking)) return changed;
    if (isOver(entry.session)) return overReason;
    const { seats } = entry.booking;
    const subject = `You have ${bySeats(seats, 'a seat', '# seats')}: ${entry.title}`;
    if (status === 'CONFIRMED') {
      const news = `You were on the waitlist, and now you have ${bySeats(seats, 'a seat', '# seats')}.`;
      const parts = [news, ...sessionFacts(entry), terms(entry)];
      return {
        subject,
        parts: [...parts, ...entranceCode(entry), sessionLink(entry)],
        calendar: invitation(entry, 'REQUEST'),
      };
    }
    const held = heldFor(entry, 'a seat is', '# seats are');
    const news = `You were on the waitlist, and now ${held} until ${holdEnd(entry)}. Pay to keep ${bySeats(seats, 'it', 'them')}.`;
    return { subject, parts: [news, ...sessionFacts(entry), paymentLink(entry)] };
  },
);

const moved = bookingKind<MovePayload>(
  'SESSION_MOVED',
  'The host moved a session that they booked: it has other times or, with a confirmed booking, another place.',
  (entry, payload) => {
    const { booking, session } = entry;
    if (!activeStatuses.includes(booking.status)) return changed;
    if (isOver(session)) return overReason;
    const news = newsOfMove(entry, payload);
    if (!news) return 'The session was moved again.';
    return {
      subject: `${news.subject}: ${entry.title}`,
      parts: [
        ...news.parts,
        ...sessionFacts(entry),
        ...(booking.amountMinor > 0 ? [terms(entry)] : []),
        sessionLink(entry),
      ],
      ...(booking.status === 'CONFIRMED' && { calendar: invitation(entry, 'REQUEST') }),
    };
  },
);

const cancelled = bookingKind<CancellationPayload>(
  'BOOKING_CANCELLED',
  'A booking of theirs was cancelled, or some of its seats were given back, by whomever.',
  (entry, payload) => {
    const { by } = payload;
    if (payload.returned !== undefined) return seatsReturned(entry, payload);
    const { booking, recipient } = entry;
    if (booking.status !== 'CANCELLED') return changed;
    const isByOthers = by === 'HOST' || by === 'STUDIO';
    const reason = isByOthers && booking.cancellationReason ? quoted(recipient, booking.cancellationReason) : null;
    const news = [cancellation(entry, by), reason && `The reason: ${reason}`];
    const parts = [...news, ...sessionFacts(entry), refund(entry, payload)];
    return {
      subject: `Cancelled: ${entry.title}`,
      parts: parts.filter((part): part is Part => part !== null && part !== ''),
      ...(booking.confirmedAt && { calendar: invitation(entry, 'CANCEL') }),
    };
  },
);

const reminder = bookingKind<ReminderPayload>(
  'SESSION_REMINDER',
  'A session that they booked begins soon: as long before as its host has set.',
  (entry, { startsAt }) => {
    const { booking, session } = entry;
    if (booking.status !== 'CONFIRMED') return changed;
    if (session.startsAt.toISOString() !== startsAt) return 'The session was moved.';
    if (isOver(session) || session.startsAt <= new Date()) return 'The session has begun.';
    return {
      subject: `Reminder: ${entry.title}`,
      parts: [
        `You have ${bySeats(booking.seats, 'a seat', '# seats')} in a session that begins soon.`,
        ...sessionFacts(entry),
        ...entranceCode(entry),
        sessionLink(entry),
      ],
    };
  },
);

export const personNotifications = [confirmed, held, holdExpiring, promoted, moved, cancelled, reminder];

function isHeld({ booking }: Entry): boolean {
  return booking.status === 'PENDING' && !isOverdue(booking);
}

function heldFor({ booking: { seats } }: Entry, one: string, several: string): string {
  return `${bySeats(seats, one, several)} held for you`;
}

/** The booking goes on with fewer seats. */
function seatsReturned(entry: Entry, payload: CancellationPayload): Message | string {
  const { by, returned = 0 } = payload;
  const { booking, session } = entry;
  if (!activeStatuses.includes(booking.status)) return changed;
  if (isOver(session)) return overReason;
  const gone = bySeats(returned, 'One seat', '# seats');
  const news =
    by === 'PERSON'
      ? `${gone} of your booking ${bySeats(returned, 'is', 'are')} given back, as you asked.`
      : `${by === 'HOST' ? 'The host' : 'The studio'} has cancelled ${gone.toLowerCase()} of your booking.`;
  const money = refund(entry, payload);
  return {
    subject: `Fewer seats: ${entry.title}`,
    parts: [news, ...(money === '' ? [] : [money]), ...sessionFacts(entry), sessionLink(entry)],
    ...(booking.status === 'CONFIRMED' && { calendar: invitation(entry, 'REQUEST') }),
  };
}

/** What still holds of a move, times and place each for itself: a later one is told by a mail of its own. Null if nothing does. */
function newsOfMove(
  { session, recipient }: Entry,
  { from, until, startsAt, endsAt, place }: MovePayload,
): { subject: string; parts: string[] } | null {
  const areCurrent = session.startsAt.toISOString() === startsAt && session.endsAt.toISOString() === endsAt;
  const hasOtherTimes = areCurrent && (until === undefined || from !== startsAt || until !== endsAt);
  const hasOtherPlace = place != null && place === placeDigest(session);
  if (!hasOtherTimes && !hasOtherPlace) return null;
  const time =
    from === startsAt
      ? 'The session has another length.'
      : `The session has another time. It was to begin on ${formatInstant(new Date(from), recipient.timeZone)}.`;
  const hasPlace = session.location !== null || session.meetingUrl !== null;
  const where = hasPlace ? 'The session has another place.' : 'The session has no place any more. Ask the host.';
  return {
    subject: hasOtherPlace ? (hasOtherTimes ? 'New time and place' : 'New place') : 'New time',
    parts: [...(hasOtherTimes ? [time] : []), ...(hasOtherPlace ? [where] : [])],
  };
}

function holdEnd({ booking, recipient }: Entry): string {
  return formatInstant(booking.holdExpiresAt as Date, recipient.timeZone);
}

/** The page to pay at: the session's page, where the studio has a payment provider of its own. */
function paymentLink(entry: Entry): Part {
  const url = checkoutUrlOf(entry.app.env, entry.booking);
  return url === null ? sessionLink(entry) : { link: 'Pay', url };
}

/** The receipt of the payment, where the booking was paid through a provider. */
function receiptLink({ app, payment }: Entry): Part[] {
  return payment === null ? [] : [{ link: 'Your receipt', url: receiptUrl(app.env, payment.id) }];
}

function terms({ booking, recipient, pass }: Entry): string {
  const until = booking.freeCancellationUntil;
  const courtesy = 'If you cannot come, cancel your booking, so that somebody else gets the seat.';
  if (pass?.credits === null) return `Your pass paid for ${bySeats(booking.seats, 'it', '# seats')}. ${courtesy}`;
  if (booking.passCredits > 0) return termsOfPass(booking, recipient);
  const isFree = booking.amountMinor === 0;
  if (isFree) return courtesy;
  if (until === null) return 'Cancelling gives you the full amount back.';
  if (until <= new Date()) return 'Cancelling gives nothing back any more.';
  return `Until ${formatInstant(until, recipient.timeZone)}, cancelling gives you the full amount back; after it, nothing.`;
}

function termsOfPass({ passCredits, freeCancellationUntil: until }: Booking, { timeZone }: Recipient): string {
  const paid = `Your pass paid for ${bySeats(passCredits, 'it', '# seats')}.`;
  const credits = bySeats(passCredits, 'the credit', '# credits');
  if (until === null) return `${paid} Cancelling gives ${credits} back.`;
  if (until <= new Date()) return `${paid} Cancelling gives nothing back any more.`;
  return `${paid} Until ${formatInstant(until, timeZone)}, cancelling gives ${credits} back; after it, nothing.`;
}

function cancellation({ session }: Entry, by: CancellationPayload['by']): string {
  if (by === 'PERSON') return 'Your booking is cancelled, as you asked.';
  if (by === 'HOLD_EXPIRY')
    return 'Your booking was not paid in time and is cancelled. You can book again while there is a seat.';
  const whole = session.status === 'CANCELLED' ? 'the session' : 'your booking';
  return `${by === 'HOST' ? 'The host' : 'The studio'} has cancelled ${whole}.`;
}

/** What goes back now, beside earlier refunds; empty where nothing was paid. */
function refund({ booking, pass }: Entry, given: CancellationPayload): string {
  const { amountMinor, confirmedAt, currency, passCredits } = booking;
  if (confirmedAt === null) return '';
  if (pass !== null) {
    // An unlimited pass has given none.
    if (pass.credits === null) return '';
    const { credits = passCredits === 0 ? booking.seats : 0 } = given;
    if (credits === 0) return 'By the terms of the booking, your pass gets nothing back.';
    if (pass.endedAt !== null || isExpired(pass)) return 'Your pass has ended, so what it gets back cannot be used.';
    if (passCredits === 0) return 'Your pass has its credits back.';
    return `Your pass has ${bySeats(credits, 'a credit', '# credits')} back.`;
  }
  if (amountMinor === 0) return '';
  const { refundMinor = booking.refundMinor ?? 0 } = given;
  if (refundMinor > 0) return `You get ${formatMoney(refundMinor, currency)} back.`;
  const isMore = (booking.refundMinor ?? 0) > 0;
  return `By the terms of the booking, nothing ${isMore ? 'more ' : ''}is refunded.`;
}
