import { dayOf } from '../time.ts';

const freezesPerMonth = 2;

/** Consecutive units (days or weeks) that count: the number of the first, and how many. */
export type Run = readonly [first: number, length: number];

/** Lengths of streaks, in units that count. */
export interface Streaks {
  /** The unbroken streak; 0 without one. */
  current: number;
  longest: number;
}

/** Streaks of sorted runs. A unit that does not count breaks a streak, except the present one (`now`). */
export function streaksOf(runs: readonly Run[], now: number): Streaks {
  return walk(runs, now, () => false);
}

/**
 * Streaks of days with freezes. A month has two freezes. A freeze bridges a missed day: the day does not break the streak
 * and does not count. A gap that the freezes cannot bridge completely uses none. `freezesLeft` is for the present month.
 */
export function frozenStreaksOf(runs: readonly Run[], today: number): Streaks & { freezesLeft: number } {
  const spent = new Map<number, number>();
  const left = (month: number) => freezesPerMonth - (spent.get(month) ?? 0);
  const streaks = walk(runs, today, (first, length) => {
    // No gap longer than the freezes of two months can be bridged; a gap of years need not be counted.
    if (length > 2 * freezesPerMonth) return false;
    const months = Array.from({ length }, (_, index) => monthOf(first + index));
    const isAffordable = months.every((month) => months.filter((other) => other === month).length <= left(month));
    if (isAffordable) for (const month of months) spent.set(month, (spent.get(month) ?? 0) + 1);
    return isAffordable;
  });
  return { ...streaks, freezesLeft: left(monthOf(today)) };
}

/** `bridges` returns whether a gap of `length` units leaves the streak unbroken. */
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
