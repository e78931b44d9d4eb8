/** An expected refusal. `code` is stable and machine-readable, `message` is for people. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
}

/** Missing, or not the viewer's to see: the two look alike on purpose. */
export class NotFoundError extends DomainError {
  readonly code = 'NOT_FOUND';
  constructor(what: string) {
    super(`There is no such ${what}, or it is not yours to see.`);
  }
}

/** A refusal that passes: the same request may succeed after so many seconds. */
export abstract class RetryLaterError extends DomainError {
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class RateLimitedError extends RetryLaterError {
  readonly code = 'RATE_LIMITED';
  constructor(retryAfterSeconds: number) {
    const minutes = Math.ceil(retryAfterSeconds / 60);
    const seconds = retryAfterSeconds === 1 ? 'a second' : `${retryAfterSeconds} seconds`;
    const wait = retryAfterSeconds > 90 ? `${minutes} minutes` : seconds;
    super(`Too many attempts: try again in ${wait}.`, retryAfterSeconds);
  }
}

/** The server has more to do of one kind than it can; everything else goes on. */
export class OverloadedError extends RetryLaterError {
  readonly code = 'OVERLOADED';
  constructor() {
    super('Too many people are signing in just now: try again in a moment.', 2);
  }
}

/** The database is out of reach. What was asked for may have been done or not: ask, or repeat with its idempotency key. */
export class UnavailableError extends RetryLaterError {
  readonly code = 'UNAVAILABLE';
  constructor() {
    super('This is not possible just now: try again in a moment.', 2);
  }
}

export interface InputIssue {
  path: string[];
  message: string;
}

export class InvalidInputError extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly issues: InputIssue[];
  constructor(issues: InputIssue[]) {
    super(issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
    this.issues = issues;
  }
}

export class UnauthenticatedError extends DomainError {
  readonly code = 'UNAUTHENTICATED';
  constructor(message = 'Sign in first.') {
    super(message);
  }
}

export class ForbiddenError extends DomainError {
  readonly code = 'FORBIDDEN';
  constructor(message: string) {
    super(message);
  }
}
