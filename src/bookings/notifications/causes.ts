import type { Booking, BookingStatus, Session } from '../../database/generated/client.ts';
import type { Notification } from '../../operations/notifications/deliveries.ts';
import { placeDigest } from '../places/place.ts';

// The notifications that a change of a booking causes. Whoever makes the change queues them in its transaction; the
// mails are composed in the other files of this folder.

/** By whom, or by what, a booking is cancelled. */
export type Canceller = 'PERSON' | 'HOST' | 'STUDIO' | 'HOLD_EXPIRY' | 'SESSION_END';

type Host = Pick<Session, 'hostId'>;
type Seat = Pick<Booking, 'id' | 'accountId'>;
type NewSeat = Seat & Pick<Booking, 'status' | 'holdExpiresAt'>;

export interface BookingPayload {
  bookingId: string;
}
export interface HoldPayload extends BookingPayload {
  holdExpiresAt: string;
}
export interface PromotionPayload extends BookingPayload {
  status: BookingStatus;
}
export interface MovePayload extends BookingPayload {
  /** The times before. Notifications that were queued before places existed have no `until`, and tell of times. */
  from: string;
  until?: string;
  startsAt: string;
  endsAt: string;
  /** Identifies the new place, where that is told. */
  place?: string | null;
}
export interface CancellationPayload extends BookingPayload {
  by: Canceller;
  /** Of a booking that goes on, the seats that were given back. */
  returned?: number;
  /** What goes back now, beside earlier refunds: money, and credits of a pass. Cancellations that were queued before have neither. */
  refundMinor?: number;
  credits?: number;
}
export interface ReminderPayload extends BookingPayload {
  startsAt: string;
}

/** Somebody booked: nothing for a place on the waitlist, nor to a host who booked for them. */
export function bookedNotifications({ hostId }: Host, seat: NewSeat & Pick<Booking, 'bookedById'>): Notification[] {
  if (seat.status === 'WAITLISTED') return [];
  const told = seat.status === 'CONFIRMED' ? [confirmedNotification(seat)] : heldNotifications(seat);
  return seat.bookedById === hostId ? told : [...told, hostBookedNotification({ hostId }, seat)];
}

export function confirmedNotification({ id, accountId }: Seat): Notification {
  return { kind: 'BOOKING_CONFIRMED', accountId, payload: { bookingId: id } satisfies BookingPayload };
}

export function hostBookedNotification({ hostId }: Host, { id }: Pick<Seat, 'id'>): Notification {
  return { kind: 'HOST_BOOKED', accountId: hostId, payload: { bookingId: id } satisfies BookingPayload };
}

/** Somebody moved up from the waitlist. */
export function promotedNotifications(host: Host, seat: NewSeat): Notification[] {
  const payload: PromotionPayload = { bookingId: seat.id, status: seat.status };
  return [
    { kind: 'WAITLIST_PROMOTED', accountId: seat.accountId, payload },
    ...holdWarnings(seat),
    hostBookedNotification(host, seat),
  ];
}

function heldNotifications(seat: NewSeat): Notification[] {
  const payload: BookingPayload = { bookingId: seat.id };
  return [{ kind: 'BOOKING_HELD', accountId: seat.accountId, payload }, ...holdWarnings(seat)];
}

const longestLead = 60 * 60_000;
const shortestLead = 60_000;

/** The warning before a hold runs out: when two thirds of it are over, at most an hour before. None for a short hold. */
export function holdWarnings({ id, accountId, holdExpiresAt }: NewSeat, now = new Date()): Notification[] {
  if (!holdExpiresAt) return [];
  const lead = Math.min(longestLead, (holdExpiresAt.getTime() - now.getTime()) / 3);
  // A moment has passed since the hold began.
  if (lead < shortestLead - 1_000) return [];
  const payload: HoldPayload = { bookingId: id, holdExpiresAt: holdExpiresAt.toISOString() };
  const key = `HOLD_EXPIRING:${id}:${payload.holdExpiresAt}`;
  return [{ kind: 'HOLD_EXPIRING', accountId, payload, key, sendAt: new Date(holdExpiresAt.getTime() - lead) }];
}

/** A session has other times, or another place. */
export function movedNotification(
  { id, accountId }: Seat,
  { before, session, tellsPlace }: { before: Session; session: Session; tellsPlace: boolean },
): Notification {
  const payload: MovePayload = {
    bookingId: id,
    ...{ from: before.startsAt.toISOString(), until: before.endsAt.toISOString() },
    ...{ startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString() },
    place: tellsPlace ? placeDigest(session) : null,
  };
  return { kind: 'SESSION_MOVED', accountId, payload };
}

type Cause = Required<Pick<CancellationPayload, 'by' | 'refundMinor' | 'credits'>>;

/**
 * A booking is cancelled. The host is told who gave a seat back, except by the cancellation of the whole session. Nobody
 * is told of what the end of a session cancels.
 */
export function cancelledNotifications(
  { hostId }: Host,
  { id, accountId, hadSeat }: Seat & { hadSeat: boolean },
  { isWholeSession, ...cause }: Cause & { isWholeSession: boolean },
): Notification[] {
  const { by } = cause;
  if (by === 'SESSION_END') return [];
  const payload: CancellationPayload = { bookingId: id, ...cause };
  const tellsHost = hadSeat && by !== 'HOST' && !isWholeSession;
  return [
    { kind: 'BOOKING_CANCELLED', accountId, payload },
    ...(tellsHost ? [{ kind: 'HOST_CANCELLED', accountId: hostId, payload }] : []),
  ];
}

/** Seats of a booking that goes on are given back. */
export function returnedNotifications(
  { hostId }: Host,
  { id, accountId, status }: Seat & Pick<Booking, 'status'>,
  cause: Cause & { returned: number },
): Notification[] {
  const payload: CancellationPayload = { bookingId: id, ...cause };
  const tellsHost = status !== 'WAITLISTED' && cause.by !== 'HOST';
  return [
    { kind: 'BOOKING_CANCELLED', accountId, payload },
    ...(tellsHost ? [{ kind: 'HOST_CANCELLED', accountId: hostId, payload }] : []),
  ];
}

export function reminderNotification({ id, accountId }: Seat, { startsAt }: Pick<Session, 'startsAt'>): Notification {
  const payload: ReminderPayload = { bookingId: id, startsAt: startsAt.toISOString() };
  return { kind: 'SESSION_REMINDER', accountId, payload };
}
