import { z } from 'zod';
import { creation, durationMinutes, plannedStart, sessionUpdate } from '../../sessions/validation.ts';
import { parseRule } from './recurrence.ts';

const rule = z.string().transform((given, context) => {
  const parsed = parseRule(given);
  if ('rule' in parsed) return parsed.rule;
  context.addIssue({ code: 'custom', message: parsed.fault });
  return z.NEVER;
});

// RFC 5545 has no fractions of a second.
const firstStart = plannedStart.transform((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

export const seriesCreation = creation.extend({ startsAt: firstStart, durationMinutes, timeZone: z.string(), rule });
export const seriesUpdate = sessionUpdate.extend({ startsAt: firstStart.nullish(), rule: rule.nullish() });

export type SeriesCreation = z.input<typeof seriesCreation>;
export type SeriesUpdate = z.input<typeof seriesUpdate>;
export type ValidSeriesUpdate = z.output<typeof seriesUpdate>;
