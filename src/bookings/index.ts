import './schema.ts';
import './seats/schema.ts';
import './places/schema.ts';
import './mutations.ts';
import './desk/mutations.ts';
import './guests/schema.ts';
import './subscription.ts';
import './payments/schema.ts';
import './receipts/schema.ts';
import './passes/schema.ts';
import './passes/mutations.ts';
import './promotions/schema.ts';
import './quote/schema.ts';
import './revenue/schema.ts';
import './statements/schema.ts';
import './calendar/mutations.ts';
import type { Feature } from '../feature.ts';
import { calendarRoute } from './calendar/feed.ts';
import { forgetGuests, handOverGuestBookings } from './guests/service.ts';
import { bookingNotifications } from './notifications/kinds.ts';
import { queueReminders } from './notifications/reminders.ts';
import { queueSummaries } from './notifications/summary.ts';
import { checkoutPages } from './payments/checkout.ts';
import { paymentWebhook } from './payments/webhook.ts';
import { receiptPages } from './receipts/page.ts';
import { completeDrafts, issueMissingReceipts } from './receipts/service.ts';
import { expireHolds } from './seats/service.ts';

export const bookings: Feature = {
  routes: [paymentWebhook, checkoutPages, receiptPages, calendarRoute],
  notifications: bookingNotifications,
  tasks: (app) => [
    { name: 'expire booking holds', interval: 5_000, run: () => expireHolds(app) },
    { name: 'write receipts that were only numbered', interval: 5_000, run: () => completeDrafts(app) },
    { name: 'issue receipts that are missing', interval: 60_000, run: () => issueMissingReceipts(app) },
    { name: 'hand over bookings of guests', interval: 5_000, run: () => handOverGuestBookings(app) },
    { name: 'forget guests', interval: 3_600_000, run: () => forgetGuests(app) },
    { name: 'queue reminders of sessions', interval: 30_000, run: () => queueReminders(app) },
    { name: 'queue summaries of the day', interval: 300_000, run: () => queueSummaries(app) },
  ],
};
