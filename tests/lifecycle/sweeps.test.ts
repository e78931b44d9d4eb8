import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deleteExpiredLinks } from '../../src/accounts/links/service.ts';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { endAbandonedSessions } from '../../src/lifecycle/abandoned.ts';
import { expirePresence } from '../../src/live/presence/service.ts';
import { abandonStalePractices } from '../../src/practice/abandonment.ts';
import { JoinByCodeDocument, LiveSessionDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, people, person, runOut, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** As many nodes as these begin at once, beside the server's own turn. */
const onManyNodes = (work: (app: TestServer['app']) => Promise<number>) =>
  Promise.all(Array.from({ length: 4 }, () => work(server.app)));

const eventsOf = async (id: string, type: string) =>
  (await server.database.prisma.event.findMany({ where: { sessionId: localId(id), type } })).map(
    ({ payload }) => payload,
  );

test('of however many holds that ran out, the database picks the sessions to deal with', async () => {
  const plan = await server.planOf(() => expireHolds(server.app), /"holdExpiresAt"/);
  expect(plan['Node Type']).toBe('Limit');
});

test('what nodes do at once is done once', async () => {
  const { prisma } = server.database;
  const host = await person(server, 'host', 'CREATOR');
  const guests = await people(server, ['ann', 'bob', 'cid', 'dee']);
  const hourAgo = new Date(Date.now() - 3_600_000);

  // Holds that ran out: the seats are free again, each once.
  const priced = await schedule(host, { price: { amountMinor: 900, currency: 'EUR' }, maxParticipants: 4 });
  for (const guest of guests) await runOut(server, (await book(guest, priced.id)).id);
  await onManyNodes(expireHolds);
  const session = await prisma.session.findUniqueOrThrow({ where: { id: localId(priced.id) } });
  expect(session.seatsTaken).toBe(0);
  expect(await prisma.booking.count({ where: { sessionId: session.id, status: 'CANCELLED' } })).toBe(4);

  // Leases that ran out: everybody is offline, and it was said once.
  const room = await schedule(host, { title: 'Room', startsAt: null });
  const code = (await host.run(LiveSessionDocument, { id: room.id })).session?.joinCode as string;
  for (const guest of guests) await guest.run(JoinByCodeDocument, { code });
  const inRoom = { sessionId: localId(room.id), accountId: { in: guests.map(({ id }) => id) } };
  await prisma.participant.updateMany({ where: inRoom, data: { leaseExpiresAt: hourAgo, lastSeenAt: hourAgo } });
  await onManyNodes(expirePresence);
  expect(await prisma.participant.count({ where: { ...inRoom, presence: 'OFFLINE' } })).toBe(4);
  expect(await eventsOf(room.id, 'ParticipantPresenceChanged')).toHaveLength(4);

  // A session in which nobody is: it ends, once.
  await prisma.participant.updateMany({
    where: { sessionId: localId(room.id) },
    data: { presence: 'OFFLINE', leaseExpiresAt: null, lastSeenAt: hourAgo },
  });
  await prisma.session.update({
    where: { id: localId(room.id) },
    data: { startedAt: hourAgo, startsAt: hourAgo, idleTimeoutMinutes: 5 },
  });
  await onManyNodes(endAbandonedSessions);
  const changes = (await eventsOf(room.id, 'SessionChanged')) as { status: string }[];
  expect(changes.filter(({ status }) => status === 'ENDED')).toHaveLength(1);

  // Practices that were left open, and links that nobody used.
  const startedAt = new Date(Date.now() - 5 * 3_600_000);
  await prisma.practiceSession.createMany({
    data: guests.map(({ id }) => ({
      ...{ accountId: id, source: 'SOLO' as const, status: 'PAUSED' as const, startedAt, pausedAt: startedAt },
      ...{ durationSeconds: 60, localDate: new Date(startedAt.toISOString().slice(0, 10)) },
    })),
  });
  await onManyNodes(abandonStalePractices);
  const mine = { accountId: { in: guests.map(({ id }) => id) } };
  expect(await prisma.practiceSession.count({ where: { ...mine, status: 'ABANDONED' } })).toBe(4);
  const days = await prisma.practiceDay.findMany({ where: mine });
  expect(days.map(({ abandoned }) => abandoned)).toEqual([1, 1, 1, 1]);

  await prisma.oneTimeLink.createMany({
    data: guests.map(({ id }, index) => ({
      ...{ hash: new Uint8Array([index]), accountId: id, purpose: 'PASSWORD_RESET' as const, email: 'a@example.org' },
      expiresAt: hourAgo,
    })),
  });
  await onManyNodes(deleteExpiredLinks);
  expect(await prisma.oneTimeLink.count()).toBe(0);
});

test('a session that work fails on keeps no other waiting, and is counted', async () => {
  const { prisma } = server.database;
  const host = await person(server, 'unlucky', 'CREATOR');
  const guest = await person(server, 'guest');
  const price = { amountMinor: 900, currency: 'EUR' };
  const [failing, other] = [await schedule(host, { price }), await schedule(host, { price })];
  for (const { id } of [failing, other]) await runOut(server, (await book(guest, id)).id);
  await prisma.$executeRawUnsafe(
    `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'`,
  );
  await prisma.$executeRawUnsafe(`CREATE TRIGGER fail BEFORE UPDATE ON "Booking" FOR EACH ROW
    WHEN (OLD."sessionId" = '${localId(failing.id)}') EXECUTE FUNCTION fail()`);
  await expireHolds(server.app);
  const seats = async ({ id }: { id: string }) =>
    (await prisma.session.findUniqueOrThrow({ where: { id: localId(id) } })).seatsTaken;
  await vi.waitFor(async () => expect(await seats(other)).toBe(0));
  expect(await seats(failing)).toBe(1);
  await vi.waitFor(async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^shala_periodic_faults_total [1-9]/m);
  });
  await prisma.$executeRawUnsafe('DROP TRIGGER fail ON "Booking"');
  await expireHolds(server.app);
  await vi.waitFor(async () => expect(await seats(failing)).toBe(0));
});
