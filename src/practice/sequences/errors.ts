import { DomainError } from '../../errors.ts';

/** The viewer sees the sequence, but is neither its author nor an admin. */
export class NotAuthorError extends DomainError {
  readonly code = 'NOT_AUTHOR';
  constructor() {
    super('Only the author of a sequence and admins may change or delete it.');
  }
}
