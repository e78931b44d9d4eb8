import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberOf, toNumber } from '../../src/live/stories/numbers.ts';
import { resultOf } from '../../src/live/stories/results.ts';

/** The number that a vote is counted as; null for a word. */
const readNumber = (value: string) => {
  const number = numberOf(value);
  return number === null || number === 'unreadable' ? number : toNumber(number);
};

describe('results', () => {
  test('numbers are read as people write them', () => {
    const written = {
      ...{ '0': 0, '13': 13, '0.5': 0.5, '-1': -1, '+3': 3, '007': 7, '1.125': 1.125 },
      ...{ '.5': 0.5, '0,5': 0.5, ',5': 0.5, '2,75': 2.75, '0,125': 0.125 },
      ...{ '½': 0.5, '2½': 2.5, '¾': 0.75, '⅓': 1 / 3, '⅞': 0.875, '↉': 0, '⅟5': 0.2, '-½': -0.5, '2 ½': 2.5 },
      ...{ '1/2': 0.5, '3 / 4': 0.75, '1⁄3': 1 / 3, '1 1/2': 1.5, '−1/4': -0.25 },
      ...{ '１３': 13, '０．５': 0.5, '０，５': 0.5, '１／２': 0.5, '＋３': 3 },
      ...{ '٣': 3, '٠٫٥': 0.5, '۱۲': 12, '१३': 13, '๕': 5, '𝟓': 5, '5️⃣': 5 },
    };
    expect(Object.keys(written).map(readNumber)).toEqual(Object.values(written));
  });

  test('a word is no number, and a value with digits that cannot be read is unreadable', () => {
    expect(['?', '☕', 'XL', '', 'Infinity', '三', '🐘'].map(readNumber)).toEqual(Array(7).fill(null));
    const unreadable = [
      '1e3',
      '0x1',
      '5h',
      '5²',
      '1,000',
      '12,345',
      '1 000',
      '1.000,5',
      '1/0',
      '1/2/3',
      '½5',
      '½½',
      '5.',
      '2-3',
    ];
    for (const value of [...unreadable, '∞', '①', 'Ⅳ', '🔟', '2XL', '8+', '~5', '50%', '--1']) {
      expect([value, readNumber(value)]).toEqual([value, 'unreadable']);
    }
  });

  test('a vote that cannot be read leaves neither average nor median; words do not count', () => {
    expect(resultOf(['1', '5h', '?'], ['1', '?', '1'])).toMatchObject({ average: 1, median: 1 });
    expect(resultOf(['1', '5h', '?'], ['1', '5h', '1'])).toMatchObject({ average: null, median: null });
    expect(resultOf(['1', '5h', '?'], ['?', '?'])).toMatchObject({ average: null, median: null, consensus: true });
  });

  test('averages are the closest numbers to the exact ones', () => {
    expect(resultOf([], ['0.1', '0.2', '0.3'])).toMatchObject({ average: 0.2, median: 0.2 });
    expect(resultOf([], ['0,1', '0,7'])).toMatchObject({ average: 0.4, median: 0.4 });
    expect(resultOf([], ['⅓', '⅓', '⅓'])).toMatchObject({ average: 1 / 3, median: 1 / 3 });
    const cents = fc.array(fc.integer({ min: -99_999, max: 99_999 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(cents, (amounts) => {
        const sum = amounts.reduce((total, amount) => total + amount, 0);
        const sorted = amounts.toSorted((a, b) => a - b);
        const middle = [Math.floor((amounts.length - 1) / 2), Math.floor(amounts.length / 2)];
        const [lower, upper] = middle.map((index) => sorted[index] as number) as [number, number];
        // One division of whole numbers is rounded once, so it is exact in this sense.
        const exact = { average: sum / (amounts.length * 100) + 0, median: (lower + upper) / 200 + 0 };
        expect(
          resultOf(
            [],
            amounts.map((amount) => (amount / 100).toFixed(2)),
          ),
        ).toMatchObject(exact);
      }),
    );
  });

  test('a number is the same in every script and with either decimal sign', () => {
    const parts = fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 99 }));
    const zeros = fc.constantFrom(0x30, 0xff10, 0x660, 0x6f0, 0x966, 0xe50, 0x1d7ce, 0x1e950);
    fc.assert(
      fc.property(parts, zeros, fc.constantFrom('.', ',', '．', '，', '٫'), ([whole, cents], zero, separator) => {
        const inScript = (digits: string) =>
          [...digits].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
        const decimals = String(cents).padStart(2, '0');
        const written = `${inScript(String(whole))}${separator}${inScript(decimals)}`;
        expect(readNumber(written)).toBe(Number(`${whole}.${decimals}`));
      }),
    );
  });

  test('every text is a number, a word or unreadable, and never a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 10 }), (value) => {
        const number = readNumber(value);
        if (typeof number === 'number') expect(Number.isFinite(number)).toBe(true);
      }),
    );
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

        const numbers = votes.map(readNumber).filter((number) => typeof number === 'number');
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
