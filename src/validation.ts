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
 * A text in the form in which texts are compared: NFKC, case-folded, without emoji variation selectors. `İSTANBUL` and
 * `istanbul` are equal in it, and so are ☕️ and ☕.
 */
export function comparable(value: string): string {
  const unified = value
    .trim()
    .normalize('NFKC')
    .replace(/[\uFE0E\uFE0F]/g, '');
  // Upper case first, since ß and ss or ς and σ differ in lower case alone. The lower case of İ keeps its dot as a mark.
  return unified.toUpperCase().toLowerCase().replaceAll('i\u0307', 'i').replaceAll('ς', 'σ').normalize('NFKC');
}

/** Checks an input against its rules; throws InvalidInputError with the path of every fault. */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInputError(
    result.error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message })),
  );
}
