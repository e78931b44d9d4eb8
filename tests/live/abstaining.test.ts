import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  JoinByCodeDocument,
  LiveSessionDocument,
  SessionEventsDocument,
  SetParticipantRoleDocument,
  SetVotingDocument,
} from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { addStory, node, someone, start, startSession, vote } from '../support/stories.ts';
import type { Person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** A live session with automatic reveal, its host and two members, and a story that is open for votes. */
async function startPlanning() {
  const { id: sessionId, host } = await startSession(server, { settings: { autoReveal: true } });
  const { session } = await host.run(LiveSessionDocument, { id: sessionId });
  const people = [host, await someone(server, 'ben'), await someone(server, 'cleo')] as const;
  for (const person of people.slice(1)) {
    const { sessionJoin } = await person.run(JoinByCodeDocument, { code: session?.joinCode as string });
    expectType(sessionJoin, 'SessionJoinPayload');
  }
  const participants = async () =>
    (await host.run(LiveSessionDocument, { id: sessionId })).session?.participants?.nodes;
  const ids = new Map((await participants())?.map(({ id, user }) => [user.username, id]));
  const idOf = (person: Person) => ids.get(person.username) as string;
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  return {
    ...{ sessionId, story: id, people, participants, idOf },
    setVoting: async (by: Person, person: Person, isVoter: boolean) =>
      (await by.run(SetVotingDocument, { id: idOf(person), isVoter })).participantSetVoting,
    setRole: (person: Person, role: 'COHOST' | 'MEMBER' | 'SPECTATOR') =>
      host.run(SetParticipantRoleDocument, { id: idOf(person), role }),
  };
}

test('automatic reveal does not wait for a host who abstains', async () => {
  const { story, people, setVoting, participants, sessionId } = await startPlanning();
  const [host, ben, cleo] = people;
  const stream = ben.subscribe(SessionEventsDocument, { sessionId, kinds: ['PARTICIPANTS', 'STORIES'] });
  await stream.next();
  await vote(host, story, '21');
  expect(await setVoting(host, host, false)).toMatchObject({ role: 'HOST', isVoter: false });
  expect((await participants())?.map(({ isVoter }) => isVoter)).toEqual([false, true, true]);
  const told = async (type: string) => {
    for (;;) {
      const { sessionEvents } = await stream.next();
      if (sessionEvents.__typename === type) return sessionEvents;
    }
  };
  expect(await told('ParticipantVotingChanged')).toMatchObject({
    participant: { user: { username: host.username }, isVoter: false },
  });
  await stream.close();

  expect(await vote(host, story, '1')).toMatchObject({
    __typename: 'NotVoterError',
    message: expect.stringContaining('abstain'),
  });
  await vote(ben, story, '3');
  expect(await vote(cleo, story, '3')).toMatchObject({ status: 'REVEALED', result: { consensus: true, average: 3 } });
  expect(await setVoting(host, host, true)).toMatchObject({ isVoter: true });
  await start(host, story);
  expect(await vote(host, story, '5')).toMatchObject({ status: 'VOTING' });
});

test('the last missing vote may be that of a person who abstains', async () => {
  const { story, people, setVoting } = await startPlanning();
  const [host, ben, cleo] = people;
  for (const person of [ben, cleo]) await vote(person, story, '8');
  expect(await node(host, story)).toMatchObject({ status: 'VOTING' });
  await setVoting(host, host, false);
  expect(await node(host, story)).toMatchObject({ status: 'REVEALED', result: { average: 8 } });
});

test('hosts and co-hosts decide for everybody, others for themselves, and spectators never vote', async () => {
  const { people, setVoting, setRole } = await startPlanning();
  const [host, ben, cleo] = people;
  expect(await setVoting(ben, cleo, false)).toMatchObject({ __typename: 'NotHostError', code: 'NOT_HOST' });
  expect(await setVoting(ben, ben, false)).toMatchObject({ isVoter: false });
  expect(await setVoting(host, ben, true)).toMatchObject({ isVoter: true });
  await setRole(ben, 'COHOST');
  expect(await setVoting(ben, host, false)).toMatchObject({ role: 'HOST', isVoter: false });
  await setRole(cleo, 'SPECTATOR');
  expect(await setVoting(cleo, cleo, true)).toMatchObject({ __typename: 'NotVoterError', code: 'NOT_VOTER' });
  const stranger = await someone(server, 'stranger');
  expect(await setVoting(stranger, host, false)).toMatchObject({ __typename: 'NotFoundError' });
});

test('with nobody but people who abstain, nothing is revealed automatically', async () => {
  const { story, people, setVoting } = await startPlanning();
  const [host, ben, cleo] = people;
  for (const person of people) await setVoting(person, person, false);
  expect(await node(host, story)).toMatchObject({ status: 'VOTING', votes: [] });
  await setVoting(cleo, cleo, true);
  await setVoting(ben, ben, true);
  await vote(ben, story, '2');
  expect(await vote(cleo, story, '2')).toMatchObject({ status: 'REVEALED' });
});
