import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../../context.ts';
import { maskError, withoutHttp } from '../../http/error-masking.ts';
import { type Execute, whenExecuted } from './execute.ts';

/** Masks the errors of a result; unexpected ones are logged under the request's ID. */
export function maskResult(log: Logger, result: ExecutionResult, context: RequestContext): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map((error) => maskError(log, error, context.origin) as GraphQLError);
  return { ...result, errors: context.response ? errors : errors.map(withoutHttp) };
}

/** Masks the errors of every result. */
export function maskResults(log: Logger, execute: Execute): Execute {
  return (args) =>
    whenExecuted(execute(args), (result) => maskResult(log, result, args.contextValue as RequestContext));
}
