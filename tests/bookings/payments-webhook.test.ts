import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import { localId } from '../support/ids.ts';
import { startNode } from '../support/nodes.ts';
import { bookingOf, openTill, paid, post, sign } from '../support/payments.ts';
import { cloneTemplate, startServer, type TestServer, webhookSecret } from '../support/server.ts';

let server: TestServer;
let till: Awaited<ReturnType<typeof openTill>>;
beforeAll(async () => {
  server = await startServer();
  till = await openTill(server);
});
afterAll(() => server.stop());

const succeeded = { http: 200, status: 'SUCCEEDED', refundMinor: 0, refundedMinor: 0 };

test('only what is signed, and just now, is believed', async () => {
  const { who, id } = await till.pending();
  const body = JSON.stringify(paid(id));
  const now = Math.floor(Date.now() / 1000);
  const signed = (header: string, sent = body) => post(server, sent, { 'Shala-Signature': header });
  const [, right] = sign(body, { t: now }).split(',') as [string, string];
  const wrong = `v1=${'0'.repeat(64)}`;
  for (const [header, code] of [
    ['', 'MISSING'],
    ['nonsense', 'MISSING'],
    [right, 'MISSING'],
    [`t=${now}`, 'MISSING'],
    [`t=soon,${right}`, 'MISSING'],
    [`t=${now},t=${now},${right}`, 'MISSING'],
    [`t=${now},v1=`, 'WRONG'],
    [`t=${now},v1=zz`, 'WRONG'],
    [`t=${now},${right}00`, 'WRONG'],
    [`t=${now},${wrong}`, 'WRONG'],
    [`t=${now + 1},${right}`, 'WRONG'],
    [`t=0${now},${right}`, 'WRONG'],
    [sign(body, { secret: 'another secret, which nobody here shares' }), 'WRONG'],
    [sign(body, { t: now - 310 }), 'EXPIRED'],
    [sign(body, { t: now + 310 }), 'EXPIRED'],
  ] as const) {
    expect(await signed(header), header).toMatchObject({ http: 401, code: `SIGNATURE_${code}` });
  }
  // A right signature, of another body.
  const altered = JSON.stringify({ ...JSON.parse(body), reference: 'pay_more' });
  expect(await signed(sign(body), altered)).toMatchObject({ http: 401, code: 'SIGNATURE_WRONG' });
  expect(await signed(sign(body), `${body} `)).toMatchObject({ http: 401 });
  expect(await bookingOf(who, id)).toMatchObject({ status: 'PENDING', payments: [] });

  // While secrets change, a message carries the signatures of both.
  expect(await signed(`t=${now}, ${wrong}, ${right.toUpperCase().replace('V1', 'v1')}`)).toEqual(succeeded);
  for (const t of [now - 290, now + 290]) expect(await signed(sign(body, { t }))).toEqual(succeeded);
});

test('a message that is signed as Standard Webhooks says is believed as well', async () => {
  const { who, id } = await till.pending();
  const body = JSON.stringify(paid(id));
  const hook = new Webhook(webhookSecret, { format: 'raw' });
  const stranger = new Webhook('another secret, which nobody here shares', { format: 'raw' });
  const signed = (seconds = 0, by = hook, more: Record<string, string> = {}, sent = body) => {
    const at = new Date(Date.now() + seconds * 1000);
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const signature = by.sign('msg_1', at, body);
    return post(server, sent, {
      ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature, ...more },
    });
  };
  const refused = (code: string) => ({ http: 401, code: `SIGNATURE_${code}` });
  expect(await signed(-310)).toMatchObject(refused('EXPIRED'));
  expect(await signed(310)).toMatchObject(refused('EXPIRED'));
  expect(await signed(0, stranger)).toMatchObject(refused('WRONG'));
  expect(await signed(0, hook, { 'webhook-id': 'msg_2' })).toMatchObject(refused('WRONG'));
  expect(await signed(0, hook, {}, `${body} `)).toMatchObject(refused('WRONG'));
  expect(await signed(0, hook, { 'webhook-id': '' })).toMatchObject(refused('MISSING'));
  expect(await signed(0, hook, { 'webhook-timestamp': 'soon' })).toMatchObject(refused('MISSING'));
  // A wrong signature is not made up for by a right one of the other scheme.
  expect(await signed(0, stranger, { 'Shala-Signature': sign(body) })).toMatchObject(refused('WRONG'));
  expect(await bookingOf(who, id)).toMatchObject({ status: 'PENDING', payments: [] });

  const now = new Date();
  const both = `${stranger.sign('msg_1', now, body)} v1a,other ${hook.sign('msg_1', now, body)}`;
  const timestamp = String(Math.floor(now.getTime() / 1000));
  expect(await signed(0, hook, { 'webhook-signature': both, 'webhook-timestamp': timestamp })).toEqual(succeeded);
  expect(await signed()).toEqual(succeeded);
});

test('a secret of Standard Webhooks is taken as the key that it encodes', async () => {
  const secret = `whsec_${Buffer.from('the bytes of a key of thirty-two').toString('base64')}`;
  const studio = await startServer({ PAYMENT_WEBHOOK_SECRET: secret });
  const { who, id } = await (await openTill(studio)).pending();
  const body = JSON.stringify(paid(id));
  const now = new Date();
  const headers = {
    ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(now.getTime() / 1000)) },
    'webhook-signature': new Webhook(secret).sign('msg_1', now, body),
  };
  expect(await post(studio, body, headers)).toEqual(succeeded);
  expect(await bookingOf(who, id)).toMatchObject({ status: 'CONFIRMED' });
  await studio.stop();
});

test('what is wrong with a message is said, and nothing is done', async () => {
  const { id } = await till.pending();
  const issuesOf = async (more: object) => {
    const answer = (await post(server, JSON.stringify(paid(id, more)))) as {
      http: number;
      issues?: { path: string[] }[];
    };
    return [answer.http, answer.issues?.map(({ path }) => path.join('.'))];
  };
  expect(await issuesOf({ amountMinor: 0 })).toEqual([400, ['amountMinor']]);
  expect(await issuesOf({ amountMinor: 2 ** 31 })).toEqual([400, ['amountMinor']]);
  expect(await issuesOf({ amountMinor: 25.5, currency: 'eur' })).toEqual([400, ['amountMinor', 'currency']]);
  expect(await issuesOf({ provider: '', reference: 'a b' })).toEqual([400, ['provider', 'reference']]);
  expect(await issuesOf({ reference: 'x'.repeat(201) })).toEqual([400, ['reference']]);
  expect(await issuesOf({ bookingId: localId(id) })).toEqual([400, ['bookingId']]);
  expect(await issuesOf({ bookingId: globalId('Session', localId(id)) })).toEqual([400, ['bookingId']]);
  const nobodys = globalId('Booking', '01234567-89ab-cdef-0123-456789abcdef');
  expect(await post(server, JSON.stringify(paid(nobodys)))).toMatchObject({ http: 404, code: 'NOT_FOUND' });
  for (const body of ['', '{', '[]', 'null', '"x"', '{}', Buffer.from([0xff, 0xfe])])
    expect(await post(server, body), String(body)).toMatchObject({ http: 400, code: 'INVALID_INPUT' });
  expect(await post(server, '[]')).toMatchObject({ message: expect.stringMatching(/^Invalid input/) });
  expect(await post(server, JSON.stringify({ type: 'dispute.created', id: 7 }))).toEqual({ http: 200, ignored: true });

  const url = `${server.url}/webhooks/payments`;
  const statusOf = async (init: RequestInit) => {
    const response = await fetch(url, init);
    expect(await response.json()).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    return response.status;
  };
  expect(await statusOf({ method: 'GET' })).toBe(405);
  expect(await post(server, '{}', { 'Content-Type': 'text/plain' })).toMatchObject({ http: 415 });
  expect(await post(server, '{}', { 'Content-Encoding': 'gzip' })).toMatchObject({ http: 415 });
  expect(await post(server, `"${'x'.repeat(65_536)}"`)).toMatchObject({ http: 413, code: 'TOO_LARGE' });
  expect(await post(server, `"${'x'.repeat(3_000_000)}"`)).toMatchObject({ http: 413 });
  expect(await post(server, `"${'x'.repeat(65_000)}"`)).toMatchObject({ http: 400 });
});

test('whatever is signed and sent, it is answered or refused, never an unexpected error', async () => {
  const { id } = await till.pending();
  const nasty = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\u0000', '\ud800', 'x'.repeat(9000)));
  const value = fc.oneof(fc.jsonValue(), nasty, fc.constantFrom(2 ** 31 - 1, 2 ** 53, -1, 0, 1e300, 0.5));
  const mostly = (right: unknown) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: value });
  const message = fc.record(
    {
      type: fc.oneof(fc.constantFrom('payment.succeeded', 'payment.refunded'), value),
      provider: mostly('acme'),
      reference: fc.oneof(fc.constantFrom('a', 'b'), value),
      bookingId: mostly(id),
      amountMinor: fc.oneof(fc.constantFrom(1, 2500, 2 ** 31 - 1), value),
      currency: mostly('EUR'),
    },
    { requiredKeys: [] },
  );
  const bodies = fc.oneof(
    { weight: 6, arbitrary: message.map((one) => JSON.stringify(one)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
  );
  const seen = new Set<number | undefined>();
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const { http } = await post(server, body);
      seen.add(http);
      expect([200, 400, 404, 409]).toContain(http);
    }),
    { numRuns: 300 },
  );
  expect(seen).toContain(200);
});

test('while the database is away the message has to be sent again; without a secret there is no webhook', async () => {
  const { connection, drop } = await cloneTemplate();
  const database = openDatabase(connection);
  const env = { ...server.app.env, PAYMENT_WEBHOOK_SECRET: undefined };
  const [secretless, orphan] = [await startNode(server, { env, database }), await startNode(server, { database })];
  const [nowhere, url] = [secretless.url, orphan.url];
  const unknown = await fetch(`${nowhere}/webhooks/payments`, { method: 'POST', body: '{}' });
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ code: 'WEBHOOK_OFF' });
  await database.close();
  const body = JSON.stringify(paid(globalId('Booking', '01234567-89ab-cdef-0123-456789abcdef')));
  const answer = await post({ url }, body);
  expect(answer).toMatchObject({ http: 503, code: 'UNAVAILABLE' });
  expect(JSON.stringify(answer)).not.toMatch(/prisma|select|pglite|pool/i);
  await Promise.all([secretless.stop(), orphan.stop()]);
  await drop();
});

const has = (...commands: string[]) => {
  try {
    return commands.every((command) => execFileSync('sh', ['-c', `command -v ${command}`]).length > 0);
  } catch {
    return false;
  }
};

test.runIf(has('openssl', 'curl'))('the example for people who connect a provider works as it stands', async () => {
  const docs = readFileSync(new URL('../../docs/payments.md', import.meta.url), 'utf8');
  const [, script = ''] = /```sh\n(.*?)```/s.exec(docs) ?? [];
  const [, answer = ''] = /```json\n(.*?)\n```/s.exec(docs) ?? [];
  const { who, id } = await till.pending();
  const shell = spawn('sh', ['-euc', script], {
    env: { ...process.env, SHALA: server.url, SECRET: webhookSecret, BOOKING: id },
  });
  let output = '';
  for await (const chunk of shell.stdout) output += chunk;
  expect(output).toBe(answer);
  expect(await bookingOf(who, id)).toMatchObject({ status: 'CONFIRMED', payments: [{ provider: 'acme' }] });
});
