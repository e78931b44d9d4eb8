import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import {
  BookingChangedDocument,
  type BookingStatus,
  CancelSessionDocument,
  DeleteAccountDocument,
  EndSessionDocument,
  LogoutDocument,
  StartSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startNode, type TestNode } from '../support/nodes.ts';
import { type Client, createTestClient, startServer, type TestServer } from '../support/server.ts';
import {
  attempt,
  book,
  cancel,
  confirm,
  inMinutes,
  password,
  people,
  person,
  runOut,
  schedule,
} from '../support/studio.ts';

let server: TestServer;
let otherNode: TestNode;
beforeAll(async () => {
  server = await startServer();
  otherNode = await startNode(server);
});
afterAll(async () => {
  await otherNode.stop();
  await server.stop();
});

const price = { amountMinor: 1000, currency: 'EUR' };

test('everybody sees their own bookings change, the host those of their sessions, and nobody another’s', async () => {
  const [host, ann, bob, eve] = await people(server, ['host', 'ann', 'bob', 'eve']);
  const [atHost, atAnn] = [await watching(host), await watching(ann)];
  const [atBob, atEve] = [await watching(bob), await watching(eve)];
  const { id } = await schedule(host, { maxParticipants: 1 });
  const booking = await book(ann, id);
  expect(await atAnn.next()).toEqual(['ann', 'CONFIRMED']);
  expect(await atHost.next()).toEqual(['ann', 'CONFIRMED']);
  await book(bob, id);
  expect(await atBob.next()).toEqual(['bob', 'WAITLISTED']);
  expect(await atHost.next()).toEqual(['bob', 'WAITLISTED']);

  await cancel(ann, booking.id);
  expect(await atAnn.next()).toEqual(['ann', 'CANCELLED']);
  expect(await atBob.next()).toEqual(['bob', 'CONFIRMED']);
  expect([await atHost.next(), await atHost.next()]).toEqual([
    ['ann', 'CANCELLED'],
    ['bob', 'CONFIRMED'],
  ]);

  await book(eve, (await schedule(ann)).id);
  expect(await atEve.next()).toEqual(['eve', 'CONFIRMED']);
  expect(await atAnn.next()).toEqual(['eve', 'CONFIRMED']);
  for (const stream of [atHost, atAnn, atBob, atEve]) await stream.close();
});

test('confirming, an expired hold, the end and a deleted account are changes too', async () => {
  const [host] = await people(server, ['teacher']);
  const [paying, late, next] = await people(server, ['paying', 'late', 'next']);
  const leaving = await person(server, 'leaving');
  const soon = { startsAt: inMinutes(6), price, maxParticipants: 2 };
  const { id } = await schedule(host, { ...soon, admission: 'BOOKING' });
  const atHost = await watching(host);
  const seen = async () => [await atHost.next(), await atHost.next()];

  const paid = await book(paying, id);
  const unpaid = await book(late, id);
  expect(await seen()).toEqual([
    ['paying', 'PENDING'],
    ['late', 'PENDING'],
  ]);
  await confirm(host, paid.id);
  await book(next, id);
  expect(await seen()).toEqual([
    ['paying', 'CONFIRMED'],
    ['next', 'WAITLISTED'],
  ]);

  await runOut(server, unpaid.id);
  await expireHolds(server.app);
  // The test's own change of the hold may be an event of its own.
  const after = await atHost.next();
  expect(after[0] === 'late' && after[1] === 'PENDING' ? await atHost.next() : after).toEqual(['late', 'CANCELLED']);
  expect(await atHost.next()).toEqual(['next', 'PENDING']);

  const left = await book(leaving, id);
  expect(await atHost.next()).toEqual(['leaving', 'WAITLISTED']);
  await leaving.run(DeleteAccountDocument, { password });
  expect(await atHost.booking()).toMatchObject({ id: left.id, status: 'CANCELLED' });

  await host.run(StartSessionDocument, { id });
  await host.run(EndSessionDocument, { id });
  expect(await seen()).toEqual([
    ['paying', 'COMPLETED'],
    ['next', 'CANCELLED'],
  ]);
  await atHost.close();
});

test('a session that is called off tells everybody who booked it, on every node', async () => {
  const [host, guest] = await people(server, ['organiser', 'guest']);
  const { id } = await schedule(host);
  const crowd = 500;
  await crowdInto(id, crowd);
  await book(guest, id);
  const [atHost, atGuest] = [await watching(elsewhere(host)), await watching(guest)];
  await host.run(CancelSessionDocument, { id, reason: 'Flooded' });
  expect(await atGuest.next()).toEqual(['guest', 'CANCELLED']);
  const told: string[] = [];
  for (let count = 0; count <= crowd; count += 1) {
    const [username, status] = await atHost.next();
    expect(status).toBe('CANCELLED');
    told.push(username);
  }
  expect(new Set(told).size).toBe(crowd + 1);
  await atHost.close();
  await atGuest.close();
});

test('of many who book at once none is missed and none told twice, with signals and without', async () => {
  const [host] = await people(server, ['popular']);
  const names = Array.from({ length: 25 }, (_, index) => `fan-${index}`);
  const fans = await people(server, names);
  const sessions = [await schedule(host), await schedule(host)];
  const streams = [await watching(host), await watching(elsewhere(host))];
  await Promise.all(fans.flatMap((fan) => sessions.map(({ id }) => attempt(fan, id))));
  const [last] = await people(server, ['last-fan']);
  for (const stream of streams) {
    const told: string[] = [];
    for (let count = 0; count < fans.length * sessions.length; count += 1) told.push((await stream.booking()).id);
    expect(new Set(told).size).toBe(told.length);
  }
  await book(last, (await schedule(host)).id);
  for (const stream of streams) {
    expect(await stream.next()).toEqual(['last-fan', 'CONFIRMED']);
    await stream.close();
  }
});

// The embedded database has one connection, so that transactions commit in the order in which they begin.
test.skipIf(!process.env.TEST_DATABASE_URL)(
  'a booking that commits after later ones is told all the same',
  async () => {
    const [host, first, second] = await people(server, ['patient', 'first', 'second']);
    const sessionId = localId((await schedule(host)).id);
    const terms = { sessionId, status: 'CONFIRMED', amountMinor: 0, currency: 'EUR' } as const;
    const stream = await watching(host);
    await server.database.prisma.$transaction(async (tx) => {
      await tx.booking.create({ data: { ...terms, accountId: first.id } });
      await server.database.prisma.booking.create({ data: { ...terms, accountId: second.id } });
      expect(await stream.next()).toEqual(['second', 'CONFIRMED']);
    });
    expect(await stream.next()).toEqual(['first', 'CONFIRMED']);
    await stream.close();
  },
);

test('a database that fails for a moment ends no stream, and what changed meanwhile is told', async () => {
  const [host, guest] = await people(server, ['steadfast', 'guest-of-steadfast']);
  const { id } = await schedule(host);
  const stream = await watching(guest);
  const { prisma } = server.database;
  const errors = vi.spyOn(server.app.log, 'error');
  await prisma.$executeRaw`ALTER TABLE "Booking" RENAME TO "Elsewhere"`;
  await vi.waitFor(
    () => expect(errors).toHaveBeenCalledWith(expect.anything(), 'could not read the changes of an account'),
    10_000,
  );
  await prisma.$executeRaw`ALTER TABLE "Elsewhere" RENAME TO "Booking"`;
  errors.mockRestore();
  await book(guest, id);
  expect(await stream.next()).toEqual(['guest-of-steadfast', 'CONFIRMED']);
  await stream.close();
});

test('visitors are refused, and the stream ends with its device session', async () => {
  expect(await server.visitor.subscribe(BookingChangedDocument, {}).end()).toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED' } },
  ]);
  const [person] = await people(server, ['departing']);
  const stream = await watching(person);
  await person.run(LogoutDocument);
  expect(await stream.closed).toMatchObject({ code: 4403 });
});

const elsewhere = (client: Client) => createTestClient(otherNode.url, client.accessToken);

/** A subscription that misses nothing from here on; `next()` tells whose booking became what. */
async function watching(client: Pick<Client, 'subscribe'>) {
  const watches = [server.app, otherNode.app].map((app) => vi.spyOn(app.events, 'watchAccount'));
  const calls = () => watches.reduce((sum, watch) => sum + watch.mock.calls.length, 0);
  const stream = client.subscribe(BookingChangedDocument, {});
  await vi.waitFor(() => expect(calls()).toBeGreaterThan(0), { interval: 5, timeout: 20_000 });
  for (const watch of watches) watch.mockRestore();
  const booking = async () => (await stream.next()).bookingChanged;
  return {
    ...stream,
    booking,
    async next(): Promise<[username: string, status: BookingStatus]> {
      const { user, status } = await booking();
      return [user.username, status];
    },
  };
}

/** So many people with a seat each, written straight into the database. */
async function crowdInto(sessionId: string, count: number): Promise<void> {
  const { prisma } = server.database;
  const name = randomUUID().slice(0, 8);
  await prisma.$executeRaw`
    WITH person AS (
      INSERT INTO "Account" ("id", "email", "emailKey", "username", "usernameKey", "passwordHash", "displayName")
      SELECT gen_random_uuid(), key, key, key, key, '', key
      FROM generate_series(1, ${count}) n, LATERAL (SELECT ${name} || '-' || n AS key) named RETURNING "id")
    INSERT INTO "Booking" ("id", "sessionId", "accountId", "status", "amountMinor", "currency")
    SELECT gen_random_uuid(), ${localId(sessionId)}::uuid, "id", 'CONFIRMED', 0, 'EUR' FROM person`;
  await prisma.session.update({ where: { id: localId(sessionId) }, data: { seatsTaken: count } });
}
