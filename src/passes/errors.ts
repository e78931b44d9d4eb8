import { DomainError } from '../errors.ts';
import type { PassObstacle, PassStatus } from './rules.ts';

const obstacles: Record<PassObstacle, string> = {
  NOT_NEEDED: 'The session is free: no pass is needed.',
  NOT_PAID: 'The pass is not paid yet.',
  ENDED: 'The pass was returned, or its purchase was cancelled.',
  EXPIRED: 'The pass is not valid any more.',
  SESSION_AFTER_END: 'The session begins when the pass is no longer valid.',
  OTHER_HOST: 'The pass is for sessions of another host.',
  OTHER_TAGS: 'The pass is not for sessions of this kind.',
  NO_CREDITS: 'The pass has too few credits left.',
};

/** The pass does not pay for this booking. */
export class PassNotUsableError extends DomainError {
  readonly code = 'PASS_NOT_USABLE';
  readonly reason: PassObstacle;
  constructor(reason: PassObstacle) {
    super(obstacles[reason]);
    this.reason = reason;
  }
}

/** The offer is not for sale, or not to this person. `reason` is a sentence for people. */
export class PassOfferClosedError extends DomainError {
  readonly code = 'PASS_OFFER_CLOSED';
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** The pass's present status does not allow this. */
export class PassStatusError extends DomainError {
  readonly code = 'PASS_STATUS';
  readonly status: PassStatus;
  constructor(status: PassStatus) {
    super(`The pass is ${status.toLowerCase().replace('_', ' ')}: that cannot be done now.`);
    this.status = status;
  }
}

/** Returning the pass would pay nothing back, or its bookings stand in the way. `reason` is a sentence for people. */
export class PassNotReturnableError extends DomainError {
  readonly code = 'PASS_NOT_RETURNABLE';
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}
