import './sequences/schema.ts';
import './sequences/mutations.ts';
import './schema.ts';
import './mutations.ts';
import './subscription.ts';
import './statistics/schema.ts';
import './settings/schema.ts';
import './settings/mutations.ts';
import './sharing/schema.ts';
import './sharing/mutations.ts';
import type { Feature } from '../feature.ts';
import { abandonStalePractices } from './abandonment.ts';
import { practiceLinks } from './sharing/route.ts';

export const practice: Feature = {
  routes: [practiceLinks],
  tasks: (app) => [{ name: 'abandon stale practices', interval: 60_000, run: () => abandonStalePractices(app) }],
};
