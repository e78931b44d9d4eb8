import { z } from 'zod';
import { type InputIssueCode, InvalidInputError } from './errors.ts';

/** The largest whole number that columns and the API's `Int` have. */
export const largestInt = 2 ** 31 - 1;

/**
 * Text of several lines, such as a description or notes: trimmed, NFC, with `\n` for every kind of line break and
 * without other control characters than tabs. Text of invisible characters alone is empty.
 */
export function text(minimum: number, maximum: number) {
  return typed(minimum, maximum, (value) => value.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')).regex(
    /^(?:[\t\n]|[^\p{Cc}\p{Cs}])*$/u,
    'must not contain control characters',
  );
}

/**
 * Text of one line, such as a title, a name or a reason: trimmed, NFC, without line breaks, control characters and
 * unbalanced bidirectional controls. Text of invisible characters alone is empty.
 */
export function line(minimum: number, maximum: number) {
  return typed(minimum, maximum, (value) => value)
    .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'must not contain line breaks or control characters')
    .refine(isBidiBalanced, 'must not contain unbalanced bidirectional controls');
}

function typed(minimum: number, maximum: number, fold: (value: string) => string) {
  return z
    .string()
    .overwrite((value) => (isBlank(value) ? '' : fold(value).trim().normalize('NFC')))
    .min(minimum, minimum === 1 ? 'must not be empty' : `must have at least ${minimum} characters`)
    .max(maximum, `must have at most ${maximum} characters`);
}

/**
 * Whether a text shows nothing: it consists of white space and of characters without a glyph, like U+200B ZERO WIDTH
 * SPACE, U+00AD SOFT HYPHEN, U+3164 HANGUL FILLER and U+2800 BRAILLE PATTERN BLANK.
 */
export function isBlank(value: string): boolean {
  return /^[\s\p{Z}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]*$/u.test(value);
}

const bidiClosers: Record<string, string> = {
  '\u202a': '\u202c',
  '\u202b': '\u202c',
  '\u202d': '\u202c',
  '\u202e': '\u202c',
  '\u2066': '\u2069',
  '\u2067': '\u2069',
  '\u2068': '\u2069',
};

/** Whether every bidirectional embedding, override and isolate is closed: an open one reorders the text that follows. */
function isBidiBalanced(value: string): boolean {
  const open: string[] = [];
  for (const [control] of value.matchAll(/[\u202a-\u202e\u2066-\u2069]/g)) {
    const closer = bidiClosers[control];
    if (closer) open.push(closer);
    else if (open.pop() !== control) return false;
  }
  return open.length === 0;
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

function codeOf(issue: z.core.$ZodIssue): InputIssueCode {
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const isLength = issue.origin === 'string' || issue.origin === 'array';
    if (issue.code === 'too_small') return isLength ? 'TOO_SHORT' : 'TOO_SMALL';
    return isLength ? 'TOO_LONG' : 'TOO_LARGE';
  }
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'REQUIRED' : 'INVALID';
  if (issue.code === 'custom') return issue.params?.code ?? 'INVALID';
  return issue.code === 'invalid_format' ? 'INVALID_FORMAT' : 'INVALID';
}

/** What a refinement says of a value that is too short, too large and so on; without it the code is INVALID. */
export const fault = (code: InputIssueCode, message: string) => ({ message, params: { code } });

/** Checks an input against its rules; throws InvalidInputError with the path of every fault. */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  throw new InvalidInputError(
    result.error.issues.flatMap((issue) => {
      const path = issue.path.map(String);
      if (issue.code !== 'unrecognized_keys') return { path, message: issue.message, code: codeOf(issue) };
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is unknown' }));
    }),
  );
}
