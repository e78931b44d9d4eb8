import { decode } from 'fast-png';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetGuests, handOverGuestBookings } from '../../src/bookings/guests/service.ts';
import {
  AccountsDocument,
  BookForDocument,
  type BookingCreateForInput,
  CancelGuestBookingDocument,
  ClaimGuestBookingDocument,
  DeskBookingDocument,
  GuestBookingDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, confirm, inMinutes, type Person, partOf, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let ana: Person;
let cohost: Person;
let stranger: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  admin = await person(server, 'admin', 'ADMIN');
  [ana, cohost, stranger] = await people(server, ['ana', 'cohost', 'stranger']);
});
afterAll(() => server.stop());

/** What a camera reads in a picture. */
function scan(picture: Buffer): string {
  const { width, height, depth, data } = decode(picture);
  const isWhite = (x: number, y: number) =>
    ((data[y * Math.ceil(width / 8) + (x >> 3)] as number) >> (7 - (x & 7))) & 1;
  expect(depth).toBe(1);
  const rgb = Array.from({ length: width * height }, (_, n) =>
    Array(3).fill(255 * isWhite(n % width, Math.floor(n / width))),
  );
  return decodeQR({ width, height, data: Uint8Array.from(rgb.flat()) });
}

const bookFor = async (who: Person, input: BookingCreateForInput) =>
  (await who.run(BookForDocument, { input })).bookingCreateFor;
const mailsTo = async (email: string) => {
  await server.app.mail.idle();
  return server.app.mail.outbox.filter(({ to }) => to === email);
};
const tokenIn = (text: string) => /guest-bookings\/(\S+)/.exec(text)?.[1] as string;
const price = { amountMinor: 1500, currency: 'EUR' };
const verify = (who: Person, email: string) =>
  server.database.prisma.account.update({
    where: { id: who.id },
    data: { email, emailKey: email, emailVerifiedAt: new Date() },
  });

test('the desk books for an account, paid or not, and the person has the booking like any other', async () => {
  const session = await schedule(host, { price, maxParticipants: 3, settings: { bookingClosesMinutes: 60 } });
  const pending = expectType(await bookFor(host, { sessionId: session.id, username: 'ANA', seats: 2 }), 'Booking');
  expect(pending).toMatchObject({
    ...{ status: 'PENDING', seats: 2, guest: null, checkInCode: null },
    ...{ user: { username: 'ana' }, bookedBy: { username: 'host' } },
  });
  expect((await ana.run(DeskBookingDocument, { id: pending.id })).node).toMatchObject({
    checkInCode: expect.stringMatching(/^[0-9A-F]{10}$/),
  });
  const [mail] = await mailsTo('ana@example.org');
  expect(mail?.text).toContain('The studio booked for you.');
  expect(await mailsTo('host@example.org')).toEqual([]);
  expect(await bookFor(host, { sessionId: session.id, userId: ana.userId })).toMatchObject({
    ...{ __typename: 'AlreadyBookedError' },
  });
  expect(await bookFor(host, { sessionId: session.id, userId: stranger.userId, isPaid: true })).toMatchObject({
    ...{ status: 'CONFIRMED', user: { username: 'stranger' } },
  });
  expect(await bookFor(host, { sessionId: session.id, username: 'nobody-here' })).toMatchObject({
    ...{ __typename: 'NotFoundError' },
  });
  expect(await bookFor(host, { sessionId: session.id, username: 'nul\u0000' })).toMatchObject({
    ...{ __typename: 'InvalidInputError', message: expect.stringMatching(/^username: /) },
  });
  expect(await bookFor(host, { sessionId: session.id, username: 'admin' })).toMatchObject({
    ...{ __typename: 'SessionFullError' },
  });
  expect(await bookFor(host, { sessionId: session.id, username: 'host' })).toMatchObject({
    ...{ __typename: 'BookingClosedError' },
  });
  expect(await bookFor(host, { sessionId: session.id, username: 'ana', userId: ana.userId })).toMatchObject({
    ...{ __typename: 'InvalidInputError', message: expect.stringMatching(/^guest: /) },
  });
});

test('hosts, co-hosts and admins book for others, nobody else; what is paid is the host’s and the admin’s to say', async () => {
  const session = await schedule(host, { price, startsAt: inMinutes(10) });
  const sessionId = session.id;
  const guest = { name: 'Greta', email: 'greta@guests.example' };
  expect(await bookFor(stranger, { sessionId, guest })).toMatchObject({ __typename: 'NotHostError' });
  expect(await bookFor(admin, { sessionId, guest })).toMatchObject({ __typename: 'InvalidInputError' });
  await server.database.prisma.participant.create({
    data: { sessionId: localId(sessionId), accountId: cohost.id, role: 'COHOST', presence: 'OFFLINE' },
  });
  expect(await bookFor(cohost, { sessionId, guest, isPaid: true })).toMatchObject({ __typename: 'NotHostError' });
  expect(await bookFor(cohost, { sessionId, guest })).toMatchObject({ __typename: 'Booking', status: 'PENDING' });
  const draft = await schedule(host, { draft: true });
  expect(await bookFor(stranger, { sessionId: draft.id, guest })).toMatchObject({ __typename: 'NotFoundError' });
  expect(await bookFor(host, { sessionId: draft.id, guest })).toMatchObject({ __typename: 'BookingClosedError' });
  const other = { name: 'Gudrun', email: 'gudrun@guests.example' };
  const input = { sessionId, guest: other, isPaid: true, reason: 'At the desk.', idempotencyKey: 'one' };
  const made = expectType(await bookFor(admin, input), 'Booking');
  expect(await bookFor(admin, input)).toMatchObject({ id: made.id });
  const audit = await server.database.prisma.auditEvent.findMany({ where: { targetId: localId(made.id) } });
  expect(audit.map(({ action, reason }) => [action, reason])).toContainEqual(['booking.created', 'At the desk.']);
});

test('a guest is told by mail, and sees and cancels the booking by the mailed address, without an account', async () => {
  const session = await schedule(host, { title: 'Open class', maxParticipants: 1 });
  const guest = { name: 'Gil', email: 'Gil@guests.example' };
  const booked = expectType(await bookFor(host, { sessionId: session.id, guest }), 'Booking');
  expect(booked).toMatchObject({ status: 'CONFIRMED', guest, user: { displayName: 'Gil' } });
  expect(
    await bookFor(host, { sessionId: session.id, guest: { ...guest, email: 'gil@GUESTS.example' } }),
  ).toMatchObject({
    ...{ __typename: 'AlreadyBookedError' },
  });
  await book(ana, session.id);
  const [mail] = await mailsTo('Gil@guests.example');
  expect(mail?.subject).toBe('Booked: Open class');
  expect(mail?.text).toContain('Hello there,');
  const invitation = mail?.calendar?.content.replaceAll('\r\n ', '');
  expect(invitation).toMatch(/^ATTENDEE;.*CN="Gil@guests\.example":mailto:Gil@guests\.example\r$/im);
  const [, shown] = /Show this code at the entrance: ([0-9A-F]{5}-[0-9A-F]{5})/.exec(mail?.text ?? '') ?? [];
  expect(mail?.images.map(({ content }) => scan(content))).toEqual([shown?.replace('-', '')]);
  expect(mail?.html).toContain(`src="cid:${mail?.images[0]?.cid}"`);

  const token = tokenIn(mail?.text ?? '');
  const { guestBooking } = await server.visitor.run(GuestBookingDocument, { token });
  expect(guestBooking).toMatchObject({ status: 'CONFIRMED', seats: 1, session: { title: 'Open class' } });
  const forged = `${token.slice(0, -2)}AA`;
  for (const wrong of [forged, 'x', '']) {
    expect((await server.visitor.run(GuestBookingDocument, { token: wrong })).guestBooking).toBeNull();
    expect((await server.visitor.run(CancelGuestBookingDocument, { token: wrong })).guestBookingCancel).toMatchObject({
      ...{ __typename: 'NotFoundError' },
    });
  }
  for (let tries = 0; tries < 2; tries += 1)
    expect((await server.visitor.run(CancelGuestBookingDocument, { token })).guestBookingCancel).toMatchObject({
      ...{ __typename: 'GuestBooking', status: 'CANCELLED' },
    });
  expect((await partOf(ana, session.id))?.viewer?.booking?.status).toBe('CONFIRMED');
});

test('a guest is shown the place once the booking is confirmed, by the mailed address alone', async () => {
  const meetingUrl = 'https://meet.example.org/room';
  const { id: sessionId } = await schedule(host, { location: { text: 'Loft' }, meetingUrl, price });
  const guest = { name: 'Gwen', email: 'gwen@guests.example' };
  const { id } = expectType(await bookFor(host, { sessionId, guest }), 'Booking');
  const token = tokenIn((await mailsTo(guest.email))[0]?.text ?? '');
  const shown = async () => (await server.visitor.run(GuestBookingDocument, { token })).guestBooking;
  expect(await shown()).toMatchObject({ status: 'PENDING', location: null, meetingUrl: null });
  await confirm(host, id);
  expect(await shown()).toMatchObject({ status: 'CONFIRMED', location: { text: 'Loft' }, meetingUrl });
  await cancel(host, id);
  expect(await shown()).toMatchObject({ status: 'CANCELLED', location: null, meetingUrl: null });
});

test('whoever verifies the address later gets the booking; whoever had verified it is not told of, and takes it by the mail', async () => {
  const [early, late] = await people(server, ['early', 'late']);
  await verify(early, 'early@mail.example');
  const session = await schedule(host, { title: 'Evening' });
  const of = (email: string) => bookFor(host, { sessionId: session.id, guest: { name: 'A friend', email } });
  const [first, second] = [await of('early@mail.example'), await of('late@mail.example')];
  // Whether there is an account makes no difference to the host.
  const shape = ({ guest, user }: { guest?: unknown; user?: { displayName: string } }) => [
    guest !== null,
    user?.displayName,
  ];
  expect(shape(expectType(first, 'Booking'))).toEqual(shape(expectType(second, 'Booking')));

  await verify(late, 'late@mail.example');
  expect(await handOverGuestBookings(server.app)).toBe(1);
  expect(await handOverGuestBookings(server.app)).toBe(0);
  expect((await partOf(late, session.id))?.viewer?.booking).toMatchObject({ id: expectType(second, 'Booking').id });
  expect((await partOf(early, session.id))?.viewer?.booking).toBeNull();
  expect((await host.run(DeskBookingDocument, { id: expectType(second, 'Booking').id })).node).toMatchObject({
    ...{ guest: null, user: { username: 'late' } },
  });

  const [mail] = await mailsTo('early@mail.example');
  const token = tokenIn(mail?.text ?? '');
  expect((await late.run(ClaimGuestBookingDocument, { token })).guestBookingClaim).toMatchObject({
    ...{ __typename: 'AlreadyBookedError' },
  });
  expect((await early.run(ClaimGuestBookingDocument, { token })).guestBookingClaim).toMatchObject({
    ...{ __typename: 'Booking', user: { username: 'early' } },
  });
  expect((await server.visitor.run(GuestBookingDocument, { token })).guestBooking).toBeNull();
  // Nothing is left of the guests.
  const left = await server.database.prisma.account.findMany({ where: { isGuest: true, displayName: 'A friend' } });
  expect(left).toEqual([]);
});

test('a retry at the desk books nobody else', async () => {
  const { id: sessionId } = await schedule(host, { maxParticipants: 3 });
  const guest = { name: 'Mia', email: 'mia@gmial.example' };
  const book = (email: string) =>
    bookFor(host, { sessionId, guest: { ...guest, email }, idempotencyKey: 'form 7', seats: 2 });
  const { id } = expectType(await book(guest.email), 'Booking');
  expect(await book('mia@gmail.example')).toMatchObject({
    ...{ __typename: 'InvalidInputError', issues: [{ path: ['idempotencyKey'] }] },
  });
  expect(await book(guest.email)).toMatchObject({ id });
  expect(await partOf(host, sessionId)).toMatchObject({ seatsTaken: 2 });
});

test('a person gets the bookings of several guests for whom a desk used one idempotency key', async () => {
  const owner = await person(server, 'twofold');
  const guests = ['one@twofold.example', 'two@twofold.example', 'three@twofold.example'];
  const sessions = [await schedule(host), await schedule(host), await schedule(host)];
  for (const [index, email] of guests.entries()) {
    const sessionId = sessions[index]?.id as string;
    const input = { sessionId, guest: { name: 'A friend', email }, idempotencyKey: 'row 1' };
    expectType(await bookFor(host, input), 'Booking');
  }
  for (const email of guests.slice(0, 2)) {
    const token = tokenIn((await mailsTo(email))[0]?.text ?? '');
    expect((await owner.run(ClaimGuestBookingDocument, { token })).guestBookingClaim).toMatchObject({
      ...{ __typename: 'Booking', user: { username: 'twofold' } },
    });
  }
  await verify(owner, 'three@twofold.example');
  expect(await handOverGuestBookings(server.app)).toBe(1);
  for (const { id } of sessions) expect((await partOf(owner, id))?.viewer?.booking?.status).toBe('CONFIRMED');
});

test('a guest is forgotten a while after their last session; the booking stays', async () => {
  const session = await schedule(host);
  const guest = { name: 'Greta Gone', email: 'gone@guests.example' };
  const { id } = expectType(
    await bookFor(host, { sessionId: session.id, guest, seats: 2, guestNames: ['Hugo'] }),
    'Booking',
  );
  const { accounts } = await admin.run(AccountsDocument, { filter: { isGuest: true, search: 'Greta Gone' } });
  expect(accounts.nodes).toHaveLength(1);
  expect(
    (await admin.run(AccountsDocument, { filter: { isGuest: false, search: 'Greta Gone' } })).accounts.nodes,
  ).toEqual([]);
  await forgetGuests(server.app);
  expect((await host.run(DeskBookingDocument, { id })).node).toMatchObject({ guest });
  await server.database.prisma.$executeRaw`
    UPDATE "Session" SET "startsAt" = "startsAt" - interval '100 days', "endsAt" = "endsAt" - interval '100 days'
    WHERE "id" = ${localId(session.id)}::uuid`;
  await server.database.prisma.$executeRaw`
    UPDATE "Account" SET "createdAt" = "createdAt" - interval '100 days' WHERE "displayName" = 'Greta Gone'`;
  await forgetGuests(server.app);
  expect((await host.run(DeskBookingDocument, { id })).node).toMatchObject({
    ...{ guest: null, guestNames: [], user: { displayName: 'Deleted person' } },
  });
});

test('a seat that is given back once bookings closed is for the desk, not for a line that stands still', async () => {
  const session = await schedule(host, {
    maxParticipants: 1,
    startsAt: inMinutes(90),
    settings: { bookingClosesMinutes: 60 },
  });
  const [early, waiting, walkIn] = await people(server, ['earlybird', 'inline', 'walkin']);
  const taken = await book(early, session.id);
  expect(await book(waiting, session.id)).toMatchObject({ status: 'WAITLISTED' });
  const desk = () => bookFor(host, { sessionId: session.id, userId: walkIn.userId });
  expect(await desk()).toMatchObject({ __typename: 'SessionFullError' });

  await server.database.prisma.session.update({
    where: { id: localId(session.id) },
    data: { startsAt: new Date(Date.now() + 59 * 60_000) },
  });
  await cancel(early, taken.id);
  expect(await desk()).toMatchObject({ __typename: 'Booking', status: 'CONFIRMED' });
});
