import type { PracticeSession, PracticeStatus } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

/** Another practice is open; a person has at most one. */
export class PracticeInProgressError extends DomainError {
  readonly code = 'PRACTICE_IN_PROGRESS';
  readonly current: PracticeSession;
  constructor(current: PracticeSession) {
    super('You already have an open practice. Complete it first, or start with replaceCurrent.');
    this.current = current;
  }
}

/** The practice's status does not allow the change. */
export class PracticeStatusError extends DomainError {
  readonly code = 'PRACTICE_STATUS';
  readonly status: PracticeStatus;
  constructor(status: PracticeStatus) {
    super(`The practice is ${status}, which does not allow this change.`);
    this.status = status;
  }
}
