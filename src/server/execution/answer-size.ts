import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { type Execute, whenExecuted } from './execute.ts';

/** Marks a result with a long text. Copies of a result keep a symbol, and its text leaves it out. */
const isLong = Symbol('isLong');

/** Characters from which a text is long: to turn it into bytes and to send it takes a while. */
const longText = 65_536;

/** A result that brings its own text; Yoga asks for it, too. */
export interface SizedResult extends ExecutionResult {
  [isLong]?: boolean;
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
  const length = lengthOf(result.data, maximum);
  if (length > maximum) return refusalOf(maximum);
  const stringify: SizedResult['stringify'] = (done) => {
    const text = JSON.stringify(done);
    // A character has at most three bytes.
    const isTooLong = text.length * 3 > maximum && Buffer.byteLength(text) > maximum;
    return isTooLong ? JSON.stringify(refusalOf(maximum)) : text;
  };
  return { ...result, stringify, ...(length > longText && { [isLong]: true }) } as SizedResult;
}

/**
 * Lets one long answer go at a time, after `makeRoom`: the event loop serves others between two of them. It takes results of
 * `limitAnswers`.
 */
export function spreadLongAnswers(makeRoom: () => void, execute: Execute): Execute {
  let last = Promise.resolve();
  return (args) =>
    whenExecuted(execute(args), (result: ExecutionResult & Partial<SizedResult>) => {
      if (!result[isLong]) return result;
      last = last.then(() => nextTurn());
      return last.then(() => {
        makeRoom();
        return result;
      });
    });
}

/** Returns the text of a result. */
export function textOf(result: ExecutionResult & Partial<SizedResult>): string {
  return result.stringify?.(result) ?? JSON.stringify(result);
}

/** Characters of the texts of data alone, before they are escaped and encoded; not counted far beyond `maximum`. */
function lengthOf(data: unknown, maximum: number): number {
  let length = 0;
  const count = (value: unknown): void => {
    if (typeof value === 'string') length += value.length;
    else if (Array.isArray(value)) {
      for (const item of value) if (length <= maximum) count(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        if (length > maximum) return;
        length += key.length;
        count((value as Record<string, unknown>)[key]);
      }
    }
  };
  count(data);
  return length;
}

function refusalOf(maximum: number): ExecutionResult {
  const message = `The answer has more than ${maximum} bytes: ask for fewer objects or fields. Mutations were carried out.`;
  return {
    data: null,
    errors: [new GraphQLError(message, { extensions: { code: 'ANSWER_TOO_LARGE', maximum } })],
  };
}
