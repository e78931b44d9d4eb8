import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { presenceRenewal } from '../../src/live/presence/node.ts';
import { expirePresence } from '../../src/live/presence/service.ts';
import {
  CreateBookingDocument,
  CreateSessionDocument,
  EndSessionDocument,
  JoinByCodeDocument,
  JoinByIdDocument,
  JoinedSessionsDocument,
  LeaveDocument,
  LiveSessionDocument,
  type ParticipantRole,
  RemoveParticipantDocument,
  RevokeDeviceSessionDocument,
  type SessionCreateInput,
  SessionEventsDocument,
  SetParticipantRoleDocument,
  StartSessionDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, person } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let ben: Person;
let cleo: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  ben = await person(server, 'ben');
  cleo = await person(server, 'cleo');
});
afterAll(() => server.stop());

/** A live session of the host's, with its code. */
async function openSession(input: Partial<SessionCreateInput> = {}) {
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Standup', ...input } });
  const { id } = expectType(sessionCreate, 'Session');
  const { session } = await host.run(LiveSessionDocument, { id });
  return { id, code: session?.joinCode as string };
}

const joinByCode = async (person: Person, code: string, asSpectator = false) =>
  (await person.run(JoinByCodeDocument, { code, asSpectator })).sessionJoin;
const joinById = async (person: Person, sessionId: string) =>
  (await person.run(JoinByIdDocument, { sessionId })).sessionJoin;

test('people join by code in any case, are listed in order, and leave', async () => {
  const { id, code } = await openSession();
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  expect(await joinByCode(ben, ` ${code.toLowerCase()} `)).toMatchObject({
    participant: { role: 'MEMBER', presence: 'ONLINE' },
  });
  expect(await joinByCode(cleo, code, true)).toMatchObject({ participant: { role: 'SPECTATOR' } });
  expect(await joinByCode(cleo, 'WRONGCOD')).toMatchObject({ __typename: 'InvalidJoinCodeError' });

  const inside = await ben.run(LiveSessionDocument, { id });
  expect(inside.session).toMatchObject({
    participantCount: 3,
    joinCode: code,
    viewer: { canJoin: true, isHost: false },
  });
  expect(inside.session?.participants?.nodes.map(({ user }) => user.username)).toEqual(['host', 'ben', 'cleo']);

  expect(await ben.run(LeaveDocument, { sessionId: id })).toMatchObject({ sessionLeave: { presence: 'LEFT' } });
  expect(await ben.run(JoinedSessionsDocument)).toMatchObject({
    viewer: { joinedSessions: { totalCount: 1, nodes: [{ id }] } },
  });
  expect(await joinById(ben, id)).toMatchObject({ __typename: 'InvalidJoinCodeError' });
  expect(await joinByCode(ben, code)).toMatchObject({ participant: { presence: 'ONLINE' } });
});

test('of subscribers who come at the same time, each is sent the lists that they select', async () => {
  const { id, code } = await openSession();
  await joinByCode(ben, code);
  const selections = [
    'cursor',
    '... on SessionSnapshot { participants { user { username } } }',
    '...Lists',
    'cursor ... on SessionSnapshot { who: participants @skip(if: $isShort) { user { username } } stories { title } }',
  ];
  const streams = selections.map((selection) => {
    const fragment = selection.includes('Lists')
      ? 'fragment Lists on SessionEvent { ... on SessionSnapshot { participants { user { username } } stories { title } } }'
      : '';
    const choice = selection.includes('$isShort') ? ', $isShort: Boolean = false' : '';
    const query = `subscription ($id: ID!${choice}) { sessionEvents(sessionId: $id) { ${selection} } } ${fragment}`;
    return ben.subscribe<{ sessionEvents: object }, { id: string }>(query, { id });
  });
  const [bare, people, lists, renamed] = await Promise.all(
    streams.map(async (stream) => (await stream.next()).sessionEvents),
  );
  const everybody = [{ user: { username: 'host' } }, { user: { username: 'ben' } }];
  expect(bare).toEqual({ cursor: expect.any(String) });
  expect(people).toEqual({ participants: everybody });
  expect(lists).toEqual({ participants: everybody, stories: [] });
  expect(renamed).toEqual({ cursor: expect.any(String), who: everybody, stories: [] });
  await Promise.all(streams.map((stream) => stream.close()));
});

test('the inside of a session is hidden from people outside', async () => {
  const { id, code } = await openSession();
  const outside = await ben.ask(LiveSessionDocument, { id });
  expect(outside.errors?.[0]).toMatchObject({ path: ['session', 'participants'], extensions: { code: 'FORBIDDEN' } });
  expect(outside.data?.session).toMatchObject({ participantCount: 1, participants: null });
  expect(await ben.ask('query($id: ID!) { session(id: $id) { joinCode participantCount } }', { id })).toMatchObject({
    data: { session: { joinCode: null, participantCount: 1 } },
  });
  const { participant } = expectType(await joinByCode(cleo, code), 'SessionJoinPayload');
  const node = 'query($id: ID!) { node(id: $id) { id } }';
  expect(await ben.ask(node, { id: participant.id })).toMatchObject({ data: { node: null } });
  expect(await host.ask(node, { id: participant.id })).toMatchObject({ data: { node: { id: participant.id } } });

  const refused = ben.subscribe(SessionEventsDocument, { sessionId: id });
  expect(await refused.end()).toMatchObject([{ extensions: { code: 'NOT_PARTICIPANT' } }]);
  await refused.close();
});

test('a booking admits by ID once the join window is open; nobody enters without one', async () => {
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await openSession({ startsAt, visibility: 'LISTED', settings: { joinWindowMinutes: 10 } });
  await ben.run(CreateBookingDocument, { input: { sessionId: id } });
  const opensAt = new Date(Date.parse(startsAt) - 600_000).toISOString();
  expect(await joinById(ben, id)).toMatchObject({ __typename: 'SessionNotOpenError', opensAt });
  expect((await ben.run(LiveSessionDocument, { id })).session?.viewer).toMatchObject({ canJoin: false });

  await host.run(UpdateSessionDocument, { id, input: { settings: { joinWindowMinutes: 90 } } });
  expect(await joinById(cleo, id)).toMatchObject({ __typename: 'BookingRequiredError' });
  expect((await ben.run(LiveSessionDocument, { id })).session?.viewer).toMatchObject({ canJoin: true, reason: null });
  expect(await joinById(ben, id)).toMatchObject({
    session: { status: 'SCHEDULED' },
    participant: { presence: 'ONLINE' },
  });
});

test('a locked session admits no new people, a full one no walk-ins; spectators take no room', async () => {
  const { id, code } = await openSession({ maxParticipants: 1 });
  await joinByCode(ben, code);
  expect(await joinByCode(cleo, code)).toMatchObject({ __typename: 'SessionFullError' });
  expect(await joinByCode(cleo, code, true)).toMatchObject({ __typename: 'SessionJoinPayload' });
  await host.run(UpdateSessionDocument, { id, input: { maxParticipants: null, settings: { isLocked: true } } });
  const dora = await person(server, 'dora');
  expect(await joinByCode(dora, code)).toMatchObject({ __typename: 'SessionLockedError' });
  expect(await joinByCode(ben, code)).toMatchObject({ __typename: 'SessionJoinPayload' });
});

test('the host removes a person for good, which ends their stream; members cannot', async () => {
  const { id, code } = await openSession();
  const { participant } = expectType(await joinByCode(ben, code), 'SessionJoinPayload');
  await joinByCode(cleo, code);
  const stream = ben.subscribe(SessionEventsDocument, { sessionId: id, kinds: ['PARTICIPANTS'] });
  await stream.next();

  expect(await cleo.run(RemoveParticipantDocument, { id: participant.id })).toMatchObject({
    participantRemove: { __typename: 'NotHostError', code: 'NOT_HOST' },
  });
  expect(await host.run(RemoveParticipantDocument, { id: participant.id, reason: 'Loud' })).toMatchObject({
    participantRemove: { presence: 'LEFT' },
  });
  expect(await stream.end()).toBeNull();
  await stream.close();
  expect(await joinByCode(ben, code)).toMatchObject({ __typename: 'RemovedFromSessionError' });
  expect(
    (await host.run(LiveSessionDocument, { id })).session?.participants?.nodes.map(({ user }) => user.username),
  ).toEqual(['host', 'cleo']);
});

test('co-hosts may end a session, but only the host gives roles', async () => {
  const { id, code } = await openSession();
  const { participant } = expectType(await joinByCode(ben, code), 'SessionJoinPayload');
  const setRole = async (person: Person, role: ParticipantRole = 'COHOST') =>
    (await person.run(SetParticipantRoleDocument, { id: participant.id, role })).participantSetRole;
  expect(await setRole(ben)).toMatchObject({ __typename: 'NotHostError', code: 'NOT_HOST' });
  expect(await setRole(host)).toMatchObject({ role: 'COHOST' });
  expect(await setRole(ben, 'MEMBER')).toMatchObject({ __typename: 'NotHostError', code: 'NOT_HOST' });
  expect(await ben.run(EndSessionDocument, { id })).toMatchObject({ sessionEnd: { status: 'ENDED', joinCode: null } });
  expect(await host.run(EndSessionDocument, { id })).toMatchObject({
    sessionEnd: { __typename: 'SessionStatusError', refusedIn: 'ENDED' },
  });
  expect(await joinByCode(cleo, code)).toMatchObject({ __typename: 'InvalidJoinCodeError' });
});

test('presence follows the open streams of a person, not their number', async () => {
  const { id, code } = await openSession();
  await joinByCode(ben, code);
  const watch = host.subscribe(SessionEventsDocument, { sessionId: id, kinds: ['PARTICIPANTS'] });
  expect((await watch.next()).sessionEvents).toMatchObject({
    __typename: 'SessionSnapshot',
    participants: [{ user: { username: 'host' } }, { user: { username: 'ben' }, presence: 'ONLINE' }],
  });
  const tabs = [
    ben.subscribe(SessionEventsDocument, { sessionId: id }),
    ben.subscribe(SessionEventsDocument, { sessionId: id }),
  ];
  for (const tab of tabs) await tab.next();
  await tabs[0]?.close();
  await tabs[1]?.close();
  const changed = { __typename: 'ParticipantPresenceChanged', participant: { user: { username: 'ben' } } };
  expect((await watch.next()).sessionEvents).toMatchObject({ ...changed, participant: { presence: 'RECONNECTING' } });

  const back = ben.subscribe(SessionEventsDocument, { sessionId: id });
  await back.next();
  expect((await watch.next()).sessionEvents).toMatchObject({ ...changed, participant: { presence: 'ONLINE' } });
  await back.close();
  expect((await watch.next()).sessionEvents).toMatchObject({ ...changed, participant: { presence: 'RECONNECTING' } });

  // As if the 20 seconds of reconnecting had passed.
  await server.database.prisma.participant.updateMany({
    where: { sessionId: localId(id), presence: 'RECONNECTING' },
    data: { leaseExpiresAt: new Date(0) },
  });
  await expirePresence(server.app);
  expect((await watch.next()).sessionEvents).toMatchObject({ ...changed, participant: { presence: 'OFFLINE' } });
  await watch.close();
});

test('reloading a tab again and again keeps its person present; a lease that ran out is renewed under another id', async () => {
  const { id, code } = await openSession();
  await joinByCode(ben, code);
  for (let round = 0; round < 8; round += 1) {
    const tab = ben.subscribe(SessionEventsDocument, { sessionId: id });
    await tab.next();
    void tab.close();
  }
  const last = ben.subscribe(SessionEventsDocument, { sessionId: id });
  await last.next();
  const presence = async () =>
    (await host.run(LiveSessionDocument, { id })).session?.participants?.nodes.find(
      ({ user }) => user.username === 'ben',
    )?.presence;
  await vi.waitFor(async () => expect(await presence()).toBe('ONLINE'), { timeout: 5_000 });

  // As if this node had stood still for longer than its lease lasts. Its own renewal, which runs every few seconds, may come
  // first: then once more.
  await vi.waitFor(
    async () => {
      await server.database.prisma.presenceNode.updateMany({ data: { seenAt: new Date(0) } });
      await expirePresence(server.app);
      expect(await presence()).toBe('OFFLINE');
    },
    { timeout: 10_000 },
  );
  await presenceRenewal(server.app).run();
  await vi.waitFor(async () => expect(await presence()).toBe('ONLINE'), { timeout: 5_000 });
  await last.close();
});

test('a subscription with a cursor continues there: no event is missing, none comes twice', async () => {
  const { id, code } = await openSession();
  const first = host.subscribe(SessionEventsDocument, { sessionId: id });
  await first.next();
  await joinByCode(ben, code);
  const joined = (await first.next()).sessionEvents;
  expect(joined).toMatchObject({ __typename: 'ParticipantJoined', participant: { user: { username: 'ben' } } });
  await first.close();

  for (let round = 0; round < 10; round += 1) {
    await ben.run(LeaveDocument, { sessionId: id });
    await joinByCode(ben, code);
  }
  const second = host.subscribe(SessionEventsDocument, {
    sessionId: id,
    after: joined.cursor,
    kinds: ['PARTICIPANTS'],
  });
  const seen: string[] = [];
  while (seen.filter((type) => type === 'ParticipantJoined').length < 10) {
    const { sessionEvents } = await second.next();
    const isBens = 'participant' in sessionEvents && sessionEvents.participant.user.username === 'ben';
    if (isBens) seen.push(sessionEvents.__typename);
  }
  expect(seen).toEqual(Array.from({ length: 10 }, () => ['ParticipantLeft', 'ParticipantJoined']).flat());
  await second.close();

  const rows = await server.database.prisma.event.findMany({
    where: { sessionId: localId(id), sequence: { not: null } },
    orderBy: { sequence: 'asc' },
  });
  expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_row, index) => index + 1));
});

test('ending a session settles bookings by attendance and records practice once', async () => {
  const startsAt = new Date(Date.now() + 600_000).toISOString();
  const { id } = await openSession({ startsAt, visibility: 'LISTED' });
  const book = async (person: Person) => {
    const { bookingCreate } = await person.run(CreateBookingDocument, { input: { sessionId: id } });
    return localId(expectType(bookingCreate, 'Booking').id);
  };
  const [attendee, absentee] = [await book(ben), await book(cleo)];
  await host.run(StartSessionDocument, { id });
  await joinById(ben, id);
  // As if it had gone on for an hour, of which Ben was there for 40 minutes.
  const { prisma } = server.database;
  const sessionId = localId(id);
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  await prisma.session.update({ where: { id: sessionId }, data: { startedAt: minutesAgo(60) } });
  await prisma.booking.updateMany({ where: { sessionId }, data: { confirmedAt: minutesAgo(70) } });
  await prisma.attendanceInterval.updateMany({
    where: { participant: { sessionId, account: { usernameKey: 'ben' } } },
    data: { startedAt: minutesAgo(40) },
  });
  await host.run(EndSessionDocument, { id });

  expect(await prisma.booking.findUnique({ where: { id: attendee } })).toMatchObject({
    status: 'COMPLETED',
    attendedSeconds: 2400,
  });
  expect(await prisma.booking.findUnique({ where: { id: absentee } })).toMatchObject({
    status: 'NO_SHOW',
    attendedSeconds: 0,
  });
  const practices = await prisma.practiceSession.findMany({ where: { sessionId }, include: { account: true } });
  expect(practices).toMatchObject([
    { source: 'LIVE', status: 'COMPLETED', durationSeconds: 2400, account: { username: 'ben' } },
  ]);
});

test('an ended device session closes its sockets', async () => {
  const { id } = await openSession();
  const stream = host.subscribe(SessionEventsDocument, { sessionId: id });
  await stream.next();
  const other = await server.as(host.accessToken as string);
  await other.run(RevokeDeviceSessionDocument, { id: host.deviceSessionId });
  expect(await stream.closed).toMatchObject({ code: 4403 });
});
