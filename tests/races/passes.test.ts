import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { expirePasses } from '../../src/passes/sweep.ts';
import {
  CancelSessionDocument,
  CorrectPassDocument,
  DeleteAccountDocument,
  ReturnPassDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { bookBy, buy, letEnd, offer, passOf, tryToBuy } from '../support/passes.ts';
import { paid, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { cancel, type Person, password, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  [host] = await people(server, ['host'], { role: 'CREATOR' });
  admin = await person(server, 'boss', 'ADMIN');
});
afterAll(() => server.stop());

const price = { amountMinor: 2500, currency: 'EUR' };

/** Sessions of the host, written at once: a round trip for each would be most of the test's time. */
async function sessions(count: number, more: { maxParticipants?: number } = {}): Promise<string[]> {
  const { id } = await schedule(host, { price, ...more });
  const pattern = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(id) } });
  const { id: _id, joinCode: _code, eventSequence: _sequence, eventTransaction: _transaction, ...columns } = pattern;
  const made = await server.database.prisma.session.createManyAndReturn({
    data: Array.from({ length: count - 1 }, () => columns),
    select: { id: true },
  });
  return [id, ...made.map((one) => Buffer.from(`Session:${one.id}`).toString('base64'))];
}

/** What must always hold of a pass: its balance is what its bookings and its other entries make it, and never negative. */
async function checked(who: Person, id: string): Promise<number> {
  const { balance, ledger, credits } = await passOf(who, id);
  const bookings = await server.database.prisma.booking.findMany({ where: { passId: localId(id) } });
  const entries = await server.database.prisma.passEntry.findMany({ where: { passId: localId(id) } });
  const sum = (list: { credits: number }[]) => list.reduce((total, one) => total + one.credits, 0);
  expect(balance).toBe(sum(entries));
  expect(ledger.totalCount).toBe(entries.length);
  const taken = bookings.reduce((total, { passCredits }) => total + passCredits, 0);
  const others = entries.filter(({ kind }) => kind !== 'USE' && kind !== 'RETURN');
  expect(sum(others) - taken).toBe(balance);
  expect(others.filter(({ kind }) => kind === 'PURCHASE').map((one) => one.credits)).toEqual([credits]);
  expect(balance).toBeGreaterThanOrEqual(0);
  for (const { status, amountMinor, passCredits } of bookings)
    if (status === 'CONFIRMED') expect([amountMinor, passCredits > 0]).toEqual([0, true]);
  return balance as number;
}

test('two hundred bookings at once by a pass of ten credits: exactly ten are booked', async () => {
  const [noor] = await people(server, ['noor']);
  const pass = await buy(server, noor, (await offer(host)).id);
  const outcomes = await Promise.all((await sessions(200)).map((id) => bookBy(noor, id, pass)));
  expect(outcomes.filter(({ __typename }) => __typename === 'Booking')).toHaveLength(10);
  const refused = outcomes.filter(({ __typename }) => __typename === 'PassNotUsableError');
  expect(refused).toHaveLength(190);
  expect(new Set(refused.map((one) => ('obstacle' in one ? one.obstacle : null)))).toEqual(new Set(['NO_CREDITS']));
  expect(await checked(noor, pass)).toBe(0);
}, 120_000);

test('a pass is paid twenty times, and returned while it books: nothing is given twice', async () => {
  const [olga] = await people(server, ['olga']);
  const { id: offerId } = await offer(host, { refundPercent: 100 });
  const { id } = expectType(await tryToBuy(olga, offerId), 'Pass');
  const answers = await Promise.all(Array.from({ length: 20 }, () => tell(server, paid(id, { amountMinor: 9000 }))));
  expect(answers.filter(({ status }) => status === 'SUCCEEDED')).toHaveLength(1);
  expect(await checked(olga, id)).toBe(10);
  const acts = (await sessions(8)).map((session) => bookBy(olga, session, id));
  await Promise.all([...acts, olga.run(ReturnPassDocument, { id }), olga.run(ReturnPassDocument, { id })]);
  const used = await server.database.prisma.booking.count({ where: { passId: localId(id) } });
  expect(await checked(olga, id)).toBe(0);
  expect(await passOf(olga, id)).toMatchObject({ refund: { amountMinor: (10 - used) * 900 } });
});

test('people with passes book, wait, cancel and leave while sessions are called off: nobody waits for ever', async () => {
  for (let round = 0; round < 3; round += 1) {
    const names = Array.from({ length: 6 }, (_, index) => `racer-${round}-${index}`);
    const racers = await people(server, names);
    const { id: offerId } = await offer(host, { credits: 4 });
    const passes = await Promise.all(racers.map((racer) => buy(server, racer, offerId)));
    const [full, open, doomed] = (await sessions(3, { maxParticipants: 3 })) as [string, string, string];
    const pairs = racers.map((racer, index) => ({ racer, pass: passes[index] as string }));
    const booked = await Promise.all(
      pairs.flatMap(({ racer, pass }) => [full, doomed].map((id) => bookBy(racer, id, pass, { joinWaitlist: true }))),
    );
    const ids = booked.flatMap((one) => (one.__typename === 'Booking' ? one.id : []));
    expect(ids).toHaveLength(12);
    const [leaver] = racers as [Person];
    await Promise.all([
      ...pairs.slice(1).map(({ racer, pass }) => bookBy(racer, open, pass, { joinWaitlist: true })),
      ...pairs.slice(1, 4).map(({ racer }, index) => cancel(racer, ids[2 * (index + 1)] as string)),
      host.run(CancelSessionDocument, { id: doomed, reason: 'Rain.' }),
      leaver.run(DeleteAccountDocument, { password }),
      expirePasses(server.app),
    ]);
    for (const { racer, pass } of pairs.slice(1)) await checked(racer, pass);
    await checked(host, passes[0] as string);
  }
});

test('whatever is done in whatever order, the balance is what the ledger makes it, and never negative', async () => {
  const [walker] = await people(server, ['walker']);
  const [holder] = await people(server, ['holder']);
  const rooms = await sessions(5);
  const [full] = (await sessions(1, { maxParticipants: 1 })) as [string];
  const step = fc.oneof(
    fc.record({ act: fc.constant('book' as const), room: fc.nat(4), seats: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ act: fc.constant('cancel' as const), room: fc.nat(20) }),
    fc.record({ act: fc.constant('wait' as const) }),
    fc.record({ act: fc.constant('free' as const) }),
    fc.record({ act: fc.constant('correct' as const), credits: fc.integer({ min: -4, max: 4 }) }),
    fc.record({ act: fc.constant('expire' as const) }),
    fc.record({ act: fc.constant('return' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
      const pass = await buy(server, walker, (await offer(host, { credits: 4, refundPercent: 100 })).id);
      const held = [
        expectType(await bookBy(holder, full, await buy(server, holder, (await offer(host)).id), {}), 'Booking').id,
      ];
      const made: string[] = [];
      for (const one of steps) {
        if (one.act === 'book' || one.act === 'wait') {
          const room = one.act === 'book' ? (rooms[one.room] as string) : full;
          const seats = one.act === 'book' ? one.seats : 1;
          const outcome = await bookBy(walker, room, pass, { seats, joinWaitlist: true });
          if (outcome.__typename === 'Booking') made.push(outcome.id);
        } else if (one.act === 'cancel') {
          const id = made[one.room % Math.max(1, made.length)];
          if (id) await cancel(one.room % 2 === 0 ? walker : host, id);
        } else if (one.act === 'free') {
          for (const id of held.splice(0)) await cancel(holder, id);
        } else if (one.act === 'correct') {
          const input = { id: pass, credits: one.credits, reason: 'Checked.' };
          await admin.run(CorrectPassDocument, { input });
        } else if (one.act === 'return') await walker.run(ReturnPassDocument, { id: pass });
        else {
          await letEnd(server, pass);
          await expirePasses(server.app);
        }
        await checked(walker, pass);
      }
      for (const id of [...made, ...held]) await cancel(host, id);
      await expireHolds(server.app);
      await checked(walker, pass);
    }),
    { numRuns: 5 },
  );
});
