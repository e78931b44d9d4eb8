import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Origin } from '../context.ts';
import type { Env } from '../env.ts';

const saneId = /^[\w.-]{1,64}$/;

/** The id that a proxy or client gave a request, if it is fit for a log; else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = String(headers['x-request-id'] ?? '');
  return saneId.test(given) ? given : randomUUID();
}

/** Where a request comes from. Of `X-Forwarded-For` only what TRUST_PROXY proxies wrote is believed. */
export function originOf(request: IncomingMessage, { TRUST_PROXY }: Pick<Env, 'TRUST_PROXY'>): Origin {
  const forwarded = TRUST_PROXY > 0 ? hopsOf(request).at(-TRUST_PROXY) : undefined;
  const ipAddress = forwarded || request.socket.remoteAddress || null;
  return {
    requestId: requestIdOf(request),
    ipAddress: ipAddress?.replace(/^::ffff:/, '').slice(0, 64) ?? null,
    userAgent: request.headers['user-agent']?.slice(0, 512) ?? null,
  };
}

function hopsOf({ headers }: IncomingMessage): string[] {
  return String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);
}
