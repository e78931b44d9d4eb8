import { DomainError } from '../errors.ts';

export class LastAdminError extends DomainError {
  readonly code = 'LAST_ADMIN';
  constructor() {
    super('The last admin cannot be deleted: make another person an admin first.');
  }
}
