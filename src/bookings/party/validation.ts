import { createHash } from 'node:crypto';
import { z } from 'zod';
import { line } from '../../validation.ts';

/** The most seats of one booking: the person who books and nine guests. */
export const maximumSeats = 10;

export const seats = z.number().min(1, 'must be at least 1').max(maximumSeats, `must be at most ${maximumSeats}`);

export const guestNames = z.array(line(1, 100)).max(maximumSeats - 1, `must have at most ${maximumSeats - 1} names`);

/** Whether every guest with a name has a seat beside that of the person who books. */
export const hasSeatsFor = (names: string[], seats: number) => names.length < seats;

/** A party in what identifies a retry: that is kept for as long as the booking, and must not name anybody. */
export function partyBody({ seats, guestNames: names }: { seats: number; guestNames: string[] }) {
  const digest = () => createHash('sha256').update(JSON.stringify(names)).digest('base64url');
  return { seats, guestNames: names.length > 0 ? digest() : [] };
}

/** The fault of names without seats. */
export const tooManyNames = {
  path: ['guestNames'],
  message: 'must have fewer names than the booking has seats: one seat is your own',
};
