import './schema.ts';
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
  ],
};
