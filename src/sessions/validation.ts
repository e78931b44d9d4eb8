import { z } from 'zod';
import { currency } from '../currencies.ts';
import { comparable, fault, line, text } from '../validation.ts';

export const maximumPriceMinor = 2_000_000_000;

const within = (minimum: number, maximum: number) =>
  z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`);

/** A tag in the form in which tags are stored and compared. */
export const tag = line(1, 30).transform(comparable).pipe(line(1, 30));

const tags = z
  .array(tag)
  .max(10, 'must have at most 10 tags')
  .transform((list) => [...new Set(list)]);

export const deck = z
  .array(line(1, 10))
  .min(2, 'must have at least 2 values')
  .max(30, 'must have at most 30 values')
  .refine((values) => new Set(values.map(comparable)).size === values.length, 'must not repeat a value');

/** A week. */
export const longestReminderMinutes = 10_080;

const reminderMinutes = z
  .array(within(5, longestReminderMinutes))
  .max(5, 'must have at most 5 reminders')
  .transform((list) => [...new Set(list)].sort((one, other) => other - one));

/** 30 days. */
const longestClosingMinutes = 43_200;

const settings = z.object({
  joinWindowMinutes: within(0, 1440).nullish(),
  idleTimeoutMinutes: within(1, 1440).nullish(),
  freeCancellationHours: within(0, 720).nullish(),
  bookingHoldMinutes: within(1, 1440).nullish(),
  bookingClosesMinutes: within(0, longestClosingMinutes).nullish(),
  reminderMinutes: reminderMinutes.nullish(),
  isLocked: z.boolean().nullish(),
  deck: deck.nullish(),
  autoReveal: z.boolean().nullish(),
});

const price = z.object({
  amountMinor: z.number().min(0, 'must not be negative').max(maximumPriceMinor, `must be at most ${maximumPriceMinor}`),
  currency: currency.nullish(),
});

const location = z.object({
  text: line(1, 200),
  coordinates: z.object({ latitude: within(-90, 90), longitude: within(-180, 180) }).nullish(),
});

const meetingUrl = z.string().refine((url) => url.startsWith('https:'), 'must begin with https://');

/** An instant to filter by. PostgreSQL has no year 0, and ISO 8601, in which it is sent, no year of five digits. */
export const instant = z
  .date()
  .min(new Date('0001-01-01T00:00:00Z'), 'must not be before the year 1')
  .max(new Date('9999-12-31T23:59:59.999Z'), 'must not be after the year 9999');

const farthestYears = 10;

// The margin tolerates clients whose clocks are slightly behind.
export const plannedStart = z
  .date()
  .refine((value) => value.getTime() > Date.now() - 60_000, fault('TOO_SMALL', 'must not be in the past'))
  .refine(
    (value) => value.getTime() < Date.now() + farthestYears * 366 * 86_400_000,
    fault('TOO_LARGE', `must be within ${farthestYears} years`),
  );

/** The start of a session that is moved or published. */
export const newStart = z.object({ startsAt: plannedStart });

export const durationMinutes = within(1, 1440);

const common = {
  imageUrl: z.string().nullish(),
  location: location.nullish(),
  meetingUrl: meetingUrl.nullish(),
  startsAt: plannedStart.nullish(),
  durationMinutes: durationMinutes.nullish(),
  timeZone: z.string().nullish(),
  price: price.nullish(),
  maxParticipants: within(1, 100_000).nullish(),
  visibility: z.enum(['LISTED', 'UNLISTED']).nullish(),
  admission: z.enum(['CODE', 'BOOKING']).nullish(),
  sequenceId: z.uuid().nullish(),
  settings: settings.nullish(),
};

/** The input that sessions and series share at their creation. */
export const creation = z.object({
  ...common,
  title: line(1, 120),
  description: text(0, 5000).nullish(),
  tags: tags.nullish(),
});

export const sessionCreation = creation
  .extend({ draft: z.boolean().nullish() })
  .refine(({ draft, startsAt }) => !draft || startsAt, { path: ['startsAt'], message: 'must be given for a draft' });

export const sessionUpdate = z.object({
  ...common,
  // Checked only if it differs from the present start: a form sends unchanged values too.
  startsAt: z.date().nullish(),
  title: line(1, 120).nullish(),
  description: text(0, 5000).nullish(),
  tags: tags.nullish(),
});

export type SessionCreation = z.input<typeof sessionCreation>;
export type ValidCreation = Omit<z.output<typeof creation>, 'startsAt' | 'durationMinutes' | 'timeZone'>;
export type SessionUpdate = z.input<typeof sessionUpdate>;
export type ValidSessionUpdate = z.output<typeof sessionUpdate>;

/** The given settings, without omitted and null ones. */
export function givenSettings(given: z.output<typeof settings> | null | undefined) {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value != null);
  return Object.fromEntries(entries) as {
    [Key in keyof z.output<typeof settings>]?: NonNullable<z.output<typeof settings>[Key]>;
  };
}
