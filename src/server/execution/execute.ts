import type { ExecutionArgs, ExecutionResult } from 'graphql';

/** Executes an operation that is no subscription. */
export type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/** What `change` makes of a result: at once, where it is there at once. */
export function whenExecuted(
  result: ReturnType<Execute>,
  change: (result: ExecutionResult) => ReturnType<Execute>,
): ReturnType<Execute> {
  return result instanceof Promise ? result.then(change) : change(result);
}
