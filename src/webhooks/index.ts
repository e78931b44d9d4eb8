import './schema.ts';
import './mutations.ts';
import type { Feature } from '../feature.ts';
import { deleteOldDeliveries } from './deliveries.ts';
import { webhookNotifications } from './notifications.ts';
import { webhooksOf } from './sender.ts';

export const webhooks: Feature = {
  notifications: webhookNotifications,
  tasks: (app) => [
    { name: 'queue webhooks', interval: 2_000, run: () => webhooksOf(app).relay() },
    { name: 'send webhooks', interval: 2_000, run: async () => webhooksOf(app).wake() },
    { name: 'count waiting webhooks', interval: 15_000, run: () => webhooksOf(app).countWaiting() },
    { name: 'delete old webhook deliveries', interval: 60_000, run: () => deleteOldDeliveries(app.database) },
  ],
  figures: (app) => [
    {
      name: 'shala_webhooks_under_way',
      help: 'Webhooks that this node is sending',
      read: () => webhooksOf(app).underWay,
    },
    {
      name: 'shala_webhooks_queued',
      help: 'Webhooks of all nodes to enabled endpoints that are not sent yet',
      read: () => webhooksOf(app).waiting.count,
    },
    {
      name: 'shala_webhooks_oldest_seconds',
      help: 'Age of the oldest event that an enabled endpoint has not taken yet',
      read: () => webhooksOf(app).waiting.oldestSeconds,
    },
    {
      name: 'shala_webhook_endpoints_disabled',
      help: 'Webhook endpoints that are disabled',
      read: () => webhooksOf(app).waiting.disabledEndpoints,
    },
  ],
  stop: (app) => webhooksOf(app).stop(),
};
