import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../../context.ts';
import { maskErrors, withoutHttp } from '../../http/error-masking.ts';
import { type Execute, isStream, type Subscribe, whenExecuted } from './execute.ts';

/** Masks the errors of a result; unexpected ones are logged under the request's ID. */
export function maskResult(log: Logger, result: ExecutionResult, context: RequestContext): ExecutionResult {
  if (!result.errors) return result;
  const errors = maskErrors(log, result.errors, context.origin);
  return { ...result, errors: context.response ? errors : errors.map(withoutHttp) };
}

/** Masks the errors of every result. */
export function maskResults(log: Logger, execute: Execute): Execute {
  return (args) =>
    whenExecuted(execute(args), (result) => maskResult(log, result, args.contextValue as RequestContext));
}

/** Masks the errors that keep a stream from opening; it masks those of its results by itself. */
export function maskRefusals(log: Logger, subscribe: Subscribe): Subscribe {
  return async (args) => {
    const opened = await subscribe(args);
    return isStream(opened) ? opened : maskResult(log, opened, args.contextValue as RequestContext);
  };
}
