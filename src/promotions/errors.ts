import { DomainError } from '../errors.ts';
import type { PromotionObstacle } from './rules.ts';

const obstacles: Record<PromotionObstacle, string> = {
  UNKNOWN: 'There is no such code for this session.',
  NOT_YET: 'The code is not valid yet.',
  OVER: 'The code is not valid any more.',
  OTHER_SESSIONS: 'The code is not for this session.',
  OTHER_CURRENCY: 'The code is for prices in another currency.',
  USED_UP: 'The code was used as often as it may be.',
  USED_BY_YOU: 'You have used the code as often as you may.',
  NOT_NEEDED: 'The session is free: no code is needed.',
  WITH_PASS: 'A code lowers a price: with a pass there is none to pay.',
};

/** The promotion code does not lower the price of this booking. */
export class PromotionNotUsableError extends DomainError {
  readonly code = 'PROMOTION_NOT_USABLE';
  readonly reason: PromotionObstacle;
  constructor(reason: PromotionObstacle) {
    super(obstacles[reason]);
    this.reason = reason;
  }
}

/** The host, or the studio, has another code that is spelt alike. */
export class PromotionCodeTakenError extends DomainError {
  readonly code = 'PROMOTION_CODE_TAKEN';
  constructor() {
    super('There is a code that is spelt alike.');
  }
}
