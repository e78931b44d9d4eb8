import { createHash, timingSafeEqual } from 'node:crypto';
import type { Env } from '../env.ts';
import { UnauthenticatedError } from '../errors.ts';
import type { Route } from '../http/route.ts';
import type { Metrics } from '../operations/metrics.ts';

/**
 * `/metrics` for requests with METRICS_TOKEN. Without that setting it is open in development and missing in production.
 */
export function metricsRoute(
  metrics: Metrics,
  { METRICS_TOKEN: token, isProduction }: Pick<Env, 'METRICS_TOKEN' | 'isProduction'>,
): Route {
  return (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics' || (token === undefined && isProduction)) return false;
    response.setHeader('Cache-Control', 'no-store');
    if (token !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
      throw new UnauthenticatedError('Send METRICS_TOKEN as a bearer token.');
    }
    return metrics.exposition().then((text) => {
      response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
    });
  };
}

/** Compares two texts in a time that does not depend on them. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
