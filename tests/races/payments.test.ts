import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { CancelSessionDocument, DeleteAccountDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { openTill, paid, tell } from '../support/payments.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { attempt, book, cancel, confirm, password, person, runOut } from '../support/studio.ts';

let server: TestServer;
let till: Awaited<ReturnType<typeof openTill>>;
beforeAll(async () => {
  server = await startServer();
  till = await openTill(server);
});
afterAll(() => server.stop());

/** What the database holds of a session, checked for what must always be so of seats and money. */
async function checked(sessionId: string) {
  const session = await server.database.prisma.session.findUniqueOrThrow({
    where: { id: localId(sessionId) },
    include: { bookings: { include: { payments: true } } },
  });
  const seated = session.bookings.filter(({ status }) => status === 'PENDING' || status === 'CONFIRMED');
  expect(session.seatsTaken).toBe(seated.length);
  for (const { status, refundMinor, payments } of session.bookings) {
    const kept = payments.filter((payment) => payment.refundMinor < payment.amountMinor);
    expect(kept.length, 'one payment at most is kept').toBeLessThanOrEqual(1);
    if (status === 'CANCELLED' && refundMinor !== 0) expect(kept).toEqual([]);
    if (status === 'PENDING' || status === 'WAITLISTED')
      expect(kept, 'what is kept has confirmed its booking').toEqual([]);
  }
  return session;
}

const statesOf = ({ bookings }: Awaited<ReturnType<typeof checked>>) =>
  bookings.map(({ status, payments }) => [status, ...payments.map((payment) => payment.status)].join(' ')).toSorted();

test('twenty payments of one booking at once: one is kept, the others have to go back', async () => {
  for (const { id, sessionId } of [await till.pending(), await till.expired()]) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => tell(server, paid(id))));
    const kept = answers.filter(({ status }) => status === 'SUCCEEDED');
    expect([kept.length, answers.length]).toEqual([1, 20]);
    expect((await checked(sessionId)).bookings).toMatchObject([{ status: 'CONFIRMED', refundMinor: null }]);
  }
});

test('two payments for the last seat, both after their holds ran out: one gets it, the other its money', async () => {
  for (let round = 0; round < 5; round += 1) {
    const sessionId = await till.studio({ maxParticipants: 2 });
    const late = [await till.pending(sessionId), await till.pending(sessionId)];
    for (const { id } of late) await runOut(server, id);
    // Somebody else took one of the two seats meanwhile; every other time nobody has swept up yet.
    if (round % 2 === 0) await expireHolds(server.app);
    const other = await book(await till.guest(), sessionId);
    await confirm(till.host, other.id);
    const answers = await Promise.all(late.map(({ id }) => tell(server, paid(id))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['REFUND_DUE', 'SUCCEEDED']);
    expect(statesOf(await checked(sessionId))).toEqual(['CANCELLED REFUND_DUE', 'CONFIRMED', 'CONFIRMED SUCCEEDED']);
  }
});

test('payment, expiry, cancellation and the next in line at once: the seat and the money go to one place', async () => {
  const outcomes = new Set<string>();
  for (let round = 0; round < 12; round += 1) {
    const { who, id, sessionId } = await till.pending(await till.studio({ maxParticipants: 1 }));
    if (round % 3 > 0) await runOut(server, id);
    const next = await till.guest();
    const acts = [
      () => tell(server, paid(id)),
      () => expireHolds(server.app),
      () => (round % 2 === 0 ? cancel(who, id) : confirm(till.host, id)),
      () => attempt(next, sessionId, { joinWaitlist: round % 4 === 3 }),
    ];
    await Promise.all([...acts.slice(round % 4), ...acts.slice(0, round % 4)].map((act) => act()));
    const states = statesOf(await checked(sessionId));
    const own = states.find((state) => state.includes(' '));
    expect(['CONFIRMED SUCCEEDED', 'CANCELLED REFUND_DUE']).toContain(own);
    outcomes.add(own as string);
  }
  expect(outcomes.size).toBe(2);
});

test('a session called off, or an account deleted, while payments arrive: nobody’s money is kept', async () => {
  for (let round = 0; round < 4; round += 1) {
    const sessionId = await till.studio();
    const booked = [await till.pending(sessionId), await till.pending(sessionId), await till.expired(sessionId)];
    await Promise.all([
      ...booked.map(({ id }) => tell(server, paid(id))),
      till.host.run(CancelSessionDocument, { id: sessionId, reason: 'Rain.' }),
    ]);
    expect(statesOf(await checked(sessionId))).toEqual(Array(3).fill('CANCELLED REFUND_DUE'));
  }
  for (let round = 0; round < 3; round += 1) {
    const leaver = await person(server, `leaver-${round}`);
    const sessionId = await till.studio();
    const { id } = await book(leaver, sessionId);
    if (round > 0) await runOut(server, id);
    if (round > 1) await expireHolds(server.app);
    const [answer] = await Promise.all([tell(server, paid(id)), leaver.run(DeleteAccountDocument, { password })]);
    expect(['SUCCEEDED', 'REFUND_DUE']).toContain(answer.status);
    expect(statesOf(await checked(sessionId))).toEqual(['CANCELLED REFUND_DUE']);
  }
});
