import {
  type CalendarDate,
  fromDate,
  parseAbsolute,
  parseDate,
  parseDateTime,
  startOfMonth,
  toCalendarDate,
  toCalendarDateTime,
  toZoned,
} from '@internationalized/date';
import { now } from '../graphql/clock.ts';

const nowIn = (zone: string) => fromDate(new Date(now()), zone);
const today = (zone: string): CalendarDate => toCalendarDate(nowIn(zone));

/** The first instant of a day that is so many days after today, in a zone. */
export function dayFromNow(days: number, zone: string): string {
  return today(zone).add({ days }).toDate(zone).toISOString();
}

/** The first day of the present month in a zone. */
export const thisMonth = (zone: string): string => startOfMonth(today(zone)).toString();

/** The first day of the month so many months after that of a day. */
export const monthAfter = (day: string, months: number): string =>
  startOfMonth(parseDate(day)).add({ months }).toString();

/** The days of the year that ends today, in a zone. */
export function lastYear(zone: string): { from: CalendarDate; to: CalendarDate } {
  const to = today(zone);
  return { from: to.subtract({ years: 1 }).add({ days: 1 }), to };
}

/** An instant as a field of date and time shows it, in a zone. */
export const toField = (at: string, zone: string): string =>
  toCalendarDateTime(parseAbsolute(at, zone)).toString().slice(0, 16);

/** The instant that a field of date and time means in a zone. */
export const fromField = (text: string, zone: string): string => toZoned(parseDateTime(text), zone).toAbsoluteString();

/** The next full hour in a zone, as a field shows it. */
export function nextHour(zone: string): string {
  const later = nowIn(zone).add({ hours: 1 });
  return toCalendarDateTime(later).set({ minute: 0, second: 0, millisecond: 0 }).toString().slice(0, 16);
}
