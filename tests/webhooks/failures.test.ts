import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { deleteOldDeliveries } from '../../src/webhooks/deliveries.ts';
import {
  AuditEventsDocument,
  StudioEventsDocument,
  UpdateSessionDocument,
  WebhookDisableDocument,
  WebhookEnableDocument,
  WebhookNodeDocument,
  WebhookSendAgainDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { cutWaiting, holdBack, settle } from '../support/log.ts';
import { mailsTo, passTime } from '../support/mails.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, people, person, schedule } from '../support/studio.ts';
import { deliver, deliveriesOf, passPauses, type Receiver, register, startReceiver, why } from '../support/webhooks.ts';

let server: TestServer;
let admin: Person;
let host: Person;
let receiver: Receiver;
beforeAll(async () => {
  server = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true', WEBHOOK_TIMEOUT: '1s' });
  admin = await person(server, 'ada', 'ADMIN');
  host = await person(server, 'hedy', 'CREATOR');
});
afterAll(() => server.stop());
beforeEach(async () => {
  // What happened before is no endpoint's to hear.
  await deliver(server);
  receiver = await startReceiver();
});
afterEach(async () => {
  await server.database.prisma.webhookEndpoint.deleteMany();
  await receiver.stop();
});

const hour = 3_600_000;
const endpointOf = async (id: string) => (await admin.run(WebhookNodeDocument, { id })).node;
/** Lets what fails have been failing for so many hours. */
const failingFor = (hours: number) =>
  server.database.prisma.webhookDelivery.updateMany({
    where: { failingSince: { not: null }, state: 'QUEUED' },
    data: { failingSince: new Date(Date.now() - hours * hour) },
  });

test('a failing delivery is tried again, each time later; after three days its endpoint is disabled, and admins are told', async () => {
  await people(server, ['alf'], { role: 'ADMIN' });
  const { id } = await register(admin, receiver.url, ['SESSIONS'], 'Accounting');
  receiver.behave(() => 503);
  await schedule(host);
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    if (attempt > 1) await passPauses(server);
    await deliver(server);
    const [delivery] = await deliveriesOf(admin, id);
    expect(delivery).toMatchObject({ state: 'QUEUED', attemptCount: attempt });
    expect(delivery?.attempts[0]).toMatchObject({ status: 503, answer: 'noted', error: null });
    pauses.push(Date.parse(delivery?.nextAttemptAt as string) - Date.now());
  }
  for (const [index, pause] of pauses.entries()) {
    const expected = 5_000 * 4 ** index;
    expect(pause).toBeGreaterThan(expected * 0.5 - 2_000);
    expect(pause).toBeLessThan(expected * 1.5 + 2_000);
  }
  expect(new Set(receiver.ids()).size).toBe(1);
  expect(await endpointOf(id)).toMatchObject({ isEnabled: true, waitingCount: 1, failingSince: expect.any(String) });

  await failingFor(71.9);
  await passPauses(server);
  await deliver(server);
  const [last] = await deliveriesOf(admin, id);
  expect(Date.parse(last?.nextAttemptAt as string)).toBeLessThan(Date.now() + 0.11 * hour);

  const stream = admin.subscribe(StudioEventsDocument, { kinds: ['AUDIT'] });
  await stream.next();
  await failingFor(72);
  await schedule(host);
  // It waits by the time at which the endpoint is disabled, even if the server tries again by itself before deliver() does.
  await settle(server);
  await passPauses(server);
  receiver.behave(() => 500);
  await deliver(server);
  expect(await endpointOf(id)).toMatchObject({
    ...{ isEnabled: false, disabledAt: expect.any(String) },
    disabledReason: 'It took nothing for 3 days. The last attempt: status 500.',
  });
  expect((await stream.next()).studioEvents).toMatchObject({
    auditEvent: { action: 'webhook_endpoint.disabled' },
  });
  await stream.close();
  for (const name of ['ada', 'alf']) {
    const mail = (await mailsTo(server, name)).at(-1);
    expect(mail?.subject).toBe(`A webhook endpoint was disabled: ${new URL(receiver.url).host}`);
    expect(mail?.text).toMatch(/Description: +Accounting\n/);
  }
  expect(await mailsTo(server, 'hedy')).toEqual([]);
  const states = (await deliveriesOf(admin, id)).map(({ state, nextAttemptAt }) => [state, nextAttemptAt]);
  expect(states).toEqual([
    ['QUEUED', null],
    ['FAILED', null],
  ]);
  await server.app.mail.idle();
  expect(await server.app.metrics.exposition()).toMatch(/shala_webhooks_total\{outcome="failed"\} [1-9]/);

  // What waited, what was given up and what happened meanwhile is sent once it is enabled again.
  await schedule(host);
  const before = receiver.received.length;
  await passPauses(server);
  await deliver(server);
  expect(receiver.received).toHaveLength(before);
  receiver.behave(() => 200);
  await admin.run(WebhookEnableDocument, { id, reason: why });
  await deliver(server);
  expect(receiver.received).toHaveLength(before + 2);
  const failed = (await deliveriesOf(admin, id)).find(({ state }) => state === 'FAILED');
  await admin.run(WebhookSendAgainDocument, { id: failed?.id as string, reason: why });
  await deliver(server);
  expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(failed?.webhookId);
  expect(await endpointOf(id)).toMatchObject({ isEnabled: true, waitingCount: 0, failingSince: null });
});

test('a delivery that alone is refused for three days is given up alone', async () => {
  const { id } = await register(admin, receiver.url, ['SESSIONS']);
  const refused = await schedule(host);
  receiver.behave(({ body }) => ((body.data.session as { id: string }).id === refused.id ? 422 : 204));
  await deliver(server);
  await failingFor(72);
  const { id: sessionId } = await schedule(host);
  await host.run(UpdateSessionDocument, { id: refused.id, input: { title: 'Later' } });
  await deliver(server);
  await passPauses(server);
  await deliver(server);
  expect(await endpointOf(id)).toMatchObject({ isEnabled: true });
  const deliveries = await deliveriesOf(admin, id);
  expect(deliveries.find((one) => one.sessionId === sessionId)).toMatchObject({ state: 'SENT' });
  const ofRefused = deliveries.filter((one) => one.sessionId === refused.id).reverse();
  // The next one of the session has its own three days.
  expect(ofRefused.map(({ state, attemptCount }) => [state, attemptCount])).toEqual([
    ['FAILED', 2],
    ['QUEUED', 1],
  ]);
});

test('an endpoint that is gone is disabled at once; enabling may leave out what was missed', async () => {
  const { id } = await register(admin, receiver.url, ['SESSIONS']);
  receiver.behave(() => 410);
  const first = await schedule(host);
  await deliver(server);
  expect(receiver.received).toHaveLength(1);
  expect(await endpointOf(id)).toMatchObject({ isEnabled: false, disabledReason: 'It answered 410 Gone.' });
  const [delivery] = await deliveriesOf(admin, id);
  expect(delivery).toMatchObject({ state: 'FAILED', attempts: [{ status: 410 }] });
  const again = await admin.run(WebhookSendAgainDocument, { id: delivery?.id as string, reason: why });
  expect(again.webhookDeliverySendAgain).toMatchObject({ code: 'WEBHOOK_ENDPOINT_DISABLED' });

  receiver.behave(() => 200);
  await schedule(host);
  await admin.run(WebhookEnableDocument, { id, reason: why, skipMissed: true });
  await deliver(server);
  expect(receiver.received).toHaveLength(1);
  // The log from now on.
  await host.run(UpdateSessionDocument, { id: first.id, input: { title: 'Now' } });
  await deliver(server);
  expect(receiver.received.map(({ body }) => body.type)).toEqual(['SessionCreation', 'SessionUpdate']);

  await admin.run(WebhookDisableDocument, { id, reason: 'Repairs' });
  expect(await endpointOf(id)).toMatchObject({ isEnabled: false, disabledReason: 'Repairs' });
  const { auditEvents } = await admin.run(AuditEventsDocument, { filter: { targetId: id } });
  const action = (name: string) => `webhook_endpoint.${name}`;
  expect(auditEvents.nodes.map((event) => event.action)).toEqual(
    ['disabled', 'enabled', 'disabled', 'created'].map(action),
  );
});

test('an admin who is none any more by the time of the mail is not told of an endpoint', async () => {
  // Whose mail server is away.
  const quiet = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true', SMTP_URL: 'smtp://127.0.0.1:1' });
  const [owner, demoted, suspended] = await people(quiet, ['ada', 'alf', 'amy'], { role: 'ADMIN' });
  await register(owner, receiver.url, ['SESSIONS']);
  receiver.behave(() => 410);
  await schedule(owner);
  await deliver(quiet);
  await quiet.app.mail.idle();
  const { account, notificationDelivery } = quiet.database.prisma;
  expect(await notificationDelivery.count({ where: { kind: 'WEBHOOK_DISABLED', state: 'QUEUED' } })).toBe(3);
  await account.update({ where: { id: demoted.id }, data: { role: 'USER' } });
  await account.update({ where: { id: suspended.id }, data: { status: 'SUSPENDED' } });
  await passTime(quiet);
  await quiet.app.mail.idle();
  const skipped = await notificationDelivery.findMany({ where: { state: 'SKIPPED' } });
  expect(skipped.map(({ accountId }) => accountId).sort()).toEqual([demoted.id, suspended.id].sort());
  await quiet.stop();
});

test.runIf(inject('templateUrl'))(
  'an endpoint hears nothing of what had happened before, though an older transaction held it back',
  async () => {
    const release = await holdBack(server);
    const { id: sessionId } = await schedule(host);
    const { id } = await register(admin, receiver.url, ['SESSIONS']);
    await host.run(UpdateSessionDocument, { id: sessionId, input: { title: 'Heard' } });
    await release();
    await deliver(server);
    expect(receiver.received.map(({ body }) => body.type)).toEqual(['SessionUpdate']);

    const releaseAgain = await holdBack(server);
    await host.run(UpdateSessionDocument, { id: sessionId, input: { title: 'Missed' } });
    await admin.run(WebhookEnableDocument, { id, reason: why, skipMissed: true });
    await host.run(UpdateSessionDocument, { id: sessionId, input: { title: 'Heard again' } });
    await releaseAgain();
    await deliver(server);
    const titles = receiver.received.map(({ body }) => (body.data.session as { title: string }).title);
    expect(titles).toEqual(['Heard', 'Heard again']);
  },
);

// The embedded database has no connections to lose.
test.runIf(inject('templateUrl'))(
  'a database that is lost while the body of a webhook is written is no failure of its endpoint',
  async () => {
    const { id } = await register(admin, receiver.url, ['SESSIONS']);
    const release = await holdBack(server);
    await schedule(host);
    const letRead = await holdBack(server, (tx) => tx.$queryRaw`LOCK TABLE "Session"`);
    await release();
    await cutWaiting(server);
    await cutWaiting(server);
    await letRead();
    await deliver(server);
    expect(receiver.received.map(({ body }) => body.type)).toEqual(['SessionCreation']);
    expect(await deliveriesOf(admin, id)).toMatchObject([
      { state: 'SENT', attemptCount: 1, attempts: [{ error: null }] },
    ]);
  },
);

test('redirects are not followed, long answers are cut, and slow ones are given up', async () => {
  const elsewhere = await startReceiver();
  const { id } = await register(admin, receiver.url, ['SESSIONS']);
  const latest = async () => (await deliveriesOf(admin, id)).find(({ state }) => state === 'QUEUED')?.attempts[0];
  receiver.behave((_one, response) => void response.writeHead(307, { Location: elsewhere.url }).end('over there'));
  await schedule(host);
  await deliver(server);
  expect(await latest()).toMatchObject({ status: 307, answer: 'over there' });
  expect(elsewhere.received).toEqual([]);

  let written = 0;
  let cutOff: () => void = () => {};
  const isCutOff = new Promise<void>((resolve) => {
    cutOff = resolve;
  });
  receiver.behave((_one, response) => {
    response.writeHead(500).once('close', cutOff);
    const more = () => {
      while (!response.destroyed && response.write('€\0'.repeat(10_000))) written += 40_000;
      response.once('drain', more);
    };
    more();
  });
  await passPauses(server);
  await deliver(server);
  await isCutOff;
  expect(await latest()).toMatchObject({ status: 500, answer: '€'.repeat(1_000) });
  expect(written).toBeLessThan(10_000_000);

  receiver.behave((_one, response) => void response.writeHead(200).write('never ending'));
  await passPauses(server);
  await deliver(server);
  const slow = await latest();
  expect(slow).toMatchObject({ status: null, error: 'No answer within 1 s.' });
  expect(slow?.milliseconds).toBeLessThan(3_000);

  for (const later of ['3600', new Date(Date.now() + hour).toUTCString()]) {
    receiver.behave((_one, response) => void response.writeHead(429, { 'Retry-After': later }).end());
    await passPauses(server);
    await deliver(server);
    const [asked] = await deliveriesOf(admin, id);
    expect(Date.parse(asked?.nextAttemptAt as string)).toBeGreaterThan(Date.now() + 3_500_000);
  }

  receiver.behave((_one, response) => {
    response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  });
  await passPauses(server);
  await deliver(server);
  expect(await latest()).toMatchObject({ status: null, error: 'The connection was closed without an answer.' });

  await receiver.stop();
  await passPauses(server);
  await deliver(server);
  expect(await latest()).toMatchObject({ status: null, error: expect.stringContaining('ECONNREFUSED') });
  const [delivery] = await deliveriesOf(admin, id);
  expect(delivery?.attempts.map(({ status }) => status)).toEqual([null, null, 429, 429, null, 500, 307]);
  await elsewhere.stop();
});

test('an endpoint that answers slowly does not keep others waiting', async () => {
  // However long the test takes, no attempt runs out of time and is made again.
  const patient = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true', WEBHOOK_TIMEOUT: '30s' });
  const owner = await person(patient, 'ada', 'ADMIN');
  const fast = await startReceiver();
  await register(owner, receiver.url, ['SESSIONS']);
  await register(owner, fast.url, ['SESSIONS']);
  let begun = 0;
  let release: () => void = () => {};
  const released = new Promise<number>((resolve) => {
    release = () => resolve(200);
  });
  receiver.behave(() => {
    begun += 1;
    return released;
  });
  for (let count = 0; count < 12; count += 1) await schedule(owner);
  const done = deliver(patient);
  await expect.poll(() => fast.received.length, { timeout: 20_000 }).toBe(12);
  expect(begun).toBe(3);
  release();
  await done;
  expect(receiver.received).toHaveLength(12);
  await fast.stop();
  await patient.stop();
});

test('deliveries are deleted 30 days after they were sent', async () => {
  const { id } = await register(admin, receiver.url, ['SESSIONS']);
  await schedule(host);
  await deliver(server);
  expect(await deleteOldDeliveries(server.database)).toBe(0);
  await server.database.prisma.webhookDelivery.updateMany({
    where: { endpointId: localId(id) },
    data: { finishedAt: new Date(Date.now() - 31 * 24 * hour) },
  });
  expect(await deleteOldDeliveries(server.database)).toBe(1);
});
