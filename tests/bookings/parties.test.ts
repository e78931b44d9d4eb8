import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  BookByCodeDocument,
  BookPartyDocument,
  CancelSessionDocument,
  CreateCodeDocument,
  DeleteAccountDocument,
  PartyNodeDocument,
  PartySessionDocument,
  type PartyStateFragment,
  PartySummaryDocument,
  UpdatePartyDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { lastMailTo } from '../support/mails.ts';
import { paid, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, confirm, inHours, type Person, password, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let ana: Person;
let ben: Person;
let cleo: Person;
let dan: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  admin = await person(server, 'admin', 'ADMIN');
  [ana, ben, cleo, dan] = await people(server, ['ana', 'ben', 'cleo', 'dan']);
});
afterAll(() => server.stop());

interface Party {
  seats?: number;
  guestNames?: string[];
  joinWaitlist?: boolean;
  idempotencyKey?: string;
}
const ask = async (who: Person, sessionId: string, party: Party) =>
  (await who.run(BookPartyDocument, { input: { sessionId, ...party } })).bookingCreate;
const bookParty = async (who: Person, sessionId: string, party: Party) =>
  expectType(await ask(who, sessionId, party), 'Booking');
const update = async (who: Person, input: { id: string; seats?: number; guestNames?: string[]; reason?: string }) =>
  (await who.run(UpdatePartyDocument, { input })).bookingUpdate;
const stateOf = async (who: Person, id: string) =>
  (await who.run(PartyNodeDocument, { id })).node as PartyStateFragment;
const seatsOf = async (id: string) => (await ana.run(PartySessionDocument, { id })).session;

const price = { amountMinor: 1001, currency: 'EUR' };

test('amount and discount of what is left of a party are its price together', async () => {
  await host.run(CreateCodeDocument, { input: { code: 'A_EURO', amount: { amountMinor: 100, currency: 'EUR' } } });
  const { id: sessionId } = await schedule(host, { price });
  const input = { sessionId, seats: 3, promotionCode: 'A_EURO' };
  const { id } = expectType((await ana.run(BookByCodeDocument, { input })).bookingCreate, 'Booking');
  await update(ana, { id, seats: 2 });
  const row = await server.database.prisma.booking.findUniqueOrThrow({ where: { id: localId(id) } });
  expect(row.amountMinor + row.discountMinor).toBe(2002);
});

test('a booking that owes nothing once a seat was given back is confirmed', async () => {
  await host.run(CreateCodeDocument, { input: { code: 'NEARLY', amount: { amountMinor: 2001, currency: 'EUR' } } });
  const { id: sessionId } = await schedule(host, { price });
  const input = { sessionId, seats: 2, promotionCode: 'NEARLY' };
  const { id } = expectType((await ana.run(BookByCodeDocument, { input })).bookingCreate, 'Booking');
  expect(await stateOf(ana, id)).toMatchObject({ status: 'PENDING', amount: { amountMinor: 1 } });
  expect(await update(ana, { id, seats: 1 })).toMatchObject({
    status: 'CONFIRMED',
    seats: 1,
    amount: { amountMinor: 0 },
  });
});

test('a party is booked whole or not at all, for the price of all seats', async () => {
  const session = await schedule(host, { price, maxParticipants: 5 });
  const party = await bookParty(ana, session.id, { seats: 3, guestNames: ['Eva', 'Finn'] });
  expect(party).toMatchObject({
    status: 'PENDING',
    seats: 3,
    guestNames: ['Eva', 'Finn'],
    amount: { amountMinor: 3003 },
  });
  expect(await ask(ben, session.id, { seats: 3 })).toMatchObject({
    ...{ __typename: 'SessionFullError', message: 'Only 2 seats are left.', seatsLeft: 2, waitlistLength: 0 },
  });
  expect(await seatsOf(session.id)).toMatchObject({ seatsTaken: 3, seatsLeft: 2 });
  await bookParty(ben, session.id, { seats: 2 });
  expect(await seatsOf(session.id)).toMatchObject({ seatsTaken: 5, seatsLeft: 0 });

  expect((await lastMailTo(server, 'ana')).subject).toBe('Pay to keep your 3 seats: Morning flow');
  expect((await lastMailTo(server, 'ana')).text).toContain('3: you and Eva, Finn');
  const told = (await lastMailTo(server, 'host')).text;
  expect(told).toContain('ben holds 2 seats and has not paid yet.');
  expect(told).not.toContain('Eva');
  await tell(server, paid(party.id, { amountMinor: 3003 }));
  expect(await stateOf(ana, party.id)).toMatchObject({ status: 'CONFIRMED', payments: [{ status: 'SUCCEEDED' }] });
  expect((await lastMailTo(server, 'ana')).text).toContain('Your 3 seats are confirmed.');
});

test('a wrong party is refused by its field, and a retry has the same party', async () => {
  const session = await schedule(host, { maxParticipants: 4 });
  for (const [party, path] of [
    [{ seats: 0 }, 'seats'],
    [{ seats: 11 }, 'seats'],
    [{ seats: 5, joinWaitlist: true }, 'seats'],
    [{ seats: 2, guestNames: ['Eva', 'Finn'] }, 'guestNames'],
    [{ guestNames: ['Eva'] }, 'guestNames'],
    [{ seats: 2, guestNames: [' '] }, 'guestNames.0'],
  ] as const)
    expect(await ask(ana, session.id, party as Party)).toMatchObject({
      ...{ __typename: 'InvalidInputError', message: expect.stringMatching(new RegExp(`^${path}: `)) },
    });
  const costly = await schedule(host, { price: { amountMinor: 2_000_000_000, currency: 'EUR' } });
  expect(await ask(ana, costly.id, { seats: 2 })).toMatchObject({ __typename: 'InvalidInputError' });

  const first = await bookParty(ana, session.id, { seats: 2, idempotencyKey: 'once' });
  expect(await ask(ana, session.id, { seats: 2, idempotencyKey: 'once' })).toMatchObject({ id: first.id });
  expect(await ask(ana, session.id, { seats: 3, idempotencyKey: 'once' })).toMatchObject({
    ...{ __typename: 'InvalidInputError' },
  });
});

test('seats are given back one by one, and refunds and what is kept add up to the cent', async () => {
  const session = await schedule(host, { price, maxParticipants: 3 });
  const { id } = await bookParty(ana, session.id, { seats: 3, guestNames: ['Eva', 'Finn'] });
  // Before it is paid, the amount becomes less.
  expect(await update(ana, { id, seats: 2, guestNames: ['Finn'] })).toMatchObject({
    ...{ seats: 2, guestNames: ['Finn'], seatsReturned: 0, amount: { amountMinor: 2002 } },
  });
  await tell(server, paid(id, { amountMinor: 2002 }));
  expect(await stateOf(ana, id)).toMatchObject({
    refundQuote: { amountMinor: 2002 },
    refundOfOne: { amountMinor: 1001 },
  });
  expect(await update(ana, { id, seats: 1 })).toMatchObject({
    ...{ status: 'CONFIRMED', seats: 1, guestNames: [], seatsReturned: 1, refunded: { amountMinor: 1001 } },
    ...{ refundQuote: { amountMinor: 1001 }, payments: [{ status: 'REFUND_DUE', refund: { amountMinor: 1001 } }] },
  });
  expect(await update(ana, { id, seats: 1 })).toMatchObject({ seats: 1, refunded: { amountMinor: 1001 } });
  expect((await lastMailTo(server, 'ana')).text).toContain('You get €10.01 back.');
  expect((await lastMailTo(server, 'host')).text).toContain('ana gave a seat back.');
  expect(await seatsOf(session.id)).toMatchObject({ seatsTaken: 1 });
  expect(await update(ana, { id, seats: 2 })).toMatchObject({
    ...{ __typename: 'InvalidInputError', message: expect.stringContaining('seats are only given back') },
  });

  await cancel(ana, id);
  expect(await stateOf(ana, id)).toMatchObject({
    ...{ status: 'CANCELLED', refunded: { amountMinor: 2002 }, payments: [{ refund: { amountMinor: 2002 } }] },
  });
  // Of the first seat they were told before.
  expect((await lastMailTo(server, 'ana')).text).toContain('You get €10.01 back.');
  expect(await update(ana, { id, seats: 1 })).toMatchObject({
    __typename: 'BookingStatusError',
    refusedIn: 'CANCELLED',
  });
});

test('seats given back too late are kept, even when the rest is refunded later', async () => {
  const late = { freeCancellationHours: 100 };
  const session = await schedule(host, { price, settings: late });
  const { id } = await bookParty(ben, session.id, { seats: 4 });
  await confirm(host, id);
  expect(await update(ben, { id, seats: 3 })).toMatchObject({ seats: 3, refunded: { amountMinor: 0 } });
  expect((await lastMailTo(server, 'ben')).text).toContain('nothing is refunded');
  // The host's own cancellation refunds, and nobody else may.
  expect(await update(host, { id, seats: 2 })).toMatchObject({ seats: 2, refunded: { amountMinor: 1001 } });
  expect(await update(ana, { id, seats: 1 })).toMatchObject({ __typename: 'NotFoundError' });
  expect(await update(admin, { id, seats: 1 })).toMatchObject({ __typename: 'InvalidInputError' });
  expect(await update(admin, { id, seats: 1, reason: 'They asked.' })).toMatchObject({
    refunded: { amountMinor: 2002 },
  });
  const audit = await server.database.prisma.auditEvent.findMany({ where: { targetId: localId(id), refusal: null } });
  expect(audit).toMatchObject([{ action: 'booking.updated', reason: 'They asked.' }]);

  // A provider's payment comes after the host's confirmation: what was given back goes back.
  await tell(server, paid(id, { amountMinor: 4004 }));
  expect((await stateOf(ben, id)).payments).toMatchObject([{ status: 'REFUND_DUE', refund: { amountMinor: 2002 } }]);

  await host.run(CancelSessionDocument, { id: session.id, reason: 'The teacher is ill.' });
  expect(await stateOf(ben, id)).toMatchObject({
    ...{
      status: 'CANCELLED',
      seats: 1,
      seatsReturned: 3,
      amount: { amountMinor: 4004 },
      refunded: { amountMinor: 3003 },
    },
    payments: [{ refund: { amountMinor: 3003 } }],
  });
  expect((await host.run(PartySummaryDocument, { id: session.id })).session).toMatchObject({
    bookingSummary: { booked: 0, cancelled: 4 },
    revenue: [{ grossMinor: 4004, refundedMinor: 3003, netMinor: 1001 }],
  });
});

test('who cancels too late is not told again of what came back for a seat before', async () => {
  const session = await schedule(host, { price });
  const { id } = await bookParty(dan, session.id, { seats: 3 });
  await confirm(host, id);
  await update(dan, { id, seats: 2 });
  await server.database.prisma.booking.update({
    where: { id: localId(id) },
    data: { freeCancellationUntil: new Date(Date.now() - 1000) },
  });
  await cancel(dan, id);
  expect(await stateOf(dan, id)).toMatchObject({ status: 'CANCELLED', refunded: { amountMinor: 1001 } });
  const { text } = await lastMailTo(server, 'dan');
  expect(text).toContain('By the terms of the booking, nothing more is refunded.');
  expect(text).not.toContain('€10.01');
});

test('the waitlist keeps parties together, and nobody passes a party that waits', async () => {
  const session = await schedule(host, { maxParticipants: 4 });
  const four = await bookParty(ana, session.id, { seats: 4 });
  const three = await bookParty(ben, session.id, { seats: 3, joinWaitlist: true });
  const one = await bookParty(cleo, session.id, { joinWaitlist: true });
  expect([three, one]).toMatchObject([{ waitlistPosition: 1 }, { waitlistPosition: 2 }]);
  expect((await host.run(PartySummaryDocument, { id: session.id })).session?.bookingSummary).toMatchObject({
    ...{ booked: 4, waiting: 4 },
  });

  // Two seats are free, but kept for the party of three: neither those behind it nor newcomers pass.
  await update(ana, { id: four.id, seats: 2 });
  expect(await seatsOf(session.id)).toMatchObject({ seatsTaken: 2, seatsLeft: 2, waitlistLength: 4 });
  expect((await dan.run(PartySessionDocument, { id: session.id })).session?.viewer).toEqual({
    ...{ canBook: false, bookingReason: 'Every seat is taken.' },
  });
  expect(await ask(dan, session.id, {})).toMatchObject({
    __typename: 'SessionFullError',
    seatsLeft: 0,
    waitlistLength: 4,
  });
  // A smaller party fits, and keeps its place.
  await update(ben, { id: three.id, seats: 2 });
  expect(await stateOf(ben, three.id)).toMatchObject({ status: 'CONFIRMED', seats: 2 });
  expect(await stateOf(cleo, one.id)).toMatchObject({ status: 'WAITLISTED', waitlistPosition: 1 });
  expect((await lastMailTo(server, 'ben')).subject).toBe('You have 2 seats: Morning flow');

  await cancel(ben, three.id);
  expect(await stateOf(cleo, one.id)).toMatchObject({ status: 'CONFIRMED' });
  expect(await seatsOf(session.id)).toMatchObject({ seatsTaken: 3, seatsLeft: 1, waitlistLength: 0 });
});

test('those behind a party move up when it leaves the line, or has become too large for the session', async () => {
  const session = await schedule(host, { maxParticipants: 3 });
  const two = await bookParty(ana, session.id, { seats: 2 });
  const three = await bookParty(ben, session.id, { seats: 3, joinWaitlist: true });
  const one = await bookParty(cleo, session.id, { joinWaitlist: true });
  expect(one.status).toBe('WAITLISTED');
  await host.run(UpdateSessionDocument, { id: session.id, input: { maxParticipants: 2 } });
  await update(ana, { id: two.id, seats: 1 });
  expect(await stateOf(cleo, one.id)).toMatchObject({ status: 'CONFIRMED' });
  expect(await stateOf(ben, three.id)).toMatchObject({ status: 'WAITLISTED', waitlistPosition: 1 });
  expect(await update(host, { id: two.id, seats: 1 })).toMatchObject({ seats: 1 });

  const other = await schedule(host, { maxParticipants: 3 });
  await bookParty(ana, other.id, { seats: 2 });
  const blocking = await bookParty(ben, other.id, { seats: 2, joinWaitlist: true });
  const behind = await bookParty(cleo, other.id, { joinWaitlist: true });
  await cancel(ben, blocking.id);
  expect(await stateOf(cleo, behind.id)).toMatchObject({ status: 'CONFIRMED' });
  expect(
    (await host.run(UpdateSessionDocument, { id: other.id, input: { maxParticipants: 2 } })).sessionUpdate,
  ).toMatchObject({ __typename: 'CapacityTooSmallError', seatsTaken: 3 });
});

test('the names of guests go with the account of the person who gave them', async () => {
  const gone = await person(server, 'gone');
  const session = await schedule(host, { startsAt: inHours(30) });
  const { id } = await bookParty(gone, session.id, { seats: 2, guestNames: ['Eva'] });
  await book(dan, session.id);
  expect(await stateOf(dan, id)).toBeNull();
  await gone.run(DeleteAccountDocument, { password });
  expect(await stateOf(host, id)).toMatchObject({ status: 'CANCELLED', seats: 2, guestNames: [] });
});
