import type { StoryStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

/** The code is wrong, was replaced, or belongs to a session that is over. The error does not say which. */
export class InvalidJoinCodeError extends DomainError {
  readonly code = 'INVALID_JOIN_CODE';
  constructor() {
    super('There is no session with this join code.');
  }
}

export class BookingRequiredError extends DomainError {
  readonly code = 'BOOKING_REQUIRED';
  constructor() {
    super('Only people with a confirmed booking may join this session.');
  }
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
