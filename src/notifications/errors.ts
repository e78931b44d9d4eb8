import type { DeliveryState } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';

/** The delivery's present state does not allow this. */
export class NotificationDeliveryStateError extends DomainError {
  readonly code = 'NOTIFICATION_DELIVERY_STATE';
  readonly state: DeliveryState;
  constructor(state: DeliveryState) {
    super(state === 'SENT' ? 'The mail was sent.' : 'The mail waits to be sent.');
    this.state = state;
  }
}
