import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { attempt, inHours, type Outcome, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let crowd: Person[];
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host');
  const names = Array.from({ length: 40 }, (_, index) => `guest-${index}`);
  crowd = await people(server, names);
});
afterAll(() => server.stop());

const bookingId = (outcome: Outcome) => (outcome.__typename === 'Booking' ? outcome.id : null);

test('who books at the same time shares the statements', async () => {
  const statements = await server.statementsOf(async () => {
    const { id } = await schedule(host, { maxParticipants: 40 });
    const outcomes = await Promise.all(crowd.map((who) => attempt(who, id)));
    expect(new Set(outcomes.map(bookingId)).size).toBe(40);
  });
  expect(statements.filter((sql) => sql.includes('INSERT INTO "Booking"')).length).toBeLessThan(20);
});

test('whoever asks for what at once, each seat is sold once, each key books once, and the log tells of each seat', async () => {
  const request = fc.record({
    who: fc.nat(5),
    which: fc.nat(1),
    key: fc.option(fc.nat(2)),
    joinWaitlist: fc.boolean(),
  });
  const requests = fc.array(request, { minLength: 6, maxLength: 16, size: 'max' });
  await fc.assert(
    fc.asyncProperty(requests, fc.constantFrom(0, 900), async (all, amountMinor) => {
      const run = randomUUID();
      const offer = { maxParticipants: 3, price: { amountMinor } };
      const offered = await Promise.all([schedule(host, offer), schedule(host, offer)]);
      const outcomes = await Promise.all(
        all.map(({ who, which, key, joinWaitlist }) => {
          const idempotencyKey = key === null ? undefined : `${run} ${key}`;
          return attempt(crowd[who] as Person, (offered[which] as { id: string }).id, {
            joinWaitlist,
            ...(idempotencyKey && { idempotencyKey }),
          });
        }),
      );
      const bookings = await server.database.prisma.booking.findMany({
        where: { sessionId: { in: offered.map(({ id }) => localId(id)) } },
      });
      for (const { id } of offered) {
        const session = await server.database.prisma.session.findUniqueOrThrow({
          where: { id: localId(id) },
          include: { events: { where: { sequence: { not: null } }, orderBy: { sequence: 'asc' } } },
        });
        const own = bookings.filter(({ sessionId }) => sessionId === session.id);
        const seated = own.filter(({ status }) => status !== 'WAITLISTED');
        expect(seated).toHaveLength(session.seatsTaken);
        expect(session.seatsTaken).toBeLessThanOrEqual(3);
        expect(new Set(own.map(({ accountId }) => accountId)).size).toBe(own.length);
        expect(own.length === seated.length || session.seatsTaken === 3, 'nobody waits beside a free seat').toBe(true);
        const told = session.events.map(({ sequence, payload }) => ({ sequence, ...(payload as object) }));
        expect(told).toMatchObject(
          seated.map((_, index) => ({ sequence: index + 1, seatsTaken: index + 1, seatsLeft: 2 - index })),
        );
        const seats = session.events.map(({ payload }) => (payload as { bookingId: string }).bookingId);
        expect(seats.sort()).toEqual(seated.map(({ id: one }) => one).sort());
      }
      const made = new Map(bookings.map((booking) => [booking.id, booking]));
      for (const [index, outcome] of outcomes.entries()) {
        const { who, which, key } = all[index] as (typeof all)[number];
        const booking = outcome.__typename === 'Booking' && made.get(localId(outcome.id));
        if (!booking) continue;
        expect(booking.accountId).toBe(crowd[who]?.id);
        expect(booking.sessionId).toBe(localId(offered[which]?.id as string));
        expect(booking.idempotencyKey).toBe(key === null ? null : `${run} ${key}`);
      }
      expect(new Set(outcomes.map(bookingId)).size - (outcomes.every(bookingId) ? 0 : 1)).toBe(bookings.length);
    }),
    { numRuns: 12 },
  );
});

describe('beside a server where nobody books together', () => {
  let lonely: TestServer;
  let lonelyHost: Person;
  beforeAll(async () => {
    lonely = await startServer();
    lonelyHost = await person(lonely, 'host');
    await lonely.database.prisma.$executeRawUnsafe(`
      CREATE FUNCTION "refuseGroup"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_setting('lock_timeout') <> '0' THEN RAISE EXCEPTION 'no groups here'; END IF;
        RETURN NEW;
      END $$`);
    await lonely.database.prisma.$executeRawUnsafe(
      `CREATE TRIGGER "Booking_alone" BEFORE INSERT ON "Booking" FOR EACH ROW EXECUTE FUNCTION "refuseGroup"()`,
    );
  });
  afterAll(() => lonely.stop());

  const situation = fc.record({
    status: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('SCHEDULED' as const, 'LIVE' as const) },
      { weight: 1, arbitrary: fc.constantFrom('DRAFT' as const, 'ENDED' as const, 'CANCELLED' as const) },
    ),
    isOver: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    priceMinor: fc.constantFrom(0, 900),
    bookingHoldMinutes: fc.integer({ min: 1, max: 60 }),
    freeCancellationHours: fc.integer({ min: 0, max: 72 }),
    maxParticipants: fc.constantFrom(null, 1, 2),
    others: fc.array(fc.constantFrom('CONFIRMED' as const, 'PENDING' as const, 'OVERDUE' as const), { maxLength: 2 }),
    own: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(null, 'CANCELLED' as const) },
      { weight: 1, arbitrary: fc.constantFrom('CONFIRMED' as const, 'OVERDUE' as const) },
    ),
    by: fc.oneof(
      { weight: 5, arbitrary: fc.constant('guest' as const) },
      { weight: 1, arbitrary: fc.constantFrom('host' as const, 'removed' as const) },
    ),
    key: fc.constantFrom(null, 'new', 'of this', 'of another'),
    joinWaitlist: fc.boolean(),
  });
  type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

  /** Brings the situation about at a server, books in it, and tells all that came of it, without what is by chance. */
  async function outcomeAt(at: TestServer, hostThere: Person, given: Situation) {
    const { prisma } = at.database;
    const { status, isOver, own, by, key, others, joinWaitlist, ...terms } = given;
    const [guest, ...rest] = await people(at, [randomUUID(), randomUUID(), randomUUID()]);
    const who = by === 'host' ? hostThere : guest;
    const { id } = await schedule(hostThere);
    const sessionId = localId(id);
    const ofOthers = status === 'DRAFT' ? [] : others;
    const held = terms.maxParticipants === null ? ofOthers : ofOthers.slice(0, terms.maxParticipants);
    const write = (accountId: string, as: 'CONFIRMED' | 'PENDING' | 'CANCELLED' | 'OVERDUE', more = {}) =>
      prisma.booking.create({
        data: {
          ...{ sessionId, accountId, amountMinor: 500, currency: 'EUR', status: as === 'OVERDUE' ? 'PENDING' : as },
          ...(as === 'PENDING' && { holdExpiresAt: inHours(1) }),
          ...(as === 'OVERDUE' && { holdExpiresAt: inHours(-1) }),
          ...more,
        },
      });
    // Their own booking needs a seat, where there is one; a draft has none yet.
    const fits = status !== 'DRAFT' && (own === 'CANCELLED' || held.length < (terms.maxParticipants ?? 3));
    const standing = fits ? own : null;
    for (const [index, kind] of held.entries()) {
      await write((rest[index] as Person).id, kind);
    }
    if (standing && by !== 'host')
      await write(who.id, standing, key === 'of this' ? keyed(key, sessionId, joinWaitlist) : {});
    if (key === 'of another') {
      // The host is the same every time.
      await prisma.booking.deleteMany({ where: { accountId: who.id, idempotencyKey: key } });
      const other = await schedule(hostThere);
      await write(who.id, 'CANCELLED', { sessionId: localId(other.id), ...keyed(key, localId(other.id), false) });
    }
    if (by === 'removed') {
      await prisma.participant.create({
        data: { sessionId, accountId: who.id, role: 'HOST', presence: 'LEFT', removedAt: new Date() },
      });
    }
    const seatsTaken = held.length + (standing && standing !== 'CANCELLED' && by !== 'host' ? 1 : 0);
    await prisma.session.update({
      where: { id: sessionId },
      data: { ...terms, status, seatsTaken, ...(isOver && { startsAt: inHours(-3), endsAt: inHours(-2) }) },
    });

    const outcome = await attempt(who, id, { joinWaitlist, ...(key && { idempotencyKey: key }) });
    const session = await prisma.session.findUniqueOrThrow({
      where: { id: sessionId },
      include: {
        events: { where: { sequence: { not: null } }, orderBy: { sequence: 'asc' } },
        bookings: { orderBy: { bookedAt: 'asc' } },
      },
    });
    return {
      kind: outcome.__typename,
      said: outcome.__typename === 'Booking' ? outcome.status : 'message' in outcome ? outcome.message : null,
      seatsTaken: session.seatsTaken,
      events: session.events.map(({ sequence, type, payload }) => {
        const { bookingId: _, ...told } = payload as { bookingId?: string };
        return { sequence, type, told };
      }),
      bookings: session.bookings.map((booking) => ({
        ...{ isOwn: booking.accountId === who.id, status: booking.status, key: booking.idempotencyKey },
        ...{ amountMinor: booking.amountMinor, currency: booking.currency, reason: booking.cancellationReason },
        body: booking.idempotencyBody?.replace(sessionId, 'the session') ?? null,
        holdMinutes: booking.holdExpiresAt && Math.round((+booking.holdExpiresAt - +booking.bookedAt) / 60_000),
        freeHours: booking.freeCancellationUntil && (+session.startsAt - +booking.freeCancellationUntil) / 3_600_000,
        isConfirmed: booking.confirmedAt !== null,
        ...{ refundMinor: booking.refundMinor, holdExpired: booking.holdExpired },
      })),
    };
  }
  const keyed = (key: string, sessionId: string, joinWaitlist: boolean) => ({
    idempotencyKey: key,
    idempotencyBody: JSON.stringify([sessionId, joinWaitlist]),
  });

  test('a booking made together is the one that would have been made alone, and so is its refusal', async () => {
    await fc.assert(
      fc.asyncProperty(situation, (given) =>
        // Again where periodic work expired a hold of one of the two before it was booked.
        vi.waitFor(
          async () => {
            const [together, alone] = [
              await outcomeAt(server, host, given),
              await outcomeAt(lonely, lonelyHost, given),
            ];
            expect(together).toEqual(alone);
          },
          { timeout: 5_000 },
        ),
      ),
      { numRuns: 30 },
    );
  }, 120_000);
});

describe.skipIf(!process.env.TEST_DATABASE_URL)('with more than one connection', () => {
  /** Keeps a session's row until the returned function is called. */
  async function keep(id: string) {
    let letGo = () => {};
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let kept = () => {};
    const isKept = new Promise<void>((resolve) => {
      kept = resolve;
    });
    const over = server.database.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "Session" WHERE "id" = ${localId(id)}::uuid FOR UPDATE`;
      kept();
      await until;
    });
    await isKept;
    return async () => {
      letGo();
      await over;
    };
  }

  test('a session that somebody keeps to themselves keeps nobody from another', async () => {
    const [stuck, other] = await Promise.all([schedule(host), schedule(host)]);
    const [one, ...rest] = crowd.slice(0, 5) as [Person, ...Person[]];
    const letGo = await keep(stuck.id);
    const late = attempt(one, stuck.id);
    const outcomes = await Promise.all(rest.map((who) => attempt(who, other.id)));
    expect(outcomes.every(bookingId)).toBe(true);
    expect(await server.database.prisma.booking.count({ where: { sessionId: localId(stuck.id) } })).toBe(0);
    await letGo();
    expect(bookingId(await late)).not.toBeNull();
  });

  test('a connection that is lost under a group fails its requests, and a retry books each once', async () => {
    const { id } = await schedule(host, { maxParticipants: 40 });
    const some = crowd.slice(0, 10);
    const ask = (who: Person) => attempt(who, id, { idempotencyKey: id }).catch(() => null);
    const letGo = await keep(id);
    const first = Promise.all(some.map(ask));
    await vi.waitFor(
      async () => {
        const ended = await server.database.prisma.$queryRaw<unknown[]>`
          SELECT pg_terminate_backend("pid") FROM pg_stat_activity
          WHERE "datname" = current_database() AND "wait_event_type" = 'Lock' AND "query" LIKE '%lock_timeout%'`;
        expect(ended.length).toBeGreaterThan(0);
      },
      { timeout: 5_000, interval: 5 },
    );
    await letGo();
    expect(await first).toContain(null);
    const again = await Promise.all(some.map(ask));
    expect(new Set(again.map((outcome) => outcome && bookingId(outcome))).size).toBe(10);
    expect(await server.database.prisma.booking.count({ where: { sessionId: localId(id) } })).toBe(10);
  });
});
