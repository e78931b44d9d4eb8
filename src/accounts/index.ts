import './schema.ts';
import './mutations.ts';
import './device-sessions/schema.ts';
import './device-sessions/mutations.ts';
import './device-sessions/subscription.ts';
import './authentication/mutations.ts';
import './passwords/mutations.ts';
import './emails/mutations.ts';
import type { Feature } from '../feature.ts';
import { recordConnectedActivity } from './authentication/viewer.ts';
import { deleteExpiredDownloadLinks } from './downloads/service.ts';
import { deleteExpiredLinks } from './links/service.ts';
import { accountNotifications } from './notifications.ts';
import { passwordsWaiting } from './passwords/hashing.ts';

export const accounts: Feature = {
  notifications: accountNotifications,
  tasks: (app) => [
    { name: 'delete expired links', interval: 60_000, run: () => deleteExpiredLinks(app) },
    { name: 'record the activity of open connections', interval: 15_000, run: () => recordConnectedActivity(app) },
    { name: 'delete expired download links', interval: 60_000, run: () => deleteExpiredDownloadLinks(app) },
  ],
  figures: (app) => [
    { name: 'shala_passwords_waiting', help: 'Passwords that wait to be hashed', read: () => passwordsWaiting(app) },
  ],
};
