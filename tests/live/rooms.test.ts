import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { expirePresence } from '../../src/live/presence/service.ts';
import {
  ArchiveSessionDocument,
  CancelSessionDocument,
  CreateSessionDocument,
  EndSessionDocument,
  JoinByCodeDocument,
  JoinByIdDocument,
  JoinedSessionsDocument,
  LeaveDocument,
  LiveSessionDocument,
  RemoveParticipantDocument,
  RotateJoinCodeDocument,
  type SessionCreateInput,
  type SessionFilter,
  SetParticipantRoleDocument,
  StartSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { attempt, book, confirm, inMinutes, type Person, partOf, people, runOut } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let ben: Person;
let cleo: Person;
let dora: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  [host] = await people(server, ['host'], { role: 'CREATOR' });
  [admin] = await people(server, ['admin'], { role: 'ADMIN' });
  [ben, cleo, dora] = await people(server, ['ben', 'cleo', 'dora']);
});
afterAll(() => server.stop());

/** A session of the host's, live unless it has a start, with its code. */
async function open(input: Partial<SessionCreateInput> = {}) {
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Standup', ...input } });
  const { id } = expectType(sessionCreate, 'Session');
  return { id, code: (await inside(id)).joinCode as string };
}

async function inside(id: string, who = host) {
  const { session } = await who.run(LiveSessionDocument, { id });
  if (!session) throw new Error('There is no such session.');
  return session;
}
const join = async (who: Person, code: string, asSpectator = false) =>
  (await who.run(JoinByCodeDocument, { code, asSpectator })).sessionJoin;
const joinById = async (who: Person, sessionId: string) => (await who.run(JoinByIdDocument, { sessionId })).sessionJoin;
const enter = async (who: Person, code: string, asSpectator = false) =>
  expectType(await join(who, code, asSpectator), 'SessionJoinPayload').participant;
const removal = async (who: Person, id: string, reason?: string) =>
  (await who.run(RemoveParticipantDocument, { id, ...(reason && { reason }) })).participantRemove;
const setRole = (who: Person, id: string, role: 'COHOST' | 'MEMBER' | 'SPECTATOR') =>
  who.ask(SetParticipantRoleDocument, { id, role });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test('a removed person is refunded, and can neither come back nor book again', async () => {
  const { id } = await open({ startsAt: inMinutes(6), visibility: 'LISTED', price: { amountMinor: 1500 } });
  await confirm(host, (await book(ben, id)).id);
  const { participant } = expectType(await joinById(ben, id), 'SessionJoinPayload');
  expect((await partOf(cleo, id))?.viewer?.canBook).toBe(true);
  await removal(host, participant.id, 'Loud');

  const { seatsTaken, viewer } = (await partOf(ben, id)) ?? {};
  expect(seatsTaken).toBe(0);
  expect(viewer).toMatchObject({ canBook: false, booking: { status: 'CANCELLED', cancellationReason: 'Loud' } });
  const booking = await server.database.prisma.booking.findFirst({ where: { sessionId: localId(id) } });
  expect(booking).toMatchObject({ refundMinor: 1500 });
  expect(await attempt(ben, id, { joinWaitlist: true })).toMatchObject({ __typename: 'BookingClosedError' });
  expect(await joinById(ben, id)).toMatchObject({ __typename: 'RemovedFromSessionError' });
});

test('an admin removes people as moderation, with a reason; co-hosts do not remove each other', async () => {
  const { id, code } = await open();
  const [bens, cleos, doras] = [await enter(ben, code), await enter(cleo, code), await enter(dora, code)];
  await setRole(host, bens.id, 'COHOST');
  await setRole(host, cleos.id, 'COHOST');
  expect(await removal(admin, doras.id)).toMatchObject({
    __typename: 'InvalidInputError',
    issues: [{ path: ['reason'] }],
  });
  expect(await removal(admin, doras.id, 'Reported')).toMatchObject({ presence: 'LEFT' });
  const audit = await server.database.prisma.auditEvent.findMany({ where: { refusal: null, targetId: localId(id) } });
  expect(audit).toMatchObject([
    { action: 'participant.removed', actorId: admin.id, reason: 'Reported', details: { accountId: dora.id } },
  ]);

  expect(await removal(cleo, bens.id)).toMatchObject({ __typename: 'NotHostError' });
  expect(await removal(host, bens.id)).toMatchObject({ presence: 'LEFT' });
  const [stranger] = await people(server, ['stranger']);
  expect(await removal(stranger, cleos.id)).toMatchObject({ __typename: 'NotFoundError' });
});

test('joining again keeps the role, and a spectator takes no room by it', async () => {
  const { id, code } = await open({ maxParticipants: 1 });
  await enter(ben, code);
  const watching = await enter(cleo, code, true);
  expect(await enter(cleo, code)).toMatchObject({ id: watching.id, role: 'SPECTATOR' });
  expect(await enter(ben, code, true)).toMatchObject({ role: 'SPECTATOR' });
  await cleo.run(LeaveDocument, { sessionId: id });
  expect(await enter(cleo, code)).toMatchObject({ role: 'MEMBER' });
  const events = await server.database.prisma.event.findMany({ where: { sessionId: localId(id) } });
  expect(events.filter(({ type }) => type === 'ParticipantRoleChanged')).toHaveLength(1);
});

test('the refusal of a full session contains the length of its waitlist', async () => {
  const { id, code } = await open({ maxParticipants: 1 });
  await book(ben, id);
  await book(cleo, id);
  expect(await join(dora, code)).toMatchObject({ __typename: 'SessionFullError', waitlistLength: 1 });
});

test('who holds the last seat comes in by the code before paying, and takes no other’s room once the hold has run out', async () => {
  const { id, code } = await open({ maxParticipants: 1, price: { amountMinor: 1500 } });
  const { id: bookingId } = await book(ben, id);
  expect(await join(dora, code)).toMatchObject({ __typename: 'SessionFullError' });
  expect(await enter(ben, code)).toMatchObject({ role: 'MEMBER' });
  expect(await join(dora, code)).toMatchObject({ __typename: 'SessionFullError' });

  await runOut(server, bookingId);
  await expireHolds(server.app);
  expect((await partOf(ben, id))?.seatsTaken).toBe(0);
  expect(await join(dora, code)).toMatchObject({ __typename: 'SessionFullError' });
  await ben.run(LeaveDocument, { sessionId: id });
  expect(await enter(dora, code)).toMatchObject({ role: 'MEMBER' });
});

test('a rotated code admits nobody any more, and people who are in stay', async () => {
  const { id, code } = await open();
  await enter(ben, code);
  await host.run(RotateJoinCodeDocument, { id });
  const { joinCode } = await inside(id, ben);
  expect(joinCode).not.toBe(code);
  expect(await join(cleo, code)).toMatchObject({ __typename: 'InvalidJoinCodeError' });
  expect(await join(ben, code)).toMatchObject({ __typename: 'InvalidJoinCodeError' });
  expect(await join(cleo, joinCode as string)).toMatchObject({ __typename: 'SessionJoinPayload' });
});

test('a session opens with its host in it, at once or later, who goes offline without a stream', async () => {
  const { prisma } = server.database;
  const { id: atOnce } = await open();
  const { id: later } = await open({ startsAt: inMinutes(6) });
  expect((await inside(later)).participants?.nodes).toEqual([]);
  await host.run(StartSessionDocument, { id: later });
  for (const id of [atOnce, later]) {
    const sessionId = localId(id);
    const asHost = { role: 'HOST', user: { username: 'host' } };
    expect((await inside(id)).participants?.nodes).toMatchObject([{ ...asHost, presence: 'ONLINE' }]);
    expect(await prisma.event.count({ where: { sessionId, type: 'ParticipantJoined' } })).toBe(1);
    // As if a minute had passed.
    await prisma.participant.updateMany({ where: { sessionId }, data: { leaseExpiresAt: new Date(0) } });
    await expirePresence(server.app);
    expect((await inside(id)).participants?.nodes).toMatchObject([{ ...asHost, presence: 'OFFLINE' }]);
    expect(await prisma.attendanceInterval.count({ where: { endedAt: null, participant: { sessionId } } })).toBe(0);
  }
});

test('nobody is present in a live session after it was cancelled', async () => {
  const { id, code } = await open();
  await enter(ben, code);
  await host.run(CancelSessionDocument, { id, reason: 'Fire alarm' });
  const present = (await inside(id)).participants?.nodes.map(({ user, presence }) => [user.username, presence]);
  expect(present).toEqual([
    ['host', 'OFFLINE'],
    ['ben', 'OFFLINE'],
  ]);
  const stillOpen = await server.database.prisma.attendanceInterval.count({
    where: { endedAt: null, participant: { sessionId: localId(id) } },
  });
  expect(stillOpen).toBe(0);
});

test('a session that is over stays readable for its participants, also when archived', async () => {
  const { id, code } = await open({ title: 'Retro' });
  await enter(ben, code);
  await server.database.prisma.session.update({ where: { id: localId(id) }, data: { startedAt: minutesAgo(30) } });
  await server.database.prisma.attendanceInterval.updateMany({
    where: { participant: { sessionId: localId(id) } },
    data: { startedAt: minutesAgo(40) },
  });
  await host.run(EndSessionDocument, { id });
  const [attendee] = (await inside(id, ben)).participants?.nodes ?? [];
  // Attendance counts from the start, not from the time of joining before it.
  expect(attendee?.attendedSeconds).toBeGreaterThanOrEqual(1800);
  expect(attendee?.attendedSeconds).toBeLessThan(1860);
  expect(attendee?.presence).toBe('OFFLINE');

  const joined = async (filter: SessionFilter | null) =>
    (await ben.run(JoinedSessionsDocument, { filter })).viewer?.joinedSessions.nodes.map(({ title }) => title);
  expect(await joined({ archived: false })).toContain('Retro');
  await host.run(ArchiveSessionDocument, { id });
  expect(await joined({ archived: false })).not.toContain('Retro');
  // Archiving tidies the host's list, not the sessions that Ben joined.
  for (const filter of [null, {}, { archived: null }, { archived: true }]) {
    expect(await joined(filter)).toContain('Retro');
  }
  expect((await inside(id, ben)).status).toBe('ENDED');
});

test('a booking tells whether its person is in, and participants are asked for with or without one', async () => {
  const { id, code } = await open({ startsAt: inMinutes(5) });
  await book(ben, id);
  await book(dora, id);
  await enter(ben, code);
  await enter(cleo, code);
  const asked = `query ($id: ID!) { session(id: $id) {
    bookings { nodes { user { username } participant { presence user { username } } } }
    booked: participants(hasBooking: true) { totalCount nodes { user { username } } }
    others: participants(hasBooking: false) { totalCount nodes { user { username } } }
  } }`;
  const named = (username: string) => ({ user: { username } });
  const answer = await host.ask(asked, { id });
  expect(answer.data).toEqual({
    session: {
      bookings: {
        nodes: [
          { ...named('dora'), participant: null },
          { ...named('ben'), participant: { ...named('ben'), presence: 'ONLINE' } },
        ],
      },
      booked: { totalCount: 1, nodes: [named('ben')] },
      others: { totalCount: 1, nodes: [named('cleo')] },
    },
  });
  const one = '{ viewer { bookings(first: 1) { nodes { participant { id } } } } }';
  const mine = await ben.ask<{ viewer: { bookings: { nodes: { participant: { id: string } }[] } } }>(one);
  const [participant] = (await inside(id)).participants?.nodes ?? [];
  expect(mine.data?.viewer.bookings.nodes[0]?.participant.id).toBe(participant?.id);
});

test('who is inside sees the join code on every path, though others ask the same at the same time', async () => {
  const { id, code } = await open();
  await ben.run(JoinByCodeDocument, { code });
  const seats = 'subscription ($ids: [ID!]!) { seatsChanged(sessionIds: $ids) { joinCode } }';
  const streams = [cleo, ben, host].map((who) => who.subscribe(seats, { ids: [id] }));
  const seen = await Promise.all(streams.map((stream) => stream.next()));
  expect(seen).toEqual([null, code, code].map((joinCode) => ({ seatsChanged: { joinCode } })));
  const query = 'query ($id: ID!) { session(id: $id) { joinCode } }';
  const answers = await Promise.all([cleo, ben, host].map((who) => who.ask(query, { id })));
  expect(answers.map(({ data }) => data)).toEqual([null, code, code].map((joinCode) => ({ session: { joinCode } })));
  const rooms = [ben, host].map((who) =>
    who.subscribe('subscription ($id: ID!) { sessionEvents(sessionId: $id) { session { joinCode } } }', { id }),
  );
  const told = await Promise.all(rooms.map((stream) => stream.next()));
  expect(told).toEqual([code, code].map((joinCode) => ({ sessionEvents: { session: { joinCode } } })));
  await Promise.all([...streams, ...rooms].map((stream) => stream.close()));
});
