import type { Booking, BookingStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

export class SessionFullError extends DomainError {
  readonly code = 'SESSION_FULL';
  readonly waitlistLength: number;
  readonly seatsLeft: number;
  constructor(waitlistLength: number, seatsLeft = 0) {
    super(
      seatsLeft > 0 ? `Only ${seatsLeft} ${seatsLeft === 1 ? 'seat is' : 'seats are'} left.` : 'Every seat is taken.',
    );
    this.waitlistLength = waitlistLength;
    this.seatsLeft = seatsLeft;
  }
}

export class AlreadyBookedError extends DomainError {
  readonly code = 'ALREADY_BOOKED';
  readonly booking: Booking;
  constructor(booking: Booking) {
    super('You have already booked this session.');
    this.booking = booking;
  }
}

/** The session takes no bookings, or none from this person. `reason` is a sentence for people. */
export class BookingClosedError extends DomainError {
  readonly code = 'BOOKING_CLOSED';
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** The booking's present status does not allow this. */
export class BookingStatusError extends DomainError {
  readonly code = 'BOOKING_STATUS';
  readonly status: BookingStatus;
  constructor(status: BookingStatus) {
    super(`The booking is ${status.toLowerCase().replace('_', '-')}: that cannot be done now.`);
    this.status = status;
  }
}
