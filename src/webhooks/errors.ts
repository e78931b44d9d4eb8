import { DomainError } from '../errors.ts';

/** Nothing is sent to the endpoint: it has to be enabled first. */
export class WebhookEndpointDisabledError extends DomainError {
  readonly code = 'WEBHOOK_ENDPOINT_DISABLED';
  constructor() {
    super('The endpoint is disabled. Enable it first.');
  }
}
