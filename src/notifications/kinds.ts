import { accountNotifications } from '../accounts/notifications.ts';
import { bookingNotifications } from '../bookings/notifications/kinds.ts';
import type { NotificationKind } from '../feature.ts';
import { passNotifications } from '../passes/notifications/kinds.ts';
import { webhookNotifications } from '../webhooks/notifications.ts';

/** The kinds of all features: the values of the schema's enum. */
export const kinds: NotificationKind[] = [
  ...accountNotifications,
  ...passNotifications,
  ...bookingNotifications,
  ...webhookNotifications,
];

/** The kind with this name; undefined for any other name. */
export const kindOf = (name: string) => kinds.find((kind) => kind.name === name);
