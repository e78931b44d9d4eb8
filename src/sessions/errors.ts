import type { SessionStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

/** The session's current status does not allow the operation. */
export class SessionStatusError extends DomainError {
  readonly code = 'SESSION_STATUS';
  readonly status: SessionStatus;
  constructor(status: SessionStatus) {
    super(`The session is ${status.toLowerCase()}, which does not allow this operation.`);
    this.status = status;
  }
}

/** The viewer may see the session or series, but is not its host. */
export class NotHostError extends DomainError {
  readonly code = 'NOT_HOST';
}

/** The new capacity is below the number of seats taken. */
export class CapacityTooSmallError extends DomainError {
  readonly code = 'CAPACITY_TOO_SMALL';
  readonly seatsTaken: number;
  constructor(seatsTaken: number) {
    super(`The capacity must be at least ${seatsTaken}, the number of seats taken.`);
    this.seatsTaken = seatsTaken;
  }
}
