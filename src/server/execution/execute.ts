import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Key } from '../../operations/limits.ts';

/** What an operation costs, and who pays for it. */
export interface Price {
  cost: number;
  payer: Key;
}

/** The arguments of an execution; `price` is set once the cost is known. */
export type Args = ExecutionArgs & { price?: Price };

/** Executes a query or a mutation. */
export type Execute = (args: Args) => ExecutionResult | Promise<ExecutionResult>;

export type Results = AsyncGenerator<ExecutionResult>;
/** What becomes of a subscription: the stream of its results, or one result with the errors that keep it from opening. */
export type Opened = ExecutionResult | Results;
/** Opens the stream of a subscription. */
export type Subscribe = (args: Args) => Opened | Promise<Opened>;

export const isStream = (opened: Opened): opened is Results => Symbol.asyncIterator in opened;

/** Changes a result, without a promise where the result is not a promise. */
export function whenExecuted(
  result: ReturnType<Execute>,
  change: (result: ExecutionResult) => ReturnType<Execute>,
): ReturnType<Execute> {
  return result instanceof Promise ? result.then(change) : change(result);
}
