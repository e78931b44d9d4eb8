import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../context.ts';
import { requestIdOf } from '../http/origin.ts';
import type { Tracing } from '../operations/tracing.ts';

/** Gives each request an ID, also sent in the answer, and logs, counts and traces the request. */
export function logRequests(
  { log, metrics }: Pick<App, 'log' | 'metrics'>,
  tracing: Tracing | null,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  /** Called where `handle` throws. */
  failed: (request: IncomingMessage, response: ServerResponse, error: unknown) => void,
) {
  const observe = (request: IncomingMessage, response: ServerResponse): void => {
    const requestId = requestIdOf(request);
    request.headers['x-request-id'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    const began = performance.now();
    const route = () => routeOf(request, response);
    response.once('close', () => {
      const about = { requestId, method: request.method, route: route(), status: response.statusCode };
      metrics.request(about.route, about.status);
      const milliseconds = Math.round(performance.now() - began);
      log[about.status >= 500 ? 'warn' : 'debug']({ ...about, milliseconds }, 'request');
    });
    if (tracing) tracing.request(request, response, route, () => handle(request, response));
    else handle(request, response);
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    try {
      observe(request, response);
    } catch (error) {
      failed(request, response, error);
    }
  };
}

/** Returns the first part of the path only: the rest may be a secret, like a calendar's token. */
function routeOf({ url }: IncomingMessage, { statusCode }: ServerResponse): string {
  return statusCode === 404 ? 'other' : (/^\/[\w-]*/.exec(url ?? '')?.[0] ?? 'other');
}
