import type { App } from '../../context.ts';
import { formatMoney } from '../../currencies.ts';
import type { Account, Booking, Pass, Payment, Session } from '../../database/generated/client.ts';
import type { NotificationKind } from '../../feature.ts';
import type { Delivery, Recipient } from '../../operations/notifications/deliveries.ts';
import { formatInstant, type Message, type Part, quoted } from '../../operations/notifications/layout.ts';
import { sessionUrl } from '../calendar/text.ts';
import { guestBookingUrl } from '../guests/links.ts';
import { noPlace, type Place, placeOf } from '../places/place.ts';
import type { BookingPayload } from './causes.ts';

/** What a mail about a booking is written from, as it is when the mail is sent. */
export interface Entry {
  app: App;
  booking: Booking;
  session: Session;
  host: Pick<Account, 'displayName'>;
  /** The person who booked. */
  person: Pick<Account, 'username' | 'isGuest'>;
  /** The person that the mail goes to. */
  recipient: Recipient;
  /** Whether that is the person who booked. */
  isOwn: boolean;
  /** Whether that is the session's host. */
  isHost: boolean;
  /** The session's title and its host's name, as far as the recipient may be shown them. */
  title: string;
  hostName: string;
  /** The payment that pays for the booking; null where none does. */
  payment: Pick<Payment, 'id'> | null;
  /** The pass that paid for the booking; null where none did. */
  pass: Pick<Pass, 'credits' | 'validUntil' | 'endedAt'> | null;
}

/** A kind of notification about a booking, which people may switch off. */
export function bookingKind<Payload extends BookingPayload>(
  name: string,
  description: string,
  compose: (entry: Entry, payload: Payload) => Message | string,
): NotificationKind {
  return {
    ...{ name, description, isOptional: true, usefulHours: 24 },
    async compose(app, { payload, recipient, accountId }: Delivery) {
      const { bookingId: id } = payload as Payload;
      const found = await app.database.prisma.booking.findUnique({
        where: { id },
        include: {
          account: { select: { username: true, displayName: true, isGuest: true } },
          session: { include: { host: { select: { displayName: true } } } },
          payments: { select: { id: true, amountMinor: true, refundMinor: true } },
          pass: { select: { credits: true, validUntil: true, endedAt: true } },
        },
      });
      if (!found || !recipient) return 'The booking is gone.';
      const { account, session: withHost, payments, pass, ...booking } = found;
      // A guest's name is what the hosts themselves call the person.
      const { isGuest, displayName } = account;
      const username = quoted(recipient, isGuest ? displayName : account.username) ?? 'somebody';
      const person = { isGuest, username };
      const payment = payments.find(({ amountMinor, refundMinor }) => refundMinor < amountMinor) ?? null;
      const { host, ...session } = withHost;
      const title = quoted(recipient, session.title) ?? 'a session';
      const hostName = quoted(recipient, host.displayName) ?? 'the host';
      const isOwn = booking.accountId === accountId;
      const isHost = session.hostId === accountId;
      const shown = { title, hostName, payment, pass };
      const entry: Entry = { app, booking, session, host, person, recipient, isOwn, isHost, ...shown };
      const message = compose(entry, payload as Payload);
      return typeof message === 'string' ? message : { message };
    },
  };
}

export function isOver({ status, endsAt }: Session, now = new Date()): boolean {
  return status === 'ENDED' || status === 'CANCELLED' || endsAt <= now;
}

export const overReason = 'The session is over or cancelled.';

/** The facts of the session, in the recipient's time zone; for a confirmed booking with its place. */
export function sessionFacts(entry: Entry): Part[] {
  const { booking, session, recipient, title, hostName } = entry;
  const minutes = Math.round((session.endsAt.getTime() - session.startsAt.getTime()) / 60_000);
  const price: [string, string][] =
    booking.amountMinor > 0 ? [['Price', formatMoney(booking.amountMinor, booking.currency)]] : [];
  const { location, meetingUrl } = shownPlace(entry);
  const place: [string, string][] = location === null ? [] : [['Place', location]];
  const facts: [string, string][] = [
    ['Session', title],
    ['Begins', formatInstant(session.startsAt, recipient.timeZone)],
    ['Lasts', `${minutes} minutes`],
    ['Host', hostName],
    ...place,
    ...(booking.seats > 1 ? [['Seats', seatsFact(entry)] satisfies [string, string]] : []),
    ...price,
  ];
  return [{ facts }, ...(meetingUrl === null ? [] : [{ link: 'Meet online', url: meetingUrl }])];
}

/** What a person is told whom somebody else booked. */
export function bookedFor({ booking, person, isOwn }: Entry): Part[] {
  if (booking.bookedById === null || !isOwn) return [];
  return [person.isGuest ? 'The studio booked for you, under this address.' : 'The studio booked for you.'];
}

/** The code for the entrance; nothing where people meet online alone. */
export function entranceCode({ booking, session }: Entry): Part[] {
  const isOnline = session.meetingUrl !== null && session.location === null;
  return booking.status === 'CONFIRMED' && !isOnline ? [{ code: booking.checkInCode }] : [];
}

/** The number of seats, and to the person who booked the names of their guests. */
function seatsFact({ booking: { seats, guestNames }, recipient, isOwn }: Entry): string {
  const names = isOwn ? guestNames.map((name) => quoted(recipient, name) ?? 'a guest') : [];
  return names.length > 0 ? `${seats}: you and ${names.join(', ')}` : String(seats);
}

/** Words for a number of seats: the first for one seat, in the second `#` is the number. */
export function bySeats(seats: number, one: string, several: string): string {
  return seats === 1 ? one : several.replace('#', String(seats));
}

/** The place of the session as far as the recipient may be shown it. */
export function shownPlace({ booking, session, recipient }: Entry): Place {
  if (booking.status !== 'CONFIRMED') return noPlace;
  const { location, meetingUrl, ...coordinates } = placeOf(session);
  const shown = location === null ? null : quoted(recipient, location);
  return {
    ...(shown === null ? noPlace : coordinates),
    location: shown,
    meetingUrl: recipient.isVerified ? meetingUrl : null,
  };
}

/** The page of the session; for a guest that of the booking, since they have no account to find it in. */
export function sessionLink({ app, session, booking, person, isOwn }: Entry): Part {
  if (person.isGuest && isOwn)
    return { link: 'See, cancel or keep your booking', url: guestBookingUrl(app.env, booking.id) };
  return { link: 'The session', url: sessionUrl(app.env, session.id) };
}
