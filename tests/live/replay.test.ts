import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeleteAccountDocument, JoinByCodeDocument, StoryUpdateDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { settle } from '../support/log.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { addStory, reveal, start, vote } from '../support/stories.ts';
import { type Person, password, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let sessionId: string;
let code: string;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  sessionId = (await schedule(host, { startsAt: null })).id;
  const session = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(sessionId) } });
  code = session.joinCode as string;
});
afterAll(() => server.stop());

interface Shown {
  __typename: string;
  cursor: string;
  participant?: { user: { displayName: string } };
  story?: { title: string; result: { average: number } | null };
}

/** Nothing in it depends on the viewer, so that its results are shared. */
const everything = `subscription Room($id: ID!, $after: EventCursor) { sessionEvents(sessionId: $id, after: $after) {
  __typename cursor
  ... on ParticipantJoined { participant { user { displayName } } }
  ... on StoryChanged { story { title result { average } } } } }`;

const follow = (who: Person, after: string | null = null) => {
  const stream = who.subscribe<{ sessionEvents: Shown }, Record<string, unknown>>(everything, { id: sessionId, after });
  return { ...stream, next: async () => (await stream.next()).sessionEvents };
};

/** The first event of a type that who resumes after a cursor is sent. */
async function resumed(who: Person, after: string, name: string): Promise<Shown> {
  const stream = follow(who, after);
  for (;;) {
    const event = await stream.next();
    if (event.__typename !== name) continue;
    await stream.close();
    return event;
  }
}

test('who resumes is shown people and stories as they are, whenever others were sent the same events', async () => {
  const mia = await person(server, 'mia');
  await settle(server);
  // Somebody who stays keeps the events in memory.
  const staying = follow(host);
  const { cursor } = await staying.next();
  await mia.run(JoinByCodeDocument, { code });
  let event = await staying.next();
  while (event.participant?.user.displayName !== 'mia') event = await staying.next();
  const joined = async () => (await resumed(host, cursor, 'ParticipantJoined')).participant?.user.displayName;

  await mia.ask('mutation { accountUpdate(input: { displayName: "Mia May" }) { __typename } }');
  await expect.poll(joined, { timeout: 5_000 }).toBe('Mia May');

  const { id } = await addStory(host, sessionId, { title: 'Login' });
  await start(host, id);
  await vote(mia, id, '5');
  await reveal(host, id);
  while (event.story?.result?.average !== 5) event = await staying.next();
  await host.run(StoryUpdateDocument, { id, input: { title: 'Sign in' } });
  await start(host, id);
  const told = async () => (await resumed(host, cursor, 'StoryChanged')).story;
  await expect.poll(told, { timeout: 5_000 }).toEqual({ title: 'Sign in', result: null });

  await mia.run(DeleteAccountDocument, { password });
  await expect.poll(joined, { timeout: 5_000 }).toBe('Deleted person');
  await staying.close();
});
