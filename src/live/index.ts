import './participants/schema.ts';
import './participants/mutations.ts';
import './stories/schema.ts';
import './stories/mutations.ts';
import './events/schema.ts';
import './events/subscription.ts';
import type { Feature } from '../feature.ts';
import { feedsOf } from './events/feeds.ts';
import { leavePresence, presenceRenewal } from './presence/node.ts';
import { expirePresence } from './presence/service.ts';
import { storyExport } from './stories/export.ts';

export const live: Feature = {
  routes: [storyExport],
  tasks: (app) => [presenceRenewal(app), { name: 'expire presence', interval: 2_000, run: () => expirePresence(app) }],
  figures: (app) => [
    { name: 'shala_feeds_open', help: 'Sessions whose events are followed', read: () => feedsOf(app).size },
  ],
  stop: leavePresence,
};
