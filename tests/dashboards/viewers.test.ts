import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { today } from '../../src/dashboards/today/loaders.ts';
import {
  DeleteSessionDocument,
  HostEventsDocument,
  JoinByCodeDocument,
  LogPracticeDocument,
  ObservedEventsDocument,
  RemoveParticipantDocument,
  SeatsLeftDocument,
  SetParticipantRoleDocument,
  SetRoleDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { settle } from '../support/log.ts';
import { day } from '../support/practice.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function join(who: Person, sessionId: string) {
  const { joinCode } = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(sessionId) } });
  const { sessionJoin } = await who.run(JoinByCodeDocument, { code: joinCode as string });
  return expectType(sessionJoin, 'SessionJoinPayload');
}

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

test('who may observe a room no longer sees nothing more of it', async () => {
  const [host, cohost, noor] = await people(server, ['leader', 'cohost', 'walker']);
  const { id } = await schedule(host, { startsAt: null });
  const { participant } = await join(cohost, id);
  await host.run(SetParticipantRoleDocument, { id: participant.id, role: 'COHOST' });
  await settle(server);
  const room = cohost.subscribe(ObservedEventsDocument, { sessionId: id });
  expect((await room.next()).sessionEvents).toMatchObject({ __typename: 'SessionSnapshot' });
  const own = cohost.subscribe(HostEventsDocument, { kinds: ['PARTICIPANTS', 'SEATS'] });
  expect((await own.next()).hostEvents).toMatchObject({ sessions: [{ id }] });

  await host.run(SetParticipantRoleDocument, { id: participant.id, role: 'MEMBER' });
  await book(noor, id);
  expect(await room.end()).toBeNull();
  // The last that a co-host hears is that they are one no longer.
  expect((await own.next()).hostEvents).toMatchObject({
    ...{ __typename: 'SessionUpdate', session: { id }, event: { __typename: 'ParticipantRoleChanged' } },
  });
  const next = await schedule(cohost, { startsAt: null });
  await join(noor, next.id);
  expect((await own.next()).hostEvents).toMatchObject({ session: { id: next.id } });
  await own.close();
});

test('a removed co-host hears of it as the last of the session', async () => {
  const [host, cohost] = await people(server, ['chair', 'deputy']);
  const { id } = await schedule(host, { startsAt: null });
  const { participant } = await join(cohost, id);
  await host.run(SetParticipantRoleDocument, { id: participant.id, role: 'COHOST' });
  await settle(server);
  const own = cohost.subscribe(HostEventsDocument, { kinds: ['PARTICIPANTS'] });
  await own.next();
  await host.run(RemoveParticipantDocument, { id: participant.id, reason: 'Enough' });
  expect((await own.next()).hostEvents).toMatchObject({ event: { __typename: 'ParticipantLeft' } });
  await own.close();
});

test('as a day begins, a dashboard gets its figures', async () => {
  // Where it is midnight at the next full hour.
  const next = (new Date().getUTCHours() + 1) % 24;
  const timeZone = next <= 12 ? `Etc/GMT+${next}` : `Etc/GMT-${24 - next}`;
  const [host] = await people(server, ['sleeper'], { timeZone });
  await settle(server);
  const stream = host.subscribe<{ hostEvents: object }, Record<string, never>>(
    `subscription { hostEvents(kinds: [FIGURES]) { __typename
      ... on HostSnapshot { account { today { date } } } ... on FiguresUpdate { account { today { date } } } } }`,
    {},
  );
  const { date, end } = today(timeZone);
  const text = (day: Date) => day.toISOString().slice(0, 10);
  const tomorrow = new Date(date.getTime() + 86_400_000);
  try {
    vi.useFakeTimers({ toFake: ['Date'], now: end.getTime() - 300, shouldAdvanceTime: true });
    expect((await stream.next()).hostEvents).toMatchObject({ account: { today: { date: text(date) } } });
    expect((await stream.next()).hostEvents).toEqual({
      ...{ __typename: 'FiguresUpdate', account: { today: { date: text(tomorrow) } } },
    });
  } finally {
    vi.useRealTimers();
  }
  await stream.close();
});

test('practice moves the figures of the studio, and is not told itself', async () => {
  const keeper = await person(server, 'counter', 'ADMIN');
  const noor = await person(server, 'practiser');
  await settle(server);
  const stream = keeper.subscribe<{ studioEvents: object }, Record<string, never>>(
    `subscription { studioEvents(kinds: [FIGURES, PRACTICE]) { __typename
      ... on StudioSnapshot { overview { practiceSecondsToday } } ... on OverviewUpdate { overview { practiceSecondsToday } } } }`,
    {},
  );
  expect((await stream.next()).studioEvents).toMatchObject({ overview: { practiceSecondsToday: 0 } });
  const input = { localDate: day(0), durationSeconds: 900 };
  expectType((await noor.run(LogPracticeDocument, { input })).practiceLog, 'PracticeCompletePayload');
  expect((await stream.next()).studioEvents).toEqual({
    ...{ __typename: 'OverviewUpdate', overview: { practiceSecondsToday: 900 } },
  });
  await stream.close();
});

test('a catalogue page hears that a session was deleted', async () => {
  const host = await person(server, 'clearer', 'CREATOR');
  const { id } = await schedule(host);
  const { id: other } = await schedule(host);
  await settle(server);
  const streams = [server.visitor, host].map((who) => who.subscribe(SeatsLeftDocument, { sessionIds: [id, other] }));
  for (const stream of streams) await Promise.all([stream.next(), stream.next()]);
  await host.run(DeleteSessionDocument, { id });
  for (const stream of streams) {
    expect(await stream.next()).toEqual({ seatsChanged: null });
    await stream.close();
  }
});
