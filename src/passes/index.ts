import './offers/schema.ts';
import './offers/mutations.ts';
import './schema.ts';
import './mutations.ts';
import type { Feature } from '../feature.ts';
import { passNotifications } from './notifications/kinds.ts';
import { expirePasses } from './sweep.ts';

export const passes: Feature = {
  notifications: passNotifications,
  tasks: (app) => [{ name: 'expire passes', interval: 30_000, run: () => expirePasses(app) }],
};
