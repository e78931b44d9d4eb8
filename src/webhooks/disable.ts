import { recordAudit } from '../accounts/audit.ts';
import type { App } from '../context.ts';
import type { WebhookEndpoint } from '../database/generated/client.ts';
import { lockWebhookEndpoint } from '../database/locks.ts';
import type { Transaction } from '../database/transaction.ts';
import { never } from './deliveries.ts';
import { disabledNotifications } from './notifications.ts';

/** Stops a locked endpoint. What waits stays, until it is enabled again. */
export async function stopEndpoint(tx: Transaction, id: string, reason: string): Promise<WebhookEndpoint> {
  await tx.webhookDelivery.updateMany({ where: { endpointId: id, state: 'QUEUED' }, data: { nextAttemptAt: never } });
  return tx.webhookEndpoint.update({ where: { id }, data: { disabledAt: new Date(), disabledReason: reason } });
}

/** Disables an endpoint that does not answer as it should: audited, and every admin is told. */
export async function disableEndpoint(tx: Transaction, app: App, id: string, reason: string): Promise<void> {
  const endpoint = await lockWebhookEndpoint(tx, id);
  if (!endpoint || endpoint.disabledAt) return;
  await stopEndpoint(tx, id, reason);
  const by = { app, origin: { ipAddress: null }, viewer: null };
  const action = 'webhook_endpoint.disabled';
  await recordAudit(tx, by, { action, targetType: 'WebhookEndpoint', targetId: id, reason });
  await app.mail.queue(tx, await disabledNotifications(tx, id));
  app.log.warn({ endpointId: id, host: new URL(endpoint.url).host, reason }, 'a webhook endpoint was disabled');
}
