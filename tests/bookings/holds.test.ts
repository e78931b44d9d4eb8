import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import {
  CatalogueWithMyPartDocument,
  RestoreDocument,
  type SessionCreateInput,
  StartSessionDocument,
  SuspendDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  attempt,
  book,
  cancel,
  confirm,
  inHours,
  inMinutes,
  type Person,
  partOf,
  people,
  person,
  runOut,
  schedule,
} from '../support/studio.ts';

let server: TestServer;
let host: Person;
let admin: Person;
let ben: Person;
let cleo: Person;
beforeAll(async () => {
  server = await startServer();
  [host] = await people(server, ['host'], { role: 'CREATOR' });
  [admin] = await people(server, ['admin'], { role: 'ADMIN' });
  [ben, cleo] = await people(server, ['ben', 'cleo']);
});
afterAll(() => server.stop());

/** A priced session whose holds would last a day. */
const slow = (input: Partial<SessionCreateInput> = {}) =>
  schedule(host, {
    ...{ price: { amountMinor: 900 }, durationMinutes: 10, settings: { bookingHoldMinutes: 1440 } },
    ...input,
  });
const holdOf = async (who: Person, sessionId: string) => (await partOf(who, sessionId))?.viewer?.booking?.holdExpiresAt;
const until = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * 60_000).toISOString();

test('a hold lasts at most until the start; while the session is live, until its end', async () => {
  const startsAt = inMinutes(6);
  const { id } = await slow({ startsAt });
  expect((await book(ben, id)).holdExpiresAt).toBe(startsAt);
  await host.run(StartSessionDocument, { id });
  expect((await book(cleo, id)).holdExpiresAt).toBe(until(startsAt, 10));
});

test('a session that should have started but has not holds seats until its end', async () => {
  const startsAt = inMinutes(6);
  const { id } = await slow({ startsAt });
  const begun = new Date(Date.now() - 60_000);
  const ends = new Date(Date.now() + 540_000);
  await server.database.prisma.session.updateMany({
    where: { title: 'Morning flow', hostId: host.id, startsAt },
    data: { startsAt: begun, endsAt: ends },
  });
  expect((await book(ben, id)).holdExpiresAt).toBe(ends.toISOString());
});

test('a hold that comes by promotion ends with the start as well', async () => {
  const startsAt = inMinutes(6);
  const { id } = await slow({ startsAt, maxParticipants: 1 });
  const seat = await book(ben, id);
  await book(cleo, id);
  await cancel(ben, seat.id);
  expect(await holdOf(cleo, id)).toBe(startsAt);
});

test('a session that is moved or shortened takes its holds along', async () => {
  const { id } = await slow({ startsAt: inHours(12), durationMinutes: 60 });
  await book(ben, id);
  expect(await holdOf(ben, id)).toBe(inHours(12));
  await host.run(UpdateSessionDocument, { id, input: { startsAt: inHours(3) } });
  expect(await holdOf(ben, id)).toBe(inHours(3));
  await host.run(UpdateSessionDocument, { id, input: { startsAt: inHours(30) } });
  expect(await holdOf(ben, id)).toBe(inHours(3));

  const startsAt = inMinutes(6);
  const live = await slow({ startsAt, durationMinutes: 600 });
  await host.run(StartSessionDocument, { id: live.id });
  await book(cleo, live.id);
  await host.run(UpdateSessionDocument, { id: live.id, input: { durationMinutes: 60 } });
  expect(await holdOf(cleo, live.id)).toBe(until(startsAt, 60));
});

const suspend = (who: Person) => admin.run(SuspendDocument, { id: accountOf(who), reason: 'Complaints.' });
const restore = (who: Person) => admin.run(RestoreDocument, { id: accountOf(who), reason: 'Settled.' });
const accountOf = ({ id }: Person) => btoa(`Account:${id}`);

test('a suspended creator sells nothing: no catalogue, no booking, no promotion, until restored', async () => {
  const creator = await person(server, 'creator', 'CREATOR');
  const tags = ['suspension'];
  const { id } = await schedule(creator, { visibility: 'LISTED', maxParticipants: 1, tags });
  const priced = await schedule(creator, { visibility: 'LISTED', price: { amountMinor: 900 }, tags });
  const seat = await book(ben, id);
  await book(cleo, id);
  const held = await book(ben, priced.id);
  await runOut(server, held.id);
  await expireHolds(server.app);
  const listed = async () => (await cleo.run(CatalogueWithMyPartDocument, { filter: { tags } })).sessions.nodes.length;
  expect(await listed()).toBe(2);

  await suspend(creator);
  expect(await listed()).toBe(0);
  const closed = { __typename: 'BookingClosedError', reason: 'The host takes no bookings at present.' };
  expect(await attempt(cleo, priced.id)).toMatchObject(closed);
  expect(await attempt(cleo, priced.id, { joinWaitlist: true })).toMatchObject(closed);
  expect((await partOf(cleo, priced.id))?.viewer).toMatchObject({ canBook: false, bookingReason: closed.reason });
  expect(await confirm(admin, held.id, 'Paid in cash')).toMatchObject({ __typename: 'BookingStatusError' });
  await cancel(ben, seat.id);
  expect(await partOf(cleo, id)).toMatchObject({ seatsTaken: 0, viewer: { booking: { status: 'WAITLISTED' } } });

  await restore(creator);
  expect(await listed()).toBe(2);
  expect(await partOf(cleo, id)).toMatchObject({ seatsTaken: 1, viewer: { booking: { status: 'CONFIRMED' } } });
  expect(await attempt(cleo, priced.id)).toMatchObject({ __typename: 'Booking', status: 'PENDING' });
});
