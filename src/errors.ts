/** How many errors an answer has at most: a small request must not have a large answer. */
export const maximumErrors = 10;
/** How many issues a refused input has at most: those of every field of a form, but not of every item of a long list. */
const maximumIssues = 50;

/** An expected refusal. `code` is stable and machine-readable, `message` is for people. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  constructor(message: string) {
    // Nobody reads the stack of a refusal, and to collect it and map it to the sources costs more than most refusals.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What an error says. Of a host with several addresses, none of which answers, Node's own error says nothing. */
export function messageOf(error: Error): string {
  const isEmpty = error instanceof AggregateError && error.message === '';
  return isEmpty ? (error.errors as Error[]).map(messageOf).join('; ') : error.message;
}

/** The object does not exist, or the viewer may not see it; the error does not tell which. */
export class NotFoundError extends DomainError {
  readonly code = 'NOT_FOUND';
  constructor(what: string) {
    super(`There is no such ${what}, or it is not yours to see.`);
  }
}

/** A temporary refusal: the same request may succeed after `retryAfterSeconds`. */
export abstract class RetryLaterError extends DomainError {
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class RateLimitedError extends RetryLaterError {
  readonly code = 'RATE_LIMITED';
  constructor(retryAfterSeconds: number, reason = 'Too many attempts') {
    const minutes = Math.ceil(retryAfterSeconds / 60);
    const seconds = retryAfterSeconds === 1 ? 'a second' : `${retryAfterSeconds} seconds`;
    const wait = retryAfterSeconds > 90 ? `${minutes} minutes` : seconds;
    super(`${reason}: try again in ${wait}.`, retryAfterSeconds);
  }
}

/** Too many requests of one expensive kind wait; other requests are served. */
export class OverloadedError extends RetryLaterError {
  readonly code = 'OVERLOADED';
  constructor() {
    super('Too many people are signing in or registering at the moment: try again in a few seconds.', 2);
  }
}

/** The database cannot be reached. The change may or may not have been made: read it, or repeat it with its idempotency key. */
export class UnavailableError extends RetryLaterError {
  readonly code = 'UNAVAILABLE';
  constructor() {
    super('The service is not available at the moment: try again in a few seconds.', 2);
  }
}

/** The kinds of faults of an input; INVALID where the message alone tells. */
export const inputIssueCodes = {
  REQUIRED: 'The value is missing.',
  TOO_SHORT: 'The text or list is too short.',
  TOO_LONG: 'The text or list is too long.',
  TOO_SMALL: 'The number is too small, or the time too early.',
  TOO_LARGE: 'The number is too large, or the time too late.',
  INVALID_FORMAT: 'The text does not have the required form.',
  INVALID: 'The value is not allowed for another reason, which the message tells.',
};

export type InputIssueCode = keyof typeof inputIssueCodes;

export interface InputIssue {
  path: string[];
  message: string;
  code: InputIssueCode;
}

export class InvalidInputError extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly issues: InputIssue[];
  /** An issue without a code is INVALID. */
  constructor(issues: (Omit<InputIssue, 'code'> & { code?: InputIssueCode })[]) {
    const first = issues.slice(0, maximumIssues);
    super(first.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; '));
    this.issues = first.map((issue) => ({ ...issue, code: issue.code ?? 'INVALID' }));
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

/** What an admin without an authenticator app is told under REQUIRE_ADMIN_TOTP. */
export class AdminTotpRequiredError extends DomainError {
  readonly code = 'ADMIN_TOTP_REQUIRED';
  constructor() {
    super('Admins need codes of an authenticator app here: set one up in your account first.');
  }
}
