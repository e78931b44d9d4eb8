import { DomainError } from '../../errors.ts';

/** An ended series has no dates to change any more. */
export class SeriesEndedError extends DomainError {
  readonly code = 'SERIES_ENDED';
  constructor() {
    super('The series has ended: that cannot be done any more.');
  }
}
