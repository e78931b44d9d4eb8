import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CancelSessionDocument,
  DeleteSessionDocument,
  EndSessionDocument,
  HostEventsDocument,
  JoinByCodeDocument,
  LeaveDocument,
  LiveSessionDocument,
  ObservedEventsDocument,
  SeatsLeftDocument,
  SeatsToBookDocument,
  SetParticipantRoleDocument,
  SetRoleDocument,
  StartPracticeDocument,
  StoryCreateDocument,
  StoryDeleteDocument,
  type StudioEventFragment,
  type StudioEventKind,
  StudioEventsDocument,
  SuspendDocument,
  UpdateSessionDocument,
  ViewerEventsDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { settle } from '../support/log.ts';
import { startNode, type TestNode } from '../support/nodes.ts';
import { type Client, createTestClient, expectType, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, confirm, inHours, inMinutes, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let otherNode: TestNode;
beforeAll(async () => {
  server = await startServer();
  otherNode = await startNode(server);
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

test('a co-host follows the session as long as they are one, and a stranger nothing of it', async () => {
  const [owner, bea, zoe] = await people(server, ['owner', 'bea', 'zoe']);
  const { id } = await schedule(owner, { startsAt: null });
  const { participant } = await join(bea, id);
  const kinds: StudioEventKind[] = ['SEATS', 'BOOKINGS', 'PARTICIPANTS', 'SESSIONS'];
  const [atBea, atZoe] = [hostEvents(bea, kinds), hostEvents(zoe, kinds)];
  expect([await atBea.next(), await atZoe.next()]).toMatchObject([{ sessions: [] }, { sessions: [] }]);

  await owner.run(SetParticipantRoleDocument, { id: participant.id, role: 'COHOST' });
  expect(await atBea.next()).toMatchObject({ event: { __typename: 'ParticipantRoleChanged' }, session: { id } });
  await owner.run(SetParticipantRoleDocument, { id: participant.id, role: 'MEMBER' });
  await owner.run(EndSessionDocument, { id });
  expect(await atBea.next()).toMatchObject({ event: { __typename: 'ParticipantRoleChanged' }, session: { id } });
  const own = await schedule(bea);
  const others = await schedule(zoe);
  expect(await atBea.next()).toMatchObject({ __typename: 'SessionCreation', session: { id: own.id } });
  expect(await atZoe.next()).toMatchObject({ __typename: 'SessionCreation', session: { id: others.id } });
  await Promise.all([atBea.close(), atZoe.close()]);
});

test('a stream goes on after its last event, on another node and without a signal', async () => {
  const [leo, kim] = await people(server, ['leo', 'kim']);
  const { id } = await schedule(leo);
  const atLeo = hostEvents(leo, ['BOOKINGS']);
  await atLeo.next();
  const booking = await book(kim, id);
  const { cursor } = await atLeo.next();
  await atLeo.close();
  await cancel(kim, booking.id);
  await book(kim, id);

  const leoElsewhere = hostEvents(createTestClient(otherNode.url, leo.accessToken), ['BOOKINGS'], cursor);
  expect(await leoElsewhere.next()).toMatchObject({ booking: { id: booking.id, status: 'CANCELLED' } });
  expect(await leoElsewhere.next()).toMatchObject({ booking: { status: 'CONFIRMED' } });
  await schedule(leo);
  await book(kim, (await schedule(leo)).id);
  expect(await leoElsewhere.next()).toMatchObject({ booking: { status: 'CONFIRMED', session: { seatsTaken: 1 } } });
  await leoElsewhere.close();

  // As if it was made a month ago, by another database, or in the future.
  const [transaction, position, origin, madeAt] = Buffer.from(cursor, 'base64url').toString().split('.');
  for (const parts of [
    [transaction, position, origin, Number(madeAt) - 31 * 86_400],
    [transaction, position, '0123abcd', madeAt],
    ['999999999999', position, origin, madeAt],
  ]) {
    const stream = hostEvents(leo, ['BOOKINGS'], Buffer.from(parts.join('.')).toString('base64url'));
    expect(await stream.next()).toMatchObject({ __typename: 'HostSnapshot' });
    await stream.close();
  }
  const refused = leo.subscribe(HostEventsDocument, { after: 'nonsense' });
  expect(await refused.end()).toMatchObject([{ message: expect.stringContaining('StudioCursor') }]);
});

test('what was deleted meanwhile is told by its deletion alone, on the node that saw it and on another', async () => {
  const [eli] = await people(server, ['eli']);
  const { id } = await schedule(eli);
  const kinds: StudioEventKind[] = ['SESSIONS', 'STORIES'];
  const atEli = hostEvents(eli, kinds);
  const { cursor } = await atEli.next();

  const draft = await schedule(eli, { draft: true });
  expect(await atEli.next()).toMatchObject({ __typename: 'SessionCreation', session: { id: draft.id } });
  await eli.run(UpdateSessionDocument, { id: draft.id, input: { title: 'Evening' } });
  expect(await atEli.next()).toMatchObject({ session: { id: draft.id }, event: { session: { status: 'DRAFT' } } });
  await eli.run(DeleteSessionDocument, { id: draft.id });
  expect(await atEli.next()).toMatchObject({ __typename: 'SessionDeletion', sessionId: draft.id });
  const { storyCreate } = await eli.run(StoryCreateDocument, { input: { sessionId: id, title: 'Bridge' } });
  expect(await atEli.next()).toMatchObject({ event: { __typename: 'StoryChanged', story: { title: 'Bridge' } } });
  await eli.run(StoryDeleteDocument, { id: expectType(storyCreate, 'Story').id });
  expect(await atEli.next()).toMatchObject({ event: { __typename: 'StoryDeleted' } });

  const again = [
    hostEvents(eli, kinds, cursor),
    hostEvents(createTestClient(otherNode.url, eli.accessToken), kinds, cursor),
  ];
  for (const stream of again) {
    const told = [await stream.next()];
    if (told[0]?.__typename === 'SessionCreation') told.push(await stream.next());
    expect(told.at(-1)).toMatchObject({ __typename: 'SessionDeletion', sessionId: draft.id });
    expect(await stream.next()).toMatchObject({ event: { __typename: 'StoryDeleted' } });
  }
  await Promise.all([atEli, ...again].map(({ close }) => close()));
});

test('a session whose join window is open is on the dashboard, though it starts tomorrow', async () => {
  const [ida] = await people(server, ['ida']);
  const startsAt = new Date(new Date().setUTCHours(24, 0, 0, 0)).toISOString();
  const open = await schedule(ida, { startsAt, settings: { joinWindowMinutes: 1440 } });
  await schedule(ida, { startsAt, settings: { joinWindowMinutes: 0 } });
  const atIda = hostEvents(ida, ['FIGURES']);
  expect(await atIda.next()).toMatchObject({
    __typename: 'HostSnapshot',
    sessions: [{ id: open.id }],
    account: { today: { sessions: 0 } },
  });
  await atIda.close();
});

test('the figures of a host’s day follow what happens, with the money of the day it came in', async () => {
  const [max, pia] = await people(server, ['max', 'pia']);
  const { id } = await schedule(max, { startsAt: null });
  const later = await schedule(max, { startsAt: inHours(72), price: { amountMinor: 1500, currency: 'EUR' } });
  const atMax = hostEvents(max, ['FIGURES']);
  expect(await atMax.next()).toMatchObject({
    __typename: 'HostSnapshot',
    sessions: [{ id }],
    account: { today: { sessions: 1, liveSessions: 1, received: [] } },
  });
  const booking = await book(pia, later.id);
  await confirm(max, booking.id);
  for (;;) {
    const update = await atMax.next();
    expect(update.__typename).toBe('FiguresUpdate');
    const { received } = (update as Extract<StudioEventFragment, { __typename: 'FiguresUpdate' }>).account.today;
    if (received.length === 0) continue;
    expect(received).toEqual([{ currency: 'EUR', grossMinor: 1500 }]);
    break;
  }
  await atMax.close();
});

test('who comes back is shown the figures that were due as the connection was lost', async () => {
  const [gil] = await people(server, ['gil']);
  const kinds: StudioEventKind[] = ['SESSIONS', 'FIGURES'];
  const atGil = hostEvents(gil, kinds);
  await atGil.next();
  await schedule(gil, { startsAt: inMinutes(0) });
  expect(await atGil.next()).toMatchObject({ __typename: 'SessionCreation' });
  expect(await atGil.next()).toMatchObject({ __typename: 'FiguresUpdate', account: { today: { sessions: 1 } } });
  await schedule(gil, { startsAt: inMinutes(0) });
  const { __typename, cursor } = await atGil.next();
  expect(__typename).toBe('SessionCreation');
  await atGil.close();

  const again = hostEvents(gil, kinds, cursor);
  expect(await again.next()).toMatchObject({ __typename: 'FiguresUpdate', account: { today: { sessions: 2 } } });
  await again.close();
});

test('admins follow the studio with sign-ins and moderation, until they are admins no longer', async () => {
  const root = await person(server, 'root', 'ADMIN');
  const boss = await person(server, 'boss', 'ADMIN');
  const [tom] = await people(server, ['tom']);
  await settle(server);
  const stream = boss.subscribe(StudioEventsDocument, { kinds: ['AUDIT', 'DEVICES'] });
  const next = async () => (await stream.next()).studioEvents;
  expect(await next()).toMatchObject({
    __typename: 'StudioSnapshot',
    overview: { today: { sessions: expect.any(Number) } },
  });

  await root.run(SuspendDocument, { id: globalId('Account', tom.id), reason: 'Spam' });
  expect(await next()).toMatchObject({ __typename: 'DeviceSessionUpdate', deviceSession: { isActive: false } });
  expect(await next()).toMatchObject({ auditEvent: { action: 'account.suspended', reason: 'Spam' } });
  const refused = tom.subscribe(StudioEventsDocument, {});
  expect(await refused.end()).not.toBeNull();

  await root.run(SetRoleDocument, { id: globalId('Account', boss.id), role: 'USER', reason: 'Left' });
  expect(await stream.end()).toBeNull();
});

test('who is an admin no longer is not sent the figures that were due', async () => {
  const cap = await person(server, 'cap', 'ADMIN');
  const [eva] = await people(server, ['eva']);
  await settle(server);
  const stream = cap.subscribe(StudioEventsDocument, { kinds: ['SESSIONS', 'FIGURES'] });
  const next = async () => (await stream.next()).studioEvents.__typename;
  expect(await next()).toBe('StudioSnapshot');
  await schedule(eva);
  expect([await next(), await next()]).toEqual(['SessionCreation', 'OverviewUpdate']);
  await schedule(eva);
  const seen: string[] = [];
  const readOn = async () => {
    for (;;) seen.push(await next());
  };
  let hasEnded = false;
  const ended = expect(readOn())
    .rejects.toThrow()
    .then(() => {
      hasEnded = true;
    });
  await vi.waitFor(() => expect(seen).toContain('SessionCreation'), 20_000);
  // As while another transaction holds back the event that tells of it.
  await server.database.prisma.account.update({ where: { id: cap.id }, data: { role: 'USER' } });
  // Figures that were on their way before leave the end to the next event.
  await vi.waitFor(() => expect(hasEnded || seen.includes('OverviewUpdate')).toBe(true), 20_000);
  if (!hasEnded) await schedule(eva);
  await ended;
});

test('a person follows their bookings, practice and devices, and a promotion from the waitlist', async () => {
  const [guide, una, vic] = await people(server, ['guide', 'una', 'vic']);
  const { id } = await schedule(guide, { maxParticipants: 1 });
  const first = await book(una, id);
  await settle(server);
  const stream = vic.subscribe(ViewerEventsDocument, {});
  const next = async () => (await stream.next()).viewerEvents;
  expect(await next()).toMatchObject({ __typename: 'ViewerSnapshot' });
  await book(vic, id);
  expect(await next()).toMatchObject({ booking: { status: 'WAITLISTED' } });
  await cancel(una, first.id);
  expect(await next()).toMatchObject({ booking: { status: 'CONFIRMED' } });
  await vic.run(StartPracticeDocument, {});
  expect(await next()).toMatchObject({ __typename: 'PracticeUpdate', practice: { status: 'ACTIVE' } });
  await stream.close();
});

test('anybody sees the seats of a catalogue page move, at most once a second a session', async () => {
  const [ivo, ...guests] = await people(server, ['ivo', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7', 'g8']);
  const [busy, quiet] = [await schedule(ivo, { maxParticipants: 20 }), await schedule(ivo, { maxParticipants: 5 })];
  const stream = server.visitor.subscribe(SeatsLeftDocument, { sessionIds: [busy.id, quiet.id] });
  const next = async () => (await stream.next()).seatsChanged;
  expect([await next(), await next()]).toMatchObject([{ seatsLeft: 20 }, { id: quiet.id, seatsLeft: 5 }]);
  const begun = Date.now();
  for (const guest of guests) await book(guest, busy.id);
  const seen: number[] = [];
  while (seen.at(-1) !== 12) {
    const change = await next();
    expect(change?.id).toBe(busy.id);
    seen.push(change?.seatsLeft as number);
  }
  expect(seen.length).toBeLessThanOrEqual(2 + Math.floor((Date.now() - begun) / 1_000));
  await ivo.run(CancelSessionDocument, { id: quiet.id, reason: 'Ill' });
  expect(await next()).toMatchObject({ id: quiet.id, status: 'CANCELLED' });
  await stream.close();

  const draft = await schedule(ivo, { draft: true });
  const refused = server.visitor.subscribe(SeatsLeftDocument, { sessionIds: [draft.id] });
  expect(await refused.end()).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  const tooMany = server.visitor.subscribe(SeatsLeftDocument, { sessionIds: Array(101).fill(busy.id) });
  expect(await tooMany.end()).toMatchObject([{ message: expect.stringContaining('at most 100') }]);
});

test('who opens a page sees all of it, and the others only what changes', async () => {
  const [sam, ...guests] = await people(server, ['sam', 'p1', 'p2', 'p3']);
  const [one, two] = [await schedule(sam, { maxParticipants: 5 }), await schedule(sam, { maxParticipants: 5 })];
  const sessionIds = [one.id, two.id];
  const open = () => {
    const { next, close } = server.visitor.subscribe(SeatsLeftDocument, { sessionIds });
    return { next: async () => (await next()).seatsChanged, close };
  };
  const [first, second] = [open(), open()];
  for (const { next } of [first, second]) {
    expect([await next(), await next()]).toMatchObject([{ seatsLeft: 5 }, { seatsLeft: 5 }]);
  }
  await book(guests[0] as Client, one.id);
  for (const { next } of [first, second]) expect(await next()).toMatchObject({ id: one.id, seatsLeft: 4 });

  const third = open();
  const all = [await third.next(), await third.next()];
  expect(all).toContainEqual(expect.objectContaining({ id: one.id, seatsLeft: 4 }));
  expect(all).toContainEqual(expect.objectContaining({ id: two.id, seatsLeft: 5 }));
  await second.close();
  const toBook = sam.subscribe(SeatsToBookDocument, { sessionIds });
  const own = [(await toBook.next()).seatsChanged, (await toBook.next()).seatsChanged];
  expect(own).toContainEqual({ id: one.id, seatsLeft: 4, viewer: { canBook: false } });

  await book(guests[1] as Client, two.id);
  for (const { next } of [first, third]) expect(await next()).toMatchObject({ id: two.id, seatsLeft: 4 });
  expect((await toBook.next()).seatsChanged).toMatchObject({ id: two.id, seatsLeft: 4 });
  await Promise.all([first, third, toBook].map(({ close }) => close()));

  // The change came while nobody looked, and less than a second after the last.
  await book(guests[2] as Client, two.id);
  const fourth = open();
  await vi.waitFor(async () => expect(await fourth.next()).toMatchObject({ id: two.id, seatsLeft: 3 }), {
    timeout: 10_000,
  });
  await fourth.close();
});

test('hosts and admins look into a session unseen; others may not', async () => {
  const [ada, lou] = await people(server, ['ada', 'lou']);
  const { id } = await schedule(ada, { startsAt: null });
  await join(lou, id);
  const root = await person(server, 'watcher', 'ADMIN');
  for (const who of [ada, root]) {
    const stream = who.subscribe(ObservedEventsDocument, { sessionId: id });
    expect(await stream.next()).toMatchObject({ sessionEvents: { __typename: 'SessionSnapshot' } });
    await stream.close();
  }
  const refused = lou.subscribe(ObservedEventsDocument, { sessionId: id });
  expect(await refused.end()).toMatchObject([{ extensions: { code: 'NOT_HOST' } }]);
  const present = await server.database.prisma.presenceLease.count({ where: { sessionId: localId(id) } });
  expect(present).toBe(0);
});

test('a co-host who left the room still looks into the session', async () => {
  const [uma, ben] = await people(server, ['uma', 'ben']);
  const { id } = await schedule(uma, { startsAt: null });
  const { participant } = await join(ben, id);
  await uma.run(SetParticipantRoleDocument, { id: participant.id, role: 'COHOST' });
  const observe = () => ben.subscribe(ObservedEventsDocument, { sessionId: id });
  const stream = observe();
  expect(await stream.next()).toMatchObject({ sessionEvents: { __typename: 'SessionSnapshot' } });
  await ben.run(LeaveDocument, { sessionId: id });
  expect(await stream.next()).toMatchObject({ sessionEvents: { __typename: 'ParticipantLeft' } });
  await stream.close();

  const later = observe();
  expect(await later.next()).toMatchObject({ sessionEvents: { __typename: 'SessionSnapshot' } });
  const { session } = await ben.run(LiveSessionDocument, { id });
  expect(session).toMatchObject({ joinCode: expect.any(String), participants: { totalCount: 2 } });
  await uma.run(SetParticipantRoleDocument, { id: participant.id, role: 'MEMBER' });
  expect(await later.end()).toBeNull();
});

async function join(who: Client, sessionId: string) {
  const { joinCode } = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(sessionId) } });
  const { sessionJoin } = await who.run(JoinByCodeDocument, { code: joinCode as string });
  return expectType(sessionJoin, 'SessionJoinPayload');
}

type Stream = { next(): Promise<StudioEventFragment>; close(): Promise<void> };

/** What happened before is in the snapshot, and no longer on its way. */
function hostEvents(who: Client, kinds?: StudioEventKind[], after?: string): Stream {
  const opened = settle(server).then(() => who.subscribe(HostEventsDocument, { kinds, after }));
  return {
    next: async () => (await (await opened).next()).hostEvents,
    close: async () => (await opened).close(),
  };
}
