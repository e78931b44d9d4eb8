import { compare, divide, numberOf, sum, toNumber } from './numbers.ts';

/** The outcome of a round of voting. */
export interface StoryResult {
  counts: { value: string; count: number }[];
  average: number | null;
  median: number | null;
  consensus: boolean;
}

/** Counts are in the deck's order. A value that is no longer in the deck comes last. */
export function resultOf(deck: readonly string[], votes: readonly string[]): StoryResult {
  const counts = new Map<string, number>();
  for (const value of votes) counts.set(value, (counts.get(value) ?? 0) + 1);
  return {
    counts: [...new Set([...deck, ...votes])].flatMap((value) => {
      const count = counts.get(value);
      return count === undefined ? [] : [{ value, count }];
    }),
    ...middlesOf(votes),
    consensus: counts.size === 1,
  };
}

/** Null without numbers, and where a vote looks like a number but cannot be read: leaving it out would be wrong. */
function middlesOf(votes: readonly string[]): { average: number | null; median: number | null } {
  const read = votes.map(numberOf).filter((number) => number !== null);
  const numbers = read.filter((number) => number !== 'unreadable').sort(compare);
  const upper = numbers[Math.floor(numbers.length / 2)];
  const lower = numbers[Math.floor((numbers.length - 1) / 2)];
  if (!lower || !upper || numbers.length < read.length) return { average: null, median: null };
  return {
    average: toNumber(divide(numbers.reduce(sum), numbers.length)),
    median: toNumber(divide(sum(lower, upper), 2)),
  };
}
