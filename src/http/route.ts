import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { App } from '../context.ts';
import type { Env } from '../env.ts';
import { maskError } from './error-masking.ts';
import { requestIdOf } from './origin.ts';

/**
 * Answers a request of its path; returns false for any other. The server answers for a route that throws, or whose promise
 * rejects.
 */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<void>;

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** The groups of the path. */
  match: RegExpExecArray;
  parameters: URLSearchParams;
}

/** A route of plain HTTP, which refuses other methods. Pages of allowed origins may read every answer. */
export function plainRoute(
  app: App,
  { path, methods }: { path: RegExp; methods: string[] },
  answer: (exchange: Exchange) => Promise<void>,
): Route {
  return (request, response) => {
    const [pathname = '', query = ''] = (request.url ?? '').split('?', 2);
    const match = path.exec(pathname);
    if (!match) return false;
    allowOrigin(app, request, response);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (request.method === 'OPTIONS') {
      const more = methods.includes('POST') ? ', Content-Type' : '';
      answerPreflight(response, methods, `Authorization, If-None-Match${more}`);
    } else if (!methods.includes(request.method ?? '')) {
      response.setHeader('Allow', [...methods, 'OPTIONS'].join(', '));
      answerJson(response, 405, {
        message: `This address accepts ${methods.join(', ')} only.`,
        code: 'METHOD_NOT_ALLOWED',
      });
    } else {
      return answer({ request, response, match, parameters: new URLSearchParams(query) });
    }
    return true;
  };
}

const statuses: Record<string, number> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_HOST: 403,
  BOOKING_REQUIRED: 403,
  NOT_PARTICIPANT: 403,
  REMOVED_FROM_SESSION: 403,
  NOT_FOUND: 404,
  IMPORT_RUNNING: 409,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

/**
 * Answers a request whose handling failed, with the same masking and codes as in GraphQL. `form` makes the body; by default
 * it is the error itself. An answer that has begun is cut off: it must not look complete.
 */
export function answerFailure(
  { log }: Pick<App, 'log'>,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  form = ({ message, extensions }: GraphQLError): object => ({ message, ...extensions }),
): void {
  const requestId = requestIdOf(request);
  if (response.destroyed && isDisconnection(error)) {
    log.debug({ err: error, requestId }, 'the client went away');
    return;
  }
  const masked = maskError(log, error, { requestId });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { extensions } = masked;
  const status = statuses[String(extensions.code)] ?? 500;
  // Those of the answer that failed, like the length and the caching of a file.
  for (const name of ['Content-Length', 'Content-Encoding', 'Content-Disposition', 'ETag']) response.removeHeader(name);
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (extensions.retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(extensions.retryAfterSeconds));
  answerJson(response, status, form(masked));
}

const disconnections = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'];

function isDisconnection(error: unknown): boolean {
  return error instanceof Error && disconnections.includes(String((error as NodeJS.ErrnoException).code));
}

/** Answers with a text and its ETag, or with 304 where the client has that text; `headers` say its type and caching. */
export function answerTagged({ request, response }: Exchange, text: string, headers: OutgoingHttpHeaders): void {
  const body = Buffer.from(text);
  const tag = tagOf(body);
  // Caches revalidate at each request, so that a revoked link shows nothing.
  const common = { ETag: tag, 'Cache-Control': 'private, no-cache' };
  if (isHeld(request, tag)) response.writeHead(304, common).end();
  else response.writeHead(200, { ...common, 'Content-Length': body.length, ...headers }).end(body);
}

/** The ETag of a body. */
export const tagOf = (body: Buffer) => `"${createHash('sha256').update(body).digest('base64url')}"`;

/** Whether the client has the answer with this tag; a weak tag counts as the same one. */
export function isHeld({ headers }: IncomingMessage, tag: string): boolean {
  const strong = (one: string) => one.trim().replace(/^W\//, '');
  const held = (headers['if-none-match'] ?? '').split(',').map(strong);
  return held.includes(strong(tag)) || held.includes('*');
}

/** Answers with a JSON body. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(`${JSON.stringify(body)}\n`);
}

// Development servers of front ends choose any port.
const localPage = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether pages of an origin may use the API: those of CORS_ORIGINS, and outside production those of this machine. */
export function isAllowedOrigin(
  { CORS_ORIGINS, isProduction }: Pick<Env, 'CORS_ORIGINS' | 'isProduction'>,
  origin: string,
): boolean {
  return CORS_ORIGINS.includes(origin) || (!isProduction && localPage.test(origin));
}

/** Whether an origin is that of the server itself, by the `Host` of the request. */
export function isOwnOrigin(origin: string, { headers: { host } }: IncomingMessage): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Allows a page of an allowed origin to read the answer; returns whether the page is of one. */
export function allowOrigin({ env }: App, { headers }: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader('Vary', 'Origin');
  if (headers.origin === undefined || !isAllowedOrigin(env, headers.origin)) return false;
  response.setHeader('Access-Control-Allow-Origin', headers.origin);
  response.setHeader('Access-Control-Expose-Headers', 'Content-Disposition, ETag, Retry-After, X-Request-Id');
  return true;
}

/** Answers a CORS preflight request. */
export function answerPreflight(response: ServerResponse, methods: string[], headers: string | undefined): void {
  response.setHeader('Access-Control-Allow-Methods', methods.join(', '));
  if (headers !== undefined) response.setHeader('Access-Control-Allow-Headers', headers);
  response.writeHead(204).end();
}
