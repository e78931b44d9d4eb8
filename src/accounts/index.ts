import './schema.ts';
import './mutations.ts';
import './device-sessions/schema.ts';
import './device-sessions/mutations.ts';
import './device-sessions/subscription.ts';
import './authentication/mutations.ts';
import './passwords/mutations.ts';
import './emails/mutations.ts';
import './totp/schema.ts';
import './totp/mutations.ts';
import './passkeys/schema.ts';
import './passkeys/mutations.ts';
import type { Feature } from '../feature.ts';
import { recordConnectedActivity } from './authentication/viewer.ts';
import { deleteExpiredChallenges } from './challenges/service.ts';
import { shortenDeviceSessions } from './device-sessions/service.ts';
import { deleteExpiredDownloadLinks } from './downloads/service.ts';
import { deleteExpiredLinks } from './links/service.ts';
import { accountNotifications } from './notifications.ts';
import { passwordTurns } from './passwords/hashing.ts';
import { type QueueName, queueNames } from './passwords/turns.ts';

export const accounts: Feature = {
  notifications: accountNotifications,
  tasks: (app) => [
    { name: 'shorten device sessions', interval: 15 * 60_000, run: () => shortenDeviceSessions(app) },
    { name: 'delete expired links', interval: 60_000, run: () => deleteExpiredLinks(app) },
    { name: 'record the activity of open connections', interval: 15_000, run: () => recordConnectedActivity(app) },
    { name: 'delete expired challenges', interval: 60_000, run: () => deleteExpiredChallenges(app) },
    { name: 'delete expired download links', interval: 60_000, run: () => deleteExpiredDownloadLinks(app) },
  ],
  figures: (app) => {
    const waitingIn = (name: QueueName) => passwordTurns(app).waitingIn(name);
    return [
      {
        name: 'shala_passwords_waiting',
        help: 'Passwords that wait to be hashed, in all queues',
        read: () => queueNames.reduce((sum, name) => sum + waitingIn(name), 0),
      },
      ...queueNames.map((name) => ({
        name: `shala_passwords_waiting_${name.toLowerCase()}`,
        help: `Passwords that wait to be hashed in the queue ${name}`,
        read: () => waitingIn(name),
      })),
    ];
  },
};
