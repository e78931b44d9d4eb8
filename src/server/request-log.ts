import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../context.ts';
import { requestIdOf } from '../http/origin.ts';
import type { Tracing } from '../operations/tracing.ts';

/** Gives each request its id, which the answer carries too, and sees that it is logged, counted and traced. */
export function logRequests(
  { log, metrics }: Pick<App, 'log' | 'metrics'>,
  tracing: Tracing | null,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  /** Called once a request is answered, or given up. */
  closed: (request: IncomingMessage) => void,
) {
  return (request: IncomingMessage, response: ServerResponse): void => {
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
      closed(request);
    });
    if (tracing) tracing.request(request, response, route, () => handle(request, response));
    else handle(request, response);
  };
}

/** The first part of the path, and no more of it: what follows may be a secret, like the token of a calendar. */
function routeOf({ url }: IncomingMessage, { statusCode }: ServerResponse): string {
  return statusCode === 404 ? 'other' : (/^\/[\w-]*/.exec(url ?? '')?.[0] ?? 'other');
}
