import type { Booking, BookingStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

export class SessionFullError extends DomainError {
  readonly code = 'SESSION_FULL';
  readonly waitlistLength: number;
  constructor(waitlistLength: number) {
    super('Every seat is taken.');
    this.waitlistLength = waitlistLength;
  }
}

export class AlreadyBookedError extends DomainError {
  readonly code = 'ALREADY_BOOKED';
  readonly booking: Booking;
  constructor(booking: Booking) {
    super('You have booked this session already.');
    this.booking = booking;
  }
}

/** The session takes no bookings, or none of this person; `reason` says why. */
export class BookingClosedError extends DomainError {
  readonly code = 'BOOKING_CLOSED';
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** Refused in the booking's present status. */
export class BookingStatusError extends DomainError {
  readonly code = 'BOOKING_STATUS';
  readonly status: BookingStatus;
  constructor(status: BookingStatus) {
    super(`The booking is ${status.toLowerCase().replace('_', '-')}: that cannot be done now.`);
    this.status = status;
  }
}
