import { DomainError } from '../../errors.ts';

/** The series has ended, so it has no dates to change. */
export class SeriesEndedError extends DomainError {
  readonly code = 'SERIES_ENDED';
  constructor() {
    super('The series has ended and cannot be changed.');
  }
}
