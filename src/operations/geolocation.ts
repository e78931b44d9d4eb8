import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { type CityResponse, Reader } from 'maxmind';
import { ConfigurationError } from '../env.ts';

export type Locate = (ipAddress: string | null) => string | null;

/** Opens the database of GEOIP_DATABASE; throws where it is not one. Without a path every place is unknown. */
export function openLocations(path: string | undefined): Locate {
  if (path === undefined) return () => null;
  const locations = read(path);
  return (ipAddress) => {
    if (ipAddress === null || !isPublic(ipAddress)) return null;
    // An IPv4 database would look up the first bits of an IPv6 address.
    if (isIP(ipAddress) === 6 && locations.metadata.ipVersion === 4) return null;
    const found = locations.get(ipAddress);
    const country = (found?.country ?? found?.registered_country)?.names?.en;
    return [found?.city?.names?.en, country].filter(Boolean).join(', ') || null;
  };
}

function read(path: string): Reader<CityResponse> {
  try {
    const reader = new Reader<CityResponse>(readFileSync(path));
    // A truncated file opens without an error and fails at the first lookup.
    reader.get('1.1.1.1');
    return reader;
  } catch (error) {
    throw new ConfigurationError([
      `GEOIP_DATABASE must be a readable MaxMind database (.mmdb): ${path}: ${(error as Error).message}`,
    ]);
  }
}

const local = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  local.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  local.addSubnet(network, prefix, 'ipv6');
}

/** Whether a text is an IP address of the public internet. */
function isPublic(ipAddress: string): boolean {
  const version = isIP(ipAddress);
  return version !== 0 && !local.check(ipAddress, version === 4 ? 'ipv4' : 'ipv6');
}
