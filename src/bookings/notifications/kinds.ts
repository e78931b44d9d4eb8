import { hostNotifications } from './host.ts';
import { personNotifications } from './person.ts';
import { dailySummary } from './summary.ts';

export const bookingNotifications = [...personNotifications, ...hostNotifications, dailySummary];
