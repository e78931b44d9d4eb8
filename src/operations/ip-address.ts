import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/**
 * Returns the IP address of a node as RFC 7239 writes it: an address, in brackets or not, with or without a port. An
 * IPv4-mapped IPv6 address becomes IPv4, and a zone is dropped. Null for any other text, like `unknown`.
 */
export function addressOfNode(node: string): string | null {
  return addressesOfNodes.memo(node).address;
}

// Each request asks for one, and many for the same.
const addressesOfNodes = new LRUCache<string, { address: string | null }>({
  max: 1_000,
  memoMethod: (node) => {
    const text = node.trim().replace(/^"(.*)"$/, '$1');
    const host = /^\[([^\]]*)\](:\w+)?$/.exec(text)?.[1] ?? /^([\d.]+):\w+$/.exec(text)?.[1] ?? text;
    return { address: parseAddress(host)?.toString() ?? null };
  },
});

/** Parses an address in its usual form only: `127.1` and `0x7f.1` are not addresses here. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const withoutZone = text.replace(/%.*$/s, '');
  return withoutZone.includes(':') && ipaddr.IPv6.isValid(withoutZone) ? ipaddr.process(withoutZone) : null;
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Of a cloud's own services, though it is in no private range: Azure's. */
const platformAddresses = ['168.63.129.16'];

/**
 * Whether a server on the public internet may have an address. Everything else is not: private, link-local, loopback and
 * shared ranges, the metadata services of clouds among them, multicast, and IPv6 that leads to IPv4 (mapped, NAT64, 6to4,
 * Teredo). False for text that is no address.
 */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address === null || address.range() !== 'unicast') return false;
  if (platformAddresses.includes(address.toString())) return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(globalUnicast);
}
