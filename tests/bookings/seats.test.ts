import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { settleBookings } from '../../src/bookings/settle.ts';
import { transaction } from '../../src/database/transaction.ts';
import {
  CancelSessionDocument,
  DeleteSessionDocument,
  type SessionCreateInput,
  type SessionUpdateInput,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import {
  attempt,
  book,
  cancel,
  confirm,
  inHours,
  type Person,
  partOf,
  people,
  person,
  runOut,
  schedule,
} from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** A host with a session in 48 hours. */
async function studio(name: string, input: Partial<SessionCreateInput> = {}) {
  const host = await person(server, name, 'CREATOR');
  return { host, sessionId: (await schedule(host, input)).id };
}

const priced = { price: { amountMinor: 2500, currency: 'EUR' } };

test('who finds it full may wait in line, and moves up when a seat is given back', async () => {
  const { sessionId } = await studio('line-host', { maxParticipants: 1 });
  const [holder, second, third, fourth] = await people(server, ['line-1', 'line-2', 'line-3', 'line-4']);
  const seat = await book(holder, sessionId);
  expect(await attempt(second, sessionId)).toMatchObject({ __typename: 'SessionFullError', waitlistLength: 0 });
  const two = await book(second, sessionId);
  const three = await book(third, sessionId);
  const four = await book(fourth, sessionId);
  expect([two, three, four].map(({ status, waitlistPosition }) => [status, waitlistPosition])).toEqual([
    ['WAITLISTED', 1],
    ['WAITLISTED', 2],
    ['WAITLISTED', 3],
  ]);
  expect(await attempt(await person(server, 'line-5'), sessionId)).toMatchObject({
    code: 'SESSION_FULL',
    waitlistLength: 3,
  });
  expect(await partOf(fourth, sessionId)).toMatchObject({ seatsTaken: 1, seatsLeft: 0, waitlistLength: 3 });

  // Leaving the line frees no seat.
  expect(await cancel(third, three.id)).toMatchObject({
    ...{ status: 'CANCELLED', waitlistPosition: null, session: { seatsTaken: 1, waitlistLength: 2 } },
  });
  expect(await cancel(holder, seat.id)).toMatchObject({ session: { seatsTaken: 1, waitlistLength: 1 } });
  expect(await partOf(second, sessionId)).toMatchObject({
    viewer: { booking: { id: two.id, status: 'CONFIRMED', confirmedAt: expect.any(String), waitlistPosition: null } },
  });
  expect(await partOf(fourth, sessionId)).toMatchObject({ viewer: { booking: { waitlistPosition: 1 } } });
});

test('nobody moves up once the session is over as planned', async () => {
  const [host, holder, waiter] = await people(server, ['late-host', 'late-holder', 'late-waiter']);
  const { id } = await schedule(host, { startsAt: null, maxParticipants: 1 });
  const seat = await book(holder, id);
  await book(waiter, id);
  await server.database.prisma.session.update({ where: { id: localId(id) }, data: { endsAt: new Date() } });
  await cancel(holder, seat.id);
  expect((await partOf(waiter, id))?.viewer?.booking?.status).toBe('WAITLISTED');
});

test('moving up in a priced session gives a hold, at the price of the day it was booked', async () => {
  const { host, sessionId } = await studio('hold-host', { ...priced, maxParticipants: 1 });
  const [holder, waiter] = await people(server, ['hold-1', 'hold-2']);
  const seat = await book(holder, sessionId);
  const line = await book(waiter, sessionId);
  expect(line).toMatchObject({ status: 'WAITLISTED', holdExpiresAt: null });
  await host.run(UpdateSessionDocument, { id: sessionId, input: { price: { amountMinor: 0 } } });
  await cancel(holder, seat.id);
  const part = await partOf(waiter, sessionId);
  expect(part?.viewer?.booking).toMatchObject({ status: 'PENDING', amount: { amountMinor: 2500 }, confirmedAt: null });
  const hold = Date.parse(part?.viewer?.booking?.holdExpiresAt as string) - Date.now();
  expect(hold / 60_000).toBeGreaterThan(14);
  expect(hold / 60_000).toBeLessThanOrEqual(15);
});

test('a higher capacity lets the line move up, and none at all ends it', async () => {
  const { host, sessionId } = await studio('grow-host', { maxParticipants: 1 });
  const guests = await people(server, ['grow-1', 'grow-2', 'grow-3', 'grow-4']);
  for (const guest of guests) await book(guest, sessionId);
  const statuses = () =>
    Promise.all(guests.map(async (guest) => (await partOf(guest, sessionId))?.viewer?.booking?.status));
  const resize = async (maxParticipants: number | null) =>
    (await host.run(UpdateSessionDocument, { id: sessionId, input: { maxParticipants } })).sessionUpdate;
  expect(await resize(2)).toMatchObject({ seatsTaken: 2, seatsLeft: 0 });
  expect(await statuses()).toEqual(['CONFIRMED', 'CONFIRMED', 'WAITLISTED', 'WAITLISTED']);
  expect(await resize(null)).toMatchObject({ seatsTaken: 4, seatsLeft: null });
  expect(await statuses()).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'CONFIRMED']);
});

test('a hold that ran out makes way: for a new booking at once, for the line by the periodic work', async () => {
  const { sessionId } = await studio('expiry-host', { ...priced, maxParticipants: 1 });
  const [first, second, third] = await people(server, ['expiry-1', 'expiry-2', 'expiry-3']);
  const slow = await book(first, sessionId);
  expect(await partOf(second, sessionId)).toMatchObject({
    viewer: { canBook: false, bookingReason: 'Every seat is taken.' },
  });
  await runOut(server, slow.id);
  expect(await partOf(second, sessionId)).toMatchObject({ viewer: { canBook: true, bookingReason: null } });

  const taken = await attempt(second, sessionId);
  expect(taken).toMatchObject({ status: 'PENDING', session: { seatsTaken: 1 } });
  expect(await partOf(first, sessionId)).toMatchObject({
    viewer: {
      booking: {
        ...{ id: slow.id, status: 'CANCELLED', holdExpiresAt: null, cancelledAt: expect.any(String) },
        ...{ cancellationReason: 'The hold expired before payment.', refundQuote: { amountMinor: 0 } },
      },
    },
  });

  await book(third, sessionId);
  await runOut(server, (taken as { id: string }).id);
  // The seat is the third's by right: whoever comes now does not pass them by.
  expect(await partOf(first, sessionId)).toMatchObject({ viewer: { canBook: false } });
  await expireHolds(server.app);
  expect(await partOf(third, sessionId)).toMatchObject({
    ...{ seatsTaken: 1, waitlistLength: 0 },
    viewer: { booking: { status: 'PENDING', holdExpiresAt: expect.any(String) } },
  });
  expect(await partOf(second, sessionId)).toMatchObject({ viewer: { booking: { status: 'CANCELLED' } } });
  expect(await attempt(first, sessionId)).toMatchObject({ code: 'SESSION_FULL' });
});

test('who comes when a hold has run out does not pass the line by', async () => {
  const { sessionId } = await studio('bypass-host', { ...priced, maxParticipants: 1 });
  const [first, second, third] = await people(server, ['bypass-1', 'bypass-2', 'bypass-3']);
  const slow = await book(first, sessionId);
  await book(second, sessionId);
  await runOut(server, slow.id);
  expect(await book(third, sessionId)).toMatchObject({ status: 'WAITLISTED', waitlistPosition: 1 });
  expect(await partOf(second, sessionId)).toMatchObject({ seatsTaken: 1, viewer: { booking: { status: 'PENDING' } } });
});

test('who let their own hold run out may book again', async () => {
  const { sessionId } = await studio('retry-host', { ...priced, maxParticipants: 1 });
  const guest = await person(server, 'retry-guest');
  const slow = await book(guest, sessionId);
  await runOut(server, slow.id);
  expect(await partOf(guest, sessionId)).toMatchObject({ viewer: { canBook: true } });
  const again = await book(guest, sessionId);
  expect(again).toMatchObject({ status: 'PENDING', session: { seatsTaken: 1 } });
  expect(again.id).not.toBe(slow.id);
});

test('cancelling in time refunds all, later nothing; a host or an admin refunds all at any time', async () => {
  const { host, sessionId } = await studio('refund-host', priced);
  const admin = await person(server, 'refund-admin', 'ADMIN');
  const guests = await people(server, ['refund-1', 'refund-2', 'refund-3', 'refund-4', 'refund-5']);
  const booked = async (guest: Person) => ({ guest, id: (await book(guest, sessionId)).id });
  const inTime = await booked(guests[0]);
  const late = await booked(guests[1]);
  const byHost = await booked(guests[2]);
  const byAdmin = await booked(guests[3]);
  const unpaid = await booked(guests[4]);
  for (const { id } of [inTime, late, byHost, byAdmin]) await confirm(host, id);
  const tooLate = (id: string) =>
    server.database.prisma.booking.update({
      where: { id: localId(id) },
      data: { freeCancellationUntil: new Date(Date.now() - 1000) },
    });
  for (const { id } of [late, byHost, byAdmin]) await tooLate(id);
  const quoteOf = async (guest: Client) => (await partOf(guest, sessionId))?.viewer?.booking?.refundQuote.amountMinor;
  expect([await quoteOf(inTime.guest), await quoteOf(late.guest), await quoteOf(unpaid.guest)]).toEqual([2500, 0, 0]);

  const first = await cancel(inTime.guest, inTime.id, '  Ill. ');
  expect(first).toMatchObject({ status: 'CANCELLED', refundQuote: { amountMinor: 2500 }, cancellationReason: 'Ill.' });
  expect(await cancel(inTime.guest, inTime.id, 'Again')).toEqual(first);
  expect(await cancel(late.guest, late.id)).toMatchObject({
    refundQuote: { amountMinor: 0 },
    cancellationReason: null,
  });
  expect(await cancel(host, byHost.id, 'Too many.')).toMatchObject({ refundQuote: { amountMinor: 2500 } });
  expect(await cancel(admin, byAdmin.id)).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await cancel(admin, byAdmin.id, 'Fraud.')).toMatchObject({ refundQuote: { amountMinor: 2500 } });
  expect(await cancel(unpaid.guest, unpaid.id)).toMatchObject({
    ...{ refundQuote: { amountMinor: 0 }, holdExpiresAt: null, session: { seatsTaken: 0 } },
  });
  // A refund is what it was, however late it is read.
  await tooLate(inTime.id);
  expect(await quoteOf(inTime.guest)).toBe(2500);

  const audit = await server.database.prisma.auditEvent.findMany({
    where: { refusal: null, targetId: { in: [inTime, late, byHost, byAdmin, unpaid].map(({ id }) => localId(id)) } },
  });
  expect(audit).toMatchObject([
    { actorId: admin.id, action: 'booking.cancelled', targetId: localId(byAdmin.id), reason: 'Fraud.' },
  ]);
  expect(await cancel(host, byHost.id, 'NUL \u0000')).toMatchObject({ code: 'INVALID_INPUT' });
});

test('who booked a session that is then moved may cancel free of charge until it starts', async () => {
  const { host, sessionId } = await studio('moving-host', { ...priced, startsAt: inHours(12) });
  const [before, after] = await people(server, ['moved-1', 'moved-2']);
  const { id } = await book(before, sessionId);
  await confirm(host, id);
  const quoteOf = async (guest: Client) => (await partOf(guest, sessionId))?.viewer?.booking?.refundQuote.amountMinor;
  expect(await quoteOf(before), 'within the last 24 hours').toBe(0);

  const update = (input: SessionUpdateInput) => host.run(UpdateSessionDocument, { id: sessionId, input });
  await update({ title: 'Evening flow', startsAt: inHours(12) });
  expect(await quoteOf(before), 'it starts when it did').toBe(0);
  await update({ startsAt: inHours(14) });
  const late = await book(after, sessionId);
  await confirm(host, late.id);
  expect([await quoteOf(before), await quoteOf(after)]).toEqual([2500, 0]);
  expect(await cancel(before, id)).toMatchObject({
    freeCancellationUntil: inHours(14),
    refundQuote: { amountMinor: 2500 },
  });
});

test('a session that is called off refunds everybody in full', async () => {
  const { host, sessionId } = await studio('off-host', { ...priced, maxParticipants: 2 });
  const [paid, pending, waiting] = await people(server, ['off-1', 'off-2', 'off-3']);
  const { id } = await book(paid, sessionId);
  await confirm(host, id);
  await server.database.prisma.booking.update({
    where: { id: localId(id) },
    data: { freeCancellationUntil: new Date(Date.now() - 1000) },
  });
  await book(pending, sessionId);
  await book(waiting, sessionId);

  const callOff = async (who: Client, reason: string) =>
    (await who.run(CancelSessionDocument, { id: sessionId, reason })).sessionCancel;
  expect(await callOff(paid, 'Mine!')).toMatchObject({ code: 'NOT_HOST' });
  expect(await callOff(host, 'No heating.')).toMatchObject({ status: 'CANCELLED', seatsTaken: 0, seatsLeft: 2 });
  const bookingOf = async (who: Client) => (await partOf(who, sessionId))?.viewer?.booking;
  const gone = { status: 'CANCELLED', cancellationReason: 'No heating.', holdExpiresAt: null, waitlistPosition: null };
  expect(await bookingOf(paid)).toMatchObject({ ...gone, refundQuote: { amountMinor: 2500 } });
  expect(await bookingOf(pending)).toMatchObject({ ...gone, refundQuote: { amountMinor: 0 } });
  expect(await bookingOf(waiting)).toMatchObject({ ...gone, refundQuote: { amountMinor: 0 } });
  expect(await callOff(host, 'Twice.')).toMatchObject({ code: 'SESSION_STATUS', refusedIn: 'CANCELLED' });

  const admin = await person(server, 'off-admin', 'ADMIN');
  const { id: moderated } = await schedule(host);
  const nothing = await admin.run(CancelSessionDocument, { id: moderated, reason: ' ' });
  expect(nothing.sessionCancel).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['reason'] }] });
  await admin.run(CancelSessionDocument, { id: moderated, reason: 'Spam.' });
  const audit = await server.database.prisma.auditEvent.findMany({ where: { targetType: 'Session', refusal: null } });
  expect(audit).toMatchObject([
    { actorId: admin.id, action: 'session.cancelled', targetId: localId(moderated), reason: 'Spam.' },
  ]);
});

test('a session that somebody is booking while it is deleted is either booked or gone', async () => {
  const host = await person(server, 'gone-host', 'CREATOR');
  const guest = await person(server, 'gone-guest');
  for (let round = 0; round < 5; round++) {
    const { id: sessionId } = await schedule(host);
    const [booked, deleted] = await Promise.all([
      attempt(guest, sessionId),
      host.run(DeleteSessionDocument, { id: sessionId }),
    ]);
    expect([
      ['Booking', 'SessionStatusError'],
      ['NotFoundError', 'SessionDeletePayload'],
    ]).toContainEqual([booked.__typename, deleted.sessionDelete?.__typename]);
  }
});

test('the end settles bookings: who was there completed it, and nobody fails to show up without the host', async () => {
  for (const hostCame of [true, false]) {
    const { host, sessionId } = await studio(`settled-host-${hostCame}`, { ...priced, maxParticipants: 4 });
    const guests = await people(
      server,
      ['all', 'most', 'less', 'unpaid', 'line'].map((name) => `settled-${name}-${hostCame}`),
    );
    const ids: string[] = [];
    for (const guest of guests) ids.push((await book(guest, sessionId)).id);
    for (const id of ids.slice(0, 3)) await confirm(host, id);
    const session = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(sessionId) } });
    await transaction(server.database, (tx) =>
      settleBookings(tx, server.app, session, {
        attendances: [true, true, false].map((isEnough, index) => ({
          ...{ accountId: guests[index]?.id as string, seconds: 60 - index, isEnough },
        })),
        wasHeld: hostCame,
        halfTime: new Date(Date.now() + 60_000),
      }),
    );
    const statuses = await Promise.all(
      guests.map(async (guest) => (await partOf(guest, sessionId))?.viewer?.booking?.status),
    );
    const least = hostCame ? 'NO_SHOW' : 'COMPLETED';
    expect(statuses).toEqual(['COMPLETED', 'COMPLETED', least, 'CANCELLED', 'CANCELLED']);
    expect(await partOf(host, sessionId)).toMatchObject({ seatsTaken: 3, waitlistLength: 0 });
    expect(await cancel(guests[0] as Client, ids[0] as string)).toMatchObject({
      __typename: 'BookingStatusError',
      refusedIn: 'COMPLETED',
    });
  }
});
