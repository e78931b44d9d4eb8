import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { parseEnv } from '../../src/env.ts';
import { openLocations } from '../../src/operations/geolocation.ts';
import { buildServer } from '../../src/server/index.ts';
import { LoginFromDocument } from '../generated/documents.ts';
import { startServer } from '../support/server.ts';
import { password, person } from '../support/studio.ts';

const scratch = mkdtempSync(join(tmpdir(), 'shala-location-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const country = (name: string) => ({ country: { names: { en: name, de: `${name}?` } } });
const file = (name: string, content: Buffer | string) => {
  writeFileSync(join(scratch, name), content);
  return join(scratch, name);
};
const database = file(
  'places.mmdb',
  writeDatabase([
    ['81.2.69.0', 24, { city: { names: { en: 'London' } }, ...country('United Kingdom') }],
    ['89.160.20.0', 22, country('Sweden')],
    ['198.51.0.0', 16, { registered_country: { names: { en: 'Nowhere' } } }],
    ['10.0.0.0', 8, country('The office')],
  ]),
);

test('a device session says where it was signed in from, as far as the database of places knows', async () => {
  const server = await startServer({ GEOIP_DATABASE: database, TRUST_PROXY: '1' });
  await person(server, 'traveller');
  const seenFrom = async (address: string) => {
    const variables = { login: 'traveller', password };
    const { data } = await server.visitor.ask(LoginFromDocument, variables, { 'X-Forwarded-For': address });
    return data?.accountLogin?.__typename === 'AuthPayload' ? data.accountLogin.deviceSession : data;
  };
  for (const [ipAddress, location] of [
    ['81.2.69.142', 'London, United Kingdom'],
    ['89.160.23.1', 'Sweden'],
    ['198.51.100.7', 'Nowhere'],
    ['203.0.113.9', null],
    ['10.1.2.3', null],
    ['127.0.0.1', null],
    ['5102:458e::1', null],
  ]) {
    expect(await seenFrom(ipAddress as string)).toEqual({ ipAddress, location });
  }
  await server.stop();
});

test('without a database nothing is known; with one that is none the server does not start', () => {
  expect(openLocations(undefined)('81.2.69.142')).toBeNull();
  const half = writeDatabase([['81.2.69.0', 24, country('United Kingdom')]]);
  for (const path of [
    join(scratch, 'missing.mmdb'),
    file('text.mmdb', 'No places in here.'),
    file('empty.mmdb', ''),
    file('half.mmdb', half.subarray(0, half.length / 2)),
  ]) {
    expect(() => openLocations(path)).toThrow(`GEOIP_DATABASE must be a readable MaxMind database (.mmdb): ${path}`);
    const secret = 'a secret of tests, long enough for the check';
    const env = parseEnv({ JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret, GEOIP_DATABASE: path });
    expect(() => buildServer({ env, database: {} as Database, log: pino({ level: 'silent' }) })).toThrow(
      'GEOIP_DATABASE',
    );
  }
});

type Value = string | number | { [name: string]: Value };

/** A database of IPv4 networks, as https://maxmind.github.io/MaxMind-DB/ describes it, with records of 24 bits. */
function writeDatabase(networks: [address: string, prefix: number, data: Value][]): Buffer {
  const nodes: (number | { node: number } | null)[][] = [[null, null]];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [address, prefix, value] of networks) {
    const bits = address.split('.').flatMap((byte) => [...Number(byte).toString(2).padStart(8, '0')].map(Number));
    let node = 0;
    for (const [depth, bit] of bits.slice(0, prefix).entries()) {
      const records = nodes[node] as (typeof nodes)[number];
      if (depth === prefix - 1) {
        records[bit] = offset;
        break;
      }
      const next = (records[bit] as { node: number } | null) ?? { node: nodes.push([null, null]) - 1 };
      records[bit] = next;
      node = next.node;
    }
    const encoded = encode(value);
    data.push(encoded);
    offset += encoded.length;
  }
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [index, record] of nodes.flat().entries()) {
    const pointer = typeof record === 'number' ? nodes.length + 16 + record : (record?.node ?? nodes.length);
    tree.writeUIntBE(pointer, index * 3, 3);
  }
  const metadata = {
    ...{ binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1, database_type: 'Test-City' },
    ...{ ip_version: 4, node_count: nodes.length, record_size: 24 },
  };
  return Buffer.concat([
    ...[tree, Buffer.alloc(16), ...data],
    ...[Buffer.from('abcdef', 'hex'), Buffer.from('MaxMind.com'), encode(metadata)],
  ]);
}

/** A control byte with type and size, then the value: a UTF-8 string (2), an unsigned 32-bit number (6) or a map (7). */
function encode(value: Value): Buffer {
  const control = (type: number, size: number) =>
    Buffer.from(size < 29 ? [(type << 5) | size] : [(type << 5) | 29, size - 29]);
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(2, bytes.length), bytes]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([name, one]) => [encode(name), encode(one)])]);
}
