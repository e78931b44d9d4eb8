import { afterAll, beforeAll, expect, test } from 'vitest';
import { DecksDocument, SessionStoriesDocument, StoriesOfSessionsDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  addStory,
  create,
  everyMutation,
  list,
  node,
  remove,
  reveal,
  someone,
  start,
  startSession,
  update,
  vote,
} from '../support/stories.ts';
import type { Person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a story takes the session’s deck or its own, and keeps it while voting', async () => {
  const { id: sessionId, host, join } = await startSession(server, { settings: { deck: ['S', 'M', 'L'] } });
  const member = await join();
  expect(await addStory(host, sessionId)).toMatchObject({ deck: ['S', 'M', 'L'], description: null, position: 0 });
  const { id } = await addStory(host, sessionId, { deck: ['½', '1', '2', '☕'], description: ' Which pose? ' });
  expect(await node(host, id)).toMatchObject({ deck: ['½', '1', '2', '☕'], description: 'Which pose?', position: 1 });
  await start(host, id);
  expect(await update(host, id, { deck: ['1', '2'] })).toMatchObject({ storyStatus: 'VOTING' });
  for (const [person, value] of [
    [host, '☕'],
    [member, '½'],
    [await join(), '2'],
    [await join(), '½'],
  ] as const) {
    await vote(person, id, value);
  }
  const result = { average: 1, median: 0.5, consensus: false };
  expect(await reveal(host, id)).toMatchObject({
    result: {
      ...result,
      counts: [
        { value: '½', count: 2 },
        { value: '2', count: 1 },
        { value: '☕', count: 1 },
      ],
    },
  });
  expect(await update(host, id, { deck: ['2', '3'], description: null })).toMatchObject({ description: null, result });
});

test('faults of an input are named', async () => {
  const { id: sessionId, host } = await startSession(server);
  const { id } = await addStory(host, sessionId);
  const issues = async (outcome: ReturnType<typeof create>) => {
    const refusal = await outcome;
    return refusal?.__typename === 'InvalidInputError' && refusal.issues.map(({ path }) => path.join('.'));
  };
  const description = 'x'.repeat(2001);
  expect(await issues(create(host, { sessionId, title: ' ', description, deck: ['1'] }))).toEqual([
    'title',
    'description',
    'deck',
  ]);
  expect(
    await issues(
      update(host, id, { title: 'x'.repeat(201), position: -1, estimate: 'x'.repeat(21), deck: ['1', '1'] }),
    ),
  ).toEqual(['title', 'position', 'estimate', 'deck']);

  await server.database.prisma.story.createMany({
    data: Array.from({ length: 199 }, (_, index) => ({
      sessionId: localId(sessionId),
      title: 'More',
      deck: ['1', '2'],
      position: index + 1,
    })),
  });
  expect(await issues(create(host, { sessionId, title: 'One too many' }))).toEqual(['sessionId']);
});

test('stories keep their order, without gaps, as they are moved and deleted', async () => {
  const { id: sessionId, host, events } = await startSession(server);
  const ids: Record<string, string> = {};
  for (const title of ['a', 'b', 'c', 'd']) ids[title] = (await addStory(host, sessionId, { title })).id;
  const order = async () =>
    (await list(host, sessionId))?.map(({ title, position }) => `${position}${title}`).join(' ');
  const move = (title: string, position: number) => update(host, ids[title] as string, { position });
  expect(await order()).toBe('0a 1b 2c 3d');
  expect(await move('d', 1)).toMatchObject({ position: 1 });
  expect(await order()).toBe('0a 1d 2b 3c');
  expect(await move('a', 99)).toMatchObject({ position: 3 });
  expect(await order()).toBe('0d 1b 2c 3a');
  await move('c', 0);
  expect(await order()).toBe('0c 1d 2b 3a');

  const before = (await events()).length;
  expect(await remove(host, ids.d as string)).toEqual({ __typename: 'StoryDeletePayload', deletedId: ids.d });
  expect(await order()).toBe('0c 1b 2a');
  const changed = (await events()).slice(before);
  expect(changed[0]).toEqual({ type: 'StoryDeleted', payload: { storyId: localId(ids.d as string) } });
  const moved = ['b', 'a'].map((title) => ({
    type: 'StoryChanged',
    payload: { storyId: localId(ids[title] as string) },
  }));
  expect(changed.slice(1)).toHaveLength(2);
  expect(changed).toEqual(expect.arrayContaining(moved));
  expect(await node(host, ids.d as string)).toBeNull();
  expect(await remove(host, ids.d as string)).toMatchObject({ __typename: 'NotFoundError' });
  expect(await addStory(host, sessionId)).toMatchObject({ position: 3 });
});

test('hosts and co-hosts change stories, members may not, and strangers do not see them', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const { id } = await addStory(host, sessionId);
  const cohost = await join('COHOST');
  expect(await start(cohost, id)).toMatchObject({ status: 'VOTING' });
  expect(await reveal(cohost, id)).toMatchObject({ status: 'REVEALED' });

  for (const answer of everyMutation(await join(), id, sessionId)) {
    expect(Object.values((await answer).data ?? {})).toMatchObject([{ __typename: 'NotHostError' }]);
  }
  // Everybody may see the session, but a stranger not its stories.
  const stranger = await someone(server, 'stranger');
  const [creation, ...others] = everyMutation(stranger, id, sessionId);
  expect((await creation)?.data).toMatchObject({ storyCreate: { __typename: 'NotHostError' } });
  for (const answer of others) {
    expect(Object.values((await answer).data ?? {})).toMatchObject([{ __typename: 'NotFoundError' }]);
  }
  for (const answer of everyMutation(stranger, 'nonsense', 'nonsense')) {
    expect(Object.values((await answer).data ?? {})).toMatchObject([{ __typename: 'InvalidInputError' }]);
  }
  for (const person of [stranger, await join('MEMBER', 'LEFT'), server.visitor as Person]) {
    expect(await node(person, id)).toBeNull();
    expect((await person.ask(SessionStoriesDocument, { sessionId })).errors?.[0]).toMatchObject({
      path: ['session', 'stories'],
      extensions: { code: 'FORBIDDEN' },
    });
  }
});

test('a session’s status decides what may be done with its stories', async () => {
  const { id: sessionId, host, join, become } = await startSession(server);
  const member = await join();
  const voting = (await addStory(host, sessionId)).id;
  const pending = (await addStory(host, sessionId)).id;
  await start(host, voting);
  await become('SCHEDULED');
  expect(await addStory(host, sessionId)).toMatchObject({ status: 'PENDING' });
  expect(await update(host, pending, { title: 'Prepared' })).toMatchObject({ title: 'Prepared' });
  const tooEarly = { __typename: 'SessionStatusError', sessionStatus: 'SCHEDULED' };
  expect(await start(host, pending)).toMatchObject(tooEarly);
  expect(await vote(member, voting, '5')).toMatchObject(tooEarly);

  for (const status of ['ENDED', 'CANCELLED'] as const) {
    await become(status);
    for (const answer of everyMutation(host, voting, sessionId)) {
      expect(Object.values((await answer).data ?? {})).toMatchObject([
        { __typename: 'SessionStatusError', sessionStatus: status },
      ]);
    }
    expect(await vote(member, voting, '5')).toMatchObject({ sessionStatus: status });
    expect(await list(member, sessionId)).toHaveLength(3);
  }
});

test('stories, votes and results of several sessions are read in a fixed number of statements', async () => {
  const host = await someone(server, 'host');
  const sessions: string[] = [];
  for (const title of ['One', 'Two', 'Three']) {
    const { id, enter } = await startSession(server, { title });
    sessions.push(id);
    await enter(host, 'COHOST');
    for (let count = 0; count < 3; count++) {
      const story = (await addStory(host, id)).id;
      await start(host, story);
      await vote(host, story, '5');
      if (count > 0) await reveal(host, story);
    }
  }
  // Statements on these tables only, since the server's periodic work reads others meanwhile.
  const statements = async (ids: string[]) =>
    (await server.statementsOf(() => host.run(StoriesOfSessionsDocument, { ids }))).filter((sql) =>
      /(FROM|JOIN) ("public"\.)?"(Story|Vote|Account)"/.test(sql),
    );
  const ofOne = await statements(sessions.slice(0, 1));
  expect(ofOne).toHaveLength(['viewer', 'membership', 'stories', 'votes', 'votes for results', 'voters'].length);
  expect(await statements(sessions)).toHaveLength(ofOne.length);
});

test('every offered deck is accepted for a story', async () => {
  const { decks } = await server.visitor.run(DecksDocument);
  expect(decks.length).toBeGreaterThanOrEqual(4);
  expect(new Set(decks.map(({ name }) => name)).size).toBe(decks.length);
  const { id: sessionId, host } = await startSession(server);
  expect(await addStory(host, sessionId)).toMatchObject({ deck: decks[0]?.values });
  for (const { values } of decks)
    expect(await addStory(host, sessionId, { deck: values })).toMatchObject({ deck: values });
});

test('stories that several hosts move at once keep one order without gaps', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const cohost = await join('COHOST');
  const ids: string[] = [];
  for (const title of ['a', 'b', 'c', 'd', 'e', 'f']) ids.push((await addStory(host, sessionId, { title })).id);
  const moves = ids.flatMap((id, index) => [
    update(host, id, { position: 5 - index }),
    update(cohost, id, { position: (index * 3) % 6 }),
  ]);
  for (const outcome of await Promise.all(moves)) expect(outcome).toMatchObject({ __typename: 'Story' });
  const stories = (await list(host, sessionId)) ?? [];
  expect(stories.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(stories.map(({ title }) => title).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
