import type { StoryStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

/** Wrong, replaced, or of a session that is over: which of them is not told. */
export class InvalidJoinCodeError extends DomainError {
  readonly code = 'INVALID_JOIN_CODE';
  constructor() {
    super('This code leads to no session.');
  }
}

export class BookingRequiredError extends DomainError {
  readonly code = 'BOOKING_REQUIRED';
  constructor() {
    super('Only people with a confirmed booking may join this session.');
  }
}

/** Too early, or over; `opensAt` tells when to come, null where there is no such time. */
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
    super('The session is locked: nobody new may join.');
  }
}

export class RemovedFromSessionError extends DomainError {
  readonly code = 'REMOVED_FROM_SESSION';
  constructor() {
    super('You were removed from this session.');
  }
}

/** Refused in the story's present status. */
export class StoryStatusError extends DomainError {
  readonly code = 'STORY_STATUS';
  readonly status: StoryStatus;
  constructor(status: StoryStatus) {
    super(`The story is ${status.toLowerCase()}: that cannot be done now.`);
    this.status = status;
  }
}
