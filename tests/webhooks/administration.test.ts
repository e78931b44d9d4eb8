import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseEnv } from '../../src/env.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  AuditEventsDocument,
  WebhookCreateDocument,
  WebhookDeleteDocument,
  WebhookDeliveriesDocument,
  WebhookDisableDocument,
  WebhookEnableDocument,
  WebhookEndpointDeliveriesDocument,
  WebhookNodeDocument,
  WebhookRotateDocument,
  WebhookSendAgainDocument,
  WebhooksDocument,
  WebhookUpdateDocument,
} from '../generated/documents.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, person, schedule } from '../support/studio.ts';
import { deliver, deliveriesOf, register, startReceiver, why } from '../support/webhooks.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true' });
  admin = await person(server, 'ada', 'ADMIN');
});
afterAll(() => server.stop());

test('endpoints and deliveries are the admins’ to see and change, and every change is audited with its reason', async () => {
  const receiver = await startReceiver();
  const host = await person(server, 'hedy', 'CREATOR');
  const { id } = await register(admin, receiver.url, ['SESSIONS', 'SESSIONS'], ' Accounting ');
  await schedule(host);
  await deliver(server);
  const [delivery] = await deliveriesOf(admin, id);
  const deliveryId = delivery?.id as string;
  const input = { url: receiver.url, kinds: ['SEATS' as const] };

  for (const who of [server.visitor, host]) {
    const code = who === host ? 'FORBIDDEN' : 'UNAUTHENTICATED';
    for (const asking of [
      who.ask(WebhooksDocument),
      who.ask(WebhookDeliveriesDocument, {}),
      who.ask(WebhookCreateDocument, { input, reason: why }),
      who.ask(WebhookUpdateDocument, { id, input: { kinds: ['SEATS'] }, reason: why }),
      who.ask(WebhookEnableDocument, { id, reason: why }),
      who.ask(WebhookDisableDocument, { id, reason: why }),
      who.ask(WebhookDeleteDocument, { id, reason: why }),
      who.ask(WebhookRotateDocument, { id, reason: why }),
      who.ask(WebhookSendAgainDocument, { id: deliveryId, reason: why }),
    ])
      expect((await asking).errors?.[0]?.extensions?.code).toBe(code);
    for (const node of [id, deliveryId])
      expect(await who.run(WebhookNodeDocument, { id: node })).toEqual({ node: null });
  }

  const listed = (await admin.run(WebhooksDocument)).webhookEndpoints;
  expect(listed).toMatchObject({
    totalCount: 1,
    nodes: [
      {
        ...{ id, url: `${receiver.url}/`, description: 'Accounting', kinds: ['SESSIONS'], isEnabled: true },
        ...{ disabledAt: null, disabledReason: null, waitingCount: 0, lastSentAt: expect.any(String) },
      },
    ],
  });
  const changed = await admin.run(WebhookUpdateDocument, {
    ...{ id, reason: why },
    input: { description: null, kinds: ['SEATS', 'STORIES'] },
  });
  expect(changed.webhookEndpointUpdate).toMatchObject({ description: null, kinds: ['SEATS', 'STORIES'] });
  const none = { code: 'INVALID_INPUT' };
  expect(await admin.run(WebhookUpdateDocument, { id, reason: why, input: { kinds: [] } })).toMatchObject({
    webhookEndpointUpdate: none,
  });
  expect(await admin.run(WebhookDisableDocument, { id, reason: ' ' })).toMatchObject({ webhookEndpointDisable: none });
  expect(await admin.run(WebhookRotateDocument, { id, reason: why, previousValidHours: 169 })).toMatchObject({
    webhookEndpointRotateSecret: none,
  });
  const nothing = globalId('WebhookEndpoint', '01234567-89ab-7def-8123-456789abcdef');
  expect(await admin.run(WebhookDeleteDocument, { id: nothing, reason: why })).toMatchObject({
    webhookEndpointDelete: { code: 'NOT_FOUND' },
  });
  const nowhere = globalId('WebhookDelivery', '01234567-89ab-7def-8123-456789abcdef');
  expect(await admin.run(WebhookSendAgainDocument, { id: nowhere, reason: why })).toMatchObject({
    webhookDeliverySendAgain: { code: 'NOT_FOUND' },
  });

  await admin.run(WebhookSendAgainDocument, { id: deliveryId, reason: 'Lost by them' });
  await deliver(server);
  expect(receiver.ids()).toEqual([delivery?.webhookId, delivery?.webhookId]);
  expect((await admin.run(WebhookNodeDocument, { id: deliveryId })).node).toMatchObject({
    ...{ state: 'SENT', attemptCount: 2, attempts: [{ status: 204 }, { status: 204 }] },
  });

  expect(await admin.run(WebhookDeleteDocument, { id, reason: why })).toEqual({
    webhookEndpointDelete: { __typename: 'WebhookEndpointDeletePayload', webhookEndpointId: id },
  });
  expect(await admin.run(WebhookNodeDocument, { id: deliveryId })).toEqual({ node: null });
  const { nodes } = (await admin.run(AuditEventsDocument, {})).auditEvents;
  const ofWebhooks = nodes.filter(({ action, refusal }) => action.startsWith('webhook_') && refusal === null).reverse();
  expect(ofWebhooks.map(({ action, reason, actor }) => [action, reason, actor?.username])).toEqual([
    ['webhook_endpoint.created', why, 'ada'],
    ['webhook_endpoint.updated', why, 'ada'],
    ['webhook_delivery.sent_again', 'Lost by them', 'ada'],
    ['webhook_endpoint.deleted', why, 'ada'],
  ]);
  await receiver.stop();
});

test('deliveries are listed in pages, by endpoint, session and state', async () => {
  const receiver = await startReceiver();
  const host = await person(server, 'hugo', 'CREATOR');
  const { id } = await register(admin, receiver.url, ['SESSIONS']);
  const other = await register(admin, receiver.url, ['SESSIONS']);
  const sessions = [await schedule(host), await schedule(host), await schedule(host)];
  await deliver(server);
  const ask = async (filter: object, page: object = {}) =>
    (await admin.run(WebhookDeliveriesDocument, { filter, ...page })).webhookDeliveries;
  const first = await ask({ endpointId: id }, { first: 2 });
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const second = await ask({ endpointId: id }, { first: 2, after: first.pageInfo.endCursor });
  const all = [...first.nodes, ...second.nodes];
  expect(new Set(all.map(({ sessionId }) => sessionId))).toEqual(new Set(sessions.map((session) => session.id)));
  expect((await ask({ sessionId: sessions[0]?.id })).nodes.map(({ endpoint }) => endpoint.id).sort()).toEqual(
    [id, other.id].sort(),
  );
  expect((await ask({ state: ['FAILED', 'QUEUED', 'SKIPPED'] })).nodes).toEqual([]);
  expect((await ask({ to: new Date(Date.now() - 3_600_000).toISOString() })).nodes).toEqual([]);
  const { node } = await admin.run(WebhookEndpointDeliveriesDocument, { id, filter: { state: ['SENT'] } });
  expect(node && 'deliveries' in node && node.deliveries.nodes).toHaveLength(3);
  await receiver.stop();
});

test('private addresses are for development alone', () => {
  const settings = { WEBHOOK_PRIVATE_ADDRESSES: 'true', JWT_SECRET: 'a secret of tests, long enough for the check' };
  expect(parseEnv({ ...settings, NODE_ENV: 'development' }).WEBHOOK_PRIVATE_ADDRESSES).toBe(true);
  expect(() => parseEnv({ ...settings, NODE_ENV: 'production' })).toThrow(/WEBHOOK_PRIVATE_ADDRESSES must be off/);
  expect(parseEnv({ JWT_SECRET: settings.JWT_SECRET }).WEBHOOK_PRIVATE_ADDRESSES).toBe(false);
});
