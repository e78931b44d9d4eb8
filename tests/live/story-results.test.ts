import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberOf, resultOf } from '../../src/live/stories/results.ts';

describe('results', () => {
  test('numbers are read as people write them', () => {
    expect(['0', '13', '0.5', '½', '2½', '¾', '-1'].map(numberOf)).toEqual([0, 13, 0.5, 0.5, 2.5, 0.75, -1]);
    expect(['?', '☕', 'XL', '', '∞', 'Infinity', '1e3', '0x1', '5h'].map(numberOf)).toEqual(Array(9).fill(null));
  });

  test('of any votes', () => {
    const value = fc.constantFrom<string[]>('0', '½', '1', '2', '3', '5', '8', '13', '21', '?', '☕');
    const deck = fc.uniqueArray(value, { minLength: 2 });
    fc.assert(
      fc.property(deck, fc.array(value), (values, votes) => {
        const { counts, average, median, consensus } = resultOf(values, votes);
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(votes.length);
        for (const { value, count } of counts) expect(votes.filter((one) => one === value)).toHaveLength(count);
        const known = counts.map(({ value }) => values.indexOf(value)).filter((index) => index >= 0);
        expect(known).toEqual(known.toSorted((a, b) => a - b));
        expect(consensus).toBe(counts.length === 1);

        const numbers = votes.map(numberOf).filter((number) => number !== null);
        if (numbers.length === 0 || average === null || median === null) {
          expect([numbers.length, average, median]).toEqual([0, null, null]);
          return;
        }
        for (const middle of [average, median]) {
          expect(middle).toBeGreaterThanOrEqual(Math.min(...numbers));
          expect(middle).toBeLessThanOrEqual(Math.max(...numbers));
        }
        expect(numbers.filter((number) => number < median).length).toBeLessThanOrEqual(numbers.length / 2);
        expect(numbers.filter((number) => number > median).length).toBeLessThanOrEqual(numbers.length / 2);
        expect(resultOf(values, votes.toReversed())).toMatchObject({ average, median, consensus });
      }),
    );
  });
});
