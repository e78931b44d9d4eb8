import { randomUUID } from 'node:crypto';
import { type GraphQLObjectType, getNamedType, isInputObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import { schema } from '../../src/server/schema.ts';
import { DeleteAccountDocument, ExportAccountDocument, ShareCalendarDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { complete, logged, start, statistics, writeSequence } from '../support/practice.ts';
import { startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { type Person, password, people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** What each operation is asked with; which there are is read from the schema, so that none is forgotten. */
const more: Record<string, string> = {
  practiceCompletePose: ', position: 1',
  practiceUpdate: ', input: { notes: "mine" }',
  practicePause: ', durationSoFarSeconds: 1',
};

const mutations = Object.values((schema.getMutationType() as GraphQLObjectType).getFields())
  .filter(({ name }) => name.startsWith('practice'))
  .flatMap(({ name, args }): [string, string][] => {
    const input = args.find((arg) => arg.name === 'input');
    const inputType = input && getNamedType(input.type);
    const takesIdInside = isInputObjectType(inputType) && 'id' in inputType.getFields();
    if (takesIdInside) return [[name, 'input: { id: $id }']];
    return args.some((arg) => arg.name === 'id') ? [[name, `id: $id${more[name] ?? ''}`]] : [];
  });

test('the schema has the operations that this file is about', () => {
  expect(mutations.map(([name]) => name).sort()).toEqual([
    'practiceComplete',
    'practiceCompletePose',
    'practiceDelete',
    'practicePause',
    'practiceResume',
    'practiceShare',
    'practiceUnshare',
    'practiceUpdate',
  ]);
});

test.each(mutations)('%s: another person’s practice is as missing as one that never was', async (name, args) => {
  const suffix = name.toLowerCase();
  const owner = await person(server, `o-${suffix}`.slice(0, 30));
  const stranger = await person(server, `s-${suffix}`.slice(0, 30));
  const admin = await person(server, `a-${suffix}`.slice(0, 30), 'ADMIN');
  const ended = await logged(owner, { notes: 'Mine.' });
  const { id: open } = await start(owner);
  const rows = () => server.database.prisma.practiceSession.findMany({ orderBy: { id: 'asc' } });
  const before = await rows();
  const operation = `mutation($id: ID!) { ${name}(${args}) { __typename ... on UserError { code message } } }`;
  const missing = await stranger.ask(operation, { id: globalId('PracticeSession', randomUUID()) });
  expect(missing).toMatchObject({ status: 200, data: { [name]: { code: 'NOT_FOUND' } } });
  for (const other of [stranger, admin]) {
    for (const id of [open, ended.id]) expect(await other.ask(operation, { id })).toEqual(missing);
  }
  for (const id of ['', 'nonsense', owner.accountId]) {
    expect(await owner.ask(operation, { id })).toMatchObject({ data: { [name]: { code: 'INVALID_INPUT' } } });
  }
  const visitor = await server.visitor.ask(operation, { id: open });
  expect(visitor).toMatchObject({ data: { [name]: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await rows()).toEqual(before);
});

const accountFields = [
  'currentPractice { id }',
  'practiceSessions { nodes { id } totalCount }',
  'practiceStats { totalSessions }',
  'practiceCalendar(from: "2026-01-01", to: "2026-01-02") { date }',
  'practiceGoal { target }',
  'practiceCalendarUrl',
  'practiceWeekStart',
];

test('the account has the fields that this file is about', () => {
  const fields = Object.keys((schema.getType('Account') as GraphQLObjectType).getFields());
  expect(accountFields.map((field) => /^\w+/.exec(field)?.[0])).toEqual(
    expect.arrayContaining(fields.filter((name) => /practice/i.test(name))),
  );
});

test('no query leads to another person’s practice: not by node, not by account, not past a public profile', async () => {
  const owner = await person(server, 'query-owner');
  const stranger = await person(server, 'query-stranger');
  const { id } = await start(owner);
  for (const who of [stranger, server.visitor] as Pick<Person, 'ask'>[]) {
    const nodes = await who.ask('query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }', { id });
    expect(nodes.data).toEqual({ node: null, nodes: [null] });
    for (const field of accountFields) {
      const byNode = await who.ask(`query($id: ID!) { node(id: $id) { ... on Account { ${field} } } }`, {
        id: owner.accountId,
      });
      expect(byNode.data).toEqual({ node: null });
      const byId = await who.ask(`query($id: ID!) { account(id: $id) { ${field} } }`, { id: owner.accountId });
      expect(byId.data).toEqual({ account: null });
      expect(byId.errors).toHaveLength(1);
    }
  }
  // What anyone may see of a person leads to none of it.
  const fields = Object.keys((schema.getType('User') as GraphQLObjectType).getFields());
  expect(fields.filter((name) => /practice|account|streak|goal/i.test(name))).toEqual([]);

  const admin = await person(server, 'query-admin', 'ADMIN');
  const seen = await admin.ask(`query($id: ID!) { account(id: $id) { ${accountFields.join(' ')} } }`, {
    id: owner.accountId,
  });
  expect(seen.data).toMatchObject({ account: { currentPractice: { id } } });
});

test('an account takes its practice along, settings and all, and leaves none of it behind', async () => {
  const [teacher] = await people(server, ['leaver-teacher'], { role: 'CREATOR' });
  const [person] = await people(server, ['leaver']);
  const sequence = await writeSequence(teacher);
  await logged(person, { sequenceId: sequence.id });
  await start(person);
  await person.ask(
    'mutation { practiceSettingsUpdate(input: { goal: { unit: MINUTES, target: 90 }, streakFreezes: true }) { __typename } }',
  );
  await person.run(ShareCalendarDocument);
  const { accountExport } = await person.run(ExportAccountDocument);
  expect(accountExport).toMatchObject({
    practiceSessions: [{ status: 'COMPLETED' }, { status: 'ACTIVE' }],
    practiceSettings: { goalUnit: 'MINUTES', goalTarget: 90, streakFreezes: true },
  });

  await person.run(DeleteAccountDocument, { password });
  const { prisma } = server.database;
  const where = { accountId: localId(person.accountId) };
  expect([
    await prisma.practiceSession.count({ where }),
    await prisma.practiceDay.count({ where }),
    await prisma.practiceSequenceDay.count({ where }),
    await prisma.practiceSettings.count({ where }),
  ]).toEqual([0, 0, 0, 0]);
});

test('a suspended person’s practice stays as it is, and the open one is theirs to end once restored', async () => {
  const [admin] = await people(server, ['practice-warden'], { role: 'ADMIN' });
  const [person] = await people(server, ['benched']);
  const { id } = await start(person);
  const moderate = (name: string) =>
    admin.ask(`mutation($id: ID!) { ${name}(id: $id, reason: "Rowdy") { __typename } }`, { id: person.accountId });
  await moderate('accountSuspend');
  expect(await person.ask('{ viewer { id } }')).toMatchObject(tokenRefused);
  await moderate('accountRestore');
  const login = await server.visitor.ask<{ accountLogin: { accessToken: string } }>(
    'mutation { accountLogin(input: { login: "benched", password: "correct horse battery" }) { ... on AuthPayload { accessToken } } }',
  );
  const back = { ...person, ...server.as(login.data?.accountLogin.accessToken as string) };
  expect(await complete(back, { id })).toMatchObject({ __typename: 'PracticeCompletePayload' });
  expect(await statistics(back)).toMatchObject({ totalSessions: 1 });
});
