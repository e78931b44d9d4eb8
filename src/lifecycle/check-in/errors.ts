import { DomainError } from '../../errors.ts';

/** People are not checked in yet, or not any more. */
export class CheckInClosedError extends DomainError {
  readonly code = 'CHECK_IN_CLOSED';
  readonly opensAt: Date;
  readonly closesAt: Date | null;
  constructor(opensAt: Date, closesAt: Date | null, now = new Date()) {
    super(now < opensAt ? 'Check-in has not opened yet.' : 'Check-in is over: correct the booking instead.');
    this.opensAt = opensAt;
    this.closesAt = closesAt;
  }
}
