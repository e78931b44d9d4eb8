import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../../src/server/index.ts';
import {
  HostEventsDocument,
  type StudioEventFragment,
  type StudioEventKind,
  StudioEventsDocument,
  ViewerEventsDocument,
} from '../generated/documents.ts';
import { type Client, createTestClient, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, people, schedule } from '../support/studio.ts';

let server: TestServer;
/** Another node on the same database, which no signal of the first one reaches. */
let otherNode: ReturnType<typeof buildServer>;
let otherUrl: string;
beforeAll(async () => {
  server = await startServer();
  otherNode = buildServer({
    env: { ...server.app.env, PORT: 0 },
    database: server.database,
    log: pino({ level: 'silent' }),
  });
  otherUrl = await otherNode.start();
});
afterAll(async () => {
  await otherNode.stop();
  await server.stop();
});

test('a host follows all of their sessions, those of the meantime too', async () => {
  const [host, ann, eve] = await people(server, ['host', 'ann', 'eve']);
  const first = await schedule(host, { maxParticipants: 2 });
  const atHost = hostEvents(host, ['SESSIONS', 'BOOKINGS', 'SEATS']);
  expect(await atHost.next()).toMatchObject({ __typename: 'HostSnapshot' });

  await book(ann, first.id);
  expect(await atHost.next()).toMatchObject({
    __typename: 'BookingUpdate',
    booking: { status: 'CONFIRMED', session: { id: first.id, seatsTaken: 1 } },
  });
  const second = await schedule(host, { title: 'Evening' });
  expect(await atHost.next()).toMatchObject({ __typename: 'SessionCreation', session: { id: second.id } });
  await schedule(eve);
  const booking = await book(ann, second.id);
  expect(await atHost.next()).toMatchObject({ __typename: 'BookingUpdate', booking: { id: booking.id } });
  await cancel(ann, booking.id);
  expect(await atHost.next()).toMatchObject({ __typename: 'BookingUpdate', booking: { status: 'CANCELLED' } });
  expect(await atHost.next()).toMatchObject({ __typename: 'SessionUpdate', event: { __typename: 'SeatsChanged' } });
  await atHost.close();
});

type Stream = { next(): Promise<StudioEventFragment>; close(): Promise<void> };

function hostEvents(who: Client, kinds?: StudioEventKind[], after?: string): Stream {
  const stream = who.subscribe(HostEventsDocument, { kinds, after });
  return { next: async () => (await stream.next()).hostEvents, close: stream.close };
}
