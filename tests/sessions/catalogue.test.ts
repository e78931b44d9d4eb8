import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CancelSessionDocument,
  CatalogueDocument,
  type CatalogueQuery,
  type CatalogueQueryVariables,
  HostedSessionsDocument,
  type SessionCreateInput,
  SessionsOfUsersDocument,
  type SessionsOfUsersQuery,
  UpdateAccountDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, inHours, person, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('hosts find all their sessions by every filter; others find the listed ones', async () => {
  const host = await person(server, 'hope', 'CREATOR');
  const add = (title: string, input: Partial<SessionCreateInput>) => schedule(host, { title, ...input });
  await add('draft', { draft: true, startsAt: inHours(10) });
  await add('unlisted', { startsAt: inHours(20), tags: ['x', 'y'], maxParticipants: 1 });
  await add('listed', { startsAt: inHours(30), visibility: 'LISTED', price: { amountMinor: 500 } });
  const titles = async (filter: CatalogueQueryVariables['filter']) =>
    (await host.run(HostedSessionsDocument, { filter })).viewer?.hostedSessions.nodes.map(({ title }) => title);
  expect(await titles(null)).toEqual(['draft', 'unlisted', 'listed']);
  expect(await titles({ status: ['DRAFT'] })).toEqual(['draft']);
  expect(await titles({ tags: ['Y', 'x'] })).toEqual(['unlisted']);
  expect(await titles({ tags: ['x', 'z'] })).toEqual([]);
  expect(await titles({ from: inHours(20), to: inHours(30) })).toEqual(['unlisted']);
  expect(await titles({ maxPriceMinor: 499 })).toEqual(['draft', 'unlisted']);
  expect(await titles({ search: 'listed' })).toEqual(['listed']);
  expect(await titles({ hostId: globalId('User', crypto.randomUUID()) })).toEqual([]);
  // An invalid ID is refused; it does not lift the filter.
  expect((await host.ask(HostedSessionsDocument, { filter: { hostId: '' } })).errors?.[0]?.extensions).toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ path: ['filter', 'hostId'] }],
  });

  const first = await host.run(HostedSessionsDocument, { first: 2 });
  expect(first.viewer?.hostedSessions).toMatchObject({ nodes: [{ title: 'draft' }, {}], totalCount: 3 });
  const after = first.viewer?.hostedSessions.pageInfo.endCursor as string;
  expect((await host.run(HostedSessionsDocument, { after })).viewer?.hostedSessions.nodes).toEqual([
    { title: 'listed', status: 'SCHEDULED' },
  ]);
});

test('the listed sessions of several people are read together', async () => {
  const hosts = await Promise.all(['page1', 'page2', 'page3'].map((name) => person(server, name, 'CREATOR')));
  for (const [index, host] of hosts.entries()) {
    for (let count = 0; count <= index; count++) {
      await schedule(host, { title: `${index}.${count}`, visibility: 'LISTED', startsAt: inHours(10 + count) });
    }
    await schedule(host, { title: 'unlisted' });
  }
  let answer: SessionsOfUsersQuery | undefined;
  const tries: string[][] = [];
  // The least of some, since the server's periodic work makes statements too.
  for (let time = 0; time < 3; time++) {
    const ask = async () => {
      answer = await server.visitor.run(SessionsOfUsersDocument, { ids: hosts.map(({ userId }) => userId), first: 2 });
    };
    tries.push([...(await server.statementsOf(ask))]);
  }
  const statements = tries.toSorted((one, other) => one.length - other.length)[0] as string[];
  expect(answer?.nodes).toMatchObject([
    { username: 'page1', sessions: { nodes: [{ title: '0.0' }], totalCount: 1, pageInfo: { hasNextPage: false } } },
    { username: 'page2', sessions: { nodes: [{ title: '1.0' }, { title: '1.1' }], totalCount: 2 } },
    { sessions: { nodes: [{ title: '2.0' }, {}], totalCount: 3, pageInfo: { hasNextPage: true } } },
  ]);
  // People, pages, their sessions, counts, and nobody a second time as host.
  expect(statements.filter((sql) => sql.includes('"Session"'))).toHaveLength(3);
  expect(statements.length).toBeLessThanOrEqual(5);
});

const titlesOf = async (filter: CatalogueQueryVariables['filter'], more: Partial<CatalogueQueryVariables> = {}) =>
  (await server.visitor.run(CatalogueDocument, { filter, ...more })).sessions.nodes.map(({ title }) => title);

const pageOf = async (variables: CatalogueQueryVariables): Promise<CatalogueQuery['sessions']> =>
  (await server.visitor.run(CatalogueDocument, variables)).sessions;

test('the catalogue is searched by title, description, tag and host, the best match first', async () => {
  const host = await person(server, 'quill', 'CREATOR');
  const list = (title: string, more: Partial<SessionCreateInput> = {}) =>
    schedule(host, { title, visibility: 'LISTED', ...more });
  await list('Evening stretch', { description: 'With a little wombat breathing.', startsAt: inHours(1) });
  await list('Wombats for all', { startsAt: inHours(3) });
  await list('Quiet hour', { tags: ['wombat'], startsAt: inHours(2) });
  await list('Unrelated', { startsAt: inHours(2) });
  await schedule(host, { title: 'Wombat, unlisted' });

  const ranked = ['Wombats for all', 'Quiet hour', 'Evening stretch'];
  expect(await titlesOf({ search: 'Wombat' })).toEqual(ranked);
  expect(await titlesOf({ search: 'wombat' }, { orderBy: { field: 'RELEVANCE', direction: 'DESC' } })).toEqual(
    ranked.toReversed(),
  );
  expect(await titlesOf({ search: 'wombat' }, { orderBy: { field: 'STARTS_AT' } })).toEqual([
    'Evening stretch',
    'Quiet hour',
    'Wombats for all',
  ]);
  expect(await titlesOf({ search: '"wombat breathing"' })).toEqual(['Evening stretch']);
  expect(await titlesOf({ search: 'wombat -breathing' })).toEqual(['Wombats for all', 'Quiet hour']);
  expect(await titlesOf({ search: '-wombats -stretching', hostId: host.userId })).toEqual(['Unrelated']);
  expect(await titlesOf({ search: 'quiet or stretch', hostId: host.userId })).toHaveLength(2);
  for (const odd of ['\'"&|!():*<->', '"', '-', '\\', '😀', '  ']) {
    expect(Array.isArray(await titlesOf({ search: odd })), odd).toBe(true);
  }

  // Pages of a search go by rank, whose equals are told apart by ID.
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await pageOf({ filter: { search: 'wombat' }, first: 1, after });
    seen.push(...nodes.map(({ title }) => title));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(seen).toEqual(ranked);

  expect(await titlesOf({ search: 'quill' })).toHaveLength(4);
  await host.run(UpdateAccountDocument, { input: { displayName: 'Marguerite Featherstonehaugh' } });
  expect(await titlesOf({ search: 'featherstonehaugh' })).toHaveLength(4);
  expect(await titlesOf({ search: 'wombats marguerite' })).toEqual(ranked);
  expect(await titlesOf({ search: 'FEATHERSTONEHAUGH -wombat' })).toEqual(['Unrelated']);
});

test('the catalogue filters by status, host, tags, dates, price and seats', async () => {
  const [host, other] = [await person(server, 'filippa', 'CREATOR'), await person(server, 'fox', 'CREATOR')];
  const list = (title: string, more: Partial<SessionCreateInput> = {}, by = host) =>
    schedule(by, { title, visibility: 'LISTED', ...more });
  await list('free', { startsAt: inHours(100), tags: ['a'] });
  await list('dear', { startsAt: inHours(200), price: { amountMinor: 5000 }, tags: ['a', 'b'] });
  const full = await list('full', { startsAt: inHours(300), maxParticipants: 1 });
  await list('live', { startsAt: null });
  const gone = await list('gone', { startsAt: inHours(400) });
  await list('elsewhere', { startsAt: inHours(100) }, other);
  const over = await list('over', { startsAt: inHours(1) });
  await server.database.prisma.session.update({
    where: { id: localId(over.id) },
    data: { startsAt: new Date(Date.now() - 7_200_000), endsAt: new Date(Date.now() - 3_600_000) },
  });
  await host.run(CancelSessionDocument, { id: gone.id, reason: 'Gone.' });
  await book(other, full.id);

  const hostId = host.userId;
  const titles = (filter: CatalogueQueryVariables['filter']) => titlesOf({ hostId, ...filter });
  expect(await titles({})).toEqual(['live', 'free', 'dear', 'full']);
  expect(await titles({ status: ['CANCELLED'] })).toEqual(['gone']);
  expect(await titles({ status: ['SCHEDULED'] })).toEqual(['over', 'free', 'dear', 'full']);
  expect(await titles({ status: [] })).toEqual([]);
  expect(await titles({ tags: ['A'] })).toEqual(['free', 'dear']);
  expect(await titles({ tags: ['a', 'b'] })).toEqual(['dear']);
  expect(await titles({ from: inHours(150), to: inHours(250) })).toEqual(['dear']);
  expect(await titles({ maxPriceMinor: 4999, from: inHours(1) })).toEqual(['free', 'full']);
  expect(await titles({ hasSeatsLeft: true })).toEqual(['live', 'free', 'dear']);
  expect(await titles({ hasSeatsLeft: false })).toEqual(['full']);
  expect(await titles({ archived: true })).toEqual([]);
  expect(await titlesOf({ hostId: other.userId })).toEqual(['elsewhere']);
  expect(await titlesOf({ from: '0001-01-01T00:00:00Z', hostId })).toHaveLength(4);
  expect(await titlesOf({ to: '9999-12-31T23:59:59Z', hostId })).toHaveLength(4);
});

test('pages hold every item once, forwards and backwards, in every order, however many keys are equal', async () => {
  const host = await person(server, 'paginator', 'CREATOR');
  const rows = Array.from({ length: 11 }, (_, index) => ({
    ...{ title: `${index}`, startsAt: new Date(inHours(50 + Math.floor(index / 4))) },
    priceMinor: (index % 3) * 100,
    createdAt: new Date(Date.now() - Math.floor(index / 5) * 1000),
  }));
  await server.database.prisma.session.createMany({
    data: rows.map((row) => ({
      ...{ ...row, hostId: host.id, status: 'SCHEDULED', visibility: 'LISTED', admission: 'BOOKING', currency: 'EUR' },
      ...{
        endsAt: new Date(row.startsAt.getTime() + 60_000),
        timeZone: 'UTC',
        joinWindowMinutes: 0,
        deck: [],
        tags: [],
      },
      ...{ idleTimeoutMinutes: 30, freeCancellationHours: 0, bookingHoldMinutes: 1 },
    })),
  });
  const filter = { hostId: host.userId };
  const key = {
    STARTS_AT: (row: (typeof rows)[number]) => row.startsAt.getTime(),
    CREATED_AT: (row: (typeof rows)[number]) => row.createdAt.getTime(),
    PRICE: (row: (typeof rows)[number]) => row.priceMinor,
  };
  for (const field of ['STARTS_AT', 'CREATED_AT', 'PRICE'] as const) {
    for (const direction of ['ASC', 'DESC'] as const) {
      const orderBy = { field, direction };
      const whole = await titlesOf(filter, { orderBy, first: 100 });
      const keys = whole.map((title) => key[field](rows[Number(title)] as (typeof rows)[number]));
      expect(keys, `${field} ${direction}`).toEqual(
        keys.toSorted((one, other) => (direction === 'ASC' ? one - other : other - one)),
      );
      expect(new Set(whole).size).toBe(rows.length);

      const forwards: string[] = [];
      const backwards: string[] = [];
      let [after, before]: (string | null)[] = [null, null];
      for (let page = 0; page < 4; page++) {
        const next = await pageOf({ filter, orderBy, first: 3, after });
        const previous = await pageOf({ filter, orderBy, last: 3, before });
        expect([next.totalCount, previous.totalCount]).toEqual([11, 11]);
        expect(next.pageInfo).toMatchObject({ hasNextPage: page < 3, hasPreviousPage: page > 0 });
        expect(previous.pageInfo).toMatchObject({ hasPreviousPage: page < 3, hasNextPage: page > 0 });
        forwards.push(...next.nodes.map(({ title }) => title));
        backwards.unshift(...previous.nodes.map(({ title }) => title));
        expect(next.edges.map(({ node }) => node.title)).toEqual(next.nodes.map(({ title }) => title));
        expect(next.pageInfo.startCursor).toBe(next.edges[0]?.cursor);
        [after, before] = [next.pageInfo.endCursor, previous.pageInfo.startCursor];
      }
      expect(forwards).toEqual(whole);
      expect(backwards).toEqual(whole);
    }
  }

  const { sessions: all } = await server.visitor.run(CatalogueDocument, { filter });
  const between = { after: all.edges[2]?.cursor as string, before: all.edges[8]?.cursor as string };
  const inside = all.nodes.slice(3, 8).map(({ title }) => title);
  expect(await titlesOf(filter, { ...between, first: 10 })).toEqual(inside);
  expect(await titlesOf(filter, { ...between, last: 2 })).toEqual(inside.slice(-2));
  const { sessions: none } = await server.visitor.run(CatalogueDocument, { filter, first: 0 });
  expect(none).toMatchObject({ nodes: [], totalCount: 11, pageInfo: { hasNextPage: true, endCursor: null } });
});

test('page arguments that make no sense are refused with a reason', async () => {
  const host = await person(server, 'page-faults', 'CREATOR');
  for (const title of ['one', 'two']) await schedule(host, { title, visibility: 'LISTED' });
  const cursorBy = async (field: 'PRICE' | 'STARTS_AT' | 'CREATED_AT') => {
    const { sessions } = await server.visitor.run(CatalogueDocument, { orderBy: { field }, first: 1 });
    return sessions.pageInfo.endCursor as string;
  };
  const issuesOf = async (variables: CatalogueQueryVariables) => {
    const { errors } = await server.visitor.ask(CatalogueDocument, variables);
    const { code, issues } = (errors?.[0]?.extensions ?? {}) as { code?: string; issues?: { path: string[] }[] };
    expect(code, JSON.stringify([variables, errors])).toBe('INVALID_INPUT');
    return issues?.map(({ path }) => path.join('.'));
  };
  expect(await issuesOf({ first: 101 })).toEqual(['first']);
  expect(await issuesOf({ last: 101 })).toEqual(['last']);
  expect(await issuesOf({ first: -1 })).toEqual(['first']);
  expect(await issuesOf({ first: 1, last: 1 })).toEqual(['last']);
  expect(await issuesOf({ after: 'nonsense' })).toEqual(['after']);
  expect(await issuesOf({ before: '' })).toEqual(['before']);
  expect(await issuesOf({ after: host.userId })).toEqual(['after']);
  const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  for (const key of ['::::', '2026-02-31 00:00:00+00', '9999999999', 'e', null]) {
    expect(await issuesOf({ after: forged(key, crypto.randomUUID()) })).toEqual(['after']);
  }
  // A cursor goes on in the list that returned it, not in one by another key.
  expect(await issuesOf({ after: await cursorBy('PRICE') })).toEqual(['after']);
  expect(await issuesOf({ before: await cursorBy('CREATED_AT') })).toEqual(['before']);
  expect(await issuesOf({ after: await cursorBy('STARTS_AT'), orderBy: { field: 'PRICE' } })).toEqual(['after']);
  expect(await issuesOf({ orderBy: { field: 'RELEVANCE' } })).toEqual(['orderBy.field']);
  expect(await issuesOf({ filter: { search: 'NUL \u0000' } })).toEqual(['filter.search']);
  expect(await issuesOf({ filter: { search: 'x'.repeat(201) } })).toEqual(['filter.search']);
  expect(await issuesOf({ filter: { from: '0000-01-01T00:00:00Z' } })).toEqual(['filter.from']);
  expect(await issuesOf({ filter: { tags: ['fine', '\u0000'] } })).toEqual(['filter.tags.1']);
});

test('a search finds the beginning of a word, without accents, and words inside a line of Chinese, Japanese or Thai', async () => {
  const host = await person(server, 'polyglot', 'CREATOR');
  const hostId = host.userId;
  for (const [title, description] of [
    ['Handstand', 'Meditation for Zoë'],
    ['Café flow', null],
    ['早晨瑜伽课程', null],
    ['朝のヨガ教室', null],
    ['โยคะตอนเช้า', null],
    ['Утренняя йога', null],
    ['Well-being (50%)', null],
  ] as const) {
    await schedule(host, { title, description, visibility: 'LISTED' });
  }
  for (const [search, title] of [
    ['hand', 'Handstand'],
    ['HANDSTANDS', 'Handstand'],
    ['meditatio', 'Handstand'],
    ['zoe hand', 'Handstand'],
    ['cafe', 'Café flow'],
    ['CAFÉ', 'Café flow'],
    ['cafe\u0301', 'Café flow'],
    ['瑜伽', '早晨瑜伽课程'],
    ['课程 瑜伽', '早晨瑜伽课程'],
    ['ヨガ', '朝のヨガ教室'],
    ['教室', '朝のヨガ教室'],
    ['ตอน', 'โยคะตอนเช้า'],
    ['ЙОГ', 'Утренняя йога'],
    ['ｆｌｏｗ', 'Café flow'],
    ['well-be', 'Well-being (50%)'],
    ['"well being"', 'Well-being (50%)'],
  ] as const) {
    expect(await titlesOf({ search, hostId }), search).toEqual([title]);
  }
  for (const search of ['stand', '伽瑜', '"hand"', 'hand -handstand', 'flowers']) {
    expect(await titlesOf({ search, hostId }), search).toEqual([]);
  }
  expect(await titlesOf({ search: '-hand', hostId })).toHaveLength(7);
});
