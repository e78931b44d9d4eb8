import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SessionCreateInput, StartSessionDocument, UpdateSessionDocument } from '../generated/documents.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, cancel, inHours, inMinutes, type Person, partOf, people, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let ben: Person;
let cleo: Person;
beforeAll(async () => {
  server = await startServer();
  [host] = await people(server, ['host'], { role: 'CREATOR' });
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
