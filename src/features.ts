import { accounts } from './accounts/index.ts';
import { admin } from './admin/index.ts';
import { bookings } from './bookings/index.ts';
import { dashboards } from './dashboards/index.ts';
import { demo } from './demo/index.ts';
import type { Feature } from './feature.ts';
import { lifecycle } from './lifecycle/index.ts';
import { live } from './live/index.ts';
import { notifications } from './notifications/index.ts';
import { passes } from './passes/index.ts';
import { practice } from './practice/index.ts';
import { privacy } from './privacy/index.ts';
import { promotions } from './promotions/index.ts';
import { sessions } from './sessions/index.ts';
import { webhooks } from './webhooks/index.ts';

/** The features in their order: each imports only features to its left. */
export const features: Feature[] = [
  accounts,
  sessions,
  passes,
  promotions,
  bookings,
  practice,
  live,
  lifecycle,
  webhooks,
  notifications,
  privacy,
  admin,
  dashboards,
  demo,
];
