import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CompletePoseDocument,
  CreateSequenceDocument,
  CreateSeriesDocument,
  DeletePracticeDocument,
  DeleteSequenceDocument,
  PracticeNodesDocument,
  type SequenceInput,
  SequenceOfSessionDocument,
  SequencesDocument,
  StartPracticeDocument,
  UpdateSequenceDocument,
  UpdateSeriesDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { complete, hostSession, practices, start, statistics, writeSequence } from '../support/practice.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('creators write sequences; their author and admins replace them', async () => {
  const author = await person(server, 'seq-author', 'CREATOR');
  const other = await person(server, 'seq-other', 'CREATOR');
  const reader = await person(server, 'seq-reader');
  const admin = await person(server, 'seq-admin', 'ADMIN');
  const draft = await writeSequence(author, { title: 'Moon draft', isPublished: false });
  expect(draft).toMatchObject({
    level: 'BEGINNER',
    durationSeconds: 135,
    author: { username: 'seq-author' },
    poses: [
      { position: 1, name: 'Mountain', durationSeconds: 30, cue: 'Stand.' },
      { position: 2, name: 'Forward fold', durationSeconds: 45, cue: null },
      { position: 3, name: 'Plank', durationSeconds: 60, cue: null },
    ],
  });
  const titles = async (person: Pick<Person, 'run'>, search: string) =>
    (await person.run(SequencesDocument, { search })).sequences.nodes.map(({ title }) => title);
  expect(await titles(author, 'MOON')).toEqual(['Moon draft']);
  expect(await titles(admin, 'moon')).toEqual(['Moon draft']);
  expect(await titles(reader, 'moon')).toEqual([]);
  expect(await titles(server.visitor, 'moon')).toEqual([]);
  expect(await reader.run(PracticeNodesDocument, { id: draft.id, ids: [] })).toEqual({ node: null, nodes: [] });
  expect(await reader.run(StartPracticeDocument, { input: { sequenceId: draft.id } })).toMatchObject({
    practiceStart: { code: 'NOT_FOUND' },
  });

  const replacement: SequenceInput = {
    title: 'Moon_flow',
    isPublished: true,
    poses: [{ name: 'Rest', durationSeconds: 9 }],
  };
  const update = (person: Person, input = replacement, reason: string | null = null) =>
    person.run(UpdateSequenceDocument, { id: draft.id, input, reason });
  expect(await update(other)).toMatchObject({ sequenceUpdate: { code: 'NOT_FOUND' } });
  expect(await reader.run(CreateSequenceDocument, { input: replacement })).toMatchObject({
    sequenceCreate: { __typename: 'NotCreatorError', code: 'NOT_CREATOR' },
  });
  expect(await update(author)).toMatchObject({
    sequenceUpdate: {
      title: 'Moon_flow',
      description: null,
      level: 'ALL',
      durationSeconds: 9,
      poses: [{ position: 1 }],
    },
  });
  // Others see it now, and are told that it is not theirs.
  for (const person of [other, reader]) {
    expect(await update(person)).toMatchObject({
      sequenceUpdate: { __typename: 'NotAuthorError', code: 'NOT_AUTHOR' },
    });
  }
  expect(await titles(server.visitor, 'moon_')).toEqual(['Moon_flow']);
  expect(await titles(server.visitor, 'flow MOO')).toEqual(['Moon_flow']);
  expect(await titles(server.visitor, 'oon')).toEqual([]);
  // An admin says why, and the audit keeps it.
  const moderated = { ...replacement, title: 'Moon, moderated' };
  expect(await update(admin, moderated)).toMatchObject({ sequenceUpdate: { issues: [{ path: ['reason'] }] } });
  expect(await titles(admin, 'moderated')).toEqual([]);
  expect(await update(admin, moderated, 'Rude title')).toMatchObject({
    sequenceUpdate: { title: 'Moon, moderated', author: { username: 'seq-author' } },
  });
  const targetId = localId(draft.id);
  expect(await server.database.prisma.auditEvent.findMany({ where: { refusal: null, targetId } })).toMatchObject([
    { action: 'sequence.updated', reason: 'Rude title', details: { title: { to: 'Moon, moderated' } } },
  ]);
  const faulty = await update(author, { title: '', poses: [{ name: 'Rest', durationSeconds: 0 }] });
  expect(faulty).toMatchObject({
    sequenceUpdate: { issues: [{ path: ['title'] }, { path: ['poses', '0', 'durationSeconds'] }] },
  });
  expect(await author.run(CreateSequenceDocument, { input: { title: 'Empty', poses: [] } })).toMatchObject({
    sequenceCreate: { issues: [{ path: ['poses'] }] },
  });
  const hours = Array.from({ length: 5 }, () => ({ name: 'Sit', durationSeconds: 3600 }));
  expect(await author.run(CreateSequenceDocument, { input: { title: 'Long', poses: hours } })).toMatchObject({
    sequenceCreate: { issues: [{ path: ['poses'] }] },
  });
});

test('sequences are listed newest first, in pages, by level', async () => {
  const author = await person(server, 'pages-author', 'CREATOR');
  for (const title of ['Tide 1', 'Tide 2', 'Tide 3']) await writeSequence(author, { title, level: 'ADVANCED' });
  const read = (after: string | null) =>
    server.visitor.run(SequencesDocument, { search: 'tide', level: 'ADVANCED', first: 2, after });
  const { sequences: first } = await read(null);
  expect(first).toMatchObject({ nodes: [{ title: 'Tide 3' }, { title: 'Tide 2' }], totalCount: 3 });
  expect(await read(first.pageInfo.endCursor)).toMatchObject({ sequences: { nodes: [{ title: 'Tide 1' }] } });
  expect(await server.visitor.run(SequencesDocument, { search: 'tide', level: 'BEGINNER' })).toMatchObject({
    sequences: { nodes: [] },
  });
});

test('a practice along with a session follows its sequence, once unless abandoned', async () => {
  const [host] = await people(server, ['along-host'], { role: 'CREATOR' });
  const [person] = await people(server, ['along']);
  const sequence = await writeSequence(host, { title: 'Led flow' });
  const session = await hostSession(host, sequence.id);
  expect(await person.run(SequenceOfSessionDocument, { id: session.id })).toEqual({
    session: { sequence: { title: 'Led flow' } },
  });
  const first = await start(person, { sessionId: session.id });
  expect(first).toMatchObject({ session: { id: session.id }, sequence: { title: 'Led flow' } });
  const second = await start(person, { sessionId: session.id, replaceCurrent: true });
  await complete(person, { id: second.id });
  expect(await person.run(StartPracticeDocument, { input: { sessionId: session.id } })).toMatchObject({
    practiceStart: { __typename: 'PracticeStatusError', status: 'COMPLETED' },
  });
  const refusalOf = async (sessionId: string) =>
    (await person.run(StartPracticeDocument, { input: { sessionId } })).practiceStart;
  expect(await refusalOf(globalId('Session', randomUUID()))).toMatchObject({ code: 'NOT_FOUND' });
  for (const id of [sequence.id, 'nonsense']) expect(await refusalOf(id)).toMatchObject({ code: 'INVALID_INPUT' });
});

test('a deleted sequence leaves its sessions, series and practices without one', async () => {
  const [author] = await people(server, ['del-author'], { role: 'CREATOR' });
  const [other] = await people(server, ['del-other'], { role: 'CREATOR' });
  const [person] = await people(server, ['del-person']);
  const [admin] = await people(server, ['del-admin'], { role: 'ADMIN' });
  const remove = async (by: Person, id: string, reason: string | null = null) =>
    (await by.run(DeleteSequenceDocument, { id, reason })).sequenceDelete;
  const sequence = await writeSequence(author, { title: 'Gone flow' });
  const draft = await writeSequence(author, { isPublished: false });
  expect(await remove(other, draft.id)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await remove(other, sequence.id)).toMatchObject({ __typename: 'NotAuthorError' });

  const session = await hostSession(author, sequence.id);
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const { seriesCreate } = await author.run(CreateSeriesDocument, {
    input: { title: 'Weekly flow', startsAt, timeZone: 'UTC', rule: 'FREQ=WEEKLY', sequenceId: sequence.id },
  });
  const series = expectType(seriesCreate, 'Series');
  const done = await start(person, { sequenceId: sequence.id });
  await person.run(CompletePoseDocument, { id: done.id, position: 1 });
  await complete(person, { id: done.id, durationSeconds: 60 });
  const open = await start(person, { sequenceId: sequence.id });

  expect(await remove(author, sequence.id)).toEqual({ __typename: 'SequenceDeletePayload', deletedId: sequence.id });
  expect(await remove(author, sequence.id)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await person.run(SequenceOfSessionDocument, { id: session.id })).toEqual({ session: { sequence: null } });
  expect(await practices(person)).toMatchObject([
    { id: open.id, status: 'ACTIVE', sequence: null },
    { id: done.id, status: 'COMPLETED', sequence: null, poses: [{ name: 'Mountain' }] },
  ]);
  expect(await complete(person, { id: open.id, durationSeconds: 60 })).toMatchObject({
    statistics: { totalSessions: 2, totalPosesCompleted: 1 },
  });
  expect(await person.run(DeletePracticeDocument, { id: done.id })).toMatchObject({
    practiceDelete: { deletedId: done.id },
  });
  expect(await statistics(person)).toMatchObject({ totalSessions: 1, favouriteSequence: null });
  expect(await author.run(UpdateSeriesDocument, { id: series.id, input: { title: 'Weekly rest' } })).toMatchObject({
    seriesUpdate: { __typename: 'Series' },
  });

  // An admin says why, and the audit keeps it.
  expect(await remove(admin, draft.id)).toMatchObject({ issues: [{ path: ['reason'] }] });
  expect(await remove(admin, draft.id, 'Copied.')).toMatchObject({ deletedId: draft.id });
  expect(
    await server.database.prisma.auditEvent.findMany({ where: { refusal: null, targetId: localId(draft.id) } }),
  ).toMatchObject([{ action: 'sequence.deleted', targetId: localId(draft.id), reason: 'Copied.' }]);
});

test('a sequence that is deleted while it is used ends in no deadlock', async () => {
  const author = await person(server, 'race-author', 'CREATOR');
  const people = await Promise.all(Array.from({ length: 4 }, (_, index) => person(server, `race-person-${index}`)));
  for (let round = 0; round < 5; round += 1) {
    const sequence = await writeSequence(author);
    const open = await Promise.all(people.map((person) => start(person, { sequenceId: sequence.id })));
    const ended = people.map((person, index) =>
      complete(person, { id: open[index]?.id as string, durationSeconds: 60 }),
    );
    const [deletion, ...outcomes] = await Promise.all([
      author.run(DeleteSequenceDocument, { id: sequence.id, reason: null }),
      ...ended,
    ]);
    expect(deletion).toMatchObject({ sequenceDelete: { deletedId: sequence.id } });
    for (const outcome of outcomes) expect(outcome).toMatchObject({ practiceSession: { status: 'COMPLETED' } });
  }
});
