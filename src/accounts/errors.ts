import { DomainError } from '../errors.ts';

export class EmailTakenError extends DomainError {
  readonly code = 'EMAIL_TAKEN';
  constructor() {
    super('Somebody has registered with this e-mail.');
  }
}

export class UsernameTakenError extends DomainError {
  readonly code = 'USERNAME_TAKEN';
  constructor() {
    super('Somebody has this username.');
  }
}

/** The same whatever is wrong with a mailed link. */
export class InvalidLinkError extends DomainError {
  readonly code = 'INVALID_LINK';
  constructor() {
    super('This link is not valid any more: ask for another one.');
  }
}

/** The same for an unknown login and for a wrong password. */
export class InvalidCredentialsError extends DomainError {
  readonly code = 'INVALID_CREDENTIALS';
  constructor() {
    super('The login or the password is wrong.');
  }
}

export class AccountSuspendedError extends DomainError {
  readonly code = 'ACCOUNT_SUSPENDED';
  readonly reason: string | null;
  constructor(reason: string | null) {
    super('This account is suspended.');
    this.reason = reason;
  }
}

export class DeviceLimitReachedError extends DomainError {
  readonly code = 'DEVICE_LIMIT_REACHED';
  readonly limit: number;
  constructor(limit: number) {
    super(`This account is signed in on ${limit} devices already: sign one out first.`);
    this.limit = limit;
  }
}

export class InvalidRefreshTokenError extends DomainError {
  readonly code = 'INVALID_REFRESH_TOKEN';
  constructor() {
    super('This refresh token is not valid any more: sign in again.');
  }
}

/** The viewer is neither a creator nor an admin, who alone may do this. */
export class NotCreatorError extends DomainError {
  readonly code = 'NOT_CREATOR';
}
