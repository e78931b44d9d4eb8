import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateSessionDocument } from '../generated/documents.ts';
import { expectType, startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { type Person, people, person } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let id: string;

const sessionQuery = 'query ($id: ID!) { session(id: $id) { title host { displayName } } }';
const rename =
  'mutation ($id: ID!, $title: String!) { sessionUpdate(id: $id, input: { title: $title }) { __typename } }';

beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Title 0' } });
  id = expectType(sessionCreate, 'Session').id;
});
afterAll(() => server.stop());

const titleSeenBy = async (person: Pick<Person, 'ask'>) => {
  const { data, errors } = await person.ask<{ session: { title: string } }>(sessionQuery, { id });
  expect(errors).toBeUndefined();
  return data?.session.title as string;
};

test('what many ask for at once is read by a few statements', async () => {
  const statements = await server.statementsOf(() => Promise.all(Array.from({ length: 50 }, () => titleSeenBy(host))));
  // Of each of the three kinds: the device sessions, the sessions, their hosts.
  expect(statements.length).toBeGreaterThanOrEqual(3);
  expect(statements.length).toBeLessThan(50);
});

test('whoever asks after a change sees it, however many others are asking', async () => {
  let isOver = false;
  let reads = 0;
  const crowd = Array.from({ length: 20 }, async () => {
    while (!isOver) {
      await titleSeenBy(server.visitor);
      reads += 1;
    }
  });
  for (let turn = 1; turn <= 40; turn += 1) {
    const title = `Title ${turn}`;
    await host.ask(rename, { id, title });
    expect(await Promise.all([titleSeenBy(host), titleSeenBy(server.visitor)])).toEqual([title, title]);
  }
  isOver = true;
  await Promise.all(crowd);
  expect(reads).toBeGreaterThan(40);
});

test('a row is shown as it is, whoever changed it, removed it or put it back', async () => {
  const [ghost] = await people(server, ['ghost']);
  const { account } = server.database.prisma;
  const seen = async () => {
    const query = 'query ($id: ID!) { node(id: $id) { ... on User { displayName } } }';
    return (await server.visitor.ask<{ node: { displayName: string } | null }>(query, { id: ghost.userId })).data?.node;
  };
  for (const displayName of ['once', 'twice', 'twice', 'thrice']) {
    await account.update({ where: { id: ghost.id }, data: { displayName } });
    expect([await seen(), await seen()]).toEqual([{ displayName }, { displayName }]);
  }
  const row = await account.delete({ where: { id: ghost.id } });
  expect([await seen(), await seen()]).toEqual([null, null]);
  await account.create({ data: row });
  expect(await seen()).toEqual({ displayName: 'thrice' });
});

test('what is read together is told to those alone who may see it', async () => {
  const other = await person(server, 'other', 'CREATOR');
  const draft = await host.run(CreateSessionDocument, {
    input: { title: 'Draft', startsAt: new Date(Date.now() + 3_600_000).toISOString(), draft: true },
  });
  const draftId = expectType(draft.sessionCreate, 'Session').id;
  const ask = (person: Pick<Person, 'ask'>) =>
    person.ask('query ($id: ID!) { session(id: $id) { title } }', { id: draftId });
  const people = [host, other, server.visitor];
  const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(people[index % 3] as Person)));
  answers.forEach(({ data }, index) => {
    expect(data).toEqual({ session: index % 3 === 0 ? { title: 'Draft' } : null });
  });
});

test('an access token is refused from the moment its device session ends, amid requests of others', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const [person] = await people(server, [`leaver${turn}`]);
    const others = Promise.all(Array.from({ length: 30 }, () => titleSeenBy(host)));
    await person.ask('mutation { accountLogout { __typename } }');
    expect(await person.ask('{ viewer { id } }')).toMatchObject(tokenRefused);
    await others;
  }
});

test('a table may get another column while its statements are prepared', async () => {
  for (let turn = 0; turn < 3; turn += 1) {
    await Promise.all(Array.from({ length: 20 }, () => titleSeenBy(host)));
    await server.database.prisma.$executeRawUnsafe(`ALTER TABLE "Session" ADD COLUMN "more${turn}" integer`);
    // First in a transaction, which cannot send a statement once more.
    expect(await host.ask(rename, { id, title: 'Title 40' })).toMatchObject({
      data: { sessionUpdate: { __typename: 'Session' } },
    });
    expect(await Promise.all([titleSeenBy(host), titleSeenBy(server.visitor)])).toEqual(['Title 40', 'Title 40']);
  }
});
