import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Context, Transport } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';
import { isOwnOrigin } from '../../http/route.ts';
import type { Authentication } from '../device-sessions/service.ts';

/** Throws InvalidInputError where a cookie cannot be set, or only for a page that could not use it. */
export function requirePage(context: Context): void {
  const request = requestOf(context);
  if (request && isSameOrigin(request)) return;
  throw new InvalidInputError([
    { path: ['refreshTokenInCookie'], message: 'must be left out by others than pages of this server, over HTTP' },
  ]);
}

/** Moves a refresh token from the result into a cookie that no script can read and no page of another site can send. */
export function keepInCookie(context: Context, authentication: Authentication): Authentication {
  setCookie(context, authentication.refreshToken, authentication.refreshTokenExpiresAt);
  return { ...authentication, refreshToken: '' };
}

/** Returns the refresh token of the cookie; null without one, and for a request of another origin. */
export function refreshTokenOf(context: Context): string | null {
  const request = requestOf(context);
  if (!request || !isSameOrigin(request)) return null;
  return parseCookie(request.headers.cookie ?? '')[nameOf(context)] ?? null;
}

/** Deletes the cookie of a device session that has ended. */
export function dropCookie(context: Context): void {
  if (refreshTokenOf(context) !== null) setCookie(context, '', new Date(0));
}

function setCookie(context: Context, value: string, expires: Date): void {
  const { PUBLIC_URL } = context.app.env;
  (context as Transport).response?.appendHeader(
    'Set-Cookie',
    stringifySetCookie({
      name: nameOf(context),
      value,
      expires,
      path: '/graphql',
      httpOnly: true,
      sameSite: 'strict',
      secure: PUBLIC_URL.startsWith('https:'),
    }),
  );
}

/** Browsers share the cookies of a host between its ports: two servers on one machine need different names. */
function nameOf({ app: { env } }: Context): string {
  const { port } = new URL(env.PUBLIC_URL);
  return port === '' ? 'shala_refresh' : `shala_refresh_${port}`;
}

function requestOf(context: Context): IncomingMessage | null {
  return (context as Transport).response?.req ?? null;
}

/** Whether a page of this server sent the request; programs, which send no `Origin`, may as well. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || isOwnOrigin(origin, request);
}
