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

/** The password is right, and a code has to follow it. */
export class SecondFactorRequiredError extends DomainError {
  readonly code = 'SECOND_FACTOR_REQUIRED';
  readonly challenge: string;
  readonly expiresAt: Date;
  constructor({ challenge, expiresAt }: { challenge: string; expiresAt: Date }) {
    super('This account also asks for a code of its authenticator app, or a recovery code.');
    this.challenge = challenge;
    this.expiresAt = expiresAt;
  }
}

/** The same whatever is wrong with a challenge. */
export class InvalidChallengeError extends DomainError {
  readonly code = 'INVALID_CHALLENGE';
  constructor() {
    super('This sign-in is not valid any more: begin again.');
  }
}

export class CodeRequiredError extends DomainError {
  readonly code = 'CODE_REQUIRED';
  constructor() {
    super('This account asks for a code of its authenticator app, or a recovery code.');
  }
}

/** The same for a wrong code and for one that was used. */
export class InvalidCodeError extends DomainError {
  readonly code = 'INVALID_CODE';
  constructor() {
    super('The code is wrong, or was used before: wait for the next one.');
  }
}

export class TotpAlreadyEnabledError extends DomainError {
  readonly code = 'TOTP_ALREADY_ENABLED';
  constructor() {
    super('Codes are asked for already: switch them off first.');
  }
}

export class TotpNotEnabledError extends DomainError {
  readonly code = 'TOTP_NOT_ENABLED';
  constructor() {
    super('No codes are asked for: set an authenticator app up first.');
  }
}

/** The same whatever is wrong with the answer of an authenticator. */
export class InvalidPasskeyError extends DomainError {
  readonly code = 'INVALID_PASSKEY';
  constructor() {
    super('This passkey was not accepted: try again, or use the password.');
  }
}

export class PasskeyLimitReachedError extends DomainError {
  readonly code = 'PASSKEY_LIMIT_REACHED';
  readonly limit: number;
  constructor(limit: number) {
    super(`An account has at most ${limit} passkeys: delete one first.`);
    this.limit = limit;
  }
}
