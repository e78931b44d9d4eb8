import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Context } from '../../src/context.ts';
import { connect, presenceRenewal } from '../../src/live/presence/node.ts';
import { expirePresence } from '../../src/live/presence/service.ts';
import {
  CreateBookingDocument,
  CreateSessionDocument,
  EndSessionDocument,
  JoinByCodeDocument,
  JoinByIdDocument,
  LeaveDocument,
  LiveSessionDocument,
  type SessionCreateInput,
  SessionEventsDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startNode, type TestNode } from '../support/nodes.ts';
import { createTestClient, expectType, startServer, type TestServer } from '../support/server.ts';
import { inMinutes, type Person, people } from '../support/studio.ts';

let server: TestServer;
/** Another node on the same database. */
let other: TestNode;
let host: Person;
let ben: Person;
beforeAll(async () => {
  server = await startServer();
  other = await startNode(server);
  [host] = await people(server, ['host'], { role: 'CREATOR' });
  [ben] = await people(server, ['ben']);
});
afterAll(async () => {
  await other.stop();
  await server.stop();
});

async function open(input: Partial<SessionCreateInput> = {}) {
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Standup', ...input } });
  const { id } = expectType(sessionCreate, 'Session');
  const { session } = await host.run(LiveSessionDocument, { id });
  return { id, code: session?.joinCode as string };
}

/** A stream of this person's that has begun. */
async function watch(who: Pick<Person, 'subscribe'>, sessionId: string) {
  const stream = who.subscribe(SessionEventsDocument, { sessionId, kinds: ['SESSION'] });
  await stream.next();
  return stream;
}

const elsewhere = (who: Person) => createTestClient(other.url, who.accessToken);
const { waitFor } = vi;
const presenceOf = async (who: Person, sessionId: string) => (await participantOf(who, sessionId))?.presence ?? null;
const participantOf = (who: Person, sessionId: string) =>
  server.database.prisma.participant.findFirst({ where: { sessionId: localId(sessionId), accountId: who.id } });
const leasesIn = (sessionId: string) =>
  server.database.prisma.presenceLease.findMany({ where: { sessionId: localId(sessionId) } });
const presenceEvents = async (sessionId: string) => {
  const where = { sessionId: localId(sessionId), type: 'ParticipantPresenceChanged' };
  const events = await server.database.prisma.event.findMany({ where, orderBy: { sequence: 'asc' } });
  return events.map(({ payload }) => (payload as { presence: string }).presence);
};

test('tabs on two nodes are one presence: losing those of one node changes nothing', async () => {
  const { id, code } = await open();
  await ben.run(JoinByCodeDocument, { code });
  const [here, there] = [await watch(ben, id), await watch(elsewhere(ben), id)];
  expect(await leasesIn(id)).toHaveLength(2);
  await here.close();
  await waitFor(async () => expect(await leasesIn(id)).toHaveLength(1));
  expect(await presenceOf(ben, id)).toBe('ONLINE');
  const back = await watch(ben, id);
  await there.close();
  await waitFor(async () => expect(await leasesIn(id)).toHaveLength(1));
  expect(await presenceOf(ben, id)).toBe('ONLINE');
  expect(await presenceEvents(id)).toEqual([]);
  await back.close();
  await waitFor(async () => expect(await presenceOf(ben, id)).toBe('RECONNECTING'));
  expect(await presenceEvents(id)).toEqual(['RECONNECTING']);
});

test('joining again, or only after the stream was opened, keeps the presence that the stream gives', async () => {
  const { id } = await open({ startsAt: inMinutes(6), visibility: 'LISTED' });
  await ben.run(CreateBookingDocument, { input: { sessionId: id } });
  const stream = await watch(ben, id);
  for (let round = 0; round < 2; round += 1) {
    await ben.run(JoinByIdDocument, { sessionId: id });
    expect(await participantOf(ben, id)).toMatchObject({ presence: 'ONLINE', leaseExpiresAt: null });
  }
  await stream.close();
  await waitFor(async () => expect(await presenceOf(ben, id)).toBe('RECONNECTING'));
  await ben.run(LeaveDocument, { sessionId: id });
  expect(await presenceOf(ben, id)).toBe('LEFT');
});

test('people of a dead node are offline once its lease has run out, as of its last renewal; others stay', async () => {
  const { id, code } = await open();
  const [cleo] = await people(server, ['cleo']);
  for (const person of [ben, cleo]) await person.run(JoinByCodeDocument, { code });
  const [bens, cleos] = [await watch(elsewhere(ben), id), await watch(cleo, id)];
  const { nodeId } = (await leasesIn(id)).find(({ accountId }) => accountId === ben.id) ?? {};
  const { prisma } = server.database;
  // As if the node had stood still for longer than its lease, with its sockets still open.
  const seenAt = new Date(Date.now() - 31_000);
  await prisma.participant.updateMany({ where: { accountId: ben.id }, data: { lastSeenAt: new Date(0) } });
  await prisma.presenceNode.update({ where: { id: nodeId as string }, data: { seenAt } });
  await expirePresence(server.app);
  expect(await participantOf(ben, id)).toMatchObject({ presence: 'OFFLINE', lastSeenAt: seenAt });
  expect(await presenceOf(cleo, id)).toBe('ONLINE');
  expect(await presenceEvents(id)).toEqual(['OFFLINE']);

  // When the node runs again, its renewal finds the lease gone and writes its streams under another id.
  await presenceRenewal(other.app).run();
  expect(await presenceOf(ben, id)).toBe('ONLINE');
  expect((await leasesIn(id)).map((lease) => lease.nodeId)).not.toContain(nodeId);
  await bens.close();
  await cleos.close();
});

test('a node renews one row, whatever the number of its streams', async () => {
  const { id, code } = await open();
  const crowd = await people(server, ['p1', 'p2', 'p3', 'p4', 'p5']);
  for (const person of crowd) await person.run(JoinByCodeDocument, { code });
  const streams = await Promise.all(crowd.map((person) => watch(person, id)));
  const renewal = await server.statementsOf(() => presenceRenewal(server.app).run());
  expect(renewal.filter((sql) => /Presence|Participant/.test(sql)).length).toBeLessThanOrEqual(1);
  for (const stream of streams) await stream.close();
});

test('many people who come and go at once change a session in a few transactions', async () => {
  const { id } = await open();
  const names = Array.from({ length: 60 }, (_, index) => `crowd${index}`);
  const crowd = (await people(server, names)) as Person[];
  await server.database.prisma.participant.createMany({
    data: crowd.map((one) => ({ sessionId: localId(id), accountId: one.id, role: 'MEMBER', presence: 'OFFLINE' })),
  });
  const batches = async (presence: string) => {
    const [counts] = await server.database.prisma.$queryRaw<unknown[]>`
      SELECT count(*)::int AS "people", count(DISTINCT "Event".xmin::text)::int AS "transactions" FROM "Event"
      WHERE "sessionId" = ${localId(id)}::uuid AND "type" = 'ParticipantPresenceChanged' AND "payload"->>'presence' = ${presence}`;
    return counts;
  };
  // A stream calls this as it begins. Through sockets they would come one by one on a slow machine.
  const signedIn = await server.database.prisma.account.findMany({ where: { username: { in: names } } });
  const disconnects = await Promise.all(
    signedIn.map((account) => connect({ app: other.app, viewer: { account } } as Context, localId(id))),
  );
  expect(await batches('ONLINE')).toEqual({ people: 60, transactions: 1 });

  await Promise.all(disconnects.map((disconnect) => disconnect()));
  expect(await batches('RECONNECTING')).toEqual({ people: 60, transactions: 1 });
  expect(await leasesIn(id)).toEqual([]);
});

test('who comes back from a node that stops was present all along; who does not is offline, as of the stop', async () => {
  const { id, code } = await open();
  const [dora, emil] = (await people(server, ['dora', 'emil'])) as [Person, Person];
  const stopping = await startNode(server);
  for (const person of [dora, emil]) await person.run(JoinByCodeDocument, { code });
  const streams = [];
  for (const { accessToken } of [dora, emil])
    streams.push(await watch(createTestClient(stopping.url, accessToken), id));
  const before = new Date();
  await stopping.stop();
  for (const stream of streams) await stream.close();
  expect(await Promise.all([presenceOf(dora, id), presenceOf(emil, id)])).toEqual(['ONLINE', 'ONLINE']);

  const back = await watch(dora, id);
  const [left] = await server.database.prisma.presenceNode.findMany({
    where: { leases: { some: { accountId: emil.id } } },
  });
  expect(left?.seenAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
  const stoppedAt = new Date(Date.now() - 31_000);
  await server.database.prisma.presenceNode.update({ where: { id: left?.id as string }, data: { seenAt: stoppedAt } });
  await expirePresence(server.app);
  expect(await Promise.all([presenceOf(dora, id), presenceOf(emil, id)])).toEqual(['ONLINE', 'OFFLINE']);
  expect(await presenceEvents(id)).toEqual(['OFFLINE']);
  expect((await leasesIn(id)).map(({ accountId }) => accountId)).toEqual([dora.id]);
  await back.close();
});

test('the end of a session ends everybody’s presence, and attendance with it', async () => {
  const { id, code } = await open();
  await ben.run(JoinByCodeDocument, { code });
  const stream = await watch(ben, id);
  await host.run(EndSessionDocument, { id });
  expect(await participantOf(ben, id)).toMatchObject({ presence: 'OFFLINE', leaseExpiresAt: null });
  await stream.close();
  await waitFor(async () => expect(await leasesIn(id)).toEqual([]));
  expect(await presenceOf(ben, id)).toBe('OFFLINE');
});

// The embedded database has one connection, so a renewal waits there until a batch is written.
test.skipIf(!process.env.TEST_DATABASE_URL)(
  'a renewal while the first streams are written leaves no presence behind',
  async () => {
    const { id, code } = await open();
    await ben.run(JoinByCodeDocument, { code });
    const { prisma } = server.database;
    const third = await startNode(server);
    const stream = await prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "Participant" WHERE "accountId" = ${ben.id}::uuid FOR UPDATE`;
      const opened = createTestClient(third.url, ben.accessToken).subscribe(SessionEventsDocument, {
        sessionId: id,
        kinds: ['SESSION'],
      });
      await waitFor(async () => {
        const [waiting] = await prisma.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%UPDATE "Participant"%'`;
        expect(waiting?.count).toBe(1);
      });
      await presenceRenewal(third.app).run();
      return opened;
    });
    await stream.next();
    expect(await leasesIn(id)).toHaveLength(1);
    await stream.close();
    await waitFor(async () => expect(await presenceOf(ben, id)).toBe('RECONNECTING'));
    await third.stop();
  },
);
