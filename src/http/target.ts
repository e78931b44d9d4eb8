import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';

// The host is the same in nearly every request, and parsing it takes longer than a look-up.
const validHosts = new LRUCache<string, boolean>({ max: 100 });

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
  return validHosts.get(host) ?? isValidHost(host);
}

function isValidHost(host: string): boolean {
  const isValid = /^[^\s/?#@\\]+$/.test(host) && URL.canParse(`http://${host}`);
  if (isValid) validHosts.set(host, true);
  return isValid;
}
