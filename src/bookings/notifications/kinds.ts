import { handOverNotifications } from './hand-over.ts';
import { hostNotifications } from './host.ts';
import { personNotifications } from './person.ts';
import { dailySummary } from './summary.ts';

export const bookingNotifications = [
  ...personNotifications,
  ...hostNotifications,
  ...handOverNotifications,
  dailySummary,
];
