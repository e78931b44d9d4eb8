import { type ExecutionResult, GraphQLError } from 'graphql';
import { type Execute, whenExecuted } from './execute.ts';

/** A result that brings its own text; Yoga asks for it, too. */
export interface SizedResult extends ExecutionResult {
  /** Turns the result, or a copy of it with other errors or extensions, into text. */
  stringify(this: void, result: ExecutionResult): string;
}

/** Refuses every result whose text has more bytes than `maximum`. */
export function limitAnswers(maximum: number, execute: Execute): Execute {
  return (args) => whenExecuted(execute(args), (result) => limitAnswer(maximum, result));
}

/**
 * Refuses a result with far too much text before any text is made of it. The text of another is measured once it is made,
 * and replaced where it is too long.
 */
export function limitAnswer(maximum: number, result: ExecutionResult): ExecutionResult {
  if (isLonger(result.data, maximum)) return refusalOf(maximum);
  const stringify: SizedResult['stringify'] = (done) => {
    const text = JSON.stringify(done);
    // A character has at most three bytes.
    const isTooLong = text.length * 3 > maximum && Buffer.byteLength(text) > maximum;
    return isTooLong ? JSON.stringify(refusalOf(maximum)) : text;
  };
  return { ...result, stringify } as SizedResult;
}

/** Returns the text of a result. */
export function textOf(result: ExecutionResult & Partial<SizedResult>): string {
  return result.stringify?.(result) ?? JSON.stringify(result);
}

/** Whether the texts of data alone, before they are escaped and encoded, have more characters than `maximum`. */
function isLonger(data: unknown, maximum: number): boolean {
  let left = maximum;
  const count = (value: unknown): void => {
    if (typeof value === 'string') left -= value.length;
    else if (Array.isArray(value)) {
      for (const item of value) if (left >= 0) count(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        if (left < 0) return;
        left -= key.length;
        count((value as Record<string, unknown>)[key]);
      }
    }
  };
  count(data);
  return left < 0;
}

function refusalOf(maximum: number): ExecutionResult {
  const message = `The answer has more than ${maximum} bytes: ask for fewer objects or fields. Mutations were carried out.`;
  return {
    data: null,
    errors: [new GraphQLError(message, { extensions: { code: 'ANSWER_TOO_LARGE', maximum } })],
  };
}
