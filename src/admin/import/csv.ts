import { CsvError, parse } from 'csv-parse';
import { FileTooLargeError, ImportRefusedError } from './errors.ts';

export const maximumBytes = 64 * 2 ** 20;
const maximumRows = 500_000;
const maximumRowLength = 64 * 1024;

/** A row by the names of its columns, with the line on which it begins. */
export interface CsvRow {
  line: number;
  cells: Record<string, string>;
}

interface Columns {
  known: string[];
  required: string[];
}

/** Reads the rows of a CSV file as it arrives. Its delimiter is the one of `,`, `;` and tab that its first line has most of. */
export async function* readCsv(body: AsyncIterable<Uint8Array>, columns: Columns): AsyncGenerator<CsvRow> {
  const text = decoded(body);
  const beginning = await firstLine(text);
  const parser = parse({
    ...{ bom: true, info: true, skip_empty_lines: true, relax_column_count: true, trim: true },
    // As spreadsheets leave them at the end: nothing but delimiters.
    skip_records_with_empty_values: true,
    ...{ delimiter: delimiterOf(beginning), max_record_size: maximumRowLength },
  });
  const sent = send(text, beginning, parser);
  // Whoever reads the rows hears of it.
  sent.catch((error: unknown) => parser.destroy(error as Error));
  let header: string[] | null = null;
  let rows = 0;
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      const line = info.lines - record.join('').split('\n').length + 1;
      if (header === null) {
        header = record;
        checkHeader(header, columns);
      } else {
        rows += 1;
        if (rows > maximumRows) throw new FileTooLargeError(`${maximumRows} rows`);
        yield { line, cells: cellsOf(header, record, line) };
      }
    }
  } catch (error) {
    throw error instanceof CsvError ? new ImportRefusedError([faultOf(error)]) : error;
  }
  if (header === null) throw new ImportRefusedError([{ line: 1, column: null, message: 'The file is empty.' }]);
}

function cellsOf(header: string[], record: string[], line: number): Record<string, string> {
  if (record.length > header.length && record.slice(header.length).some((cell) => cell !== ''))
    throw new ImportRefusedError([
      { line, column: null, message: `has ${record.length} cells, but the header has ${header.length}` },
    ]);
  return Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']));
}

function checkHeader(header: string[], { known, required }: Columns): void {
  const fault = (column: string, message: string) => ({ line: 1, column, message });
  const faults = [
    ...required.filter((name) => !header.includes(name)).map((name) => fault(name, 'is missing in the header')),
    ...header
      .filter((name) => !known.includes(name))
      .map((name) => fault(name.slice(0, 100), `is no column of this file: they are ${known.join(', ')}`)),
    ...header
      .filter((name, index) => header.indexOf(name) !== index)
      .map((name) => fault(name.slice(0, 100), 'stands twice in the header')),
  ];
  if (faults.length > 0) throw new ImportRefusedError(faults);
}

const messages: Record<string, string> = {
  CSV_MAX_RECORD_SIZE: `The row is longer than ${maximumRowLength} characters; a quotation mark may not be closed.`,
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark is not closed.',
};

function faultOf(error: CsvError) {
  const line = Number((error as { lines?: number }).lines ?? 1);
  return { line, column: null, message: messages[error.code] ?? 'A quotation mark stands where none may stand.' };
}

/** The text of a body in UTF-8; throws where it is in another encoding, or too large. */
async function* decoded(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let [bytes, lines] = [0, 1];
  const decode = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      const message = 'The file is not UTF-8 from about this line on.';
      throw new ImportRefusedError([{ line: lines, column: null, message }]);
    }
  };
  // The parser counts CRLF in a quoted cell as two lines.
  let end = '';
  const unixLines = (text: string, isLast = false) => {
    const whole = end + text;
    end = !isLast && whole.endsWith('\r') ? '\r' : '';
    return whole.slice(0, whole.length - end.length).replaceAll('\r\n', '\n');
  };
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maximumBytes) throw new FileTooLargeError(`${maximumBytes / 2 ** 20} MiB`);
    const text = unixLines(decode(chunk));
    yield text;
    lines += text.split('\n').length - 1;
  }
  yield unixLines(decode(), true);
}

/** The beginning of the text, with its first line. */
async function firstLine(text: AsyncGenerator<string>): Promise<string> {
  let beginning = '';
  while (!/[\r\n]/.test(beginning) && beginning.length < maximumRowLength) {
    const next = await text.next();
    if (next.done) break;
    beginning += next.value;
  }
  return beginning;
}

function delimiterOf(beginning: string): string {
  const line = /^[^\r\n]*/.exec(beginning)?.[0] ?? '';
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).delimiter;
}

async function send(text: AsyncGenerator<string>, beginning: string, parser: ReturnType<typeof parse>): Promise<void> {
  const write = async (part: string) => {
    if (part !== '' && !parser.write(part)) await new Promise((resolve) => parser.once('drain', resolve));
  };
  await write(beginning);
  for await (const part of text) await write(part);
  parser.end();
}
