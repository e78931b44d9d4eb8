/** The outcome of a round of voting. */
export interface StoryResult {
  counts: { value: string; count: number }[];
  average: number | null;
  median: number | null;
  consensus: boolean;
}

const fractions: Record<string, number> = { '¼': 0.25, '½': 0.5, '¾': 0.75 };

/** The number that a deck's value stands for, '½' and '2½' too; null for '?', '☕' and any other word. */
export function numberOf(value: string): number | null {
  if (/^[+-]?\d+(\.\d+)?$/.test(value)) return Number(value);
  const [, whole, fraction] = /^(\d*)([¼½¾])$/.exec(value) ?? [];
  return fraction === undefined ? null : Number(whole) + (fractions[fraction] as number);
}

/** Counts in the deck's order, of values that got votes; one that the deck has lost since comes last. */
export function resultOf(deck: readonly string[], votes: readonly string[]): StoryResult {
  const counts = new Map<string, number>();
  for (const value of votes) counts.set(value, (counts.get(value) ?? 0) + 1);
  const numbers = votes
    .map(numberOf)
    .filter((number) => number !== null)
    .sort((a, b) => a - b);
  return {
    counts: [...new Set([...deck, ...votes])].flatMap((value) => {
      const count = counts.get(value);
      return count === undefined ? [] : [{ value, count }];
    }),
    average: numbers.length > 0 ? numbers.reduce((sum, number) => sum + number, 0) / numbers.length : null,
    median: medianOf(numbers),
    consensus: counts.size === 1,
  };
}

function medianOf(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
