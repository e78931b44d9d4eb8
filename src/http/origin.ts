import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ClientHints, Origin } from '../context.ts';
import type { Env } from '../env.ts';
import { addressOfNode } from '../operations/ip-address.ts';

const saneId = /^[\w.-]{1,64}$/;

/** Returns the ID that a proxy or client gave a request, if it is fit for a log; else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = String(headers['x-request-id'] ?? '');
  return saneId.test(given) ? given : randomUUID();
}

/**
 * Returns where a request comes from. In `X-Forwarded-For` only the entries that TRUST_PROXY proxies appended are
 * trusted; an entry that is not an address counts as the address of the connection.
 */
export function originOf(request: IncomingMessage, { TRUST_PROXY }: Pick<Env, 'TRUST_PROXY'>): Origin {
  return {
    requestId: requestIdOf(request),
    ipAddress: ipAddressOf(request, TRUST_PROXY),
    userAgent: request.headers['user-agent']?.slice(0, 512) ?? null,
    clientHints: clientHintsOf(request),
  };
}

/** Returns the IP address of originOf(). */
export function ipAddressOf(request: IncomingMessage, trusted: Env['TRUST_PROXY']): string | null {
  const forwarded = trusted > 0 ? hopsOf(request).at(-trusted) : undefined;
  const { remoteAddress } = request.socket;
  return (forwarded && addressOfNode(forwarded)) ?? (remoteAddress ? addressOfNode(remoteAddress) : null);
}

/** The client hints that browsers send only to servers that ask for them; they send the others unasked. */
export const acceptedClientHints = 'Sec-CH-UA-Platform-Version, Sec-CH-UA-Model';

function clientHintsOf({ headers }: IncomingMessage): ClientHints {
  const hint = (name: string) => headers[`sec-ch-ua${name}`]?.slice(0, 256) as string | undefined;
  return {
    brands: hint(''),
    mobile: hint('-mobile'),
    platform: hint('-platform'),
    platformVersion: hint('-platform-version'),
    model: hint('-model'),
  };
}

function hopsOf({ headers }: IncomingMessage): string[] {
  return String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);
}
