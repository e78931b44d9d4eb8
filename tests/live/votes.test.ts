import { afterAll, beforeAll, expect, test } from 'vitest';
import { newContext } from '../../src/context.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import { results, visibleVotes } from '../../src/live/stories/loaders.ts';
import {
  LeaveDocument,
  SetParticipantRoleDocument,
  StoryVoteDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  addStory,
  create,
  list,
  node,
  reveal,
  someone,
  start,
  startSession,
  update,
  vote,
} from '../support/stories.ts';
import { type Person, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('votes are hidden until revealed, on every path and from everybody but the voter', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const [member, other, spectator] = [await join(), await join(), await join('SPECTATOR')];
  const admin = await person(server, 'admin', 'ADMIN');
  const { id } = await addStory(host, sessionId);
  expect(await start(host, id)).toMatchObject({ status: 'VOTING', round: 1, votes: [], result: null });

  const seenBy = (voter: Person, value: string | null) => ({
    status: 'VOTING',
    votes: [{ user: { username: voter.username }, value }],
    result: null,
  });
  expect(await vote(member, id, '5')).toMatchObject(seenBy(member, '5'));
  for (const person of [other, spectator, host, admin]) {
    expect(await node(person, id)).toMatchObject(seenBy(member, null));
    expect(await list(person, sessionId)).toMatchObject([seenBy(member, null)]);
  }
  expect(await update(host, id, { title: 'Renamed' })).toMatchObject(seenBy(member, null));
  expect(await vote(other, id, '8')).toMatchObject({
    votes: [
      { user: { username: member.username }, value: null },
      { user: { username: other.username }, value: '8' },
    ],
  });
  expect(await list(member, sessionId)).toMatchObject([
    { votes: [{ value: '5' }, { value: null }], estimate: null, result: null },
  ]);

  const revealed = {
    status: 'REVEALED',
    votes: [{ value: '5' }, { value: '8' }],
    result: {
      counts: [
        { value: '5', count: 1 },
        { value: '8', count: 1 },
      ],
      average: 6.5,
      median: 6.5,
      consensus: false,
    },
  };
  expect(await reveal(host, id)).toMatchObject(revealed);
  for (const person of [member, other, spectator, host, admin]) {
    expect(await node(person, id)).toMatchObject(revealed);
    expect(await list(person, sessionId)).toMatchObject([revealed]);
  }
});

test('who voted what is the same for everybody once it is revealed, and a person’s own vote is theirs before', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const [member, other] = [await join(), await join()];
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  await vote(member, id, '5');
  const seenBy = async (who: Person) => {
    const fields = 'viewerVote votes { revealedValue }';
    const { data } = await who.ask(`query ($id: ID!) { node(id: $id) { ... on Story { ${fields} } } }`, { id });
    return data;
  };
  expect(await seenBy(member)).toEqual({ node: { viewerVote: '5', votes: [{ revealedValue: null }] } });
  expect(await seenBy(other)).toEqual({ node: { viewerVote: null, votes: [{ revealedValue: null }] } });
  await reveal(host, id);
  for (const [who, viewerVote] of [[member, '5'] as const, [other, null] as const]) {
    expect(await seenBy(who)).toEqual({ node: { viewerVote, votes: [{ revealedValue: '5' }] } });
  }
  await start(host, id);
  expect(await seenBy(member)).toEqual({ node: { viewerVote: null, votes: [] } });
});

test('a vote may be changed while voting, and only then', async () => {
  const { id: sessionId, host, join, events } = await startSession(server);
  const member = await join();
  const { id } = await addStory(host, sessionId);
  expect(await vote(member, id, '5')).toMatchObject({ __typename: 'StoryStatusError', storyStatus: 'PENDING' });
  await start(host, id);
  expect(await vote(member, id, '4')).toMatchObject({
    __typename: 'InvalidInputError',
    issues: [{ path: ['value'] }],
  });
  await vote(member, id, '5');
  expect(await vote(member, id, '13')).toMatchObject({ votes: [{ value: '13' }] });
  await reveal(host, id);
  expect(await vote(member, id, '1')).toMatchObject({ __typename: 'StoryStatusError', storyStatus: 'REVEALED' });
  expect(await node(member, id)).toMatchObject({ votes: [{ value: '13' }], result: { consensus: true } });

  const cast = (await events()).filter(({ type }) => type === 'VoteCast');
  const payload = { storyId: localId(id), accountId: localId(member.accountId) };
  expect(cast).toEqual([
    { type: 'VoteCast', payload },
    { type: 'VoteCast', payload },
  ]);
});

test('a vote is for the deck’s value however it is typed, and is kept in the deck’s spelling', async () => {
  const { id: sessionId, host } = await startSession(server);
  const typed = {
    XS: ['xs', ' Xs ', 'ｘｓ', 'ＸＳ'],
    '☕': ['☕️', '☕︎'],
    '½': ['½', '1⁄2'],
    Straße: ['STRASSE', 'straße'],
  };
  const { id } = await addStory(host, sessionId, { deck: [...Object.keys(typed), 'İst'] });
  await start(host, id);
  for (const [card, spellings] of Object.entries({ ...typed, İst: ['ist', 'IST', 'İST'] })) {
    for (const spelling of spellings) {
      expect([spelling, await vote(host, id, spelling)]).toMatchObject([spelling, { votes: [{ value: card }] }]);
    }
  }
  expect(await vote(host, id, 'X S')).toMatchObject({ __typename: 'InvalidInputError', issues: [{ path: ['value'] }] });
});

test('a deck whose values differ in case or form alone is refused, and one from earlier stays usable', async () => {
  const { id: sessionId, host } = await startSession(server);
  for (const pair of [
    ['xs', 'XS'],
    ['☕', '☕️'],
    ['5', '５'],
    ['İ', 'i'],
    ['½', '1⁄2'],
  ]) {
    expect(await create(host, { sessionId, title: 'Twice', deck: [...pair, '?'] })).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['deck'] }],
    });
    const settings = { deck: [...pair, '?'] };
    expect(await host.run(UpdateSessionDocument, { id: sessionId, input: { settings } })).toMatchObject({
      sessionUpdate: { __typename: 'InvalidInputError' },
    });
  }
  const { id } = await addStory(host, sessionId);
  await server.database.prisma.story.update({ where: { id: localId(id) }, data: { deck: ['m', 'M', '?'] } });
  await start(host, id);
  for (const card of ['M', 'm']) expect(await vote(host, id, card)).toMatchObject({ votes: [{ value: card }] });
});

test('only participants who are in and no spectators vote', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  expect(await vote(await join('SPECTATOR'), id, '5')).toMatchObject({
    __typename: 'NotVoterError',
    code: 'NOT_VOTER',
  });
  const outsiders = [await someone(server, 'stranger'), await join('MEMBER', 'LEFT'), await join()];
  await server.database.prisma.participant.updateMany({
    where: { accountId: localId((outsiders[2] as Person).accountId) },
    data: { removedAt: new Date() },
  });
  for (const person of outsiders) {
    expect(await vote(person, id, '5')).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: 'There is no such story, or it is not yours to see.',
    });
  }
  expect(await vote(await join('COHOST'), id, '5')).toMatchObject({ __typename: 'Story' });
  expect(await vote(host, id, '5')).toMatchObject({ votes: [{ value: null }, { value: '5' }] });

  await host.run(LeaveDocument, { sessionId });
  expect(await vote(host, id, '3')).toMatchObject({ __typename: 'NotParticipantError' });
  expect((await server.visitor.ask(StoryVoteDocument, { id, value: '5' })).errors?.[0]?.extensions).toEqual({
    code: 'UNAUTHENTICATED',
  });
});

test('a new round clears votes and estimate', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const member = await join();
  const { id } = await addStory(host, sessionId);
  await update(host, id, { estimate: 'M' });
  expect(await start(host, id)).toMatchObject({ round: 1, estimate: 'M' });
  expect(await start(host, id)).toMatchObject({ __typename: 'StoryStatusError', storyStatus: 'VOTING' });
  await vote(member, id, '5');
  await reveal(host, id);
  expect(await reveal(host, id)).toMatchObject({ __typename: 'StoryStatusError', storyStatus: 'REVEALED' });
  expect(await update(host, id, { estimate: '5' })).toMatchObject({ estimate: '5', status: 'REVEALED' });
  expect(await start(host, id)).toMatchObject({ status: 'VOTING', round: 2, votes: [], result: null, estimate: null });
  expect(await reveal(host, id)).toMatchObject({
    votes: [],
    result: { counts: [], average: null, median: null, consensus: false },
  });
});

test('with autoReveal, the last vote of the people present reveals', async () => {
  const { id: sessionId, host, join } = await startSession(server, { settings: { autoReveal: true } });
  const members = [await join(), await join('MEMBER', 'RECONNECTING'), await join('COHOST')];
  await join('SPECTATOR');
  await join('MEMBER', 'OFFLINE');
  await join('MEMBER', 'LEFT');
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  for (const member of members) expect(await vote(member, id, '3')).toMatchObject({ status: 'VOTING' });
  expect(await vote(host, id, '3')).toMatchObject({
    status: 'REVEALED',
    votes: [{ value: '3' }, { value: '3' }, { value: '3' }, { value: '3' }],
    result: { median: 3, consensus: true },
  });
});

test('switching autoReveal on reveals the stories whose votes are complete, and no others', async () => {
  const { id: sessionId, host, join, events } = await startSession(server);
  const member = await join();
  const [complete, open] = [await addStory(host, sessionId), await addStory(host, sessionId)];
  for (const { id } of [complete, open]) {
    await start(host, id);
    await vote(host, id, '3');
  }
  expect(await vote(member, complete.id, '5')).toMatchObject({ status: 'VOTING' });
  const before = await events();
  await host.run(UpdateSessionDocument, { id: sessionId, input: { settings: { autoReveal: true } } });
  expect(await node(host, complete.id)).toMatchObject({ status: 'REVEALED', result: { median: 4 } });
  expect(await node(host, open.id)).toMatchObject({ status: 'VOTING', result: null });
  expect((await events()).slice(before.length)).toMatchObject([
    { type: 'SessionChanged' },
    { type: 'StoryChanged', payload: { storyId: localId(complete.id) } },
  ]);
  expect(await vote(member, open.id, '3')).toMatchObject({ status: 'REVEALED' });
});

test('without anybody present nothing is revealed automatically', async () => {
  const { id: sessionId, host, join } = await startSession(server, { settings: { autoReveal: true } });
  const member = await join();
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  await server.database.prisma.participant.updateMany({
    where: { sessionId: localId(sessionId) },
    data: { presence: 'OFFLINE' },
  });
  expect(await vote(member, id, '3')).toMatchObject({ status: 'VOTING' });
});

test('ten votes at once reveal exactly once', async () => {
  const { id: sessionId, host, join, events } = await startSession(server, { settings: { autoReveal: true } });
  const members = [host];
  while (members.length < 10) members.push(await join());
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  const before = await events();
  const outcomes = await Promise.all(members.map((member) => vote(member, id, '8')));
  expect(outcomes.filter((story) => story?.__typename === 'Story')).toHaveLength(10);
  const after = (await events()).slice(before.length).map(({ type }) => type);
  expect(after).toEqual([...Array.from({ length: 10 }, () => 'VoteCast'), 'StoryChanged']);
  expect(await node(host, id)).toMatchObject({ status: 'REVEALED', result: { counts: [{ value: '8', count: 10 }] } });
});

test('a row read before a new round began shows nothing of that round', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const member = await join();
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  await vote(member, id, '5');
  await reveal(host, id);
  const stale = await server.database.prisma.story.findUniqueOrThrow({ where: { id: localId(id) } });
  await start(host, id);
  await vote(member, id, '8');
  const context = newContext(server.app, { requestId: 'test', ipAddress: null, userAgent: null }, null);
  expect(await visibleVotes([stale], context)).toEqual([[]]);
  expect(await results([stale], context)).toMatchObject([{ counts: [] }]);
  expect(await visibleVotes([{ ...stale, round: 2 }], context)).toMatchObject([[{ value: null }]]);
  expect(await results([{ ...stale, round: 2 }], context)).toMatchObject([{ counts: [] }]);
});

test('a member who becomes a spectator has no vote, and automatic reveal does not wait for one', async () => {
  const { id: sessionId, host, join } = await startSession(server, { settings: { autoReveal: true } });
  const [hasty, slow] = [await join(), await join()];
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  await vote(hasty, id, '21');
  await vote(host, id, '3');
  const participants = await server.database.prisma.participant.findMany({ where: { sessionId: localId(sessionId) } });
  const demote = (person: Person) => {
    const row = participants.find(({ accountId }) => accountId === localId(person.accountId));
    return host.run(SetParticipantRoleDocument, {
      id: globalId('Participant', row?.id ?? ''),
      role: 'SPECTATOR',
    });
  };
  await demote(hasty);
  expect(await node(host, id)).toMatchObject({ status: 'VOTING', votes: [{ user: { username: host.username } }] });
  await demote(slow);
  expect(await node(host, id)).toMatchObject({ status: 'REVEALED', result: { consensus: true, average: 3 } });
});

test('voting while roles change reveals with the votes of the voters alone', async () => {
  const { id: sessionId, host, join, events } = await startSession(server, { settings: { autoReveal: true } });
  const members = [await join(), await join(), await join(), await join()];
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  const before = (await events()).length;
  const participants = await server.database.prisma.participant.findMany({
    where: { sessionId: localId(sessionId), role: 'MEMBER' },
  });
  await Promise.all([
    vote(host, id, '5'),
    ...members.map((member) =>
      member.ask('mutation($id: ID!) { storyVote(id: $id, value: "5") { __typename } }', { id }),
    ),
    ...participants.slice(0, 2).map((row) =>
      host.run(SetParticipantRoleDocument, {
        id: globalId('Participant', row.id),
        role: 'SPECTATOR',
      }),
    ),
  ]);
  const story = await node(host, id);
  expect(story).toMatchObject({ status: 'REVEALED', result: { consensus: true } });
  const last = (await events()).slice(before).filter(({ type }) => type === 'StoryChanged');
  expect(last.length).toBeGreaterThanOrEqual(1);
  const voters = story && 'votes' in story ? story.votes.map(({ user }) => user.username) : [];
  // The other two members and the host have voted in any case.
  expect(voters.length).toBeGreaterThanOrEqual(3);
});
