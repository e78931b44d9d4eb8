import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  BookingChangedDocument,
  type BookingCorrectInput,
  CorrectBookingDocument,
  EndSessionDocument,
  JoinByIdDocument,
  SessionRevenueDocument,
  SetParticipantRoleDocument,
  StartSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { bookingOf, openTill, paid, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, confirm, inMinutes, type Person, people, person } from '../support/studio.ts';

let server: TestServer;
let till: Awaited<ReturnType<typeof openTill>>;
let host: Person;
let cohost: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  till = await openTill(server);
  host = till.host;
  [admin] = await people(server, ['admin'], { role: 'ADMIN' });
  cohost = await person(server, 'cohost');
});
afterAll(() => server.stop());

const correct = async (who: Person, input: Partial<BookingCorrectInput> & { id: string }) =>
  (await who.run(CorrectBookingDocument, { input: { reason: 'The list on paper says so.', ...input } })).bookingCorrect;

/** A paid booking of 25 euros that its session's end made a NO_SHOW; the session has a co-host. */
async function noShow() {
  const sessionId = await till.studio({ startsAt: inMinutes(6), visibility: 'LISTED' });
  const { who, id } = await till.pending(sessionId);
  await tell(server, paid(id));
  const second = await book(cohost, sessionId);
  await confirm(host, second.id);
  const joined = await cohost.run(JoinByIdDocument, { sessionId });
  const { participant } = expectType(joined.sessionJoin, 'SessionJoinPayload');
  await host.run(SetParticipantRoleDocument, { id: participant.id, role: 'COHOST' });
  await host.run(StartSessionDocument, { id: sessionId });
  await host.run(EndSessionDocument, { id: sessionId });
  // Whatever the end made of it.
  await server.database.prisma.booking.update({ where: { id: localId(id) }, data: { status: 'NO_SHOW' } });
  return { who, id, sessionId, cohosts: second.id };
}

test('the host corrects the attendance and refunds a part; the payment becomes due, and the person hears of it', async () => {
  const { who, id, sessionId } = await noShow();
  const watch = vi.spyOn(server.app.events, 'watchAccount');
  const stream = who.subscribe(BookingChangedDocument, {});
  await vi.waitFor(() => expect(watch).toHaveBeenCalled(), { interval: 5, timeout: 20_000 });
  const corrected = await correct(host, { id, attended: true, refundMinor: 1000 });
  expect(corrected).toMatchObject({ __typename: 'Booking', status: 'COMPLETED' });
  expect((await stream.next()).bookingChanged).toMatchObject({ id, status: 'COMPLETED' });
  await stream.close();
  expect(await bookingOf(who, id)).toMatchObject({
    payments: [{ status: 'REFUND_DUE', refund: { amountMinor: 1000 }, refunded: { amountMinor: 0 } }],
  });
  expect((await host.run(SessionRevenueDocument, { id: sessionId })).session?.revenue).toMatchObject([
    { grossMinor: 5000, refundedMinor: 1000 },
  ]);

  // Told again it changes nothing, and a refund can be raised up to the amount.
  await correct(host, { id, attended: true, refundMinor: 1000 });
  await correct(admin, { id, refundMinor: 2500, reason: 'Goodwill.' });
  expect(await bookingOf(who, id)).toMatchObject({
    ...{ status: 'COMPLETED' },
    payments: [{ status: 'REFUND_DUE', refund: { amountMinor: 2500 } }],
  });
  const audit = await server.database.prisma.auditEvent.findMany({
    where: { targetId: localId(id), action: 'booking.corrected' },
    orderBy: { occurredAt: 'asc' },
  });
  expect(audit).toMatchObject([
    {
      ...{ actorId: host.id, reason: 'The list on paper says so.' },
      details: { from: { status: 'NO_SHOW', refundMinor: 0 }, to: { status: 'COMPLETED', refundMinor: 1000 } },
    },
    {
      ...{ actorId: admin.id, reason: 'Goodwill.' },
      details: { from: { refundMinor: 1000 }, to: { status: 'COMPLETED', refundMinor: 2500 } },
    },
  ]);
});

test('who may not correct a booking is told why; a stranger does not learn that it exists', async () => {
  const { who, id, cohosts } = await noShow();
  expect(await correct(cohost, { id: cohosts, attended: true })).toMatchObject({ __typename: 'NotHostError' });
  expect(await correct(who, { id, attended: true })).toMatchObject({ __typename: 'NotHostError', code: 'NOT_HOST' });
  expect(await correct(cohost, { id, refundMinor: 100 })).toMatchObject({ __typename: 'NotHostError' });
  expect(await correct(cohost, { id, attended: true })).toMatchObject({ __typename: 'Booking', status: 'COMPLETED' });
  expect(await correct(await till.guest(), { id, attended: true })).toMatchObject({ __typename: 'NotFoundError' });
});

test('a correction that cannot be is refused with its path', async () => {
  const { id } = await noShow();
  const faultsOf = async (input: Partial<BookingCorrectInput>) => {
    const outcome = await correct(host, { id, ...input });
    return expectType(outcome, 'InvalidInputError').issues.map(({ path }) => path.join('.'));
  };
  expect(await faultsOf({})).toEqual(['attended']);
  expect(await faultsOf({ attended: true, reason: ' ' })).toEqual(['reason']);
  expect(await faultsOf({ refundMinor: 2501 })).toEqual(['refundMinor']);
  expect(await faultsOf({ refundMinor: -1 })).toEqual(['refundMinor']);
  await correct(host, { id, refundMinor: 700 });
  expect(await faultsOf({ refundMinor: 699 })).toEqual(['refundMinor']);

  const open = await till.pending();
  expect(await correct(host, { id: open.id, attended: true })).toMatchObject({
    ...{ __typename: 'BookingStatusError', refusedIn: 'PENDING' },
  });
});
