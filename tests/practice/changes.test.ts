import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { abandonStalePractices } from '../../src/practice/abandonment.ts';
import {
  CompletePoseDocument,
  CurrentPracticeDocument,
  DeletePracticeDocument,
  EndSessionDocument,
  JoinByCodeDocument,
  LiveSessionDocument,
  PausePracticeDocument,
  PracticeChangedDocument,
  type PracticeChangedSubscription,
  ResumePracticeDocument,
  SharePracticeDocument,
  UnsharePracticeDocument,
  UpdatePracticeDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startNode, type TestNode } from '../support/nodes.ts';
import {
  about,
  backdate,
  complete,
  hostSession,
  logged,
  practiceRow,
  practices,
  start,
  statistics,
  writeSequence,
} from '../support/practice.ts';
import { createTestClient, startServer, type TestServer } from '../support/server.ts';
import { type Person, people, person } from '../support/studio.ts';

let server: TestServer;
let otherNode: TestNode;
beforeAll(async () => {
  server = await startServer();
  otherNode = await startNode(server);
});
afterAll(async () => {
  await otherNode.stop();
  await server.stop();
});

/** The practice in the stream's next event. */
type Stream = ReturnType<typeof createTestClient>['subscribe'] extends (...parameters: never[]) => infer Result
  ? Omit<Result, 'next'> & { next(): Promise<PracticeChangedSubscription> }
  : never;
const next = async (stream: Stream) => (await stream.next()).practiceChanged;

/** A stream of a client's that has begun to watch. */
async function watching(client: Pick<Person, 'subscribe'>): Promise<Stream> {
  const watches = [server.app, otherNode.app].map((app) => vi.spyOn(app.events, 'watchAccount'));
  const stream = client.subscribe(PracticeChangedDocument, {});
  await vi.waitFor(() => expect(watches.some((watch) => watch.mock.calls.length > 0)).toBe(true), { interval: 5 });
  for (const watch of watches) watch.mockRestore();
  return stream;
}

test('every change comes to every device of the person, and to nobody else', async () => {
  const teacher = await person(server, 'sync-teacher', 'CREATOR');
  const ada = await person(server, 'sync-ada');
  const sequence = await writeSequence(teacher);
  const before = await logged(ada);
  const [phone, tablet] = [await watching(ada), await watching(ada)];
  const stranger = await watching(teacher);
  const expectChange = async (change: object) => {
    for (const stream of [phone, tablet]) expect(await next(stream)).toMatchObject(change);
  };

  const { id } = await start(ada, { sequenceId: sequence.id });
  await expectChange({ id, status: 'ACTIVE', source: 'SOLO', posesCompleted: 0 });
  await ada.run(CompletePoseDocument, { id, position: 2 });
  await expectChange({ id, posesCompleted: 1, poses: [{ position: 2 }] });
  // What changes nothing is not told.
  await ada.run(CompletePoseDocument, { id, position: 2 });
  await ada.run(CompletePoseDocument, { id, position: 9 });
  await ada.run(ResumePracticeDocument, { id });
  await backdate(server, id, 300);
  await ada.run(PausePracticeDocument, { id });
  await expectChange({ id, status: 'PAUSED', durationSeconds: about(300) });
  await ada.run(ResumePracticeDocument, { id });
  await expectChange({ id, status: 'ACTIVE' });
  await ada.run(UpdatePracticeDocument, { id, input: { notes: 'Warm.' } });
  await expectChange({ id, notes: 'Warm.' });
  await complete(ada, { id, status: 'PARTIAL' });
  await expectChange({ id, status: 'PARTIAL' });

  await ada.run(SharePracticeDocument, { id: before.id });
  await expectChange({ id: before.id, shareUrl: expect.any(String) });
  await ada.run(UnsharePracticeDocument, { id: before.id });
  await expectChange({ id: before.id, shareUrl: null });
  const { id: later } = await logged(ada);
  await expectChange({ id: later, source: 'LOGGED' });

  const { id: theirs } = await start(teacher);
  expect(await next(stranger)).toMatchObject({ id: theirs });
  for (const stream of [phone, tablet, stranger]) await stream.close();
});

test('devices on another node hear of it, too', async () => {
  const [person] = await people(server, ['sync-roamer']);
  const stream = await watching(createTestClient(otherNode.url, person.accessToken));
  const { id } = await start(person);
  expect(await next(stream)).toMatchObject({ id, status: 'ACTIVE' });
  await complete(person, { id, durationSeconds: 30 });
  expect(await next(stream)).toMatchObject({ id, status: 'COMPLETED', durationSeconds: 30 });
  await stream.close();
});

test('a replaced practice is told as abandoned, a deleted one for the last time', async () => {
  const [person] = await people(server, ['sync-replacer']);
  const { id: first } = await start(person);
  const stream = await watching(person);
  await backdate(server, first, 60);
  const { id: second } = await start(person, { replaceCurrent: true });
  const both = [await next(stream), await next(stream)].map(({ id, status }) => [id, status]);
  expect(both.sort()).toEqual(
    [
      [first, 'ABANDONED'],
      [second, 'ACTIVE'],
    ].sort(),
  );
  await person.run(DeletePracticeDocument, { id: second });
  expect(await next(stream)).toMatchObject({ id: second, status: 'ABANDONED', poses: [] });
  expect(await person.run(CurrentPracticeDocument)).toEqual({ viewer: { currentPractice: null } });
  expect(await statistics(person)).toMatchObject({ startedSessions: 1 });
  await stream.close();
});

test('what the server closes is told, and a reloaded device reads what is open', async () => {
  const [person] = await people(server, ['sync-forgetful']);
  const { id } = await start(person);
  await person.run(PausePracticeDocument, { id, durationSoFarSeconds: 25 });
  expect(await person.run(CurrentPracticeDocument)).toMatchObject({
    viewer: { currentPractice: { id, status: 'PAUSED', durationSeconds: 25 } },
  });
  const stream = await watching(person);
  await backdate(server, id, 4 * 3600 + 60);
  await abandonStalePractices(server.app);
  expect(await next(stream)).toMatchObject({ id, status: 'ABANDONED', durationSeconds: 25 });
  await stream.close();
});

test('the end of a live session writes one record with the time attended, and tells; a no-show gets neither', async () => {
  const host = await person(server, 'sync-host');
  const [attendee, along, late] = [
    await person(server, 'sync-attendee'),
    await person(server, 'sync-along'),
    await person(server, 'sync-late'),
  ];
  const { id } = await hostSession(host);
  const sessionId = localId(id);
  const code = (await host.run(LiveSessionDocument, { id })).session?.joinCode as string;
  for (const person of [attendee, along, late]) await person.run(JoinByCodeDocument, { code });
  // As if it had gone on for an hour: two people were there for 40 minutes, the third for the last ten.
  const { prisma } = server.database;
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  await prisma.session.update({ where: { id: sessionId }, data: { startedAt: minutesAgo(60) } });
  for (const [person, minutes] of [
    [attendee, 40],
    [along, 40],
    [late, 10],
  ] as const) {
    await prisma.attendanceInterval.updateMany({
      where: { participant: { sessionId, accountId: localId(person.accountId) } },
      data: { startedAt: minutesAgo(minutes) },
    });
  }
  const open = await start(along, { sessionId: id });
  const streams = [await watching(attendee), await watching(along)] as const;
  await host.run(EndSessionDocument, { id });

  const record = { source: 'LIVE', status: 'COMPLETED', durationSeconds: about(2400) };
  expect(await next(streams[0])).toMatchObject(record);
  expect(await next(streams[1])).toMatchObject({ ...record, id: open.id });
  for (const stream of streams) await stream.close();
  expect(await practices(attendee)).toMatchObject([{ ...record, session: { id } }]);
  // Nobody practises for longer than it takes: the record began when they came in.
  expect((await practiceRow(server, open.id)).startedAt.getTime()).toBeLessThanOrEqual(minutesAgo(40).getTime());
  expect(await practices(late)).toEqual([]);
  expect(await practices(host)).toEqual([]);
});
