import { dayOf } from '../time.ts';

const freezesPerMonth = 2;

/** Units (days, or weeks) in a row that count: the number of the first, and how many. */
export type Run = readonly [first: number, length: number];

/** Two streaks, in units that count. */
export interface Streaks {
  /** The one that is not broken yet; 0 where none is. */
  current: number;
  longest: number;
}

/** Streaks of units that count, in their order: one that does not breaks a streak, unless it is not over by `now`. */
export function streaksOf(runs: readonly Run[], now: number): Streaks {
  return walk(runs, now, () => false);
}

/**
 * Streaks of days, in which a missed day is bridged while fewer than two were in its month: it neither breaks the
 * streak nor counts. A gap that cannot be bridged as a whole costs no freeze. Tells besides how many freezes the
 * present month has left.
 */
export function frozenStreaksOf(runs: readonly Run[], today: number): Streaks & { freezesLeft: number } {
  const spent = new Map<number, number>();
  const left = (month: number) => freezesPerMonth - (spent.get(month) ?? 0);
  const streaks = walk(runs, today, (first, length) => {
    // More in a row than two months allow, and nobody need count the days of years without practice.
    if (length > 2 * freezesPerMonth) return false;
    const months = Array.from({ length }, (_, index) => monthOf(first + index));
    const isAffordable = months.every((month) => months.filter((other) => other === month).length <= left(month));
    if (isAffordable) for (const month of months) spent.set(month, (spent.get(month) ?? 0) + 1);
    return isAffordable;
  });
  return { ...streaks, freezesLeft: left(monthOf(today)) };
}

/** `bridges` says whether so many missed units from a first one on leave a streak unbroken. */
function walk(runs: readonly Run[], now: number, bridges: (firstMissed: number, length: number) => boolean): Streaks {
  let streak = 0;
  let longest = 0;
  let end = runs[0]?.[0] ?? now;
  const goesOnTo = (next: number) => {
    const missed = Math.min(next, now) - end;
    return missed <= 0 || bridges(end, missed);
  };
  for (const [first, length] of runs) {
    streak = goesOnTo(first) ? streak + length : length;
    longest = Math.max(longest, streak);
    end = first + length;
  }
  return { current: goesOnTo(now) ? streak : 0, longest };
}

function monthOf(day: number): number {
  const date = dayOf(day);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
