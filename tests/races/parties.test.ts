import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BookPartyDocument, UpdatePartyDocument, UpdateSessionDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cancel, confirm, inHours, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let crowd: Person[];
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  crowd = await people(
    server,
    Array.from({ length: 30 }, (_, index) => `guest-${index}`),
  );
});
afterAll(() => server.stop());

const book = async (who: Person, sessionId: string, seats: number, joinWaitlist: boolean) =>
  (await who.run(BookPartyDocument, { input: { sessionId, seats, joinWaitlist } })).bookingCreate;
const keep = async (who: Person, id: string, seats: number) =>
  (await who.run(UpdatePartyDocument, { input: { id, seats } })).bookingUpdate;
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

/** Checks what must always be so of a session. Returns its bookings in the order in which they were made. */
async function checked(sessionId: string) {
  const { prisma } = server.database;
  const id = localId(sessionId);
  const [session, bookings] = await prisma.$transaction(
    [
      prisma.session.findUniqueOrThrow({ where: { id } }),
      prisma.booking.findMany({ where: { sessionId: id }, orderBy: [{ bookedAt: 'asc' }, { id: 'asc' }] }),
    ],
    { isolationLevel: 'RepeatableRead' },
  );
  const limit = session.maxParticipants as number;
  const holders = bookings.filter(({ status }) => status === 'PENDING' || status === 'CONFIRMED');
  expect(session.seatsTaken).toBe(sum(holders.map(({ seats }) => seats)));
  expect(session.seatsTaken).toBeLessThanOrEqual(limit);
  const first = bookings.find(({ status, seats }) => status === 'WAITLISTED' && seats <= limit);
  if (first) expect(first.seats, 'the first in line does not fit yet').toBeGreaterThan(limit - session.seatsTaken);
  for (const { amountMinor, refundMinor, keptMinor, confirmedAt, seats, seatsBooked, status } of bookings) {
    if (confirmedAt === null) expect([refundMinor ?? 0, keptMinor, seatsBooked]).toEqual([0, 0, seats]);
    // Of each amount some is refunded, some kept, and the rest pays for the seats that are left.
    const rest = status === 'CANCELLED' ? 0 : Math.floor((amountMinor * seats) / seatsBooked);
    if (status === 'CONFIRMED') expect((refundMinor ?? 0) + keptMinor + rest).toBe(amountMinor);
    expect((refundMinor ?? 0) + keptMinor).toBeLessThanOrEqual(amountMinor);
  }
  return { session, bookings };
}

test('parties at once on few seats: no more than there are, each whole, and the others are told how many are left', async () => {
  const { id } = await schedule(host, { maxParticipants: 20 });
  const outcomes = await Promise.all(crowd.map((who, index) => book(who, id, (index % 4) + 1, false)));
  const { session, bookings } = await checked(id);
  expect(outcomes.filter((outcome) => outcome?.__typename === 'Booking')).toHaveLength(bookings.length);
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome?.__typename === 'Booking') expect(outcome.seats).toBe((index % 4) + 1);
    else expect(outcome).toMatchObject({ __typename: 'SessionFullError' });
  }
  // Single seats were asked for as well, so none is left.
  expect(session.seatsTaken).toBe(20);
});

test('parties that book, give back, cancel and wait at once are counted by their seats, to the cent', async () => {
  const party = fc.record({ who: fc.nat(11), seats: fc.integer({ min: 1, max: 5 }), waits: fc.boolean() });
  const change = fc.record({
    who: fc.nat(11),
    act: fc.constantFrom('keep', 'keep', 'cancel', 'hostKeep', 'confirm', 'resize'),
    seats: fc.integer({ min: 1, max: 6 }),
  });
  const story = fc.record({
    limit: fc.integer({ min: 3, max: 9 }),
    amountMinor: fc.constantFrom(0, 333, 1001),
    isLate: fc.boolean(),
    rounds: fc.array(
      fc.record({ parties: fc.array(party, { maxLength: 6 }), changes: fc.array(change, { maxLength: 6 }) }),
      {
        minLength: 2,
        maxLength: 3,
      },
    ),
  });
  await fc.assert(
    fc.asyncProperty(story, async ({ limit, amountMinor, isLate, rounds }) => {
      const { id: sessionId } = await schedule(host, {
        ...{ startsAt: inHours(48), maxParticipants: limit, price: { amountMinor, currency: 'EUR' } },
        settings: { freeCancellationHours: isLate ? 100 : 24 },
      });
      const latest = new Map<number, string>();
      for (const { parties, changes } of rounds) {
        await Promise.all([
          ...parties.map(async ({ who, seats, waits }) => {
            const outcome = await book(crowd[who] as Person, sessionId, seats, waits);
            if (outcome?.__typename === 'Booking') latest.set(who, outcome.id);
          }),
          ...changes.map(async ({ who, act, seats }) => {
            const [one, id] = [crowd[who] as Person, latest.get(who)];
            if (act === 'resize')
              return host.run(UpdateSessionDocument, { id: sessionId, input: { maxParticipants: seats + 3 } });
            if (!id) return null;
            if (act === 'keep') return keep(one, id, seats);
            if (act === 'hostKeep') return keep(host, id, seats);
            return act === 'cancel' ? cancel(one, id) : confirm(host, id);
          }),
        ]);
        await checked(sessionId);
      }
      // Everything that is cancelled now leaves nothing behind.
      await Promise.all([...latest.entries()].map(([who, id]) => cancel(crowd[who] as Person, id)));
      expect((await checked(sessionId)).session.seatsTaken).toBe(0);
    }),
    { numRuns: 6 },
  );
}, 120_000);
