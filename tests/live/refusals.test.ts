import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CreateBookingDocument,
  CreateSessionDocument,
  JoinByCodeDocument,
  JoinByIdDocument,
  JoinedInsideDocument,
  LeaveDocument,
  LiveSessionDocument,
  RemoveParticipantDocument,
  SessionEventsDocument,
  SetParticipantRoleDocument,
  StoryCreateDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { addStory, everyMutation, someone, start, startSession, vote } from '../support/stories.ts';
import { type Person, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const codeOf = async (sessionId: string) =>
  (await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(sessionId) } })).joinCode as string;
const joinById = async (person: Person, sessionId: string) =>
  (await person.run(JoinByIdDocument, { sessionId })).sessionJoin;
const joinByCode = async (person: Person, sessionId: string) =>
  expectType(
    (await person.run(JoinByCodeDocument, { code: await codeOf(sessionId) })).sessionJoin,
    'SessionJoinPayload',
  );

/** The error with which a stream of a session is refused. */
async function refusalOf(person: Person, sessionId: string) {
  const stream = person.subscribe(SessionEventsDocument, { sessionId });
  const [error] = (await stream.end()) as { message: string; extensions: { code: string } }[];
  await stream.close();
  return error;
}

test('a list shows null in place of what is hidden from the viewer, and everything else', async () => {
  const member = await someone(server, 'member');
  const [left, kept] = [await startSession(server, { title: 'Left' }), await startSession(server, { title: 'Kept' })];
  for (const { id, host } of [left, kept]) {
    await addStory(host, id);
    await joinByCode(member, id);
  }
  await member.run(LeaveDocument, { sessionId: left.id });
  const { data, errors } = await member.ask(JoinedInsideDocument);
  expect(data?.viewer?.joinedSessions.nodes).toMatchObject([
    { title: 'Kept', participants: { nodes: [{ role: 'HOST' }, { role: 'MEMBER' }] }, stories: [{}] },
    { title: 'Left', participants: null, stories: null },
  ]);
  const at = (field: string) => ({
    path: ['viewer', 'joinedSessions', 'nodes', 1, field],
    extensions: { code: 'FORBIDDEN' },
  });
  expect(errors?.toSorted((a, b) => String(a.path).localeCompare(String(b.path)))).toMatchObject([
    at('participants'),
    at('stories'),
  ]);
});

test('a page of the catalogue survives the fields that a visitor may not see', async () => {
  const host = await person(server, 'lister', 'CREATOR');
  await host.run(CreateSessionDocument, { input: { title: 'Listed', visibility: 'LISTED' } });
  const { data, errors } = await server.visitor.ask(
    '{ sessions { nodes { title participants { totalCount } stories { title } } } }',
  );
  expect(data).toEqual({ sessions: { nodes: [{ title: 'Listed', participants: null, stories: null }] } });
  expect(errors).toHaveLength(2);
});

test('a booking that is not confirmed says so, when joining and when following', async () => {
  const host = await person(server, 'seller', 'CREATOR');
  const price = { amountMinor: 1500, currency: 'EUR' };
  const startsAt = new Date(Date.now() + 600_000).toISOString();
  const { sessionCreate } = await host.run(CreateSessionDocument, {
    input: { title: 'Sold', startsAt, visibility: 'LISTED', admission: 'BOOKING', maxParticipants: 1, price },
  });
  const { id } = expectType(sessionCreate, 'Session');
  const [payer, waiting, stranger] = [
    await someone(server, 'payer'),
    await someone(server, 'waiting'),
    await someone(server, 'stranger'),
  ];
  await payer.run(CreateBookingDocument, { input: { sessionId: id } });
  await waiting.run(CreateBookingDocument, { input: { sessionId: id, joinWaitlist: true } });
  const expected = [
    [payer, /not confirmed yet/],
    [waiting, /waitlist/],
    [stranger, /confirmed booking/],
  ] as const;
  for (const [person, words] of expected) {
    const message = expect.stringMatching(words);
    expect(await joinById(person, id)).toMatchObject({ __typename: 'BookingRequiredError', message });
    expect(await refusalOf(person, id)).toMatchObject({ message, extensions: { code: 'BOOKING_REQUIRED' } });
    const { data } = await person.ask(LiveSessionDocument, { id });
    expect(data?.session?.viewer).toMatchObject({ canJoin: false, reason: message });
    const url = `${server.url}/export/stories.csv?sessionId=${encodeURIComponent(id)}`;
    const download = await fetch(url, { headers: { Authorization: `Bearer ${person.accessToken}` } });
    expect([download.status, await download.json()]).toMatchObject([403, { code: 'BOOKING_REQUIRED', message }]);
  }
  const missing = globalId('Session', randomUUID());
  expect(await refusalOf(payer, missing)).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
});

test('a stream of a session is refused with what is missing', async () => {
  const { id, host, join } = await startSession(server);
  const left = await join('MEMBER', 'LEFT');
  expect(await refusalOf(left, id)).toMatchObject({ extensions: { code: 'NOT_PARTICIPANT' } });
  const removed = await someone(server, 'removed');
  const { participant } = await joinByCode(removed, id);
  await host.run(RemoveParticipantDocument, { id: participant.id });
  expect(await refusalOf(removed, id)).toMatchObject({ extensions: { code: 'REMOVED_FROM_SESSION' } });
});

test('joining needs either the code or the ID, and by ID alone a session by code says that it needs its code', async () => {
  const { id } = await startSession(server);
  const person = await someone(server, 'person');
  expect(await joinById(person, id)).toMatchObject({
    __typename: 'InvalidJoinCodeError',
    message: expect.stringContaining('requires its join code'),
  });
  const join = `mutation($code: String, $id: ID) {
    sessionJoin(code: $code, sessionId: $id) { __typename ... on InvalidInputError { issues { path } } } }`;
  for (const variables of [{}, { code: await codeOf(id), id }]) {
    expect(await person.ask(join, variables)).toMatchObject({
      data: { sessionJoin: { __typename: 'InvalidInputError', issues: [{ path: ['code'] }] } },
    });
  }
});

test('people who may see stories but not change them are told so; for everybody else there are none', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  const booked = await someone(server, 'booked');
  await server.database.prisma.booking.create({
    data: {
      ...{ sessionId: localId(sessionId), accountId: localId(booked.accountId), status: 'CONFIRMED' },
      ...{ amountMinor: 0, currency: 'EUR' },
    },
  });
  const admin = await person(server, 'watcher', 'ADMIN');
  for (const person of [await join(), booked, admin]) {
    for (const answer of everyMutation(person, id, sessionId)) {
      expect(Object.values((await answer).data ?? {})).toMatchObject([
        { __typename: 'NotHostError', code: 'NOT_HOST', message: expect.stringContaining('co-hosts') },
      ]);
    }
  }
  for (const person of [booked, admin]) {
    expect(await vote(person, id, '5')).toMatchObject({ __typename: 'NotParticipantError', code: 'NOT_PARTICIPANT' });
  }
  expect(await vote(await join('SPECTATOR'), id, '5')).toMatchObject({
    __typename: 'NotVoterError',
    code: 'NOT_VOTER',
  });
  expect(await vote(await join('MEMBER', 'LEFT'), id, '5')).toMatchObject({ __typename: 'NotFoundError' });
  const stranger = await someone(server, 'stranger');
  const input = { sessionId, title: 'Mine' };
  expect(await stranger.run(StoryCreateDocument, { input })).toMatchObject({
    storyCreate: { __typename: 'NotHostError' },
  });
});

test('co-hosts remove members, but neither the host nor each other', async () => {
  const { id: sessionId, host } = await startSession(server);
  const [cohost, other, member] = [
    await someone(server, 'cohost'),
    await someone(server, 'other'),
    await someone(server, 'member'),
  ];
  const ids = new Map<Person, string>();
  for (const person of [cohost, other, member]) ids.set(person, (await joinByCode(person, sessionId)).participant.id);
  for (const person of [cohost, other]) {
    await host.run(SetParticipantRoleDocument, { id: ids.get(person) as string, role: 'COHOST' });
  }
  const row = await server.database.prisma.participant.findFirstOrThrow({
    where: { sessionId: localId(sessionId), role: 'HOST' },
  });
  const remove = async (person: Person, id: string) =>
    (await person.run(RemoveParticipantDocument, { id })).participantRemove;
  expect(await remove(cohost, globalId('Participant', row.id))).toMatchObject({
    __typename: 'InvalidInputError',
    issues: [{ path: ['id'] }],
  });
  expect(await remove(cohost, ids.get(other) as string)).toMatchObject({
    __typename: 'NotHostError',
    message: expect.stringContaining('Only the host'),
  });
  expect(await remove(cohost, ids.get(member) as string)).toMatchObject({ presence: 'LEFT' });
  expect(await host.run(LeaveDocument, { sessionId: (await startSession(server)).id })).toMatchObject({
    sessionLeave: { code: 'NOT_PARTICIPANT' },
  });
});
