import type { ExecutionArgs, ExecutionResult } from 'graphql';

/** Executes a query or a mutation. */
export type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/** Changes a result, without a promise where the result is not a promise. */
export function whenExecuted(
  result: ReturnType<Execute>,
  change: (result: ExecutionResult) => ReturnType<Execute>,
): ReturnType<Execute> {
  return result instanceof Promise ? result.then(change) : change(result);
}
