import './schema.ts';
import './seats/subscription.ts';
import './subscription.ts';
import './today/schema.ts';
import type { Feature } from '../feature.ts';
import { tailOf } from './entries.ts';

export const dashboards: Feature = {
  figures: (app) => [
    {
      name: 'shala_log_readers',
      help: 'Subscriptions that follow events across sessions',
      read: () => tailOf(app).size,
    },
    {
      name: 'shala_log_held_back_seconds',
      help: 'For how long the oldest event waits for a transaction that is still open; 0 where nobody follows events across sessions',
      read: () => tailOf(app).secondsHeldBack,
    },
  ],
};
