import { z } from 'zod';
import { parseTimeZone } from './time-zones.ts';

/** The settings of what stands on receipts. */
export const receiptSettings = {
  STUDIO_NAME: z
    .string()
    .max(200)
    .default('Shala')
    .describe(
      'Name of the studio on receipts, at most 200 characters; fixed on each receipt when it is issued, as are the next three',
    ),
  STUDIO_ADDRESS: z
    .string()
    .max(500)
    .optional()
    .describe('Postal address of the studio on receipts, in one line with commas, at most 500 characters'),
  TAX_NUMBER: z.string().max(100).optional().describe('Tax number of the studio on receipts, at most 100 characters'),
  TAX_RATE_PERCENT: z
    .string()
    .trim()
    .regex(/^\d+(?:\.\d{1,3})?$/, 'must be a number with at most three decimals, like 19 or 7.7')
    .transform(Number)
    .pipe(z.number().max(100))
    .default(0)
    .describe('Tax that prices include, in percent, with up to three decimals, like `19` or `7.7`; 0 for none'),
  STUDIO_TIME_ZONE: z
    .string()
    .refine((name) => parseTimeZone(name) !== null, 'must be a time zone of the IANA database, like Europe/Berlin')
    .default('UTC')
    .describe('Time zone of the studio: that of the days on receipts, and of the years in which they are numbered'),
};
