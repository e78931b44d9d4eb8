import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CancelSessionDocument,
  JoinByIdDocument,
  RestoreDocument,
  type SessionCreateInput,
  SuspendDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { type Client, expectType, startServer, type TestServer } from '../support/server.ts';
import {
  attempt,
  cancel,
  confirm as confirmAs,
  type Person,
  people,
  person,
  runOut,
  schedule,
} from '../support/studio.ts';

let server: TestServer;
let host: Client;
let crowd: Client[];
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host');
  crowd = await people(
    server,
    Array.from({ length: 60 }, (_, index) => `guest-${index}`),
  );
});
afterAll(() => server.stop());

const newSession = async (input: Partial<SessionCreateInput>) => (await schedule(host, input)).id;

// All of these throw on a top-level error, so that none passes a test by.
const book = attempt;
const confirm = (id: string) => confirmAs(host, id);
const resize = async (id: string, maxParticipants: number | null) =>
  (await host.run(UpdateSessionDocument, { id, input: { maxParticipants } })).sessionUpdate;
const kinds = (outcomes: ({ __typename?: string } | null)[]) => {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes)
    counts[outcome?.__typename ?? 'null'] = (counts[outcome?.__typename ?? 'null'] ?? 0) + 1;
  return counts;
};

/** What the database holds of a session, checked for what must always be so. Returns who waits, in the order of the line. */
async function checked(sessionId: string) {
  const { prisma } = server.database;
  const id = localId(sessionId);
  // One snapshot, since the server's periodic work goes on meanwhile.
  const [session, bookings] = await prisma.$transaction(
    [
      prisma.session.findUniqueOrThrow({ where: { id } }),
      prisma.booking.findMany({ where: { sessionId: id }, orderBy: [{ bookedAt: 'asc' }, { id: 'asc' }] }),
    ],
    { isolationLevel: 'RepeatableRead' },
  );
  const holders = bookings.filter(({ status }) => status === 'PENDING' || status === 'CONFIRMED');
  const waiting = bookings.filter(({ status }) => status === 'WAITLISTED');
  const active = [...holders, ...waiting].map(({ accountId }) => accountId);
  const seats = session.maxParticipants ?? Number.POSITIVE_INFINITY;
  expect(session.seatsTaken).toBe(holders.length);
  expect(session.seatsTaken).toBeLessThanOrEqual(seats);
  expect(waiting.length === 0 || session.seatsTaken === seats, 'nobody waits while a seat is free').toBe(true);
  expect(new Set(active).size, 'one active booking per person').toBe(active.length);
  for (const { status, holdExpiresAt, confirmedAt } of bookings) {
    expect(holdExpiresAt !== null).toBe(status === 'PENDING');
    if (status === 'CONFIRMED') expect(confirmedAt).not.toBeNull();
  }
  return { session, bookings, waiting: waiting.map(({ id }) => id) };
}

/** Everybody tries one session after the other: the embedded database has one connection, and races less. */
const { buyers, offered } = process.env.TEST_DATABASE_URL ? { buyers: 500, offered: 20 } : { buyers: 60, offered: 4 };

test(`${buyers} buyers at once on 7 seats of each of ${offered} sessions: exactly ${7 * offered} get one, the others are told`, async () => {
  const names = Array.from({ length: buyers }, (_, index) => `buyer-${index}`);
  const everybody: Client[] = await people(server, names);
  const sessions = await Promise.all(Array.from({ length: offered }, () => newSession({ maxParticipants: 7 })));
  const tries = everybody.map(async (who, first) => {
    const inTurn: Awaited<ReturnType<typeof book>>[] = [];
    for (const index of sessions.keys()) inTurn.push(await book(who, sessions[(first + index) % offered] as string));
    return inTurn;
  });
  const outcomes = (await Promise.all(tries)).flat();
  expect(kinds(outcomes)).toEqual({ Booking: 7 * offered, SessionFullError: (buyers - 7) * offered });
  for (const outcome of outcomes) if (outcome?.__typename === 'Booking') expect(outcome.status).toBe('CONFIRMED');
  for (const sessionId of sessions) expect((await checked(sessionId)).session.seatsTaken).toBe(7);
}, 240_000);

test('everybody at once in line: each has a place of their own, and the seats go to the first', async () => {
  const sessionId = await newSession({ maxParticipants: 2 });
  const some = crowd.slice(0, 12);
  const outcomes = await Promise.all(some.map((who) => book(who, sessionId, { joinWaitlist: true })));
  expect(kinds(outcomes)).toEqual({ Booking: 12 });
  expect((await checked(sessionId)).waiting).toHaveLength(10);
  const { waiting } = await checked(sessionId);
  await resize(sessionId, 7);
  expect((await checked(sessionId)).waiting).toEqual(waiting.slice(5));
});

test('ten tries of one request at once make one booking, of the last seat too', async () => {
  const [who] = crowd as [Client];
  for (const more of [{}, { joinWaitlist: true }]) {
    const sessionId = await newSession({ maxParticipants: 1 });
    const request = { ...more, idempotencyKey: sessionId };
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => book(who, sessionId, request)));
    expect(kinds(outcomes)).toEqual({ Booking: 10 });
    expect(new Set(outcomes.map((outcome) => outcome?.__typename === 'Booking' && outcome.id)).size).toBe(1);
    expect((await checked(sessionId)).bookings).toHaveLength(1);
  }
});

test('ten bookings of one person at once make one; the others are told of it', async () => {
  const [who] = crowd as [Client];
  for (const joinWaitlist of [false, true]) {
    const sessionId = await newSession({ maxParticipants: 1 });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => book(who, sessionId, { joinWaitlist })));
    expect(kinds(outcomes)).toEqual({ Booking: 1, AlreadyBookedError: 9 });
    expect((await checked(sessionId)).bookings).toHaveLength(1);
  }
});

test('one key for two sessions at once books one of them, and the other loses no seat', async () => {
  const [who] = crowd as [Client];
  const sessions = await Promise.all([newSession({ maxParticipants: 3 }), newSession({ maxParticipants: 3 })]);
  const idempotencyKey = randomUUID();
  const outcomes = await Promise.all(sessions.map((sessionId) => book(who, sessionId, { idempotencyKey })));
  expect(kinds(outcomes)).toEqual({ Booking: 1, InvalidInputError: 1 });
  const taken = await Promise.all(sessions.map(async (sessionId) => (await checked(sessionId)).session.seatsTaken));
  expect(taken.toSorted()).toEqual([0, 1]);
});

test('whoever joins the line while a seat is given back gets it', async () => {
  const [holder, other] = crowd as [Client, Client];
  for (let round = 0; round < 8; round++) {
    const sessionId = await newSession({ maxParticipants: 1 });
    const seat = expectType(await book(holder, sessionId), 'Booking');
    await Promise.all([cancel(holder, seat.id), book(other, sessionId, { joinWaitlist: true })]);
    const { session, waiting } = await checked(sessionId);
    expect([session.seatsTaken, waiting.length]).toEqual([1, 0]);
  }
});

test('bookings, cancellations, confirmations, expiry and resizing at once neither fail nor break a rule', async () => {
  const some = crowd.slice(0, 8);
  for (const amountMinor of [0, 900]) {
    const sessionId = await newSession({ maxParticipants: 4, price: { amountMinor } });
    const first = await Promise.all(some.map((who) => book(who, sessionId, { joinWaitlist: true })));
    const ids = first.map((outcome) => (outcome?.__typename === 'Booking' ? outcome.id : ''));
    for (let round = 0; round < 2; round++) {
      await server.database.prisma.booking.updateMany({
        where: { sessionId: localId(sessionId), status: 'PENDING' },
        data: { holdExpiresAt: new Date(Date.now() - 1000) },
      });
      await Promise.all([
        ...some.slice(0, 4).map((who, index) => cancel(who, ids[index] as string)),
        ...ids.slice(2, 6).map(confirm),
        ...crowd.slice(10 + round * 4, 14 + round * 4).map((who) => book(who, sessionId, { joinWaitlist: true })),
        ...some.slice(0, 2).map((who) => book(who, sessionId)),
        ...[expireHolds(server.app), expireHolds(server.app)],
        ...[resize(sessionId, 3), resize(sessionId, 5)],
      ]);
      await checked(sessionId);
    }
  }
});

test('holds that ran out are confirmed, cancelled and taken over at once without a deadlock', async () => {
  const [owners, others] = [crowd.slice(0, 4), crowd.slice(4, 14)];
  for (let round = 0; round < 2; round++) {
    const sessionId = await newSession({ maxParticipants: owners.length, price: { amountMinor: 900 } });
    const held = await Promise.all(owners.map((who) => book(who, sessionId)));
    const ids = held.map((outcome) => (outcome?.__typename === 'Booking' ? outcome.id : ''));
    await server.database.prisma.booking.updateMany({
      where: { sessionId: localId(sessionId) },
      data: { holdExpiresAt: new Date(Date.now() - 1000) },
    });
    await Promise.all(
      others.flatMap((who, index) => [
        book(who, sessionId),
        index % 2 === 0
          ? confirm(ids[(index / 2) % 4] as string)
          : cancel(owners[index % 4] as Client, ids[index % 4] as string),
      ]),
    );
    await checked(sessionId);
  }
});

test('a session that is called off while people book it keeps none of them', async () => {
  const sessionId = await newSession({ maxParticipants: 10 });
  const some = crowd.slice(0, 20);
  const bookings = some.map((who) => book(who, sessionId, { joinWaitlist: true }));
  await Promise.all([...bookings, host.run(CancelSessionDocument, { id: sessionId, reason: 'Rain.' })]);
  expect(Object.keys(kinds(await Promise.all(bookings))).every((kind) => /^Booking(ClosedError)?$/.test(kind))).toBe(
    true,
  );
  const { session, bookings: kept } = await checked(sessionId);
  expect(session.seatsTaken).toBe(0);
  expect(kept.every(({ status }) => status === 'CANCELLED')).toBe(true);
});

test('somebody who joins while their booking is cancelled is out, and the promoted person is in alone', async () => {
  const [first, second] = crowd as [Client, Client];
  for (let round = 0; round < 4; round += 1) {
    const startsAt = new Date(Date.now() + 300_000).toISOString();
    const sessionId = await newSession({ maxParticipants: 1, admission: 'BOOKING', startsAt });
    const seat = expectType(await book(first, sessionId), 'Booking');
    await book(second, sessionId, { joinWaitlist: true });
    await Promise.all([
      first.run(JoinByIdDocument, { sessionId }),
      cancel(round % 2 === 0 ? first : host, seat.id),
      first.run(JoinByIdDocument, { sessionId }),
    ]);
    expect((await second.run(JoinByIdDocument, { sessionId })).sessionJoin?.__typename).toBe('SessionJoinPayload');
    const present = await server.database.prisma.participant.count({
      where: { sessionId: localId(sessionId), presence: { not: 'LEFT' } },
    });
    expect(present).toBe(1);
  }
}, 120_000);

test('a host who is restored while seats are booked: the waitlist comes first', async () => {
  const [holder, waiting, newcomer] = crowd as [Client, Client, Client];
  const [creator] = await people(server, ['suspended-creator'], { role: 'CREATOR' });
  const [admin] = await people(server, ['restoring-admin'], { role: 'ADMIN' });
  const moderation = { id: globalId('Account', creator.id), reason: 'Complaints.' };
  // All of them first: suspension ends the creator's device sessions.
  const rounds = Array.from({ length: 4 }, () => schedule(creator, { maxParticipants: 1 }));
  for (const { id: sessionId } of await Promise.all(rounds)) {
    const seat = expectType(await book(holder, sessionId), 'Booking');
    await book(waiting, sessionId, { joinWaitlist: true });
    await admin.run(SuspendDocument, moderation);
    await Promise.all([
      cancel(holder, seat.id),
      admin.run(RestoreDocument, moderation),
      book(newcomer, sessionId),
      book(newcomer, sessionId, { joinWaitlist: true }),
    ]);
    const { bookings } = await checked(sessionId);
    const confirmed = bookings.filter(({ status }) => status === 'CONFIRMED').map(({ accountId }) => accountId);
    expect(confirmed).toEqual([(waiting as Person).id]);
  }
}, 120_000);

type Step = { act: 'book' | 'line' | 'cancel' | 'confirm' | 'lapse' | 'expire' | 'sweep' | 'resize'; who: number };

test('whatever people do in whatever order, seats are counted right and the line is kept', async () => {
  const step: fc.Arbitrary<Step> = fc.record({
    act: fc.oneof(
      { weight: 5, arbitrary: fc.constant('line' as const) },
      { weight: 3, arbitrary: fc.constant('cancel' as const) },
      { weight: 2, arbitrary: fc.constantFrom('book' as const, 'confirm' as const, 'resize' as const) },
      { weight: 2, arbitrary: fc.constantFrom('lapse' as const, 'expire' as const, 'sweep' as const) },
    ),
    who: fc.nat(5),
  });
  const story = fc.record({
    maxParticipants: fc.integer({ min: 1, max: 3 }),
    amountMinor: fc.constantFrom(0, 1200),
    steps: fc.array(step, { minLength: 8, maxLength: 20, size: 'max' }),
  });

  await fc.assert(
    fc.asyncProperty(story, async ({ maxParticipants, amountMinor, steps }) => {
      const sessionId = await newSession({ maxParticipants, price: { amountMinor } });
      const latest = new Map<number, string>();
      let { waiting: before } = await checked(sessionId);
      for (const { act, who } of steps) {
        const one = crowd[who] as Client;
        const id = latest.get(who);
        if (act === 'book' || act === 'line') {
          const outcome = await book(one, sessionId, { joinWaitlist: act === 'line' });
          if (outcome?.__typename === 'Booking') latest.set(who, outcome.id);
        } else if (act === 'resize') {
          await resize(sessionId, who === 0 ? null : who);
        } else if (act === 'sweep') {
          await expireHolds(server.app);
        } else if (id) {
          if (act === 'cancel') await cancel(one, id);
          if (act === 'confirm') await confirm(id);
          if (act === 'lapse' || act === 'expire') {
            await runOut(server, id);
          }
          if (act === 'expire') await expireHolds(server.app);
        }

        const { waiting: after } = await checked(sessionId);
        // Who left the line by themselves aside, it loses people at its front only and wins them at its end only.
        const stayed = before.filter((waiter) => act !== 'cancel' || id === undefined || waiter !== localId(id));
        const still = after.filter((waiter) => stayed.includes(waiter));
        expect(still).toEqual(stayed.slice(stayed.length - still.length));
        expect(after.slice(0, still.length)).toEqual(still);
        before = after;
      }
    }),
    { numRuns: 8 },
  );
});
