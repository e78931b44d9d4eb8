import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import {
  CancelSessionDocument,
  DeleteAccountDocument,
  JoinByIdDocument,
  PaymentNodeDocument,
  PaymentsDocument,
  RemoveParticipantDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { bookingOf, openTill, paid, post, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import {
  book,
  cancel,
  confirm,
  inHours,
  type Person,
  partOf,
  password,
  person,
  runOut,
  schedule,
} from '../support/studio.ts';

let server: TestServer;
let till: Awaited<ReturnType<typeof openTill>>;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  till = await openTill(server);
  admin = await person(server, 'admin', 'ADMIN');
});
afterAll(() => server.stop());

const price = { amountMinor: 2500, currency: 'EUR' };
const refundDue = { http: 200, status: 'REFUND_DUE', refundMinor: 2500, refundedMinor: 0 };
const succeeded = { http: 200, status: 'SUCCEEDED', refundMinor: 0, refundedMinor: 0 };
const auditOf = async (id: string) =>
  (await server.database.prisma.auditEvent.findMany({ where: { targetId: localId(id) } })).map(({ reason }) => reason);

test('a payment in time confirms its booking; owner, host and admins see it, nobody else', async () => {
  const { who, id } = await till.pending();
  const notice = paid(id);
  expect(await tell(server, notice)).toEqual(succeeded);
  const booking = await bookingOf(who, id);
  expect(booking).toMatchObject({
    ...{ status: 'CONFIRMED', holdExpiresAt: null, confirmedAt: expect.any(String), checkoutUrl: null },
    payments: [
      {
        ...{ status: 'SUCCEEDED', provider: 'acme', reference: notice.reference, amount: price },
        ...{ refund: { amountMinor: 0 }, refunded: { amountMinor: 0 }, booking: { id } },
      },
    ],
  });
  const paymentId = booking.payments[0]?.id as string;
  for (const one of [who, till.host, admin])
    expect((await one.run(PaymentNodeDocument, { id: paymentId })).node).toMatchObject({ id: paymentId });
  for (const other of [await till.guest(), server.visitor])
    expect((await other.run(PaymentNodeDocument, { id: paymentId })).node).toBeNull();
  expect(await auditOf(id)).toEqual([]);
});

test('what is told again, be it twenty times at once, is one payment and one confirmation', async () => {
  const { who, id, sessionId } = await till.pending();
  const body = JSON.stringify(paid(id));
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(server, body)));
  expect(answers).toEqual(Array(20).fill(succeeded));
  const first = await bookingOf(who, id);
  expect(first).toMatchObject({ status: 'CONFIRMED', payments: [{ status: 'SUCCEEDED' }] });
  expect(await post(server, body)).toEqual(succeeded);
  expect(await bookingOf(who, id)).toEqual(first);
  expect(await partOf(who, sessionId)).toMatchObject({ seatsTaken: 1 });

  // One reference cannot be another payment.
  const other = await till.pending();
  const notice = JSON.parse(body);
  for (const more of [{ bookingId: other.id }, { amountMinor: 2400 }, { currency: 'USD' }]) {
    expect(await post(server, JSON.stringify({ ...notice, ...more }))).toMatchObject({
      ...{ http: 409, code: 'PAYMENT_CONFLICT' },
    });
  }
  expect(await bookingOf(other.who, other.id)).toMatchObject({ status: 'PENDING', payments: [] });
  // The same reference of another provider can.
  expect(await tell(server, { ...notice, provider: 'globex', bookingId: other.id })).toEqual(succeeded);
});

test('one reference for two bookings at once pays for one of them, and leaves the other as it was', async () => {
  for (let round = 0; round < 5; round += 1) {
    const both = [await till.pending(), await till.pending()];
    const notice = paid('');
    const answers = await Promise.all(both.map(({ id }) => post(server, JSON.stringify({ ...notice, bookingId: id }))));
    expect(answers.map(({ http }) => http).toSorted()).toEqual([200, 409]);
    const after = await Promise.all(both.map(async ({ who, id }) => (await bookingOf(who, id)).status));
    expect(after.toSorted()).toEqual(['CONFIRMED', 'PENDING']);
  }
});

test('what is not what was booked has to go back, and changes no booking', async () => {
  const { who, id } = await till.pending();
  const before = await bookingOf(who, id);
  for (const more of [{ amountMinor: 2499 }, { amountMinor: 2501 }, { currency: 'USD' }])
    expect(await tell(server, paid(id, more))).toMatchObject({ status: 'REFUND_DUE' });
  const after = await bookingOf(who, id);
  expect({ ...after, payments: [] }).toEqual(before);
  expect(after.payments.map(({ amount, refund }) => amount.amountMinor - refund.amountMinor)).toEqual([0, 0, 0]);
  expect(await tell(server, paid(id))).toEqual(succeeded);

  const free = await schedule(till.host);
  const visitor = await till.guest();
  const { id: confirmed } = await book(visitor, free.id);
  expect(await tell(server, paid(confirmed))).toEqual(refundDue);
});

test('a second payment has to go back; one for a booking that the host confirmed by hand is its payment', async () => {
  const { who, id } = await till.pending();
  await tell(server, paid(id));
  expect(await tell(server, paid(id))).toEqual(refundDue);
  expect((await bookingOf(who, id)).payments.map(({ status }) => status)).toEqual(['SUCCEEDED', 'REFUND_DUE']);
  expect(await auditOf(id)).toEqual(['The booking was paid already.']);

  const trusted = await till.pending();
  await confirm(till.host, trusted.id);
  const before = await bookingOf(trusted.who, trusted.id);
  expect(await tell(server, paid(trusted.id))).toEqual(succeeded);
  expect(await bookingOf(trusted.who, trusted.id)).toMatchObject({
    confirmedAt: before.confirmedAt,
    status: 'CONFIRMED',
  });
});

test.each(['swept up', 'not yet'])(
  'a payment after the hold ran out gets the seat back while it is free (%s)',
  async (when) => {
    const { who, id, sessionId } = await till.pending(await till.studio({ maxParticipants: 1 }));
    await runOut(server, id);
    if (when === 'swept up') {
      await expireHolds(server.app);
      expect(await bookingOf(who, id)).toMatchObject({ status: 'CANCELLED' });
    }
    expect(await tell(server, paid(id))).toEqual(succeeded);
    expect(await bookingOf(who, id)).toMatchObject({
      ...{ status: 'CONFIRMED', cancelledAt: null, cancellationReason: null, holdExpiresAt: null },
      refundQuote: { amountMinor: 2500 },
    });
    expect(await partOf(who, sessionId)).toMatchObject({ seatsTaken: 1, seatsLeft: 0 });
  },
);

test('a payment that comes too late is recorded, and has to go back', async () => {
  const isTooLate = async ({ who, id }: { who: Person; id: string }, reason: string) => {
    expect(await tell(server, paid(id))).toEqual(refundDue);
    expect(await bookingOf(who, id)).toMatchObject({
      status: 'CANCELLED',
      payments: [{ refund: { amountMinor: 2500 } }],
    });
    expect(await auditOf(id)).toEqual([reason]);
  };
  const gone = 'The booking is cancelled: that cannot be done now.';

  const full = await till.studio({ maxParticipants: 1 });
  const slow = await till.expired(full);
  await book(await till.guest(), full);
  await isTooLate(slow, 'Every seat is taken.');

  // Whoever waits goes first, also where nobody has swept up yet.
  const { who, id, sessionId } = await till.pending(await till.studio({ maxParticipants: 1 }));
  const next = await till.guest();
  await book(next, sessionId);
  await runOut(server, id);
  await isTooLate({ who, id }, 'Every seat is taken.');
  expect(await partOf(next, sessionId)).toMatchObject({
    viewer: { booking: { status: 'PENDING' } },
  });

  const again = await till.expired();
  await book(again.who, again.sessionId);
  await isTooLate(again, gone);

  const off = await till.expired();
  await till.host.run(CancelSessionDocument, { id: off.sessionId, reason: 'Rain.' });
  await isTooLate(off, gone);

  // A hold that ran out is one thing, a booking that somebody cancelled another.
  const changed = await till.pending();
  await cancel(changed.who, changed.id);
  await isTooLate(changed, gone);
  const refused = await till.pending();
  await cancel(till.host, refused.id, 'Not you.');
  expect(await tell(server, paid(refused.id))).toEqual(refundDue);

  const deleted = await person(server, 'leaver');
  const leaving = await book(deleted, await till.studio());
  await runOut(server, leaving.id);
  await expireHolds(server.app);
  await deleted.run(DeleteAccountDocument, { password });
  expect(await tell(server, paid(leaving.id))).toEqual(refundDue);
  expect(await bookingOf(admin, leaving.id)).toMatchObject({ status: 'CANCELLED' });
});

test('a host who confirms when the hold has run out gets the seat for them, or is told why not', async () => {
  const sessionId = await till.studio({ maxParticipants: 1 });
  const slow = await till.expired(sessionId);
  expect(await confirm(till.host, slow.id)).toMatchObject({ status: 'CONFIRMED', cancelledAt: null });
  expect(await partOf(slow.who, sessionId)).toMatchObject({ seatsTaken: 1 });

  const [late, next] = [await till.pending(await till.studio({ maxParticipants: 1 })), await till.guest()];
  await book(next, late.sessionId);
  await runOut(server, late.id);
  expect(await confirm(till.host, late.id)).toMatchObject({ __typename: 'SessionFullError', code: 'SESSION_FULL' });
  await expireHolds(server.app);
  expect(await confirm(till.host, late.id)).toMatchObject({ code: 'SESSION_FULL' });
  expect(await partOf(next, late.sessionId)).toMatchObject({
    seatsTaken: 1,
    viewer: { booking: { status: 'PENDING' } },
  });

  const off = await till.expired();
  await till.host.run(CancelSessionDocument, { id: off.sessionId, reason: 'Rain.' });
  expect(await confirm(till.host, off.id)).toMatchObject({ code: 'BOOKING_STATUS', refusedIn: 'CANCELLED' });
});

test('whoever cancels with a refund makes it due, and the provider tells when it has gone back', async () => {
  const refundOf = async (id: string) => {
    const { payments } = await bookingOf(admin, id);
    return payments.map(({ status, refund, refunded }) => [status, refund.amountMinor, refunded.amountMinor]);
  };
  const bookAndPay = async (sessionId?: string) => {
    const booked = await till.pending(sessionId);
    const notice = paid(booked.id);
    await tell(server, notice);
    return { ...booked, notice };
  };
  const tooLate = ({ id }: { id: string }) =>
    server.database.prisma.booking.update({
      where: { id: localId(id) },
      data: { freeCancellationUntil: new Date(Date.now() - 1000) },
    });

  const inTime = await bookAndPay();
  await cancel(inTime.who, inTime.id);
  expect(await refundOf(inTime.id)).toEqual([['REFUND_DUE', 2500, 0]]);
  const late = await bookAndPay();
  await tooLate(late);
  await cancel(late.who, late.id);
  expect(await refundOf(late.id)).toEqual([['SUCCEEDED', 0, 0]]);
  const byHost = await bookAndPay();
  await tooLate(byHost);
  await cancel(till.host, byHost.id);
  expect(await refundOf(byHost.id)).toEqual([['REFUND_DUE', 2500, 0]]);
  const sessionId = await till.studio();
  const several = [await bookAndPay(sessionId), await bookAndPay(sessionId)];
  const unpaid = await till.pending(sessionId);
  await till.host.run(CancelSessionDocument, { id: sessionId, reason: 'Rain.' });
  for (const { id } of several) expect(await refundOf(id)).toEqual([['REFUND_DUE', 2500, 0]]);
  expect(await refundOf(unpaid.id)).toEqual([]);

  const removed = await bookAndPay(await till.studio({ settings: { joinWindowMinutes: 1440 }, startsAt: inHours(20) }));
  await tooLate(removed);
  const { sessionJoin } = await removed.who.run(JoinByIdDocument, { sessionId: removed.sessionId });
  const { participant } = expectType(sessionJoin, 'SessionJoinPayload');
  await till.host.run(RemoveParticipantDocument, { id: participant.id, reason: 'Loud.' });
  expect(await refundOf(removed.id)).toEqual([['REFUND_DUE', 2500, 0]]);

  // In two parts, the first told twice.
  const back = { ...inTime.notice, type: 'payment.refunded' };
  for (const _ of [1, 2])
    expect(await tell(server, { ...back, amountMinor: 1000 })).toMatchObject({
      status: 'REFUND_DUE',
      refundedMinor: 1000,
    });
  expect(await tell(server, back)).toMatchObject({ status: 'REFUNDED', refundMinor: 2500, refundedMinor: 2500 });
  // What was told before does not undo it.
  expect(await tell(server, { ...back, amountMinor: 1000 })).toMatchObject({ refundedMinor: 2500 });
  expect(await tell(server, inTime.notice)).toMatchObject({ status: 'REFUNDED' });
  expect(await post(server, JSON.stringify({ ...back, amountMinor: 2501 }))).toMatchObject({ http: 409 });
  expect(await post(server, JSON.stringify({ ...back, reference: 'never-heard-of' }))).toMatchObject({
    ...{ http: 409, code: 'PAYMENT_UNKNOWN' },
  });

  // Out of goodwill, while the booking stands: the cancellation gives back the rest.
  const kind = await bookAndPay();
  expect(await tell(server, { ...kind.notice, type: 'payment.refunded', amountMinor: 500 })).toMatchObject({
    status: 'REFUNDED',
  });
  expect(await bookingOf(kind.who, kind.id)).toMatchObject({ status: 'CONFIRMED', refundQuote: { amountMinor: 2000 } });
  await cancel(kind.who, kind.id);
  expect(await refundOf(kind.id)).toEqual([['REFUND_DUE', 2500, 500]]);
  // Taken back by the payer's bank, and paid again.
  const bounced = await bookAndPay();
  await tell(server, { ...bounced.notice, type: 'payment.refunded' });
  expect(await tell(server, paid(bounced.id))).toEqual(succeeded);
  expect(await bookingOf(bounced.who, bounced.id)).toMatchObject({ refundQuote: { amountMinor: 2500 } });
});

test('admins page through all payments, and find those that have to go back', async () => {
  const everything = async (filter: object) => (await admin.run(PaymentsDocument, { filter })).payments;
  const { id } = await till.pending();
  const notices = [paid(id), paid(id), paid(id)];
  for (const notice of notices) await tell(server, notice);
  const references = notices.map(({ reference }) => reference).toReversed();
  const first = (await admin.run(PaymentsDocument, { filter: { bookingId: id }, first: 2 })).payments;
  expect(first.totalCount).toBe(3);
  const rest = (await admin.run(PaymentsDocument, { filter: { bookingId: id }, after: first.pageInfo.endCursor }))
    .payments;
  expect([...first.nodes, ...rest.nodes].map(({ reference }) => reference)).toEqual(references);
  expect((await everything({ bookingId: id, status: ['REFUND_DUE'] })).nodes).toHaveLength(2);
  expect((await everything({ provider: 'acme', reference: references[0] })).totalCount).toBe(1);
  const due = await everything({ status: ['REFUND_DUE'] });
  expect(due.nodes.every(({ status }) => status === 'REFUND_DUE')).toBe(true);
  expect((await everything({ to: '2020-01-01T00:00:00Z' })).totalCount).toBe(0);
  expect((await till.host.ask(PaymentsDocument)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
