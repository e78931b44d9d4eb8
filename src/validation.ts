import { z } from 'zod';
import { InvalidInputError } from './errors.ts';

/** Text as people type it: trimmed, NFC, without control characters other than line breaks and tabs. */
export function text(minimum: number, maximum: number) {
  return (
    z
      .string()
      .trim()
      .normalize('NFC')
      .min(minimum, minimum === 1 ? 'must not be empty' : `must have at least ${minimum} characters`)
      .max(maximum, `must have at most ${maximum} characters`)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it keeps out (PostgreSQL refuses NUL)
      .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, 'must not contain control characters')
  );
}

/**
 * The form in which texts are compared: NFKC, with folded case and without emoji variation selectors, so that full-width
 * letters equal ASCII ones, `İSTANBUL` equals `istanbul`, and `☕️` equals `☕`.
 */
export function comparable(value: string): string {
  const folded = value
    .normalize('NFKC')
    .replace(/[\ufe00-\ufe0f]/g, '')
    // Upper case maps more characters to their full equivalent, such as ß to SS, but not ẞ.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('i\u0307', 'i');
  return folded.normalize('NFKC');
}

/** Checks an input against its rules; throws InvalidInputError with the path of every fault. */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInputError(
    result.error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message })),
  );
}
