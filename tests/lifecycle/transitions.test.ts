import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AdminSessionsDocument,
  ArchiveSessionDocument,
  CancelSessionDocument,
  DeleteSessionDocument,
  EndSessionDocument,
  HostEventsDocument,
  HostedSessionsDocument,
  PublishSessionDocument,
  RotateJoinCodeDocument,
  SessionByIdDocument,
  SessionEventsDocument,
  type SessionUpdateInput,
  SetRoleDocument,
  StartSessionDocument,
  UnarchiveSessionDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { settle } from '../support/log.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { book, inHours, inMinutes, type Person, partOf, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  admin = await person(server, 'admin', 'ADMIN');
});
afterAll(() => server.stop());

const start = async (who: Client, id: string) => (await who.run(StartSessionDocument, { id })).sessionStart;
const end = async (who: Client, id: string) => (await who.run(EndSessionDocument, { id })).sessionEnd;
const rotate = async (who: Client, id: string) => (await who.run(RotateJoinCodeDocument, { id })).sessionRotateCode;
const publish = async (who: Client, id: string) => (await who.run(PublishSessionDocument, { id })).sessionPublish;
const archive = async (who: Client, id: string) => (await who.run(ArchiveSessionDocument, { id })).sessionArchive;
const unarchive = async (who: Client, id: string) => (await who.run(UnarchiveSessionDocument, { id })).sessionUnarchive;
const cancel = async (who: Client, id: string, reason = 'Ill.') =>
  (await who.run(CancelSessionDocument, { id, reason })).sessionCancel;
const remove = async (who: Client, id: string, reason: string | null = null) =>
  (await who.run(DeleteSessionDocument, { id, reason })).sessionDelete;
const update = async (who: Client, id: string, input: SessionUpdateInput, reason: string | null = null) =>
  (await who.run(UpdateSessionDocument, { id, input, reason })).sessionUpdate;

const auditOf = (id: string) =>
  server.database.prisma.auditEvent.findMany({
    where: { targetId: localId(id), refusal: null },
    orderBy: { occurredAt: 'asc' },
    select: { action: true, reason: true, actorId: true },
  });

test('a session starts from its join window on, and a refusal says when that opens', async () => {
  const startsAt = inHours(22);
  const opensAt = new Date(Date.parse(startsAt) - 15 * 60_000).toISOString();
  const { id } = await schedule(host, { startsAt });
  expect(await start(host, id)).toMatchObject({ __typename: 'SessionNotOpenError', opensAt });
  expect(await server.visitor.run(SessionByIdDocument, { id })).toMatchObject({ session: { status: 'SCHEDULED' } });
  await update(host, id, { settings: { joinWindowMinutes: 22 * 60 + 1 } });
  expect(await start(host, id)).toMatchObject({ status: 'LIVE' });
});

test.each([
  { minutes: 29, status: 'COMPLETED' },
  { minutes: 31, status: 'NO_SHOW' },
])('after $minutes of 60 planned minutes an absent guest’s booking is $status', async ({ minutes, status }) => {
  const guest = await person(server, `absent-${minutes}`);
  const { id } = await schedule(host, { startsAt: inMinutes(6), admission: 'BOOKING' });
  await book(guest, id);
  await start(host, id);
  const ago = (count: number) => new Date(Date.now() - count * 60_000);
  const { booking, session } = server.database.prisma;
  await session.update({ where: { id: localId(id) }, data: { startedAt: ago(minutes) } });
  await booking.updateMany({ where: { sessionId: localId(id) }, data: { confirmedAt: ago(90) } });
  await end(host, id);
  expect((await partOf(guest, id))?.viewer?.booking).toMatchObject({ status });
});

test('an archived session comes back to its host’s lists', async () => {
  const creator = await person(server, 'archivist', 'CREATOR');
  const { id } = await schedule(creator, { title: 'Once' });
  const titles = async () =>
    (await creator.run(HostedSessionsDocument, {})).viewer?.hostedSessions.nodes.map(({ title }) => title);
  await cancel(creator, id);
  await settle(server);
  const otherTab = creator.subscribe(HostEventsDocument, { kinds: ['SESSIONS'] });
  const told = async () => (await otherTab.next()).hostEvents;
  expect(await told()).toMatchObject({ __typename: 'HostSnapshot' });
  await archive(creator, id);
  expect(await told()).toMatchObject({ session: { id }, event: { __typename: 'SessionChanged' } });
  expect(await titles()).toEqual([]);
  expect(await unarchive(host, id)).toMatchObject({ code: 'NOT_HOST' });
  expect(await unarchive(creator, id)).toMatchObject({ id, archivedAt: null });
  expect(await unarchive(creator, id)).toMatchObject({ id, archivedAt: null });
  expect(await titles()).toEqual(['Once']);
  expect(await told()).toMatchObject({ session: { id }, event: { __typename: 'SessionChanged' } });
  await otherTab.close();
});

test('the end of a session tells of the seats that were never paid', async () => {
  const [guest] = await people(server, ['unpaid']);
  const { id } = await schedule(host, { startsAt: inMinutes(6), price: { amountMinor: 900 } });
  await start(host, id);
  expect(await book(guest, id)).toMatchObject({ status: 'PENDING' });
  const stream = host.subscribe(SessionEventsDocument, { sessionId: id, kinds: ['SEATS', 'SESSION'] });
  const next = async () => (await stream.next()).sessionEvents;
  expect(await next()).toMatchObject({ __typename: 'SessionSnapshot' });
  await end(host, id);
  expect(await next()).toMatchObject({ __typename: 'SeatsChanged', seatsTaken: 0 });
  expect(await next()).toMatchObject({ __typename: 'SessionChanged', status: 'ENDED' });
  await stream.close();
});

test('people who see a session but do not host it are told so; of a draft they are told nothing', async () => {
  const stranger = await person(server, 'stranger', 'CREATOR');
  const attempts = (id: string) =>
    Promise.all([
      ...[start, end, rotate, publish, archive, unarchive, cancel, remove].map((attempt) => attempt(stranger, id)),
      update(stranger, id, { title: 'Mine' }),
      update(stranger, id, { settings: { isLocked: true } }),
    ]);
  const { id } = await schedule(host);
  for (const refusal of await attempts(id)) expect(refusal).toMatchObject({ code: 'NOT_HOST' });
  const draft = await schedule(host, { draft: true });
  for (const refusal of await attempts(draft.id)) expect(refusal).toMatchObject({ code: 'NOT_FOUND' });
  // Admins see drafts, but what needs no moderation is the host's.
  for (const attempt of [start, end, rotate, publish, archive, unarchive]) {
    expect(await attempt(admin, draft.id)).toMatchObject({ code: 'NOT_HOST' });
  }
});

test('admins list every session, and update, cancel and delete any with a reason, which is audited', async () => {
  const [creator] = await people(server, ['creator'], { role: 'CREATOR' });
  const draft = await schedule(creator, { title: 'Draft', draft: true });
  const unlisted = await schedule(creator, { title: 'Unlisted', startsAt: inHours(50) });
  const gone = await schedule(creator, { title: 'Archived', startsAt: inHours(60) });
  await cancel(creator, gone.id);
  await archive(creator, gone.id);
  const filter = { hostId: creator.userId };
  expect(await admin.run(AdminSessionsDocument, { filter })).toMatchObject({
    adminSessions: {
      totalCount: 3,
      nodes: [
        { title: 'Draft', status: 'DRAFT' },
        { title: 'Unlisted', status: 'SCHEDULED' },
        { title: 'Archived', status: 'CANCELLED' },
      ],
    },
  });
  expect(await creator.ask(AdminSessionsDocument, { filter })).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });

  const missing = { code: 'INVALID_INPUT', issues: [{ path: ['reason'] }] };
  for (const reason of [null, ' ', '\u200b']) {
    expect(await update(admin, unlisted.id, { title: 'Tidy' }, reason)).toMatchObject(missing);
    expect(await remove(admin, draft.id, reason)).toMatchObject(missing);
    expect(await cancel(admin, unlisted.id, reason ?? '')).toMatchObject(missing);
  }
  expect(await auditOf(unlisted.id)).toEqual([]);
  expect(await update(admin, unlisted.id, { title: 'Tidy' }, 'Rude title.')).toMatchObject({ title: 'Tidy' });
  expect(await cancel(admin, unlisted.id, 'Unsafe.')).toMatchObject({ status: 'CANCELLED' });
  expect(await auditOf(unlisted.id)).toEqual([
    { action: 'session.updated', reason: 'Rude title.', actorId: admin.id },
    { action: 'session.cancelled', reason: 'Unsafe.', actorId: admin.id },
  ]);
  expect(await remove(admin, draft.id, 'Spam.')).toMatchObject({ deletedId: draft.id });
  expect(await auditOf(draft.id)).toEqual([{ action: 'session.deleted', reason: 'Spam.', actorId: admin.id }]);
  // Their own sessions need no reason and leave no trace.
  const own = await schedule(admin);
  expect(await update(admin, own.id, { title: 'Ours' })).toMatchObject({ title: 'Ours' });
  expect(await auditOf(own.id)).toEqual([]);
});

test('co-hosts lock the session and rotate its code, and change nothing else', async () => {
  const cohost = await person(server, 'cohost');
  const { id } = await schedule(host, { startsAt: null });
  await server.database.prisma.participant.create({
    data: { sessionId: localId(id), accountId: cohost.id, role: 'COHOST', presence: 'OFFLINE' },
  });
  expect(await update(cohost, id, { settings: { isLocked: true } })).toMatchObject({ settings: { isLocked: true } });
  expect(await update(cohost, id, { settings: { isLocked: false } })).toMatchObject({ settings: { isLocked: false } });
  for (const input of [
    { title: 'Ours' },
    { title: 'Ours', settings: { isLocked: true } },
    { settings: { isLocked: true, autoReveal: true } },
    {},
  ]) {
    expect(await update(cohost, id, input)).toMatchObject({ code: 'NOT_HOST' });
  }
  expect(await rotate(cohost, id)).toMatchObject({ id });
  expect(await archive(cohost, id)).toMatchObject({ code: 'NOT_HOST' });
  expect(await end(cohost, id)).toMatchObject({ status: 'ENDED' });
});

test('a draft whose start has passed is not published', async () => {
  const { id } = await schedule(host, { startsAt: inHours(1), draft: true });
  const startsAt = new Date(Date.now() - 300_000);
  await server.database.prisma.session.update({ where: { id: localId(id) }, data: { startsAt } });
  expect(await publish(host, id)).toMatchObject({ __typename: 'InvalidInputError', issues: [{ path: ['startsAt'] }] });
  await update(host, id, { startsAt: inHours(2) });
  expect(await publish(host, id)).toMatchObject({ status: 'SCHEDULED' });
});

test('who lost the role that may list sessions cannot publish a draft that is to be listed', async () => {
  const former = await person(server, 'former', 'CREATOR');
  const { id } = await schedule(former, { draft: true, visibility: 'LISTED' });
  await admin.run(SetRoleDocument, { id: former.accountId, role: 'USER', reason: 'Left' });
  expect(await publish(former, id)).toMatchObject({ __typename: 'InvalidInputError' });
});
