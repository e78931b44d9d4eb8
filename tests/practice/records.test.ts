import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CompletePoseDocument,
  CompletePracticeDocument,
  DeletePracticeDocument,
  PausePracticeDocument,
  PracticeNodesDocument,
  PracticeOfAccountDocument,
  PracticeSessionsDocument,
  ResumePracticeDocument,
  SequencesDocument,
  SharedPracticeDocument,
  SharePracticeDocument,
  UnsharePracticeDocument,
  UpdateAccountDocument,
  UpdatePracticeDocument,
  UpdateSequenceDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import {
  backdate,
  complete,
  day,
  log,
  logged,
  practiceRow,
  practices,
  start,
  statistics,
  sunSalutation,
  writeSequence,
} from '../support/practice.ts';
import { type PlanNode, startServer, type TestServer } from '../support/server.ts';
import { people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ PUBLIC_URL: 'https://studio.example/shala/' });
});
afterAll(() => server.stop());

test.each(['Pacific/Kiritimati', 'Pacific/Niue'])('in %s a practice counts for the day there', async (timeZone) => {
  const [person] = await people(server, [`far-${timeZone.slice(8).toLowerCase()}`]);
  await person.run(UpdateAccountDocument, { input: { timeZone } });
  const { id, localDate } = await start(person);
  expect(localDate).toBe(day(0, timeZone));
  await person.run(UpdateAccountDocument, { input: { timeZone: 'UTC' } });
  expect(await complete(person, { id })).toMatchObject({ practiceSession: { localDate: day(0, timeZone) } });
  await person.run(UpdateAccountDocument, { input: { timeZone } });

  expect(await log(person, { localDate: day(1, timeZone), durationSeconds: 60 })).toMatchObject({
    issues: [{ path: ['localDate'], message: 'must not be in the future' }],
  });
  expect(await log(person, { localDate: day(-3, timeZone), durationSeconds: 60 })).toMatchObject({
    issues: [{ path: ['localDate'] }],
  });
  expect(await log(person, { localDate: day(-2, timeZone), durationSeconds: 60 })).toMatchObject({
    practiceSession: { source: 'LOGGED', status: 'COMPLETED', localDate: day(-2, timeZone), elapsedSeconds: 60 },
    statistics: { currentStreakDays: 1, longestStreakDays: 1 },
  });
  // Backdating closes the gap.
  expect(await log(person, { localDate: day(-1, timeZone), durationSeconds: 60 })).toMatchObject({
    statistics: { currentStreakDays: 3, longestStreakDays: 3, lastPracticeDate: day(0, timeZone) },
  });
});

test('logging names every fault, and takes only sequences that are there', async () => {
  const [person] = await people(server, ['logger']);
  const outcome = await log(person, {
    localDate: day(2),
    durationSeconds: 14_401,
    posesCompleted: -1,
    mood: 9,
    notes: 'x'.repeat(2001),
  });
  expect(
    outcome?.__typename === 'InvalidInputError' && outcome.issues.map(({ path }) => path.join('.')).sort(),
  ).toEqual(['durationSeconds', 'localDate', 'mood', 'notes', 'posesCompleted']);
  expect(
    await log(person, { localDate: day(0), durationSeconds: 1, sequenceId: globalId('Sequence', randomUUID()) }),
  ).toMatchObject({ __typename: 'NotFoundError' });
  expect(await statistics(person)).toMatchObject({
    startedSessions: 0,
  });
});

test('other people’s practice is not found on any path; an admin reads it', async () => {
  const owner = await person(server, 'private-owner');
  const stranger = await person(server, 'private-stranger');
  const admin = await person(server, 'private-admin', 'ADMIN');
  const { id } = await start(owner);
  await backdate(server, id, 60);

  for (const other of [stranger, admin]) {
    const outcomes = [
      await other.run(PausePracticeDocument, { id }),
      await other.run(ResumePracticeDocument, { id }),
      await other.run(CompletePoseDocument, { id, position: 1 }),
      await other.run(CompletePracticeDocument, { input: { id } }),
      await other.run(UpdatePracticeDocument, { id, input: { notes: 'mine' } }),
      await other.run(SharePracticeDocument, { id }),
      await other.run(UnsharePracticeDocument, { id }),
      await other.run(DeletePracticeDocument, { id }),
    ];
    for (const outcome of outcomes) expect(Object.values(outcome)[0]).toMatchObject({ code: 'NOT_FOUND' });
  }
  expect(await stranger.run(PracticeNodesDocument, { id, ids: [id, owner.accountId] })).toEqual({
    node: null,
    nodes: [null, null],
  });
  expect(await server.visitor.run(PracticeNodesDocument, { id, ids: [id] })).toEqual({ node: null, nodes: [null] });
  expect((await server.visitor.ask(PausePracticeDocument, { id })).errors?.[0]?.extensions?.code).toBe(
    'UNAUTHENTICATED',
  );
  expect((await stranger.ask(PracticeOfAccountDocument, { id: owner.accountId })).errors?.[0]?.extensions?.code).toBe(
    'FORBIDDEN',
  );
  expect(await owner.run(PracticeNodesDocument, { id, ids: [id] })).toEqual({ node: { id }, nodes: [{ id }] });
  expect(await admin.run(PracticeOfAccountDocument, { id: owner.accountId })).toEqual({
    account: {
      currentPractice: { id },
      practiceSessions: { nodes: [{ id, notes: null }] },
      practiceStats: { totalSessions: 0 },
    },
  });
  expect((await practiceRow(server, id)).status).toBe('ACTIVE');
});

test('a shared link shows what it should until it is taken back', async () => {
  const [teacher] = await people(server, ['share-teacher'], { role: 'CREATOR' });
  const [person] = await people(server, ['share-owner']);
  const sequence = await writeSequence(teacher, { title: 'Shared flow' });
  const { id } = await logged(person, { sequenceId: sequence.id, posesCompleted: 3, notes: 'secret' });
  const share = async () => (await person.run(SharePracticeDocument, { id })).practiceShare;
  const shared = await share();
  const url = shared?.__typename === 'PracticeSession' ? (shared.shareUrl ?? '') : '';
  expect(url).toMatch(/^https:\/\/studio\.example\/shala\/practice\/[\w-]{32}$/);
  expect(await share()).toMatchObject({ shareUrl: url });

  const token = url.split('/').at(-1) ?? '';
  const look = async (with_: string) =>
    (await server.visitor.run(SharedPracticeDocument, { token: with_ })).sharedPractice;
  expect(await look(token)).toEqual({
    user: { username: 'share-owner' },
    sequence: { title: 'Shared flow' },
    status: 'COMPLETED',
    durationSeconds: 600,
    posesCompleted: 3,
    localDate: day(0),
  });
  expect(await look('\u0000')).toBeNull();
  expect(await look(`${token.slice(1)}A`)).toBeNull();

  // A sequence that is not published any more is not shown through the back door.
  await teacher.run(UpdateSequenceDocument, { id: sequence.id, input: { ...sunSalutation, isPublished: false } });
  expect(await look(token)).toMatchObject({ sequence: null });

  expect(await person.run(UnsharePracticeDocument, { id })).toMatchObject({ practiceUnshare: { shareUrl: null } });
  expect(await look(token)).toBeNull();
  expect(await share()).toMatchObject({ shareUrl: expect.not.stringContaining(token) });
});

test('what was written about a practice can be changed and cleared', async () => {
  const [person] = await people(server, ['writer']);
  const { id } = await logged(person, { notes: 'Good.', mood: 3 });
  const update = async (input: { notes?: string | null; mood?: number | null }) =>
    (await person.run(UpdatePracticeDocument, { id, input })).practiceUpdate;
  expect(await update({ mood: 5 })).toMatchObject({ notes: 'Good.', mood: 5 });
  expect(await update({ notes: ' ', mood: null })).toMatchObject({ notes: null, mood: null });
  expect(await update({ mood: 0, notes: 'a\u0000b' })).toMatchObject({
    issues: [{ path: ['notes'] }, { path: ['mood'] }],
  });
});

test('deleting a practice takes it out of the statistics', async () => {
  const [person] = await people(server, ['deleter']);
  const kept = await logged(person, { localDate: day(-1), durationSeconds: 100, posesCompleted: 1 });
  const gone = await logged(person, { durationSeconds: 500, posesCompleted: 2 });
  expect(await person.run(DeletePracticeDocument, { id: gone.id })).toEqual({
    practiceDelete: { __typename: 'PracticeDeletePayload', deletedId: gone.id },
  });
  expect(await person.run(DeletePracticeDocument, { id: gone.id })).toMatchObject({
    practiceDelete: { code: 'NOT_FOUND' },
  });
  const open = await start(person);
  await person.run(CompletePoseDocument, { id: open.id, position: 1 });
  await person.run(DeletePracticeDocument, { id: open.id });
  expect(await statistics(person)).toMatchObject({
    totalSessions: 1,
    startedSessions: 1,
    totalPracticeSeconds: 100,
    totalPosesCompleted: 1,
    currentStreakDays: 1,
    lastPracticeDate: day(-1),
  });
  expect((await practices(person)).map(({ id }) => id)).toEqual([kept.id]);
});

test('practices are listed latest first, in pages, by filter', async () => {
  const [teacher] = await people(server, ['list-teacher'], { role: 'CREATOR' });
  const [person] = await people(server, ['lister']);
  const sequence = await writeSequence(teacher);
  const guided = await logged(person, { localDate: day(-2), sequenceId: sequence.id });
  const middle = await logged(person, { localDate: day(-1) });
  const { id } = await start(person);
  await complete(person, { id, status: 'ABANDONED' });
  const list = async (filter: object = {}, page: object = {}) => {
    const { viewer } = await person.run(PracticeSessionsDocument, { filter, ...page });
    if (!viewer) throw new Error('not signed in');
    return { ...viewer.practiceSessions, ids: viewer.practiceSessions.nodes.map((node) => node.id) };
  };
  expect((await list()).ids).toEqual([id, middle.id, guided.id]);
  const first = await list({}, { first: 2 });
  expect(first).toMatchObject({ ids: [id, middle.id], totalCount: 3, pageInfo: { hasNextPage: true } });
  expect((await list({}, { first: 2, after: first.pageInfo.endCursor })).ids).toEqual([guided.id]);
  expect((await list({ status: ['ABANDONED'] })).ids).toEqual([id]);
  expect((await list({ source: ['LOGGED'], from: day(-1) })).ids).toEqual([middle.id]);
  expect((await list({ to: day(-2) })).ids).toEqual([guided.id]);
  expect((await list({ from: '0000-01-01', sequenceId: sequence.id })).ids).toEqual([guided.id]);
  const backwards = await person.ask(PracticeSessionsDocument, { filter: { from: day(0), to: day(-1) } });
  expect(backwards.errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
});

const stepsOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(stepsOf)];

test('a page of practices up to a day reads none that are later, however many', async () => {
  const [person] = await people(server, ['veteran']);
  const { prisma } = server.database;
  await prisma.$executeRaw`
    INSERT INTO "PracticeSession" ("id", "accountId", "source", "status", "startedAt", "localDate")
    SELECT gen_random_uuid(), ${localId(person.accountId)}::uuid, 'SOLO', 'COMPLETED', starts, starts::date
    FROM generate_series(0, 4999) n, LATERAL (SELECT now() AT TIME ZONE 'UTC' - n * interval '12 hours') AS past(starts)`;
  await prisma.$executeRaw`ANALYZE "PracticeSession"`;
  const page = () => person.run(PracticeSessionsDocument, { filter: { to: day(-2000) } });
  expect((await page()).viewer?.practiceSessions.nodes[0]?.localDate).toBe(day(-2000));
  const steps = stepsOf(await server.planOf(page, /AS "sortKey" FROM "PracticeSession"/));
  const scan = steps.find((step) => step['Index Name']);
  expect(scan?.['Index Name']).toBe('PracticeSession_accountId_startedAt_id_idx');
  expect((scan?.['Actual Rows'] ?? 0) + (scan?.['Rows Removed by Filter'] ?? 0)).toBeLessThan(1_010);
});

test('a list of practices takes as many statements however long it is', async () => {
  const [teacher] = await people(server, ['count-teacher'], { role: 'CREATOR' });
  const [person] = await people(server, ['counter']);
  const read = () => server.statementsOf(() => practices(person));
  const fill = async (times: number) => {
    for (let index = 0; index < times; index++) {
      const { id } = await start(person, { sequenceId: (await writeSequence(teacher)).id });
      await person.run(CompletePoseDocument, { id, position: 1 });
      await complete(person, { id });
    }
  };
  await fill(1);
  const one = await read();
  await fill(4);
  expect((await read()).length).toBe(one.length);

  const list = () => server.statementsOf(() => person.run(SequencesDocument, { first: 50 }));
  const some = await list();
  await writeSequence(teacher);
  expect((await list()).length).toBe(some.length);
});
