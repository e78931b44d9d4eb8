import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { CatalogueWithMyPartDocument, RestoreDocument, SuspendDocument } from '../generated/documents.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { attempt, book, cancel, confirm, partOf, people, person, runOut, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a suspended creator sells nothing: no catalogue, no booking, no promotion, until restored', async () => {
  const creator = await person(server, 'creator', 'CREATOR');
  const admin = await person(server, 'admin', 'ADMIN');
  const [ben, cleo] = await people(server, ['ben', 'cleo']);
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

  await admin.run(SuspendDocument, { id: creator.accountId, reason: 'Complaints.' });
  expect(await listed()).toBe(0);
  const closed = { __typename: 'BookingClosedError', reason: 'The host takes no bookings at present.' };
  expect(await attempt(cleo, priced.id)).toMatchObject(closed);
  expect(await attempt(cleo, priced.id, { joinWaitlist: true })).toMatchObject(closed);
  expect((await partOf(cleo, priced.id))?.viewer).toMatchObject({ canBook: false, bookingReason: closed.reason });
  expect(await confirm(admin, held.id, 'Paid in cash')).toMatchObject({ __typename: 'BookingStatusError' });
  await cancel(ben, seat.id);
  expect(await partOf(cleo, id)).toMatchObject({ seatsTaken: 0, viewer: { booking: { status: 'WAITLISTED' } } });

  await admin.run(RestoreDocument, { id: creator.accountId, reason: 'Settled.' });
  expect(await listed()).toBe(2);
  expect(await partOf(cleo, id)).toMatchObject({ seatsTaken: 1, viewer: { booking: { status: 'CONFIRMED' } } });
  expect(await attempt(cleo, priced.id)).toMatchObject({ __typename: 'Booking', status: 'PENDING' });
});
