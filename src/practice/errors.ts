import type { PracticeSession, PracticeStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

/** Refused because another practice is open: one at a time. */
export class PracticeInProgressError extends DomainError {
  readonly code = 'PRACTICE_IN_PROGRESS';
  readonly current: PracticeSession;
  constructor(current: PracticeSession) {
    super('You have a practice open already: end it first, or replace it.');
    this.current = current;
  }
}

/** Refused in the practice's present status. */
export class PracticeStatusError extends DomainError {
  readonly code = 'PRACTICE_STATUS';
  readonly status: PracticeStatus;
  constructor(status: PracticeStatus) {
    super(`The practice is ${status.toLowerCase()}: that cannot be done now.`);
    this.status = status;
  }
}
