import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebhookCreateDocument, WebhookUpdateDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, person, schedule } from '../support/studio.ts';
import { deliver, deliveriesOf, passPauses, type Receiver, register, startReceiver, why } from '../support/webhooks.ts';

let server: TestServer;
let admin: Person;
let receiver: Receiver;
const systemLookup = dns.lookup;
beforeAll(async () => {
  server = await startServer({ WEBHOOK_TIMEOUT: '1s' });
  admin = await person(server, 'ada', 'ADMIN');
});
afterAll(() => server.stop());
beforeEach(async () => {
  // What happened before is no endpoint's to hear.
  await deliver(server);
  receiver = await startReceiver();
});
afterEach(async () => {
  resolveBy(systemLookup);
  await server.database.prisma.webhookEndpoint.deleteMany();
  await receiver.stop();
});

function resolveBy(lookup: unknown): void {
  (dns as { lookup: unknown }).lookup = lookup;
  syncBuiltinESMExports();
}

/** Lets a name have these addresses, others at each look. Returns how often it was looked at. */
function nameServer(name: string, ...answers: string[][]) {
  let looks = 0;
  resolveBy((hostname: string, options: object, callback: (...given: unknown[]) => void) => {
    if (hostname !== name) return (systemLookup as (...given: unknown[]) => void)(hostname, options, callback);
    const addresses = answers[Math.min(looks, answers.length - 1)] as string[];
    looks += 1;
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    process.nextTick(() => callback(null, found));
  });
  return () => looks;
}

const portOf = ({ url }: Receiver) => new URL(url).port;
const create = async (url: string) => {
  const input = { url, kinds: ['SESSIONS' as const] };
  return admin.ask(WebhookCreateDocument, { input, reason: why });
};
/** The outcome of one attempt to send to a URL that was registered while its name led elsewhere. */
async function attempt(url: string) {
  const { id } = await register(admin, 'https://hooks.example.org/', ['SESSIONS']);
  await server.database.prisma.webhookEndpoint.update({ where: { id: localId(id) }, data: { url } });
  await schedule(admin);
  await deliver(server);
  const [delivery] = await deliveriesOf(admin, id);
  await server.database.prisma.webhookEndpoint.deleteMany();
  return delivery?.attempts[0];
}

test.each([
  ['loopback', ['127.0.0.1', '127.255.0.9', '[::1]', '2130706433', '0x7f.1', '017700000001']],
  ['unspecified', ['0.0.0.0', '0.1.2.3', '[::]']],
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '[fc00::1]', '[fd12:3456::1]']],
  ['link-local, with the metadata of clouds', ['169.254.169.254', '169.254.0.1', '[fe80::1]', '[fd00:ec2::254]']],
  ['shared and of platforms', ['100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192']],
  ['mapped or embedded IPv4', ['[::ffff:127.0.0.1]', '[::ffff:10.0.0.1]', '[::127.0.0.1]', '[::ffff:0:127.0.0.1]']],
  ['NAT64', ['[64:ff9b::127.0.0.1]', '[64:ff9b::8.8.8.8]', '[64:ff9b:1::10.0.0.1]']],
  ['6to4, Teredo and site-local', ['[2002:7f00:1::]', '[2001::7f00:1]', '[fec0::1]']],
  ['multicast, broadcast and reserved', ['224.0.0.1', '255.255.255.255', '240.0.0.1', '[ff02::1]', '[4000::1]']],
  ['documentation and benchmarks', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '[2001:db8::1]']],
])('no endpoint has an address that is not public: %s', async (_range, hosts) => {
  for (const host of hosts) {
    const { data } = await create(`https://${host}/hook`);
    expect(data?.webhookEndpointCreate, host).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['url'] }] });
    // Nor where an address came there by another way.
    const made = await attempt(`https://${host}:${portOf(receiver)}/hook`);
    expect(made, host).toMatchObject({ status: null, error: 'The host has an address that is not public.' });
  }
  expect(receiver.received).toEqual([]);
});

test('addresses are public, and only https is taken', async () => {
  for (const host of ['8.8.8.8', '1.1.1.1', '[2606:4700:4700::1111]', '[2a00:1450::1]', 'hooks.example.org']) {
    const { data } = await create(`https://${host}/hook`);
    expect(data?.webhookEndpointCreate, host).toMatchObject({ __typename: 'WebhookEndpointSecretPayload' });
  }
  const names = ['localhost', 'studio.localhost', 'localhost.'].map((name) => `https://${name}/`);
  for (const url of [...names, 'http://hooks.example.org/', 'https://hooks.example.org/#part']) {
    const { data } = await create(url);
    expect(data?.webhookEndpointCreate, url).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['url'] }] });
  }
  for (const url of ['ftp://hooks.example.org/', 'https://user:word@hooks.example.org/', 'hooks.example.org'])
    expect((await create(url)).errors, url).toHaveLength(1);
  const { id } = await register(admin, 'https://hooks.example.org/', ['SESSIONS']);
  const input = { url: 'https://10.1.2.3/' };
  expect(await admin.run(WebhookUpdateDocument, { id, input, reason: why })).toMatchObject({
    webhookEndpointUpdate: { code: 'INVALID_INPUT' },
  });
  expect(await attempt('http://8.8.8.8/')).toMatchObject({ status: null, error: 'The URL must begin with https://.' });
});

test('a name is refused where any of its addresses is not public', async () => {
  for (const addresses of [
    ['127.0.0.1'],
    ['8.8.8.8', '127.0.0.1'],
    ['127.0.0.1', '8.8.8.8'],
    ['2606:4700:4700::1111', '::1'],
    ['8.8.8.8', '::ffff:7f00:1'],
    ['8.8.8.8', '64:ff9b::7f00:1'],
    ['169.254.169.254'],
    [],
  ]) {
    nameServer('hooks.example.org', addresses);
    const made = await attempt(`https://hooks.example.org:${portOf(receiver)}/`);
    expect(made, String(addresses)).toMatchObject({ error: 'The host has an address that is not public.' });
  }
  // A name that is not made up, as the system resolves it.
  resolveBy(systemLookup);
  const made = await attempt(`https://localhost:${portOf(receiver)}/`);
  expect(made).toMatchObject({ error: 'The host has an address that is not public.' });
  expect(receiver.received).toEqual([]);
});

test('a connection goes to the address that was checked, whatever the name leads to a moment later', async () => {
  // Of a network that was given back: nobody answers there.
  const looks = nameServer('hooks.example.org', ['3ffe::1'], ['127.0.0.1']);
  const { id } = await register(admin, 'https://hooks.example.org/', ['SESSIONS']);
  await server.database.prisma.webhookEndpoint.update({
    where: { id: localId(id) },
    data: { url: `https://hooks.example.org:${portOf(receiver)}/` },
  });
  await schedule(admin);
  await deliver(server);
  const first = (await deliveriesOf(admin, id))[0]?.attempts[0];
  expect(first?.status).toBeNull();
  expect(first?.error).not.toContain('not public');
  expect(looks()).toBe(1);
  // The next attempt looks again, and checks again.
  await passPauses(server);
  await deliver(server);
  expect((await deliveriesOf(admin, id))[0]?.attempts[0]?.error).toBe('The host has an address that is not public.');
  expect(looks()).toBe(2);
  expect(receiver.received).toEqual([]);
});
