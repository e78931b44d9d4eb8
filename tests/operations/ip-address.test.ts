import { isIP } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { addressOfNode } from '../../src/operations/ip-address.ts';
import { networkOf } from '../../src/operations/limits.ts';

const port = fc.integer({ min: 0, max: 65535 });
const address = fc.oneof(fc.ipV4(), fc.ipV6());

/** The ways in which proxies write a node: RFC 7239 and what is usual beside it. */
function spellings(host: string, at: number): string[] {
  if (isIP(host) === 4) return [host, ` ${host} `, `${host}:${at}`, `"${host}:${at}"`, `${host}:_hidden`];
  return [host, host.toUpperCase(), `[${host}]`, `[${host}]:${at}`, `"[${host}]:${at}"`, `${host}%eth0`];
}

test('an address is the same with any port, brackets, quotes and case', () => {
  fc.assert(
    fc.property(address, port, (host, at) => {
      const expected = ipaddr.process(host).toString();
      expect(spellings(host, at).map(addressOfNode)).toEqual(spellings(host, at).map(() => expected));
      expect(isIP(expected)).toBeGreaterThan(0);
    }),
  );
});

test('an IPv4-mapped address is the IPv4 address in any spelling, and the same network', () => {
  fc.assert(
    fc.property(fc.ipV4(), port, (host, at) => {
      const [a, b, c, d] = host.split('.').map(Number) as [number, number, number, number];
      const groups = [(a << 8) | b, (c << 8) | d].map((group) => group.toString(16));
      const mapped = [
        `::ffff:${host}`,
        `::FFFF:${host}`,
        `::ffff:${groups.join(':')}`,
        `0:0:0:0:0:ffff:${groups.join(':')}`,
      ];
      for (const one of mapped.flatMap((text) => [text, `[${text}]:${at}`])) expect(addressOfNode(one)).toBe(host);
      for (const one of mapped) expect(networkOf(one)).toBe(host);
    }),
  );
});

test.each([
  'unknown',
  '_hidden',
  '<script>',
  '',
  '127.1',
  '0x7f000001',
  '2130706433',
  '010.0.0.1',
  '1.2.3.4.5',
  '256.0.0.1',
  '[1.2.3.4',
  ':::',
  'host:80',
  '[]:80',
  "1.2.3.4'--",
])('%s is no address', (text) => expect(addressOfNode(text)).toBeNull());

test('any text at all is an address or null', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const found = addressOfNode(text);
      if (found !== null) expect(isIP(found)).toBeGreaterThan(0);
    }),
  );
});
