import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../context.ts';
import { requestIdOf } from '../origin.ts';
import type { Tracing } from './tracing.ts';

/** Gives each request its id, which the answer carries too, and sees that it is logged, counted and traced. */
export function observeRequests(
  { log, metrics }: Pick<App, 'log' | 'metrics'>,
  tracing: Tracing | null,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const requestId = requestIdOf(request);
    request.headers['x-request-id'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    const began = performance.now();
    const route = () => routeOf(request, response);
    response.once('close', () => {
      const status = response.statusCode;
      metrics.request(route(), status);
      const about = { requestId, method: request.method, route: route(), status };
      log[status >= 500 ? 'warn' : 'debug'](
        { ...about, milliseconds: Math.round(performance.now() - began) },
        'request',
      );
    });
    if (tracing) tracing.request(request, response, route, () => handle(request, response));
    else handle(request, response);
  };
}

/** The first part of the path, and no more of it: what follows may be a secret, like the token of a calendar. */
function routeOf({ url }: IncomingMessage, { statusCode }: ServerResponse): string {
  return statusCode === 404 ? 'other' : (/^\/[\w-]*/.exec(url ?? '')?.[0] ?? 'other');
}
