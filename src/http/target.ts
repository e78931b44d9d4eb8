import type { IncomingMessage } from 'node:http';

/**
 * Whether the URL and the `Host` of a request are such as HTTP allows. The form for proxies, `GET http://host/path`, becomes
 * the usual one, which routes know.
 */
export function hasValidTarget(request: IncomingMessage): boolean {
  const { url = '', headers } = request;
  if (!url.startsWith('/')) {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return false;
    const { host, pathname, search } = new URL(url);
    request.url = pathname + search;
    headers.host = host;
  }
  const { host } = headers;
  if (host === undefined) return request.httpVersion === '1.0';
  if (host === '') return true;
  return /^[^\s/?#@\\]+$/.test(host) && URL.canParse(`http://${host}`);
}
