import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import { trimEventLog } from '../../src/events/partitions.ts';
import {
  CreateSessionDocument,
  RegisterDocument,
  SessionEventsDocument,
  SharedEventsDocument,
  StoryCreateDocument,
  StoryUpdateDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { redisObstacle, scratchDirectory, startProcess, startRedis } from '../support/processes.ts';
import { cloneTemplate, createTestClient, expectType, startServer, type TestServer } from '../support/server.ts';
import { addStory, remove, startSession, update } from '../support/stories.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const sequenceOf = (cursor: string) => Number(Buffer.from(cursor, 'base64url').toString().split('@')[0]);

test('hundreds of changes, while the reader is away, the server is killed and signals are lost, arrive once each and in order', {
  timeout: 240_000,
}, async () => {
  const scratch = scratchDirectory();
  stops.push(scratch.remove);
  const { url: databaseUrl, connection, drop } = await cloneTemplate();
  stops.push(async () => {
    await connection.close();
    await drop();
  });
  const redis = redisObstacle ? null : await startRedis();
  if (redis) stops.push(redis.kill);
  const settings = {
    DATA_DIR: scratch.path,
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    ...(redis && { REDIS_URL: redis.url }),
  };
  let node = await startProcess(settings);
  const kill = async () => {
    node.kill('SIGKILL');
    await node.exited;
  };
  stops.push(kill);
  const { accountRegister } = await createTestClient(node.url, null).run(RegisterDocument, {
    input: { username: 'host', email: 'host@example.org', password: 'correct horse battery' },
  });
  const { accessToken } = expectType(accountRegister, 'AuthPayload');
  let host = createTestClient(node.url, accessToken);
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Long' } });
  const { id: sessionId } = expectType(sessionCreate, 'Session');
  const { storyCreate } = await host.run(StoryCreateDocument, { input: { sessionId, title: '0' } });
  const { id } = expectType(storyCreate, 'Story');

  const seen: { sequence: number; type: string }[] = [];
  let cursor: string | null = null;
  /** Reads on from the last event, until `isWanted` is false or the server is gone. */
  const read = async (isWanted: () => boolean) => {
    const stream = host.subscribe(SharedEventsDocument, { sessionId, after: cursor });
    try {
      while (isWanted()) {
        const { sessionEvents } = await stream.next();
        cursor = sessionEvents.cursor;
        seen.push({ sequence: sequenceOf(cursor), type: sessionEvents.__typename });
      }
    } catch {
      // The server was killed.
    }
    await stream.close();
  };
  let changes = 0;
  let answered = 0;
  /** Makes changes, four at a time. Those in progress when the server is killed may or may not be committed. */
  const change = async (count: number) => {
    const last = changes + count;
    const work = async () => {
      while (changes < last) {
        changes += 1;
        const made = await host.run(StoryUpdateDocument, { id, input: { title: String(changes) } }).catch(() => null);
        if (made) answered += 1;
      }
    };
    await Promise.all([work(), work(), work(), work()]);
  };

  await read(() => seen.length < 1);
  await change(100);
  await redis?.kill();
  const reading = read(() => true);
  const changing = change(200);
  // In the middle of the changes: the reader catches up while more events come.
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(180), 60_000);
  await kill();
  await Promise.all([reading, changing]);
  node = await startProcess(settings);
  host = createTestClient(node.url, accessToken);
  while (answered < 400) await change(400 - answered);
  const latest = host.subscribe(SharedEventsDocument, { sessionId });
  const end = sequenceOf((await latest.next()).sessionEvents.cursor);
  await latest.close();
  await read(() => (seen.at(-1)?.sequence as number) < end);

  expect(seen[0]?.type).toBe('SessionSnapshot');
  const start = seen[0]?.sequence as number;
  expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map((_event, index) => start + index));
  expect(seen.filter(({ type }) => type === 'StoryChanged').length).toBeGreaterThanOrEqual(400);
  expect(seen.filter(({ type }) => type === 'SessionSnapshot')).toHaveLength(1);
});

test('a cursor that is too old, or of another session, begins again with a snapshot', async () => {
  const { id: sessionId, host } = await startSession(server);
  const story = await addStory(host, sessionId);
  const cursorOf = (sequence: number, id = localId(sessionId)) =>
    Buffer.from(`${sequence}@${id}`).toString('base64url');
  const firstAfter = async (after: string) => {
    const stream = host.subscribe(SharedEventsDocument, { sessionId, after });
    const { sessionEvents } = await stream.next();
    await stream.close();
    return sessionEvents;
  };
  for (let round = 0; round < 5; round += 1) await update(host, story.id, { title: `Round ${round}` });
  const { prisma } = server.database;
  const rows = await prisma.event.findMany({
    where: { sessionId: localId(sessionId), sequence: { not: null } },
    orderBy: { sequence: 'asc' },
  });
  const sequences = rows.map(({ sequence }) => sequence);
  const [first, , third] = sequences as [number, number, number];
  expect(await firstAfter(cursorOf(first))).toMatchObject({ __typename: 'StoryChanged' });

  // As if the first three events were a month old, and those of another session a year.
  const other = await startSession(server);
  await addStory(other.host, other.id);
  await prisma.event.updateMany({ where: { sessionId: localId(other.id) }, data: { occurredAt: daysAgo(365) } });
  const old = { sessionId: localId(sessionId), sequence: { lte: third } };
  await prisma.event.updateMany({ where: old, data: { occurredAt: daysAgo(31) } });
  const newer = { sessionId: localId(sessionId), sequence: { gt: third } };
  await prisma.event.updateMany({ where: newer, data: { occurredAt: daysAgo(29) } });
  const left = () =>
    prisma.event.count({
      where: {
        sessionId: { in: [localId(sessionId), localId(other.id)] },
        type: { in: ['SessionCreated', 'ParticipantJoined', 'StoryChanged'] },
      },
    });
  const before = await left();
  await trimEventLog(server.database, 2);
  expect(await left()).toBe(before - 2);
  await trimEventLog(server.database, 1_000);
  expect(await prisma.event.count({ where: { sessionId: localId(other.id) } })).toBe(0);

  const end = sequences.at(-1) as number;
  const snapshot = { __typename: 'SessionSnapshot', session: { title: 'Planning' } };
  expect(await firstAfter(cursorOf(first))).toMatchObject(snapshot);
  expect(await firstAfter(cursorOf(third - 1))).toMatchObject(snapshot);
  expect(sequenceOf((await firstAfter(cursorOf(third))).cursor)).toBe(third + 1);
  expect(await firstAfter(cursorOf(end + 100))).toMatchObject(snapshot);
  expect(await firstAfter(cursorOf(third, localId(other.id)))).toMatchObject(snapshot);

  for (const after of ['', 'yesterday', cursorOf(-1), Buffer.from('event:1').toString('base64url')]) {
    const stream = host.subscribe(SharedEventsDocument, { sessionId, after });
    expect(JSON.stringify(await stream.end())).toContain('EventCursor must be the cursor of an event.');
    await stream.close();
  }
});

test('a story may be deleted while its events are sent', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const stream = (await join()).subscribe(SharedEventsDocument, { sessionId });
  await stream.next();
  const changing = Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 15; round += 1) await remove(host, (await addStory(host, sessionId)).id);
    }),
  ).then(() => addStory(host, sessionId, { title: 'Last' }));
  // An event that could not be shown would be an error here.
  for (;;) {
    const { sessionEvents } = await stream.next();
    if (sessionEvents.__typename === 'StoryChanged' && sessionEvents.story.title === 'Last') break;
  }
  await changing;
  await stream.close();
});

test('earlier changes of a deleted story are no longer sent, and no other event is lost', async () => {
  const { id: sessionId, host } = await startSession(server);
  const kept = await addStory(host, sessionId, { title: 'Kept' });
  const stream = host.subscribe(SharedEventsDocument, { sessionId, kinds: ['STORIES', 'SESSION'] });
  const start = (await stream.next()).sessionEvents.cursor;
  const gone = await addStory(host, sessionId, { title: 'Gone' });
  expect((await stream.next()).sessionEvents).toMatchObject({ story: { title: 'Gone' } });
  await remove(host, gone.id);
  await update(host, kept.id, { title: 'Still here' });
  const again = host.subscribe(SharedEventsDocument, { sessionId, after: start, kinds: ['STORIES', 'SESSION'] });
  for (const one of [stream, again]) {
    expect((await one.next()).sessionEvents).toMatchObject({ __typename: 'StoryDeleted', storyId: gone.id });
    expect((await one.next()).sessionEvents).toMatchObject({ story: { title: 'Still here' } });
    await one.close();
  }
});

test('events logged before deletions had a type of their own stay readable', async () => {
  const { id: sessionId, host } = await startSession(server);
  const story = await addStory(host, sessionId, { title: 'Gone' });
  const stream = host.subscribe(SharedEventsDocument, { sessionId });
  const start = (await stream.next()).sessionEvents.cursor;
  await stream.close();
  await update(host, story.id, { title: 'Renamed' });
  await server.database.prisma.story.delete({ where: { id: localId(story.id) } });
  await transaction(server.database, (tx) =>
    server.app.events.append(tx, localId(sessionId), { type: 'SessionChanged', status: 'LIVE' }),
  );
  const again = host.subscribe(SharedEventsDocument, { sessionId, after: start, kinds: ['STORIES', 'SESSION'] });
  expect((await again.next()).sessionEvents).toMatchObject({ __typename: 'SessionChanged' });
  await again.close();
});

test('a story that was deleted is in no snapshot', async () => {
  const { id: sessionId, host } = await startSession(server);
  const [gone] = [
    await addStory(host, sessionId, { title: 'Gone' }),
    await addStory(host, sessionId, { title: 'Kept' }),
  ];
  await remove(host, gone.id);
  const stream = host.subscribe(SessionEventsDocument, { sessionId });
  expect((await stream.next()).sessionEvents).toMatchObject({
    __typename: 'SessionSnapshot',
    stories: [{ title: 'Kept' }],
  });
  await stream.close();
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
