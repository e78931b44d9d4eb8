import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  EndSessionDocument,
  JoinByCodeDocument,
  JoinByIdDocument,
  LiveSessionDocument,
  PracticeSessionsDocument,
  type SessionCreateInput,
  SessionEventsDocument,
  SetParticipantRoleDocument,
  StartSessionDocument,
  StoryCreateDocument,
  StoryStartVotingDocument,
  StoryVoteDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, inMinutes, type Person, people, schedule } from '../support/studio.ts';

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

/** A live session of the host's that has one seat. */
async function openRoom(input: Partial<SessionCreateInput> = {}) {
  const { id } = await schedule(host, {
    ...{ startsAt: inMinutes(6), visibility: 'LISTED', admission: 'BOOKING', maxParticipants: 1, ...input },
  });
  await host.run(StartSessionDocument, { id });
  return id;
}

const joinById = async (who: Person, sessionId: string) => (await who.run(JoinByIdDocument, { sessionId })).sessionJoin;
const enter = async (who: Person, sessionId: string) =>
  expectType(await joinById(who, sessionId), 'SessionJoinPayload').participant;
const practised = async (who: Person) => (await who.run(PracticeSessionsDocument)).viewer?.practiceSessions.totalCount;

/** The people in a session, as its host sees them. */
async function present(id: string) {
  const { session } = await host.run(LiveSessionDocument, { id });
  const people = session?.participants?.nodes.filter(({ presence }) => presence !== 'LEFT') ?? [];
  return people.map(({ user }) => user.username);
}

/** The join code that a person reads, and the participants, which are refused to people outside. */
async function inside(who: Person, id: string) {
  const { data, errors } = await who.ask('query($id: ID!) { session(id: $id) { joinCode } }', { id });
  expect(errors).toBeUndefined();
  return (data as { session: { joinCode: string | null } }).session.joinCode;
}

test.each(['owner', 'host', 'admin'])(
  'the %s cancels the booking of somebody in the room: they are out, and the promoted person is in alone',
  async (by) => {
    const id = await openRoom();
    const booking = await book(ben, id);
    const waiting = await book(cleo, id);
    expect(waiting.status).toBe('WAITLISTED');
    await enter(ben, id);
    expect(await inside(ben, id)).toEqual(expect.any(String));
    const { storyCreate } = await host.run(StoryCreateDocument, { input: { sessionId: id, title: 'Next pose?' } });
    const story = expectType(storyCreate, 'Story');
    await host.run(StoryStartVotingDocument, { id: story.id });
    expectType((await ben.run(StoryVoteDocument, { id: story.id, value: '5' })).storyVote, 'Story');
    const stream = ben.subscribe(SessionEventsDocument, { sessionId: id, kinds: ['PARTICIPANTS'] });
    await stream.next();
    const before = await practised(ben);

    expectType(await cancel({ owner: ben, host, admin }[by] as Person, booking.id, 'Plans changed.'), 'Booking');
    expect(await stream.end()).toBeNull();
    await stream.close();
    expect(await inside(ben, id)).toBeNull();
    expect(await joinById(ben, id)).toMatchObject({ __typename: 'BookingRequiredError' });
    expect((await ben.run(StoryVoteDocument, { id: story.id, value: '8' })).storyVote?.__typename).toBe(
      'NotFoundError',
    );
    expect(await server.database.prisma.vote.count({ where: { storyId: localId(story.id) } })).toBe(0);
    await enter(cleo, id);
    expect(await present(id)).toEqual(['host', 'cleo']);

    await host.run(EndSessionDocument, { id });
    expect(await practised(ben)).toBe(before);
  },
);

test('somebody who books again after cancelling comes back in, and their practice counts', async () => {
  const id = await openRoom();
  const booking = await book(ben, id);
  await enter(ben, id);
  await cancel(ben, booking.id);
  expect((await book(ben, id)).status).toBe('CONFIRMED');
  await enter(ben, id);
  const before = (await practised(ben)) ?? 0;
  await host.run(EndSessionDocument, { id });
  expect(await practised(ben)).toBe(before + 1);
});

test('a co-host stays without a booking', async () => {
  const id = await openRoom();
  const booking = await book(ben, id);
  const { id: participantId } = await enter(ben, id);
  await host.run(SetParticipantRoleDocument, { id: participantId, role: 'COHOST' });
  await cancel(host, booking.id);
  expect(await present(id)).toEqual(['host', 'ben']);
});

test('in a session that a code admits to, people stay without a booking as long as there is room', async () => {
  const id = await openRoom({ admission: 'CODE' });
  const code = (await inside(host, id)) as string;
  const alone = await book(ben, id);
  await ben.run(JoinByCodeDocument, { code });
  await cancel(ben, alone.id);
  expect(await present(id)).toEqual(['host', 'ben']);

  const again = await book(ben, id);
  await book(cleo, id);
  await cancel(ben, again.id);
  expect(await present(id)).toEqual(['host']);
  await enter(cleo, id);
  expect(await present(id)).toEqual(['host', 'cleo']);
});
