import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  AllBookingsDocument,
  type BookingFilter,
  BookingNodeDocument,
  CancelSessionDocument,
  CatalogueWithMyPartDocument,
  CreateBookingDocument,
  JoinByIdDocument,
  MyBookingsDocument,
  SessionBookingsDocument,
  type SessionCreateInput,
  SessionRevenueDocument,
  SetParticipantRoleDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { type Client, expectType, startServer, type TestServer } from '../support/server.ts';
import {
  attempt,
  book,
  cancel,
  confirm,
  inHours,
  inMinutes,
  partOf,
  people,
  person,
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

test('a free seat is confirmed at once, and the session counts it', async () => {
  const { sessionId } = await studio('free-host', { maxParticipants: 2 });
  const guest = await person(server, 'free-guest');
  expect(await partOf(guest, sessionId)).toEqual({
    ...{ seatsTaken: 0, seatsLeft: 2, waitlistLength: 0 },
    viewer: { isHost: false, canBook: true, bookingReason: null, canJoinWaitlist: true, booking: null },
  });
  expect(await partOf(server.visitor, sessionId)).toMatchObject({ seatsLeft: 2, viewer: null });

  const booking = await attempt(guest, sessionId);
  expect(booking).toMatchObject({
    ...{ status: 'CONFIRMED', amount: { amountMinor: 0, currency: 'EUR' }, refundQuote: { amountMinor: 0 } },
    ...{ holdExpiresAt: null, waitlistPosition: null, cancelledAt: null, user: { username: 'free-guest' } },
    ...{ confirmedAt: expect.any(String), session: { id: sessionId, seatsTaken: 1, seatsLeft: 1 } },
  });
  expect(await partOf(guest, sessionId)).toMatchObject({
    viewer: {
      ...{ canBook: false, bookingReason: 'You have already booked this session.' },
      booking: { id: (booking as { id: string }).id },
    },
  });
});

test('a priced seat is held until its host confirms it, at the price it was booked at', async () => {
  const startsAt = inHours(100);
  const { host, sessionId } = await studio('priced-host', {
    ...{ ...priced, startsAt, settings: { bookingHoldMinutes: 30, freeCancellationHours: 10 } },
  });
  const guest = await person(server, 'priced-guest');
  const before = Date.now();
  const { id, holdExpiresAt, ...booking } = await book(guest, sessionId);
  expect(booking).toMatchObject({
    ...{ status: 'PENDING', amount: { amountMinor: 2500, currency: 'EUR' }, confirmedAt: null },
    ...{ session: { seatsTaken: 1, seatsLeft: null }, refundQuote: { amountMinor: 0 } },
    freeCancellationUntil: new Date(Date.parse(startsAt) - 10 * 3_600_000).toISOString(),
  });
  const holdMinutes = (Date.parse(holdExpiresAt as string) - before) / 60_000;
  expect(holdMinutes).toBeGreaterThanOrEqual(30);
  expect(holdMinutes).toBeLessThan(31);

  await host.run(UpdateSessionDocument, {
    ...{ id: sessionId, input: { price: { amountMinor: 9900, currency: 'USD' }, startsAt: inHours(200) } },
  });
  expect(await confirm(guest, id)).toMatchObject({ code: 'NOT_HOST' });
  expect(await confirm(await person(server, 'priced-stranger'), id)).toMatchObject({ code: 'NOT_FOUND' });
  const confirmed = await confirm(host, id);
  expect(confirmed).toMatchObject({
    ...{ status: 'CONFIRMED', amount: { amountMinor: 2500, currency: 'EUR' }, holdExpiresAt: null },
    ...{ confirmedAt: expect.any(String), refundQuote: { amountMinor: 2500, currency: 'EUR' } },
    freeCancellationUntil: inHours(200),
  });
  expect(await confirm(host, id)).toEqual(confirmed);
  await cancel(guest, id);
  expect(await confirm(host, id)).toMatchObject({ __typename: 'BookingStatusError', refusedIn: 'CANCELLED' });
});

test('an admin confirms with a reason, which the audit keeps', async () => {
  const { sessionId } = await studio('audited-host', priced);
  const [admin, guest] = [await person(server, 'audited-admin', 'ADMIN'), await person(server, 'audited-guest')];
  const { id } = await book(guest, sessionId);
  expect(await confirm(admin, id)).toMatchObject({ __typename: 'InvalidInputError', issues: [{ path: ['reason'] }] });
  expect(await confirm(admin, id, 'Paid in cash')).toMatchObject({ status: 'CONFIRMED' });
  const audit = await server.database.prisma.auditEvent.findMany({ where: { refusal: null, targetId: localId(id) } });
  expect(audit).toMatchObject([
    { actorId: admin.id, action: 'booking.confirmed', targetType: 'Booking', reason: 'Paid in cash' },
  ]);
});

test('one person has one booking of a session, and may book again after cancelling', async () => {
  const { sessionId } = await studio('again-host', { maxParticipants: 1 });
  const [guest, next] = await people(server, ['again-guest', 'again-next']);
  const first = await book(guest, sessionId);
  expect(await attempt(guest, sessionId)).toMatchObject({
    __typename: 'AlreadyBookedError',
    booking: { id: first.id },
  });
  const waiting = await book(next, sessionId);
  expect(await attempt(next, sessionId, { joinWaitlist: true })).toMatchObject({
    code: 'ALREADY_BOOKED',
    booking: { id: waiting.id, waitlistPosition: 1 },
  });

  await cancel(guest, first.id);
  const second = await book(guest, sessionId);
  expect(second).toMatchObject({ status: 'WAITLISTED', waitlistPosition: 1 });
  expect(second.id).not.toBe(first.id);
  expect(await partOf(guest, sessionId)).toMatchObject({ viewer: { booking: { id: second.id } } });
  await cancel(guest, second.id);
  expect(await partOf(guest, sessionId)).toMatchObject({ viewer: { booking: { id: second.id, status: 'CANCELLED' } } });
});

test('what cannot be booked says why', async () => {
  const { host, sessionId } = await studio('closed-host');
  const guest = await person(server, 'closed-guest');
  const why = async (who: Client, id: string) => {
    const outcome = await attempt(who, id);
    return outcome.__typename === 'BookingClosedError' ? outcome.reason : outcome.__typename;
  };
  expect(await why(host, sessionId)).toBe('Hosts do not book their own session.');
  expect(await partOf(host, sessionId)).toMatchObject({
    viewer: { isHost: true, canBook: false, bookingReason: 'Hosts do not book their own session.' },
  });
  const { id: draft } = await schedule(host, { draft: true });
  expect(await why(guest, draft)).toBe('NotFoundError');
  expect(await why(guest, globalId('Session', crypto.randomUUID()))).toBe('NotFoundError');
  expect(await why(guest, globalId('User', localId(sessionId)))).toBe('InvalidInputError');
  await server.database.prisma.session.update({
    where: { id: localId(sessionId) },
    data: { startsAt: new Date(Date.now() - 7_200_000), endsAt: new Date(Date.now() - 3_600_000) },
  });
  expect(await why(guest, sessionId)).toBe('The session is over.');
  expect(await partOf(guest, sessionId)).toMatchObject({
    viewer: { canBook: false, bookingReason: 'The session is over.' },
  });
  const { id: cancelled } = await schedule(host);
  await host.run(CancelSessionDocument, { id: cancelled, reason: 'Rain.' });
  expect(await why(guest, cancelled)).toBe('The session is cancelled.');
  const unsigned = await server.visitor.ask(CreateBookingDocument, { input: { sessionId } });
  expect(unsigned.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
});

test('a booking is its owner’s, its host’s and the admins’ to see, and nobody else’s', async () => {
  const { host, sessionId } = await studio('private-host', priced);
  const [guest, stranger] = await people(server, ['private-guest', 'private-stranger']);
  const otherHost = (await studio('private-other')).host;
  const admin = await person(server, 'private-admin', 'ADMIN');
  const { id } = await book(guest, sessionId);
  for (const who of [guest, host, admin]) {
    expect(await who.run(BookingNodeDocument, { id })).toMatchObject({ node: { id, status: 'PENDING' } });
  }
  for (const who of [stranger, otherHost, server.visitor]) {
    expect(await who.run(BookingNodeDocument, { id })).toEqual({ node: null });
  }
  for (const who of [stranger, otherHost]) {
    expect(await cancel(who, id)).toMatchObject({ __typename: 'NotFoundError' });
    expect(await confirm(who, id)).toMatchObject({ __typename: 'NotFoundError' });
  }
  for (const who of [stranger, guest, otherHost, server.visitor]) {
    const { data, errors } = await who.ask(SessionBookingsDocument, { sessionId });
    expect(errors).toEqual([
      expect.objectContaining({ path: ['session', 'bookings'], extensions: { code: 'FORBIDDEN' } }),
    ]);
    expect(data).toEqual({ session: { bookings: null } });
  }
  for (const who of [host, admin]) {
    expect(await who.run(SessionBookingsDocument, { sessionId })).toMatchObject({
      session: { bookings: { nodes: [{ id, user: { username: 'private-guest' } }], totalCount: 1 } },
    });
  }
  expect((await stranger.ask(AllBookingsDocument)).errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  expect((await server.visitor.ask(AllBookingsDocument)).errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
  const filter = { sessionId };
  expect(await admin.run(AllBookingsDocument, { filter })).toMatchObject({
    bookings: { nodes: [{ id }], totalCount: 1 },
  });
  expect((await admin.ask(AllBookingsDocument, { filter: { sessionId: '' } })).errors?.[0]?.extensions).toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ path: ['filter', 'sessionId'] }],
  });
});

test('a retry with the same key gets the first outcome; the same key for something else is refused', async () => {
  const { host, sessionId } = await studio('key-host', { maxParticipants: 1 });
  const [guest, other] = await people(server, ['key-guest', 'key-other']);
  const idempotencyKey = 'order 1';
  const first = await attempt(guest, sessionId, { idempotencyKey });
  expect(first).toMatchObject({ status: 'CONFIRMED' });
  expect(await attempt(guest, sessionId, { idempotencyKey })).toEqual(first);
  const wrong = { code: 'INVALID_INPUT', issues: [{ path: ['idempotencyKey'] }] };
  expect(await attempt(guest, (await schedule(host)).id, { idempotencyKey })).toMatchObject(wrong);
  expect(await attempt(guest, sessionId, { idempotencyKey, joinWaitlist: true })).toMatchObject(wrong);
  expect(await attempt(guest, sessionId, { idempotencyKey: ' ' })).toMatchObject(wrong);
  expect(await attempt(guest, sessionId, { idempotencyKey: '\u0000' })).toMatchObject(wrong);
  // Keys are each person's own.
  expect(await attempt(other, sessionId, { idempotencyKey })).toMatchObject({ code: 'SESSION_FULL' });

  const { id } = first as { id: string };
  await cancel(guest, id);
  expect(await attempt(guest, sessionId, { idempotencyKey })).toMatchObject({ id, status: 'CANCELLED' });
  expect(await attempt(other, sessionId, { idempotencyKey })).toMatchObject({ status: 'CONFIRMED' });
});

test('people find their bookings, their next one, and those of the sessions they host', async () => {
  const { host, sessionId: later } = await studio('lists-host', { title: 'Later', startsAt: inHours(90), ...priced });
  const { id: sooner } = await schedule(host, { title: 'Sooner', startsAt: inHours(30) });
  const { id: live } = await schedule(host, { title: 'Live', startsAt: null });
  const guest = await person(server, 'lists-guest');
  const lists = async (who: Client, filter: BookingFilter = {}) => {
    const { viewer } = await who.run(MyBookingsDocument, { filter });
    return {
      next: viewer?.nextBooking?.session.title ?? null,
      own: viewer?.bookings.nodes.map(({ session }) => session.title),
      hosted: viewer?.hostedBookings.nodes.map(({ session, user }) => `${session.title} ${user.username}`),
    };
  };
  expect(await lists(guest)).toEqual({ next: null, own: [], hosted: [] });
  await book(guest, later);
  expect(await lists(guest)).toMatchObject({ next: 'Later' });
  const soon = await book(guest, sooner);
  const now = await book(guest, live);
  expect(await lists(guest)).toEqual({ next: 'Live', own: ['Live', 'Sooner', 'Later'], hosted: [] });
  await cancel(guest, now.id);
  await cancel(guest, soon.id);
  expect(await lists(guest)).toMatchObject({ next: 'Later' });
  expect(await lists(host)).toEqual({
    ...{ next: null, own: [], hosted: ['Live lists-guest', 'Sooner lists-guest', 'Later lists-guest'] },
  });
  expect(await lists(guest, { status: ['CANCELLED'] })).toMatchObject({ own: ['Live', 'Sooner'] });
  expect(await lists(guest, { sessionId: later })).toMatchObject({ own: ['Later'] });
  expect(await lists(host, { from: inHours(10), to: inHours(60) })).toMatchObject({
    hosted: ['Sooner lists-guest'],
  });
  expect((await guest.ask(MyBookingsDocument, { filter: { from: '0000-01-01T00:00:00Z' } })).errors?.[0]).toMatchObject(
    { extensions: { code: 'INVALID_INPUT', issues: [{ path: ['filter', 'from'] }] } },
  );
});

test('a co-host reads the bookings of a session and counts them, but not what it earns', async () => {
  const { host, sessionId } = await studio('shared-host', { startsAt: inMinutes(6), price: { amountMinor: 900 } });
  const [guest, cohost] = await people(server, ['shared-guest', 'shared-cohost']);
  const { id } = await book(guest, sessionId);
  const own = await book(cohost, sessionId);
  await confirm(host, own.id);
  const { sessionJoin } = await cohost.run(JoinByIdDocument, { sessionId });
  const { participant } = expectType(sessionJoin as NonNullable<typeof sessionJoin>, 'SessionJoinPayload');
  const read = () => cohost.ask(SessionRevenueDocument, { id: sessionId });
  const paths = async () => (await read()).errors?.map(({ path }) => path?.join('.')).toSorted();
  expect(await paths()).toEqual(['session.bookingSummary', 'session.revenue']);
  expect(await cohost.run(BookingNodeDocument, { id })).toEqual({ node: null });

  await host.run(SetParticipantRoleDocument, { id: participant.id, role: 'COHOST' });
  expect(await paths()).toEqual(['session.revenue']);
  expect((await read()).data).toMatchObject({
    session: { bookingSummary: { booked: 1, pending: 1 }, revenue: null },
  });
  expect(await cohost.run(SessionBookingsDocument, { sessionId })).toMatchObject({
    session: { bookings: { totalCount: 2 } },
  });
  expect(await cohost.run(BookingNodeDocument, { id })).toMatchObject({ node: { id } });
  expect(await confirm(cohost, id)).toMatchObject({ __typename: 'NotHostError' });
  expect(await cancel(cohost, id)).toMatchObject({ __typename: 'NotHostError' });
});

test('bookings are found by person and by the day of their session', async () => {
  const { sessionId } = await studio('found-host', { startsAt: inHours(500) });
  const [guest, other] = await people(server, ['found-guest', 'found-other']);
  const admin = await person(server, 'found-admin', 'ADMIN');
  const { id } = await book(guest, sessionId);
  await book(other, sessionId);
  const found = async (filter: BookingFilter) =>
    (await admin.run(AllBookingsDocument, { filter })).bookings.nodes.map((booking) => booking.id);
  expect(await found({ userId: guest.userId })).toEqual([id]);
  expect(await found({ userId: guest.userId, from: inHours(500), to: inHours(501) })).toEqual([id]);
  expect(await found({ userId: guest.userId, to: inHours(500) })).toEqual([]);
});

test('a host pages through who booked, the latest first', async () => {
  const { host, sessionId } = await studio('pages-host', { maxParticipants: 2 });
  const names = ['pages-1', 'pages-2', 'pages-3', 'pages-4', 'pages-5'];
  for (const guest of await people(server, names)) await book(guest, sessionId);
  const page = async (more: { first?: number; after?: string; last?: number; filter?: { status: ['WAITLISTED'] } }) =>
    (await host.run(SessionBookingsDocument, { sessionId, ...more })).session?.bookings;
  const first = await page({ first: 3 });
  expect(first?.nodes.map(({ user }) => user.username)).toEqual(['pages-5', 'pages-4', 'pages-3']);
  expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
  expect((await page({ after: first?.pageInfo.endCursor as string }))?.nodes.map(({ user }) => user.username)).toEqual([
    ...['pages-2', 'pages-1'],
  ]);
  expect((await page({ last: 1 }))?.nodes.map(({ user }) => user.username)).toEqual(['pages-1']);
  const waiting = await page({ filter: { status: ['WAITLISTED'] } });
  expect(waiting?.nodes.map(({ waitlistPosition }) => waitlistPosition)).toEqual([3, 2, 1]);
});

test('a catalogue with the viewer’s part in every session takes as many statements as one with a single session', async () => {
  const host = await person(server, 'many-host', 'CREATOR');
  const guest = await person(server, 'many-guest');
  const add = async (index: number) => {
    const { id: sessionId } = await schedule(host, { title: `${index}`, visibility: 'LISTED', maxParticipants: 1 });
    await book(await person(server, `many-${index}`), sessionId);
    await book(guest, sessionId);
  };
  const filter = { hostId: globalId('User', host.id) };
  const count = async () => {
    let sessions: unknown[] = [];
    const statements = await server.statementsOf(async () => {
      sessions = (await guest.run(CatalogueWithMyPartDocument, { filter })).sessions.nodes;
    });
    return { sessions, statements: statements.length };
  };
  await add(0);
  const single = await count();
  for (let index = 1; index < 6; index++) await add(index);
  const many = await count();
  expect(many.sessions).toHaveLength(6);
  expect(many.sessions[5]).toMatchObject({
    ...{ waitlistLength: 1, host: { username: 'many-host' } },
    viewer: { canBook: false, booking: { status: 'WAITLISTED', waitlistPosition: 1, session: { title: '5' } } },
  });
  expect(many.statements).toBe(single.statements);
  expect(many.statements).toBeLessThan(12);
});
