import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import type { RequestContext, TokenRefusal } from '../../context.ts';
import { isForVisitors } from '../../graphql/ignores-token.ts';
import type { Args } from './execute.ts';

const messages: Record<TokenRefusal, string> = {
  malformed: 'Authorization must be `Bearer <access token>`.',
  invalid: 'The access token is not valid or has expired: refresh it.',
  ended: 'The device session of the access token has ended: sign in again.',
};

/**
 * Refuses operations with a bad token instead of executing them for a visitor: the client refreshes the token and
 * repeats the operation, and its cache never holds a visitor's answers. Mutations for visitors ignore the token.
 */
export function refuseBadTokens<Result>(execute: (args: Args) => Result): (args: Args) => Result | ExecutionResult {
  return (args) => {
    const error = refusalOf(args);
    return error ? { errors: [error] } : execute(args);
  };
}

function refusalOf(args: ExecutionArgs): GraphQLError | null {
  const { tokenRefusal, response } = args.contextValue as RequestContext;
  if (!tokenRefusal || isForVisitors(args)) return null;
  const http = { status: 401, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } };
  return new GraphQLError(messages[tokenRefusal], {
    extensions: { code: 'UNAUTHENTICATED', ...(response && { http }) },
  });
}
