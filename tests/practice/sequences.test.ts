import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CreateSequenceDocument,
  PracticeNodesDocument,
  type SequenceInput,
  SequenceOfSessionDocument,
  SequencesDocument,
  StartPracticeDocument,
  UpdateSequenceDocument,
} from '../generated/documents.ts';
import { complete, hostSession, start, writeSequence } from '../support/practice.ts';
import { type Person, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('creators write sequences; their author and admins replace them', async () => {
  const author = await server.register('seq-author', 'CREATOR');
  const other = await server.register('seq-other', 'CREATOR');
  const reader = await server.register('seq-reader');
  const admin = await server.registerAdmin('seq-admin');
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
  const update = (person: Person, input = replacement) => person.run(UpdateSequenceDocument, { id: draft.id, input });
  expect(await update(other)).toMatchObject({ sequenceUpdate: { code: 'NOT_FOUND' } });
  expect((await reader.ask(CreateSequenceDocument, { input: replacement })).errors?.[0]?.extensions?.code).toBe(
    'FORBIDDEN',
  );
  expect(await update(author)).toMatchObject({
    sequenceUpdate: {
      title: 'Moon_flow',
      description: null,
      level: 'ALL',
      durationSeconds: 9,
      poses: [{ position: 1 }],
    },
  });
  expect(await titles(server.visitor, 'moon_')).toEqual(['Moon_flow']);
  expect(await titles(server.visitor, 'flow MOO')).toEqual(['Moon_flow']);
  expect(await titles(server.visitor, 'oon')).toEqual([]);
  expect(await update(admin, { ...replacement, title: 'Moon, moderated' })).toMatchObject({
    sequenceUpdate: { title: 'Moon, moderated', author: { username: 'seq-author' } },
  });
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
  const author = await server.register('pages-author', 'CREATOR');
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
  const host = await server.register('along-host', 'CREATOR');
  const person = await server.register('along');
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
  for (const sessionId of [globalId('Session', randomUUID()), sequence.id, 'nonsense']) {
    expect(await person.run(StartPracticeDocument, { input: { sessionId } })).toMatchObject({
      practiceStart: { code: 'NOT_FOUND' },
    });
  }
});
