import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import { schema } from '../../src/server/schema.ts';
import {
  CreateSessionDocument,
  PersonalEventsDocument,
  SharedEventsDocument,
  StoryUpdateDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { everyDeclaredField } from '../support/broadcastable-fields.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { addStory, reveal, someone, start, startSession, vote } from '../support/stories.ts';
import { people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** Adds members to a session, each with an open stream that has begun. */
async function watchTogether(sessionId: string, count: number) {
  const names = Array.from({ length: count }, (_, index) => `watcher${index}of${sessionId.slice(-6)}`);
  const watchers = await people(server, names);
  await server.database.prisma.participant.createMany({
    data: watchers.map(({ id }) => ({
      ...{ sessionId: localId(sessionId), accountId: id, role: 'MEMBER', presence: 'ONLINE' },
      leaseExpiresAt: new Date(Date.now() + 3_600_000),
    })),
  });
  const streams = watchers.map((watcher, index) => {
    // Cursors and kinds differ: they choose the events, and do not prevent a broadcast.
    const kinds = index % 2 ? (['STORIES', 'SESSION'] as const) : (['STORIES'] as const);
    return watcher.subscribe(SharedEventsDocument, { sessionId, kinds: [...kinds] });
  });
  await Promise.all(streams.map((stream) => stream.next()));
  return streams;
}

/** The SQL statements of one change until every subscriber has received it. */
async function statementsOfOneEvent(count: number): Promise<{ statements: string[]; results: unknown[] }> {
  const { id: sessionId, host } = await startSession(server);
  const { id } = await addStory(host, sessionId);
  const streams = await watchTogether(sessionId, count);
  let round = 0;
  let results: unknown[] = [];
  const statements = await server.statementsOf(async () => {
    await host.run(StoryUpdateDocument, { id, input: { title: `Title ${++round}` } });
    results = await Promise.all(streams.map((stream) => stream.next()));
  });
  await Promise.all(streams.map((stream) => stream.close()));
  return { statements: statements.filter((sql) => /"(Story|Participant|Vote|SessionEvent)"/.test(sql)), results };
}

test('two hundred equal subscriptions cost as much as two: one read, one check and one execution per event', {
  timeout: 120_000,
}, async () => {
  const few = await statementsOfOneEvent(2);
  const many = await statementsOfOneEvent(200);
  expect(many.results).toHaveLength(200);
  expect(new Set(many.results.map((result) => JSON.stringify(result))).size).toBe(1);
  expect(many.results[0]).toMatchObject({ sessionEvents: { story: { title: 'Title 3' } } });
  expect(many.statements.length).toBeLessThanOrEqual(few.statements.length);
  const checks = many.statements.filter((sql) => sql.includes('CROSS JOIN'));
  expect(checks.length).toBeLessThanOrEqual(2);
});

test('an operation that selects a field of the viewer shows each viewer their own value', async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const [ann, ben, watcher] = [await join(), await join(), await join('SPECTATOR')];
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  const everybody = [host, ann, ben, watcher];
  const streams = everybody.map((person) => person.subscribe(PersonalEventsDocument, { sessionId }));
  for (const stream of streams) await stream.next();
  /** The story's next event, as each person receives it. */
  const nextOfStory = () =>
    Promise.all(
      streams.map(async (stream) => {
        for (;;) {
          const { sessionEvents } = await stream.next();
          if (sessionEvents.__typename === 'StoryChanged') return sessionEvents;
        }
      }),
    );

  await vote(ann, id, '5');
  await vote(ben, id, '8');
  await server.database.prisma.session.update({ where: { id: localId(sessionId) }, data: { title: 'Told to all' } });
  await host.run(StoryUpdateDocument, { id, input: { title: 'Hidden votes' } });
  const hidden = await nextOfStory();
  expect(hidden.map(({ session }) => session.viewer)).toMatchObject(
    everybody.map((person, index) => ({
      isHost: index === 0,
      participant: { user: { username: person.username }, role: ['HOST', 'MEMBER', 'MEMBER', 'SPECTATOR'][index] },
    })),
  );
  const { joinCode } = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(sessionId) } });
  expect(hidden.map(({ session }) => session.joinCode)).toEqual(everybody.map(() => joinCode));
  const values = hidden.map(({ story }) => story.votes.map(({ value }) => value));
  expect(values).toEqual([
    [null, null],
    ['5', null],
    [null, '8'],
    [null, null],
  ]);

  await reveal(host, id);
  const shown = await nextOfStory();
  expect(shown.map(({ story }) => story.votes.map(({ value }) => value))).toEqual(everybody.map(() => ['5', '8']));
  for (const stream of streams) await stream.close();
});

test('a draft is streamed to its host, and to nobody else', async () => {
  const host = await person(server, 'drafter', 'CREATOR');
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Draft', startsAt, draft: true } });
  const { id: sessionId } = expectType(sessionCreate, 'Session');
  const stream = host.subscribe(SharedEventsDocument, { sessionId });
  expect(await stream.next()).toMatchObject({ sessionEvents: { session: { title: 'Draft' } } });
  await host.run(UpdateSessionDocument, { id: sessionId, input: { title: 'Second draft' } });
  expect(await stream.next()).toMatchObject({ sessionEvents: { session: { title: 'Second draft', status: 'DRAFT' } } });
  await stream.close();

  const stranger = await someone(server, 'stranger');
  const refused = stranger.subscribe(SharedEventsDocument, { sessionId });
  expect(await refused.end()).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  await refused.close();
});

test('every field that is declared broadcastable has the same value for every member, in every event', async () => {
  const { id: sessionId, host, join } = await startSession(server, { maxParticipants: 9 });
  const members = [
    await join(),
    await join('COHOST'),
    await join('SPECTATOR'),
    await person(server, 'overseer', 'ADMIN'),
  ];
  const { id } = await addStory(host, sessionId);
  await start(host, id);
  for (const person of [host, ...members.slice(0, 2)]) await vote(person, id, '3');

  const selection = everyDeclaredField(schema.getType('SessionEvent') as never, 3);
  const shared = `subscription($sessionId: ID!) { sessionEvents(sessionId: $sessionId) { ${selection} } }`;
  expect(shared).toContain('presence');
  expect(shared).toContain('joinCode');
  expect(shared).not.toMatch(/isHost|votes {[^}]*\bvalue/);
  const personal = shared.replace(' session { ', ' session { own: viewer { isHost } ');
  expect(personal).not.toBe(shared);
  const streams = [host, ...members].flatMap((person) =>
    [shared, personal].map((query) =>
      person.subscribe<{ sessionEvents: Seen }, { sessionId: string }>(query, { sessionId }),
    ),
  );
  const next = () => Promise.all(streams.map((stream) => stream.next()));
  const snapshots = await next();
  expect(snapshots[0]?.sessionEvents.__typename).toBe('SessionSnapshot');

  const sessionRow = localId(sessionId);
  const participant = await server.database.prisma.participant.findFirstOrThrow({ where: { sessionId: sessionRow } });
  const state = { participantId: participant.id, presence: participant.presence, role: participant.role };
  await transaction(server.database, (tx) =>
    server.app.events.append(
      tx,
      sessionRow,
      { type: 'SessionChanged', status: 'LIVE' },
      { type: 'SeatsChanged', seatsTaken: 1, seatsLeft: 8 },
      { type: 'ParticipantJoined', ...state },
      { type: 'ParticipantLeft', wasRemoved: false, ...state },
      { type: 'ParticipantPresenceChanged', ...state },
      { type: 'ParticipantRoleChanged', ...state },
      { type: 'ParticipantVotingChanged', isVoter: false, ...state },
      { type: 'StoryChanged', storyId: localId(id) },
      { type: 'StoryDeleted', storyId: randomUUID() },
      { type: 'VoteCast', storyId: localId(id), accountId: localId(host.accountId) },
    ),
  );
  const seen: string[] = [];
  while (seen.at(-1) !== 'VoteCast') {
    const results = await next();
    expect(results.map(({ sessionEvents }) => Boolean(sessionEvents.session.own))).toEqual(
      results.map((_result, index) => index % 2 === 1),
    );
    const [first, ...others] = results.map(comparable);
    for (const other of others) expect(other).toEqual(first);
    seen.push(results[0]?.sessionEvents.__typename as string);
  }
  expect(seen).toEqual(
    expect.arrayContaining(['SeatsChanged', 'ParticipantLeft', 'StoryChanged', 'StoryDeleted', 'VoteCast']),
  );
  for (const stream of streams) await stream.close();
});

interface Seen {
  __typename: string;
  session: { own?: unknown };
}

/** A result without the fields of the viewer, and without times that grow from one execution to the next. */
function comparable(result: { sessionEvents: Seen }): unknown {
  return JSON.parse(JSON.stringify(result), (key, inner) =>
    /^(own|attendedSeconds|lastSeenAt)$/.test(key) ? undefined : inner,
  );
}
