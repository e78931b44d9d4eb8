import type { BookingStatus, StoryStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

/** The code is wrong, was replaced, or belongs to a session that is over; the error does not say which. Or it is missing. */
export class InvalidJoinCodeError extends DomainError {
  readonly code = 'INVALID_JOIN_CODE';
  constructor(message = 'There is no session with this join code.') {
    super(message);
  }
}

/** The viewer may see the session, but takes no part in it. */
export class NotParticipantError extends DomainError {
  readonly code = 'NOT_PARTICIPANT';
  constructor() {
    super('You take no part in this session. Join it first.');
  }
}

/** A spectator, or a participant who abstains, does not vote. */
export class NotVoterError extends DomainError {
  readonly code = 'NOT_VOTER';
}

/** The session is for people with a confirmed booking. `status` is that of the booking the person has, if any. */
export class BookingRequiredError extends DomainError {
  readonly code = 'BOOKING_REQUIRED';
  constructor(status: BookingStatus | null) {
    super(bookingRequired(status));
  }
}

function bookingRequired(status: BookingStatus | null): string {
  if (status === 'PENDING') return 'Your booking is not confirmed yet. It admits you to the session once it is paid.';
  if (status === 'WAITLISTED')
    return 'You are on the waitlist. Your booking admits you once you have a confirmed seat.';
  return 'Only people with a confirmed booking may join this session.';
}

/** The session is not open yet, or is over. `opensAt` is null once it is over. */
export class SessionNotOpenError extends DomainError {
  readonly code = 'SESSION_NOT_OPEN';
  readonly opensAt: Date | null;
  constructor(opensAt: Date | null) {
    super(opensAt ? 'The session is not open yet.' : 'The session is over.');
    this.opensAt = opensAt;
  }
}

export class SessionLockedError extends DomainError {
  readonly code = 'SESSION_LOCKED';
  constructor() {
    super('The session is locked: its host admits no new participants.');
  }
}

export class RemovedFromSessionError extends DomainError {
  readonly code = 'REMOVED_FROM_SESSION';
  constructor() {
    super('You were removed from this session.');
  }
}

/** The story's current status does not allow this. */
export class StoryStatusError extends DomainError {
  readonly code = 'STORY_STATUS';
  readonly status: StoryStatus;
  constructor(status: StoryStatus) {
    super(`This is not possible while the story is ${status}.`);
    this.status = status;
  }
}
