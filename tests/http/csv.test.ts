import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, toCsv } from '../../src/http/csv.ts';

/** Text as people type it, with a good share of what matters to a spreadsheet. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('=', '+', '-', '@', '＝', "'", '"', ';', ',', '\t', '\n', '\r', '\u2028', ' ', '\u200b', 'a', '1'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});
const rows = fc.array(fc.tuple(text, fc.option(text), fc.integer()), { minLength: 1, maxLength: 5 });

/** The text that a cell was made of, by the code of the guide. */
const guide = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');
const code = /```js\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
const originalText = new Function('cell', `${code}; return original;`) as (cell: string) => string;

const read = (csv: string, delimiter = ',') =>
  parse(csv, { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }) as string[][];

test('whatever delimiter a spreadsheet splits at, no text begins a formula', () => {
  fc.assert(
    fc.property(rows, (cells) => {
      const csv = toCsv(cells.map(([first, second]) => [first, second, 'end']));
      for (const line of csv.split(/[\r\n\v\f\u0085\u2028\u2029]/)) {
        for (const cell of line.split(/[;\t]/)) expect(cell).not.toMatch(/^[\s\p{C}"＂]*[=+\-@＝＋－＠]/u);
      }
      for (const cell of read(csv, ',').flat()) expect(cell).not.toMatch(/^[\s\p{C}]*[=+\-@＝＋－＠]/u);
    }),
    { numRuns: 2_000 },
  );
});

test('a file read back, and each text without its apostrophes, is what was written; numbers are numbers', () => {
  fc.assert(
    fc.property(rows, (cells) => {
      const csv = toCsv(cells as Cell[][]);
      const found = parse(csv, { record_delimiter: '\r\n' }) as string[][];
      expect(found.map(([first, second]) => [first, second].map((cell) => originalText(cell as string)))).toEqual(
        cells.map(([first, second]) => [first, second ?? '']),
      );
      expect(found.map(([, , number]) => number)).toEqual(cells.map(([, , number]) => String(number)));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['Mats;=1+1', "Mats;'=1+1"],
  ['Mats; =1+1', "Mats; '=1+1"],
  ['Mats\t@SUM(A1)', "Mats\t'@SUM(A1)"],
  ['Bring\n- a mat\r\n- water', "Bring\n'- a mat\r\n'- water"],
  ['"=1"', `"'=1"`],
  ['\u200b=1', "\u200b'=1"],
  ["'=1", "''=1"],
  ['1-2=3; fine', '1-2=3; fine'],
])('%j is written as %j', (given, written) => {
  expect((parse(toCsv([[given]]), { record_delimiter: '\r\n' }) as string[][])[0]).toEqual([written]);
});
