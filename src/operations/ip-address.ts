import ipaddr from 'ipaddr.js';

/**
 * Returns the IP address of a node as RFC 7239 writes it: an address, in brackets or not, with or without a port. An
 * IPv4-mapped IPv6 address becomes IPv4, and a zone is dropped. Null for any other text, like `unknown`.
 */
export function addressOfNode(node: string): string | null {
  const text = node.trim().replace(/^"(.*)"$/, '$1');
  const host = /^\[([^\]]*)\](:\w+)?$/.exec(text)?.[1] ?? /^([\d.]+):\w+$/.exec(text)?.[1] ?? text;
  return parseAddress(host)?.toString() ?? null;
}

/** Parses an address in its usual form only: `127.1` and `0x7f.1` are not addresses here. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const withoutZone = text.replace(/%.*$/s, '');
  return withoutZone.includes(':') && ipaddr.IPv6.isValid(withoutZone) ? ipaddr.process(withoutZone) : null;
}
