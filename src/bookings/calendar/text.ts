import type { Env } from '../../env.ts';
import { globalId } from '../../graphql/global-ids.ts';

/** Text whose only control characters are tabs and line feeds: calendars break at others, or refuse the whole feed. */
export function plain(text: string): string {
  return text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n').replace(/(?![\t\n])\p{Cc}/gu, '');
}

/** Text of one line in double quotes, as parameters of properties have it: they can hold no double quote, however escaped. */
export function quotable(text: string): string {
  return plain(text).replaceAll('\n', ' ').replaceAll('"', "'");
}

/** The page of a session in the front end. */
export function sessionUrl({ APP_URL }: Pick<Env, 'APP_URL'>, id: string): string {
  return `${APP_URL}/sessions/${encodeURIComponent(globalId('Session', id))}`;
}
