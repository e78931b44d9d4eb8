import './schema.ts';
import './seats/subscription.ts';
import './subscription.ts';
import './today/schema.ts';
import type { Feature } from '../feature.ts';
import { webhooksOf } from '../webhooks/sender.ts';
import { tailOf } from './entries.ts';

const secondsSince = (time: Date | null) => (time ? Math.max(0, (Date.now() - time.getTime()) / 1000) : 0);

export const dashboards: Feature = {
  figures: (app) => [
    {
      name: 'shala_log_readers',
      help: 'Subscriptions that follow events across sessions',
      read: () => tailOf(app).size,
    },
    {
      name: 'shala_log_held_back_seconds',
      help: 'For how long the oldest event waits for a transaction that is still open; 0 where neither subscriptions nor webhooks follow events across sessions',
      read: () => Math.max(secondsSince(tailOf(app).heldBackSince), secondsSince(webhooksOf(app).heldBackSince)),
    },
  ],
};
