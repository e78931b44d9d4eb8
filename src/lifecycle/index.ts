import './mutations.ts';
import './bookings/mutations.ts';
import './check-in/mutations.ts';
import './series/schema.ts';
import './series/mutations.ts';
import type { Feature } from '../feature.ts';
import { endAbandonedSessions } from './abandoned.ts';
import { extendSeries } from './series/dates.ts';

export const lifecycle: Feature = {
  tasks: (app) => [
    { name: 'end abandoned sessions', interval: 30_000, run: () => endAbandonedSessions(app) },
    { name: 'extend series', interval: 3_600_000, run: () => extendSeries(app) },
  ],
};
