import type { Booking } from '../../database/generated/client.ts';

type Priced = Pick<Booking, 'seats' | 'seatsBooked' | 'amountMinor' | 'keptMinor' | 'refundMinor'>;

/**
 * What the first seats of a booking cost together, in minor units. The prices of all seats add up to the amount, also
 * where it cannot be divided evenly.
 */
function priceOf({ amountMinor, seatsBooked }: Priced, seats: number): number {
  return Math.floor((amountMinor * seats) / seatsBooked);
}

/** The part of a booking's amount that is the price of seats which it gives back. */
export function shareOf(booking: Priced, returned: number): number {
  return priceOf(booking, booking.seats) - priceOf(booking, booking.seats - returned);
}

/** What goes back for seats of a confirmed booking that are returned with a refund. More may have been refunded before. */
export function refundFor(booking: Priced, returned: number): number {
  const { amountMinor, keptMinor, refundMinor, seats } = booking;
  const all = Math.max(0, amountMinor - keptMinor - (refundMinor ?? 0));
  return returned < seats ? Math.min(all, shareOf(booking, returned)) : all;
}

/** What goes back for the seats that a booking gave back with a refund before. */
export function refundOfReturned(booking: Priced): number {
  return booking.amountMinor - priceOf(booking, booking.seats) - booking.keptMinor;
}
