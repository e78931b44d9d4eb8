import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Origin } from '../context.ts';
import { unavailability } from '../database/errors.ts';
import { DomainError, InvalidInputError, maximumErrors, RetryLaterError } from '../errors.ts';
import { shortenedError } from './shortening.ts';

/**
 * Makes the error that a client receives. Refusals keep their message and code, errors of the document stay as they are,
 * and an unexpected error is logged and replaced by the ID of its request.
 */
export function maskError(log: Logger, error: unknown, { requestId }: Pick<Origin, 'requestId'>): GraphQLError {
  const root = rootCause(error);
  const cause = unavailability(root) ?? root;
  if (cause instanceof DomainError) {
    const issues = cause instanceof InvalidInputError ? { issues: cause.issues } : {};
    const retry = cause instanceof RetryLaterError ? { retryAfterSeconds: cause.retryAfterSeconds } : {};
    return shortenedError(relocated(error, cause.message, { code: cause.code, ...issues, ...retry }));
  }
  if (cause instanceof GraphQLError) return shortenedError(withCode(error as GraphQLError));
  log.error({ err: cause, requestId }, 'unexpected error');
  return relocated(error, 'Something went wrong on our side.', { code: 'INTERNAL_SERVER_ERROR', requestId });
}

/**
 * Masks the errors of an answer, and leaves out those beyond the maximum: the last one then tells how many. Of the
 * unexpected ones among these, the first is logged with their number.
 */
export function maskErrors(log: Logger, errors: readonly unknown[], origin: Pick<Origin, 'requestId'>): GraphQLError[] {
  if (errors.length <= maximumErrors) return errors.map((error) => maskError(log, error, origin));
  const kept = errors.slice(0, maximumErrors - 1).map((error) => maskError(log, error, origin));
  const rest = errors.slice(kept.length);
  const unexpected = rest.filter((error) => !isExpected(error));
  if (unexpected.length > 0) {
    const about = { err: rootCause(unexpected[0]), requestId: origin.requestId, errors: unexpected.length };
    log.error(about, 'more unexpected errors');
  }
  const note = new GraphQLError(`${rest.length} more errors were left out.`, {
    extensions: { code: 'ERRORS_LEFT_OUT', count: rest.length },
  });
  return [...kept, note];
}

/** Whether an error is a refusal, or a fault of the document. */
export function isExpected(error: unknown): boolean {
  const root = rootCause(error);
  return root instanceof DomainError || root instanceof GraphQLError || unavailability(root) !== null;
}

/** Adds a code where graphql-js gives none: to errors of variables and arguments. */
function withCode(error: GraphQLError): GraphQLError {
  if (error.extensions.code !== undefined) return error;
  return relocated(error, error.message, { ...error.extensions, code: 'BAD_USER_INPUT' });
}

/** Removes the HTTP status and headers, meant for Yoga, from an error of a socket. */
export function withoutHttp(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions;
  return http === undefined ? error : relocated(error, error.message, extensions);
}

/** Masks the error of a request that could not be executed at all, and adds the HTTP status. */
export function maskRefusal(log: Logger, error: unknown, origin: Pick<Origin, 'requestId'>): GraphQLError {
  const masked = maskError(log, error, origin);
  const { code, retryAfterSeconds } = masked.extensions;
  const http =
    code === 'UNAVAILABLE' ? { status: 503, headers: { 'Retry-After': String(retryAfterSeconds) } } : { status: 500 };
  return relocated(error, masked.message, { ...masked.extensions, http });
}

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}

/** Replaces message and extensions of an error, and keeps its position in the document. */
function relocated(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}
