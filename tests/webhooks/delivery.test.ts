import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  CreateSeriesDocument,
  DeleteSessionDocument,
  LoginDocument,
  SuspendDocument,
  UpdateSessionDocument,
  WebhookDisableDocument,
  WebhookEnableDocument,
  WebhookRotateDocument,
  WebhookSendAgainDocument,
  WebhookUpdateDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { addStory, start, startSession, vote } from '../support/stories.ts';
import { book, inHours, type Person, password, people, person, schedule } from '../support/studio.ts';
import {
  deliver,
  deliveriesOf,
  passPauses,
  type ReceivedWebhook,
  type Receiver,
  register,
  startReceiver,
  verify,
  why,
} from '../support/webhooks.ts';

let server: TestServer;
let admin: Person;
let receiver: Receiver;
beforeAll(async () => {
  server = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true', WEBHOOK_TIMEOUT: '1s' });
  admin = await person(server, 'ada', 'ADMIN');
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

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

/** The selection that asks the API for what an object of a webhook has. Fails where a type of the API has no such field. */
function selectionOf(value: object, type: GraphQLObjectType): string {
  const fields = Object.entries(value).filter(([name]) => name !== '__typename');
  const selected = fields.map(([name, given]) => {
    const field = type.getFields()[name];
    if (!field) throw new Error(`${type.name} has no ${name}`);
    const named = getNamedType(field.type);
    const isObject = given !== null && typeof given === 'object' && !Array.isArray(given);
    if (isObject) return `${name} ${selectionOf(given, typeOf(given, named.name))}`;
    return isLeafType(named) ? name : `${name} { __typename }`;
  });
  return `{ ${selected.join(' ')} }`;
}

function typeOf(value: object, name: string): GraphQLObjectType {
  const type = schema.getType('__typename' in value ? String(value.__typename) : name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type;
}

/** What the API says of an object with an ID. */
async function askApi(value: { id: string }, typename: string) {
  const query = `query ($id: ID!) { node(id: $id) { ... on ${typename} ${selectionOf(value, typeOf(value, typename))} } }`;
  const { data, errors } = await admin.ask<{ node: unknown }>(query, { id: value.id });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.node;
}

const told = ({ received }: Receiver) => received.map(({ body }) => body.type);

test('an event is posted once, signed as Standard Webhooks says, with the names and values of the API', async () => {
  const [host, ana] = await people(server, ['hedy', 'ana'], { role: 'CREATOR' });
  const { secret, id } = await register(admin, `${receiver.url}/hook?a=1`, [
    ...(['SESSIONS', 'BOOKINGS', 'SEATS', 'PARTICIPANTS', 'STORIES', 'SERIES', 'DEVICES', 'AUDIT'] as const),
  ]);
  // So that all is sent at the end, when nothing changes any more.
  await admin.run(WebhookDisableDocument, { id, reason: why });
  const session = await schedule(host, { maxParticipants: 3, location: { text: 'Loft' } });
  const booking = await book(ana, session.id);
  const live = await startSession(server, { title: 'Poker' });
  const member = await live.join();
  const story = await addStory(live.host, live.id);
  await start(live.host, story.id);
  await vote(member, story.id, '3');
  const series = { title: 'Yin', startsAt: inHours(48), timeZone: 'UTC', rule: 'FREQ=DAILY;COUNT=1' };
  await host.run(CreateSeriesDocument, { input: series });
  await server.visitor.run(LoginDocument, { input: { login: 'ana', password } });
  await admin.run(SuspendDocument, { id: member.accountId, reason: 'Noise' });
  await deliver(server);
  expect(told(receiver).filter((type) => type !== 'AuditUpdate')).toEqual([]);
  await admin.run(WebhookEnableDocument, { id, reason: why });
  await deliver(server);

  const ids = receiver.ids();
  expect(new Set(ids).size).toBe(ids.length);
  for (const one of receiver.received) {
    verify(secret, one);
    expect(one.path).toBe('/hook?a=1');
    expect(one.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-signature': /^v1,[\w+/]{43}=$/ });
    const { type, timestamp, data } = one.body;
    expect(
      schema.getType('StudioEvent') &&
        typeOf(data, type)
          .getInterfaces()
          .map(({ name }) => name),
    ).toContain('StudioEvent');
    expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(60_000);
    // Whatever it tells of has the fields of the API, with the values that the API gives an admin.
    selectionOf(data, typeOf(data, type));
    for (const [name, value] of Object.entries(data)) {
      if (value === null || typeof value !== 'object' || !('id' in value)) continue;
      const field = typeOf(data, type).getFields()[name];
      if (!field) throw new Error(`${type} has no ${name}`);
      expect(await askApi(value as { id: string }, getNamedType(field.type).name)).toEqual(value);
    }
  }
  const types = new Set(told(receiver));
  const expected = [
    'SessionCreation',
    'BookingUpdate',
    'SessionUpdate',
    'SeriesUpdate',
    'DeviceSessionUpdate',
    'AuditUpdate',
  ];
  expect([...types].sort()).toEqual(expected.sort());
  const booked = receiver.received.filter(({ body }) => body.type === 'BookingUpdate');
  expect(booked.map(({ body }) => body.data)).toMatchObject([{ booking: { id: booking.id, status: 'CONFIRMED' } }]);
  const happened = receiver.received.map(({ body }) => (body.data.event as { __typename?: string })?.__typename);
  expect(happened).toEqual(expect.arrayContaining(['StoryChanged', 'VoteCast', 'ParticipantJoined']));
  expect(JSON.stringify(receiver.received.map(({ body }) => body))).not.toMatch(/"value"|127\.0\.0\.1"|@example/);

  const deliveries = await deliveriesOf(admin, id);
  expect(new Set(deliveries.map(({ webhookId }) => webhookId))).toEqual(new Set(ids));
  for (const { state, attemptCount, attempts } of deliveries) {
    expect({ state, attemptCount }).toEqual({ state: 'SENT', attemptCount: 1 });
    expect(attempts).toMatchObject([{ status: 204, answer: '', error: null }]);
  }
  const metrics = await server.app.metrics.exposition();
  expect(metrics).toContain(`shala_webhooks_total{outcome="sent"} ${ids.length}`);
});

test('an endpoint is sent the kinds that it wants, from when it was registered, and no practice', async () => {
  const host = await person(server, 'hubert', 'CREATOR');
  const before = await schedule(host);
  await deliver(server);
  const { id } = await register(admin, receiver.url, ['SESSIONS']);
  await book(await person(server, 'alba'), before.id);
  const after = await schedule(host);
  await host.run(DeleteSessionDocument, { id: after.id });
  await host.run(UpdateSessionDocument, { id: before.id, input: { title: 'Another' } });
  await deliver(server);
  // The creation of a session that is deleted at once may have been told.
  const types = told(receiver).filter((type) => type !== 'SessionCreation');
  expect(types.sort()).toEqual(['SessionDeletion', 'SessionUpdate']);
  expect(receiver.received.map(({ body }) => body.data)).toEqual(
    expect.arrayContaining([
      { sessionId: after.id },
      expect.objectContaining({ session: expect.objectContaining({ id: before.id, title: 'Another' }) }),
    ]),
  );
  const already = receiver.received.length;
  const input = { kinds: ['BOOKINGS' as const] };
  await admin.run(WebhookUpdateDocument, { id, input, reason: why });
  await host.run(UpdateSessionDocument, { id: before.id, input: { title: 'And another' } });
  await book(await person(server, 'arlo'), before.id);
  await deliver(server);
  expect(told(receiver).slice(already)).toEqual(['BookingUpdate']);
});

test('while a secret is rotated both secrets sign; a leaked one does not', async () => {
  const host = await person(server, 'hanno', 'CREATOR');
  const { id, secret: first } = await register(admin, receiver.url, ['SESSIONS']);
  const rotate = async (previousValidHours?: number) => {
    const { webhookEndpointRotateSecret } = await admin.run(WebhookRotateDocument, {
      ...{ id, reason: why, ...(previousValidHours !== undefined && { previousValidHours }) },
    });
    return expectType(
      webhookEndpointRotateSecret as NonNullable<typeof webhookEndpointRotateSecret>,
      'WebhookEndpointSecretPayload',
    );
  };
  const next = async () => {
    await schedule(host);
    await deliver(server);
    return receiver.received.at(-1) as ReceivedWebhook;
  };
  const second = await rotate();
  expect(Date.parse(second.endpoint.previousSecretExpiresAt as string) - Date.now()).toBeGreaterThan(23 * 3_600_000);
  const both = await next();
  expect(both.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  for (const secret of [first, second.secret]) verify(secret, both);

  await server.database.prisma.webhookEndpoint.update({
    where: { id: localId(id) },
    data: { previousSecretUntil: new Date(Date.now() - 1) },
  });
  const later = await next();
  verify(second.secret, later);
  expect(() => verify(first, later)).toThrow();

  const third = await rotate(0);
  expect(third.endpoint.previousSecretExpiresAt).toBeNull();
  const last = await next();
  verify(third.secret, last);
  expect(() => verify(second.secret, last)).toThrow();
});

test('a secret is nowhere in the database, and nothing is sent unsigned where it cannot be read', async () => {
  const host = await person(server, 'hilmar', 'CREATOR');
  const { id, secret } = await register(admin, receiver.url, ['SESSIONS']);
  const row = await server.database.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id: localId(id) } });
  expect(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
    secret.slice(10, 30),
  );
  const audit = await server.database.prisma.auditEvent.findMany({ where: { targetId: localId(id) } });
  expect(audit.map(({ action }) => action)).toEqual(['webhook_endpoint.created']);
  expect(JSON.stringify(audit)).not.toContain(secret.slice(10, 30));
  // As after a change of JWT_SECRET.
  await server.database.prisma.webhookEndpoint.update({
    where: { id: localId(id) },
    data: { secret: `${row.secret.slice(0, -4)}AAAA` },
  });
  await schedule(host);
  await deliver(server);
  expect(receiver.received).toEqual([]);
  const [delivery] = await deliveriesOf(admin, id);
  expect(delivery).toMatchObject({ state: 'QUEUED', attempts: [{ status: null, error: /rotate the secret/ }] });
});

test('deliveries of a session keep their order: one that fails holds back the later ones, and no other session', async () => {
  const host = await person(server, 'hilla', 'CREATOR');
  const [stuck, other] = [await schedule(host), await schedule(host)];
  await deliver(server);
  const { id } = await register(admin, receiver.url, ['SESSIONS']);
  const titlesOf = ({ received }: Receiver, sessionId: string) =>
    received.flatMap(({ body }) => {
      const { session } = body.data as { session: { id: string; title: string } };
      return session.id === sessionId ? [body.timestamp] : [];
    });
  let isWell = false;
  receiver.behave(({ body }) => (!isWell && (body.data.session as { id: string }).id === stuck.id ? 500 : 200));
  const rename = async (sessionId: string, title: string) =>
    host.run(UpdateSessionDocument, { id: sessionId, input: { title } });
  for (const title of ['1', '2', '3']) {
    await rename(stuck.id, title);
    await rename(other.id, title);
    await deliver(server);
  }
  expect(titlesOf(receiver, other.id)).toHaveLength(3);
  expect(titlesOf(receiver, stuck.id)).toHaveLength(1);
  await passPauses(server);
  await deliver(server);
  expect(new Set(titlesOf(receiver, stuck.id)).size).toBe(1);
  const waiting = (await deliveriesOf(admin, id)).filter(({ state }) => state === 'QUEUED').reverse();
  expect(waiting.map(({ attemptCount }) => attemptCount)).toEqual([2, 0, 0]);
  // The later ones are not even looked at before the first.
  for (const { nextAttemptAt } of waiting)
    expect(Date.parse(nextAttemptAt as string)).toBeGreaterThan(Date.now() + 5_000);

  isWell = true;
  const again = { id: (waiting[0] as { id: string }).id, reason: why };
  await admin.run(WebhookSendAgainDocument, again);
  await deliver(server);
  const times = titlesOf(receiver, stuck.id);
  expect(times).toEqual([...times].sort());
  expect(new Set(times).size).toBe(3);
  expect((await deliveriesOf(admin, id)).filter(({ state }) => state !== 'SENT')).toEqual([]);
});
