import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import type { PracticeSession, WeekStart } from '../database/generated/client.ts';
import { supportedTimeZone } from '../time-zones.ts';

/** The longest practice. A longer measured time is capped, a longer figure of a client is refused. */
export const maximumSeconds = 14_400;

const day = 86_400_000;

/** The day number of a first day of the week: 3 January 1970 was a Saturday. */
const firstDays: Record<WeekStart, number> = { SATURDAY: 2, SUNDAY: 3, MONDAY: 4 };

// Creating one is slow.
const formats = new LRUCache<string, Intl.DateTimeFormat>({
  max: 100,
  memoMethod: (timeZone) =>
    new Intl.DateTimeFormat('en', {
      ...{ timeZone, calendar: 'iso8601' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    }),
});

/** The calendar day of an instant in a zone, as midnight UTC of that date: the form of the database's dates. */
export function localDay(instant: Date, timeZone: string): Date {
  const format = formats.memo(supportedTimeZone(timeZone));
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return new Date(`${parts.year}-${parts.month}-${parts.day}T00:00:00Z`);
}

/** The first instant of a local day. */
export function startOfDay(date: Date, timeZone: string): Date {
  return new Date(plainDate(date).toZonedDateTime(supportedTimeZone(timeZone)).epochMilliseconds);
}

/** An instant of a local day: at the time that clocks in the zone show at `now`, or as close as the day allows. */
export function sameTimeOn(date: Date, now: Date, timeZone: string): Date {
  const time = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(supportedTimeZone(timeZone))
    .toPlainTime();
  const instant = plainDate(date)
    .toPlainDateTime(time)
    .toZonedDateTime(supportedTimeZone(timeZone), { disambiguation: 'earlier' });
  return new Date(Math.max(instant.epochMilliseconds, startOfDay(date, timeZone).getTime()));
}

function plainDate(date: Date): Temporal.PlainDate {
  return Temporal.PlainDate.from(date.toISOString().slice(0, 10));
}

/** A day as the number of days since 1970-01-01. */
export function dayNumber(date: Date): number {
  return daysBetween(new Date(0), date);
}

/** The day of a day number. */
export function dayOf(number: number): Date {
  return new Date(number * day);
}

/** The number of a day's week: weeks since the first one that begins in 1970. */
export function weekNumber(date: Date, weekStart: WeekStart): number {
  return Math.floor((dayNumber(date) - firstDays[weekStart]) / 7);
}

/** The first day of a week. */
export function firstDayOf(week: number, weekStart: WeekStart): Date {
  return dayOf(week * 7 + firstDays[weekStart]);
}

/** The number of days from `from` to `to`. */
export function daysBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / day);
}

/** A day as an SQL date. SQL has no year 0; the first day of year 1 stands for any day of it. */
export function sqlDay(date: Date): string {
  const text = date.toISOString().slice(0, 10);
  return text.startsWith('0000') ? '0001-01-01' : text;
}

/** Practised time so far: the closed segments, and the running one by the server's clock. */
export function practisedSeconds(
  { durationSeconds, activeSince }: Pick<PracticeSession, 'durationSeconds' | 'activeSince'>,
  now: Date,
): number {
  const running = activeSince ? secondsBetween(activeSince, now) : 0;
  return Math.min(durationSeconds + running, maximumSeconds);
}

/** Wall-clock time from start to end, up to `now` while open. A client may have measured more: at least that. */
export function elapsedSeconds(
  practice: Pick<PracticeSession, 'startedAt' | 'completedAt' | 'durationSeconds' | 'activeSince'>,
  now: Date,
): number {
  return Math.max(secondsBetween(practice.startedAt, practice.completedAt ?? now), practisedSeconds(practice, now));
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000));
}
