import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

/**
 * Rows as CSV (RFC 4180). A spreadsheet would take a text that starts with = + - @ or a tab for a formula: those get an
 * apostrophe in front. Numbers are left as they are.
 */
export function toCsv(rows: Cell[][]): string {
  // By itself it would quote a line break only where that is the delimiter's.
  return stringify(rows, { record_delimiter: 'windows', escape_formulas: true, quoted_match: /[\r\n]/ });
}

/** Comes first in a file: spreadsheets take one without it for one of the system's own character set. */
export const byteOrderMark = '\ufeff';

/** Headers of an answer that is to be saved as a file of this name. */
export const csvHeaders = (name: string) => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}.csv"`,
  'Cache-Control': 'private, no-store',
});
