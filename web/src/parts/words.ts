import type { BookingStatus } from '../generated/types.ts';
import { formatNumber } from './locale.ts';

/** What a person did with a booking, from its status. */
export function bookingText(status: BookingStatus, title: string): string {
  const texts: Record<BookingStatus, string> = {
    CONFIRMED: `booked ${title}`,
    PENDING: `holds a seat of ${title}, to be paid`,
    WAITLISTED: `waits for a seat of ${title}`,
    CANCELLED: `has no seat of ${title} any longer`,
    COMPLETED: `attended ${title}`,
    NO_SHOW: `did not come to ${title}`,
  };
  return texts[status];
}

/** An enum value in words: NO_SHOW is "No show". */
export function words(value: string): string {
  const text = value.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const plurals = new Intl.PluralRules('en');

/** A number with its noun. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${formatNumber(number)} ${plurals.select(number) === 'one' ? one : many}`;
}
