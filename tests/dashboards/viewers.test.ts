import { afterAll, beforeAll, expect, test } from 'vitest';
import { SetRoleDocument } from '../generated/documents.ts';
import { settle } from '../support/log.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const rosterOfMine = `subscription { viewerEvents(kinds: [BOOKINGS]) { __typename
  ... on BookingUpdate { booking { session { bookings { nodes { user { username } } } } } } } }`;

test('an open stream shows what its viewer may see at each event: a role that was taken shows nothing more', async () => {
  const [keeper, former] = await people(server, ['keeper', 'former'], { role: 'ADMIN' });
  const host = await person(server, 'host', 'CREATOR');
  const noor = await person(server, 'noor');
  const { id } = await schedule(host);
  await book(noor, id);
  const first = await schedule(host);
  await settle(server);
  const stream = former.subscribe<{ viewerEvents: object }, Record<string, never>>(rosterOfMine, {});
  expect((await stream.next()).viewerEvents).toMatchObject({ __typename: 'ViewerSnapshot' });
  await book(former, first.id);
  expect((await stream.next()).viewerEvents).toMatchObject({
    booking: { session: { bookings: { nodes: [{ user: { username: 'former' } }] } } },
  });

  await keeper.run(SetRoleDocument, { id: former.accountId, role: 'USER', reason: 'Left the studio' });
  await book(former, id);
  await expect(stream.next()).rejects.toThrow('FORBIDDEN');
});

test('the figures of a day follow the time zone that the host has now', async () => {
  const host = await person(server, 'traveller', 'CREATOR');
  const noor = await person(server, 'guest');
  const { id } = await schedule(host);
  await settle(server);
  const stream = host.subscribe<{ hostEvents: object }, Record<string, never>>(
    `subscription { hostEvents(kinds: [FIGURES]) { __typename
      ... on HostSnapshot { account { timeZone } } ... on FiguresUpdate { account { timeZone } } } }`,
    {},
  );
  expect((await stream.next()).hostEvents).toMatchObject({ account: { timeZone: 'UTC' } });
  await host.ask('mutation { accountUpdate(input: { timeZone: "Pacific/Kiritimati" }) { __typename } }');
  await book(noor, id);
  expect((await stream.next()).hostEvents).toEqual({
    __typename: 'FiguresUpdate',
    account: { timeZone: 'Pacific/Kiritimati' },
  });
  await stream.close();
});
