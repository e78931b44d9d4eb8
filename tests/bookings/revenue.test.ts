import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BookingStatus, SessionStatus } from '../../src/database/generated/client.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  EndSessionDocument,
  MyRevenueDocument,
  SessionRevenueDocument,
  StartSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { openTill, paid, tell } from '../support/payments.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, cancel, confirm, inHours, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const ofSession = async (who: Person, id: string) => (await who.run(SessionRevenueDocument, { id })).session;
const monthly = async (who: Person, from?: string, to?: string) =>
  (await who.run(MyRevenueDocument, { from: from ?? null, to: to ?? null })).viewer?.revenue ?? [];
const nobody = { booked: 0, pending: 0, waiting: 0, attended: 0, noShow: 0, cancelled: 0 };

test('a session’s roster and money, from the first booking to the end', async () => {
  const till = await openTill(server);
  const { host } = till;
  const admin = await person(server, 'admin', 'ADMIN');
  const sessionId = await till.studio({
    maxParticipants: 4,
    settings: { joinWindowMinutes: 1440 },
    startsAt: inHours(2),
  });
  expect(await ofSession(host, sessionId)).toEqual({ fillRatePercent: 0, bookingSummary: nobody, revenue: [] });
  // Booked within the hours in which cancelling costs everything.
  const booked = await Promise.all(Array.from({ length: 4 }, () => till.pending(sessionId)));
  const [paying, trusted, late, moderated] = booked as [
    (typeof booked)[0],
    (typeof booked)[0],
    (typeof booked)[0],
    (typeof booked)[0],
  ];
  const waiting = await till.pending(sessionId);
  expect(await ofSession(host, sessionId)).toMatchObject({
    ...{ fillRatePercent: 100, bookingSummary: { ...nobody, pending: 4, waiting: 1 }, revenue: [] },
  });

  await tell(server, paid(paying.id));
  await tell(server, paid(paying.id));
  await confirm(host, trusted.id);
  for (const { id } of [late, moderated]) await tell(server, paid(id));
  // Too late to get anything back; then by the host, with everything.
  await cancel(late.who, late.id);
  await cancel(host, moderated.id);
  await cancel(waiting.who, waiting.id);
  const money = { currency: 'EUR', grossMinor: 10_000, refundedMinor: 2500, netMinor: 7500 };
  const summary = { ...nobody, booked: 2, cancelled: 3 };
  expect(await ofSession(host, sessionId)).toEqual({ fillRatePercent: 50, bookingSummary: summary, revenue: [money] });
  expect(await ofSession(admin, sessionId)).toMatchObject({ revenue: [money] });

  await host.run(StartSessionDocument, { id: sessionId });
  await host.run(EndSessionDocument, { id: sessionId });
  const ended = await ofSession(host, sessionId);
  expect(ended).toMatchObject({ fillRatePercent: 50, revenue: [money] });
  expect((ended?.bookingSummary?.attended ?? 0) + (ended?.bookingSummary?.noShow ?? 0)).toBe(2);
  const { startsAt } = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(sessionId) } });
  const month = `${startsAt.toISOString().slice(0, 7)}-01`;
  expect(await monthly(host, month, month)).toEqual([
    { month, sessionsHeld: 1, seatsOffered: 4, seatsTaken: 2, fillRatePercent: 50, revenue: [money] },
  ]);

  const errorsOf = async (who: Person) => {
    const answer = await who.ask(SessionRevenueDocument, { id: sessionId });
    expect(answer.data).toMatchObject({ session: { fillRatePercent: 50, bookingSummary: null, revenue: null } });
    return answer.errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.code]).toSorted();
  };
  expect(await errorsOf(paying.who)).toEqual([
    ['session.bookingSummary', 'FORBIDDEN'],
    ['session.revenue', 'FORBIDDEN'],
  ]);
});

test('money given back out of goodwill, or by a bank, is not revenue; a free session has none', async () => {
  const host = await person(server, 'kind-host', 'CREATOR');
  const { id: free } = await schedule(host);
  const { id } = await schedule(host, { price: { amountMinor: 2500, currency: 'EUR' } });
  const guests = await people(server, ['kind-1', 'kind-2', 'kind-3']);
  await book(guests[2], free);
  expect(await ofSession(host, free)).toMatchObject({
    fillRatePercent: null,
    revenue: [],
    bookingSummary: { booked: 1 },
  });
  const notices = [];
  for (const guest of guests.slice(0, 2)) {
    const notice = paid((await book(guest, id)).id);
    await tell(server, notice);
    notices.push(notice);
  }
  await tell(server, { ...notices[0], type: 'payment.refunded', amountMinor: 700 });
  await tell(server, { ...notices[1], type: 'payment.refunded' });
  expect(await ofSession(host, id)).toMatchObject({
    ...{ revenue: [{ grossMinor: 5000, refundedMinor: 3200, netMinor: 1800 }], bookingSummary: { booked: 2 } },
  });
});

test('sums go beyond 32 bits', async () => {
  const host = await person(server, 'rich-host', 'CREATOR');
  const { id } = await schedule(host, { price: { amountMinor: 100_000_000, currency: 'EUR' } });
  const guests = await people(
    server,
    Array.from({ length: 30 }, (_, index) => `rich-${index}`),
  );
  await server.database.prisma.booking.createMany({
    data: guests.map((guest) => ({
      ...{ sessionId: localId(id), accountId: guest.id, status: 'CONFIRMED' as const, confirmedAt: new Date() },
      ...{ amountMinor: 100_000_000, currency: 'EUR' },
    })),
  });
  const money = [{ currency: 'EUR', grossMinor: 3_000_000_000, refundedMinor: 0, netMinor: 3_000_000_000 }];
  expect(await ofSession(host, id)).toMatchObject({ revenue: money });
  expect(
    (await monthly(host))
      .concat(await monthly(host, '2026-01-01', inHours(48).slice(0, 10)))
      .map(({ revenue }) => revenue),
  ).toContainEqual(money);
});

test('months are asked for by any of their days, and refused beyond reason', async () => {
  const host = await person(server, 'asking-host', 'CREATOR');
  expect((await monthly(host, '2026-01-31', '2026-03-01')).map(({ month }) => month)).toEqual([
    ...['2026-01-01', '2026-02-01', '2026-03-01'],
  ]);
  expect((await monthly(host, undefined, '2024-02-29')).map(({ month }) => month)).toEqual([
    ...Array.from({ length: 10 }, (_, index) => `2023-${String(index + 3).padStart(2, '0')}-01`),
    ...['2024-01-01', '2024-02-01'],
  ]);
  const latest = await monthly(host);
  expect([latest.length, latest.at(-1)?.month]).toEqual([12, `${new Date().toISOString().slice(0, 7)}-01`]);
  expect(latest.every(({ sessionsHeld, revenue }) => sessionsHeld === 0 && revenue.length === 0)).toBe(true);
  expect(await monthly(host, '2021-01-01', '2025-12-31')).toHaveLength(60);
  for (const [from, to] of [
    ['2026-02-01', '2026-01-31'],
    ['2021-01-01', '2026-01-01'],
    ['0000-01-01', '0001-01-01'],
    ['9999-12-31', '9999-12-31'],
  ] as const) {
    const answer = await host.ask(MyRevenueDocument, { from, to });
    expect(answer.errors?.[0]?.extensions?.code, from).toBe('INVALID_INPUT');
  }
});

interface Made {
  startsAt: Date;
  status: SessionStatus;
  currency: string;
  seats: number | null;
  bookings: {
    status: BookingStatus;
    amountMinor: number;
    currency: string;
    refundMinor: number | null;
    wasPaid: boolean;
  }[];
}

const currencies = fc.constantFrom('EUR', 'JPY', 'USD');
const booking = fc.record({
  status: fc.constantFrom<BookingStatus>('PENDING', 'WAITLISTED', 'CONFIRMED', 'CANCELLED', 'COMPLETED', 'NO_SHOW'),
  amountMinor: fc.constantFrom(0, 1, 999, 100_000_000),
  currency: currencies,
  refundMinor: fc.constantFrom(null, 0, 1),
  wasPaid: fc.boolean(),
});
const made: fc.Arbitrary<Made> = fc.record({
  // Around the turns of months, and of the year, and of clocks; to come, since what is long past is swept up.
  startsAt: fc
    .tuple(
      fc.constantFrom('2030-11-01', '2030-12-01', '2031-01-01', '2031-03-01', '2031-04-01'),
      fc.integer({ min: -1000, max: 1000 }),
    )
    .map(([date, minutes]) => new Date(Date.parse(`${date}T00:00:00Z`) + minutes * 60_000)),
  status: fc.constantFrom<SessionStatus>('SCHEDULED', 'LIVE', 'ENDED', 'CANCELLED'),
  currency: currencies,
  seats: fc.constantFrom(null, 6, 10),
  bookings: fc.array(booking, { maxLength: 6 }),
});

test('the months of a host add up to the sessions that start in them, by the host’s clock', async () => {
  const pool = await people(server, ['pool-1', 'pool-2', 'pool-3', 'pool-4', 'pool-5', 'pool-6']);
  const zones = fc.constantFrom('UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kolkata');
  await fc.assert(
    fc.asyncProperty(fc.array(made, { maxLength: 6 }), zones, async (all, timeZone) => {
      const [host] = await people(server, [`host-${randomUUID()}`], { timeZone });
      const sessions = all.map((one) => ({ ...one, id: randomUUID(), taken: one.bookings.filter(isSeated).length }));
      await write(host.id, pool, sessions);
      const months = await monthly(host, '2030-10-01', '2031-04-30');
      const seen = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit' });
      const monthOf = (date: Date) => {
        const parts = Object.fromEntries(seen.formatToParts(date).map(({ type, value }) => [type, value]));
        return `${parts.year}-${parts.month}-01`;
      };
      for (const { month, ...sums } of months) {
        const its = sessions.filter(({ startsAt }) => monthOf(startsAt) === month);
        const held = its.filter(({ status }) => status === 'LIVE' || status === 'ENDED');
        const limited = held.filter(({ seats }) => seats !== null);
        const offered = limited.reduce((sum, { seats }) => sum + (seats ?? 0), 0);
        const taken = (some: typeof held) => some.reduce((sum, one) => sum + one.taken, 0);
        const each = await Promise.all(its.map(({ id }) => ofSession(host, globalId('Session', id))));
        for (const [index, { bookings }] of its.entries()) {
          expect(each[index]?.revenue, 'a session’s own').toEqual(
            revenueOf(bookings.filter(({ wasPaid, amountMinor }) => wasPaid && amountMinor > 0)),
          );
        }
        expect(sums, month).toEqual({
          ...{ sessionsHeld: held.length, seatsOffered: offered, seatsTaken: taken(held) },
          fillRatePercent: offered === 0 ? null : Math.round((taken(limited) / offered) * 1000) / 10,
          revenue: sumOf(each.flatMap((one) => one?.revenue ?? [])),
        });
      }
    }),
    { numRuns: 15 },
  );
});

const isSeated = ({ status }: { status: BookingStatus }) => status !== 'WAITLISTED' && status !== 'CANCELLED';

type Sum = { currency: string; grossMinor: number; refundedMinor: number; netMinor: number };

const revenueOf = (bookings: Made['bookings']) =>
  sumOf(
    bookings.map(({ currency, amountMinor, refundMinor }) => ({
      ...{ currency, grossMinor: amountMinor, refundedMinor: refundMinor ?? 0 },
      netMinor: amountMinor - (refundMinor ?? 0),
    })),
  );

/** Added up by currency, in their order. */
function sumOf(parts: Sum[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const part of parts) {
    const sum = sums.get(part.currency) ?? { currency: part.currency, grossMinor: 0, refundedMinor: 0, netMinor: 0 };
    sums.set(part.currency, {
      currency: part.currency,
      grossMinor: sum.grossMinor + part.grossMinor,
      refundedMinor: sum.refundedMinor + part.refundedMinor,
      netMinor: sum.netMinor + part.netMinor,
    });
  }
  return [...sums.values()].toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
}

/** Sessions of the past, which no request can make, each booked by as many people as it has bookings. */
async function write(hostId: string, pool: Person[], sessions: (Made & { id: string; taken: number })[]) {
  const { prisma } = server.database;
  await prisma.session.createMany({
    data: sessions.map(({ id, startsAt, status, currency, seats, taken }) => ({
      ...{ id, hostId, title: 'Then', status, visibility: 'UNLISTED' as const, admission: 'CODE' as const, currency },
      ...{ startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000), timeZone: 'UTC', deck: ['1', '2'], tags: [] },
      ...{ maxParticipants: seats, seatsTaken: taken, joinWindowMinutes: 15, idleTimeoutMinutes: 1440 },
      ...{ startedAt: new Date(), freeCancellationHours: 24, bookingHoldMinutes: 15 },
    })),
  });
  await prisma.booking.createMany({
    data: sessions.flatMap(({ id: sessionId, bookings }) =>
      bookings.map(({ status, amountMinor, currency, refundMinor, wasPaid }, index) => ({
        ...{ sessionId, accountId: pool[index]?.id as string, status, amountMinor, currency, refundMinor },
        confirmedAt: wasPaid ? new Date() : null,
      })),
    ),
  });
}
