import { count } from '../parts/words.ts';

/** How many of a party came. */
export const arrivedText = (arrived: number, seats: number) =>
  seats === 1 ? 'Checked in' : `${arrived} of ${count(seats, 'person', 'people')} checked in`;
