import type { SessionStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

/** Refused in the session's present status. */
export class SessionStatusError extends DomainError {
  readonly code = 'SESSION_STATUS';
  readonly status: SessionStatus;
  constructor(status: SessionStatus) {
    super(`The session is ${status.toLowerCase()}: that cannot be done now.`);
    this.status = status;
  }
}

/** The viewer may see the session or series, but is not its host. */
export class NotHostError extends DomainError {
  readonly code = 'NOT_HOST';
}

export class CapacityTooSmallError extends DomainError {
  readonly code = 'CAPACITY_TOO_SMALL';
  readonly seatsTaken: number;
  constructor(seatsTaken: number) {
    super(`${seatsTaken} seats are taken already.`);
    this.seatsTaken = seatsTaken;
  }
}
