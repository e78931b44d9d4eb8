import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

// A spreadsheet may be told to split at another delimiter than ours, and then reads a line without our quotes: a cell
// begins after each of these. Some trim blanks, quotes and invisible characters in front of a formula.
const separator = String.raw`[;\t\n\v\f\r\u0085\u2028\u2029]`;
const trimmed = String.raw`(?:(?!${separator})[\s\p{C}"'＂＇])*`;
const formulas = new RegExp(String.raw`(?=[=+\-@＝＋－＠])(?<=(?:^|${separator})${trimmed})`, 'gu');

/**
 * Rows as CSV (RFC 4180). A spreadsheet would take a text that begins with = + - @ for a formula, also after a
 * semicolon, a tab or a line break: an apostrophe is put in front of each. Numbers stay as they are.
 */
export function toCsv(rows: Cell[][]): string {
  const safe = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.replace(formulas, "'") : cell)));
  // By itself it would quote a line break only where that is the delimiter's.
  return stringify(safe, { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

/** Comes first in a file: spreadsheets take one without it for one of the system's own character set. */
export const byteOrderMark = '\ufeff';

/** Headers of an answer that is to be saved as a file of this name. */
export const csvHeaders = (name: string) => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}.csv"`,
  'Cache-Control': 'private, no-store',
});
