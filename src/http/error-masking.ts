import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Origin } from '../context.ts';
import { unavailability } from '../database/errors.ts';
import { DomainError, InvalidInputError, RetryLaterError } from '../errors.ts';

/**
 * What a client sees of an error: refusals with their code, faults of the document as they are, and of anything
 * unexpected nothing but the id under which it was logged.
 */
export function maskError(log: Logger, error: unknown, origin: Pick<Origin, 'requestId'> | undefined): Error {
  const root = rootCause(error);
  const cause = unavailability(root) ?? root;
  if (cause instanceof DomainError) {
    const issues = cause instanceof InvalidInputError ? { issues: cause.issues } : {};
    const retry = cause instanceof RetryLaterError ? { retryAfterSeconds: cause.retryAfterSeconds } : {};
    return relocated(error, cause.message, { code: cause.code, ...issues, ...retry });
  }
  if (cause instanceof GraphQLError) return cause === error ? cause : (error as GraphQLError);
  const requestId = origin?.requestId ?? null;
  log.error({ err: cause, requestId }, 'unexpected error');
  return relocated(error, 'Something went wrong on our side.', { code: 'INTERNAL_SERVER_ERROR', requestId });
}

/** An error without what it says to Yoga of statuses and headers, of which a socket has none. */
export function withoutHttp(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions;
  return http === undefined ? error : relocated(error, error.message, extensions);
}

/** For a request of which nothing could be done: the status says so, too. */
export function maskRefusal(log: Logger, error: unknown, origin: Pick<Origin, 'requestId'>): Error {
  const masked = maskError(log, error, origin) as GraphQLError;
  const { code, retryAfterSeconds } = masked.extensions;
  const http =
    code === 'UNAVAILABLE' ? { status: 503, headers: { 'Retry-After': String(retryAfterSeconds) } } : { status: 500 };
  return relocated(error, masked.message, { ...masked.extensions, http });
}

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}

/** Another message for an error, at the same place of the same document. */
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
