import type { GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/server/schema.ts';
import { UpdateSessionDocument } from '../generated/documents.ts';
import { everyDeclaredField } from '../support/broadcastable-fields.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { book, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let guest: Person;
let admin: Person;
let id: string;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  admin = await person(server, 'admin', 'ADMIN');
  [guest] = await people(server, ['guest']);
  const more = { maxParticipants: 5, tags: ['calm'], description: 'Slow.' };
  ({ id } = await schedule(host, { title: 'Title 0', visibility: 'LISTED', ...more }));
  await book(guest, id);
});
afterAll(() => server.stop());

const everybody = () => [server.visitor, host, guest, admin];
const many = <Result>(ask: (who: Client) => Promise<Result>) =>
  Promise.all(Array.from({ length: 40 }, (_, index) => ask(everybody()[index % 4] as Client)));
const catalogue =
  'query ($first: Int) { sessions(first: $first) { nodes { id title seatsLeft host { displayName } } } }';

test('what many ask for at once, signed in or not, is executed a few times', async () => {
  const statements = await server.statementsOf(async () => {
    const answers = await many((who) => who.ask(catalogue, { first: 3 }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ data: { sessions: { nodes: [{ id, host: { displayName: 'host' } }] } } });
  });
  // Of each of the three kinds: the device sessions, the page, the hosts.
  expect(statements.filter((sql) => sql.includes('LIMIT')).length).toBeLessThan(10);
  expect(statements.length).toBeLessThan(30);
});

test('whoever asks after a change sees it, however many others are asking', async () => {
  let isOver = false;
  let reads = 0;
  const titleSeenBy = async (who: Client) => {
    const { data, errors } = await who.ask<{ sessions: { nodes: { title: string }[] } }>(catalogue, {});
    expect(errors).toBeUndefined();
    return data?.sessions.nodes[0]?.title;
  };
  const crowd = Array.from({ length: 20 }, async () => {
    while (!isOver) {
      await titleSeenBy(server.visitor);
      reads += 1;
    }
  });
  try {
    for (let turn = 1; turn <= 40; turn += 1) {
      const title = `Title ${turn}`;
      await host.run(UpdateSessionDocument, { id, input: { title } });
      expect(await Promise.all(everybody().map(titleSeenBy))).toEqual([title, title, title, title]);
    }
  } finally {
    isOver = true;
    await Promise.all(crowd);
  }
  expect(reads).toBeGreaterThan(40);
});

test('what is declared to be the same for all is, and what is not stays everybody’s own', async () => {
  const selection = everyDeclaredField(schema.getType('Session') as GraphQLObjectType, 1, [
    'participants',
    'stories',
    'joinCode',
  ]);
  expect(selection).toContain('participantCount');
  const page = (of: string) => `{ sessions { totalCount pageInfo { hasNextPage } edges { cursor node { ${of} } } } }`;
  const together = await many((who) => who.ask(page(selection)));
  expect(together[0]?.errors).toBeUndefined();
  expect(new Set(together.map((answer) => JSON.stringify(answer))).size).toBe(1);

  const own = await many((who) => who.ask(page(`${selection} viewer { isHost booking { status } }`)));
  own.forEach((answer, index) => {
    const { viewer, ...node } = nodeOf(answer);
    expect(viewer).toEqual(
      [
        null,
        { isHost: true, booking: null },
        { isHost: false, booking: { status: 'CONFIRMED' } },
        { isHost: false, booking: null },
      ][index % 4],
    );
    expect(node).toEqual(nodeOf(together[0] as object));
  });

  type Node = Record<string, unknown> & { viewer?: unknown };
  function nodeOf(answer: object): Node {
    return (answer as { data: { sessions: { edges: { node: Node }[] } } }).data.sessions.edges[0]?.node as Node;
  }
});

test('what a visitor is refused is asked for by each alone', async () => {
  const inside = '{ sessions { nodes { title participants { totalCount } } } }';
  const answers = await many((who) => who.ask(inside));
  answers.forEach(({ data, errors }, index) => {
    if (index % 4 === 0) expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    else expect(data).toEqual({ sessions: { nodes: [{ title: 'Title 40', participants: { totalCount: 0 } }] } });
  });
  const refused = await many((who) => who.ask('{ sessions(after: "none") { totalCount } }'));
  for (const { errors } of refused) expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
});

test('each may ask what theirs costs, and choose one of several operations', async () => {
  const document = `query Titles { sessions { nodes { title } } } query Prices { sessions { nodes { price { amountMinor } } } }`;
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          query: document,
          operationName: index % 2 ? 'Titles' : 'Prices',
          ...(index % 4 < 2 && { extensions: { cost: true } }),
        }),
      });
      return (await response.json()) as { extensions?: unknown; data: { sessions: { nodes: unknown[] } } };
    }),
  );
  answers.forEach(({ data, extensions }, index) => {
    expect(data.sessions.nodes[0]).toEqual(index % 2 ? { title: 'Title 40' } : { price: { amountMinor: 0 } });
    expect(extensions !== undefined).toBe(index % 4 < 2);
  });
});
