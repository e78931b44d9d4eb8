import { afterAll, beforeAll, expect, test } from 'vitest';
import { extendSeries } from '../../src/lifecycle/series/dates.ts';
import {
  AuditEventsDocument,
  BookingNodeDocument,
  CreateSeriesDocument,
  DeleteAccountDocument,
  DeviceSessionChangedDocument,
  ExportAccountDocument,
  JoinByCodeDocument,
  LiveSessionDocument,
  LoginDocument,
  PersonDocument,
  RegisterDocument,
  SequencesDocument,
  SessionEventsDocument,
  StartSessionDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { paid, tell } from '../support/payments.ts';
import { logged, start, writeSequence } from '../support/practice.ts';
import { expectType, startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { addStory, start as startVoting, vote } from '../support/stories.ts';
import {
  attempt,
  book,
  confirm,
  inHours,
  inMinutes,
  type Person,
  password,
  person,
  schedule,
} from '../support/studio.ts';

let server: TestServer;
let host: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
});
afterAll(() => server.stop());

const remove = async (who: Person, given = password) =>
  (await who.run(DeleteAccountDocument, { password: given })).accountDelete;
const session = (id: string) => server.database.prisma.session.findUnique({ where: { id: localId(id) } });

/** A live session with its code, joined by these people. */
async function meet(by: Person, ...members: Person[]) {
  const { id } = await schedule(by, { startsAt: null });
  const code = (await by.run(LiveSessionDocument, { id })).session?.joinCode as string;
  for (const member of members) {
    expectType((await member.run(JoinByCodeDocument, { code })).sessionJoin, 'SessionJoinPayload');
  }
  return id;
}

test('a person takes everything along that is kept about them, and nothing of anybody else', async () => {
  const admin = await person(server, 'keeper', 'ADMIN');
  const ada = await person(server, 'ada', 'CREATOR');
  const guest = await person(server, 'beatrice');
  const own = await schedule(ada, { title: 'Ada’s own' });
  await book(guest, own.id);
  const weekly = {
    title: 'Ada’s weekly',
    startsAt: inHours(48),
    timeZone: 'Europe/Lisbon',
    rule: 'FREQ=WEEKLY;COUNT=1',
  };
  expectType((await ada.run(CreateSeriesDocument, { input: weekly })).seriesCreate, 'Series');
  const priced = await schedule(host, { title: 'Host’s', price: { amountMinor: 2500, currency: 'EUR' } });
  const payment = paid((await book(ada, priced.id)).id);
  await tell(server, payment);
  const meeting = await meet(host, ada, guest);
  const story = await addStory(host, meeting);
  await startVoting(host, story.id);
  await vote(ada, story.id, '5');
  await vote(guest, story.id, '8');
  const sequence = await writeSequence(ada, { title: 'Ada’s sequence' });
  await logged(ada, { sequenceId: sequence.id, notes: 'Felt light.' });
  await admin.ask('mutation($id: ID!) { accountSetRole(id: $id, role: USER, reason: "Asked for it") { __typename } }', {
    id: ada.accountId,
  });

  const { accountExport } = await ada.run(ExportAccountDocument);
  expect(accountExport).toMatchObject({
    account: { username: 'ada', email: 'ada@example.org', role: 'USER' },
    deviceSessions: [{ id: localId(ada.deviceSessionId), ipAddress: '127.0.0.1' }],
    hostedSessions: [{ title: 'Ada’s own', seatsTaken: 1 }, { title: 'Ada’s weekly' }],
    hostedSeries: [{ rule: 'FREQ=WEEKLY;COUNT=1', timeZone: 'Europe/Lisbon', template: { title: 'Ada’s weekly' } }],
    bookings: [
      {
        ...{ status: 'CONFIRMED', session: { title: 'Host’s', host: { username: 'host' } } },
        payments: [
          {
            status: 'SUCCEEDED',
            provider: 'acme',
            reference: payment.reference,
            amountMinor: 2500,
            receipt: { buyerName: 'ada', sequence: 1 },
            refunds: [],
          },
        ],
      },
    ],
    participations: [{ role: 'MEMBER', intervals: [{ endedAt: null }], session: { host: { displayName: 'host' } } }],
    practiceSessions: [{ notes: 'Felt light.', durationSeconds: 600 }],
    sequences: [{ title: 'Ada’s sequence', poses: [{ position: 1 }, { position: 2 }, { position: 3 }] }],
    votes: [{ value: '5', story: { title: 'As a guest I book' } }],
    auditEvents: [{ action: 'account.role_set', by: 'somebody else', reason: 'Asked for it', details: { to: 'USER' } }],
  });
  const text = JSON.stringify(accountExport);
  for (const secret of [
    'argon2',
    'passwordHash',
    'beatrice',
    'keeper',
    'host@',
    'usernameKey',
    localId(admin.accountId),
  ]) {
    expect(text, secret).not.toContain(secret);
  }
  expect(JSON.stringify((await ada.run(ExportAccountDocument)).accountExport)).toBe(text);
  const visitor = await server.visitor.ask(ExportAccountDocument);
  expect(visitor.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
});

test('deleting an account takes the password, then nothing of the person is left', async () => {
  const dana = await person(server, 'dana', 'CREATOR');
  const userId = await dana.run(ViewerDocument).then(({ viewer }) => viewer?.user.id as string);
  await server.database.prisma.account.update({
    where: { usernameKey: 'dana' },
    data: { bio: 'Breathes.', firstName: 'Dana', avatarUrl: 'https://example.org/dana.png' },
  });
  expect(await remove(dana, 'not the password')).toEqual({
    __typename: 'InvalidCredentialsError',
    code: 'INVALID_CREDENTIALS',
  });
  const published = await writeSequence(dana, { title: 'For everybody' });
  const unpublished = await writeSequence(dana, { title: 'For later', isPublished: false });
  await logged(dana);
  await start(dana, { sequenceId: unpublished.id });
  const socket = dana.subscribe(DeviceSessionChangedDocument, {});

  expect(await remove(dana)).toEqual({ __typename: 'AccountDeletePayload', deletedId: dana.accountId });
  expect(await socket.closed).toMatchObject({ code: 4403 });
  expect(await dana.ask(ViewerDocument)).toMatchObject(tokenRefused);
  const refused = await server.visitor.run(LoginDocument, { input: { login: 'dana', password } });
  expect(refused).toEqual(await server.visitor.run(LoginDocument, { input: { login: 'nobody-at-all', password } }));
  expect(await server.visitor.run(PersonDocument, { id: userId, username: 'dana' })).toEqual({
    node: { username: expect.stringMatching(/^deleted-/), displayName: 'Deleted person', bio: null },
    user: null,
  });

  const accountId = localId(dana.accountId);
  const { prisma } = server.database;
  const left = await prisma.account.findUniqueOrThrow({ where: { id: accountId }, include: { deviceSessions: true } });
  expect(JSON.stringify(left)).not.toMatch(/dana|Breathes|127\.0\.0\.1/i);
  expect(left).toMatchObject({ deletedAt: expect.any(Date), deviceSessions: [{ deviceName: 'Deleted' }] });
  const deleted = { node: null, user: null };
  expect(await server.visitor.run(PersonDocument, { id: userId, username: left.username })).toMatchObject({
    user: null,
  });
  expect(await server.visitor.run(PersonDocument, { id: unpublished.id, username: 'dana' })).toEqual(deleted);
  const { nodes } = (await server.visitor.run(SequencesDocument, { search: 'everybody' })).sequences;
  expect(nodes).toMatchObject([{ title: published.title, author: { username: left.username } }]);
  const counts = [
    await prisma.practiceSession.count({ where: { accountId } }),
    await prisma.practiceDay.count({ where: { accountId } }),
    await prisma.refreshToken.count({ where: { deviceSession: { accountId } } }),
    await prisma.oneTimeLink.count({ where: { accountId } }),
  ];
  expect(counts).toEqual([0, 0, 0, 0]);

  const again = await server.visitor.run(RegisterDocument, {
    input: { username: 'Dana', email: 'DANA@example.org', password },
  });
  expect(expectType(again.accountRegister, 'AuthPayload').account.id).not.toBe(dana.accountId);
  const admin = await person(server, 'auditor', 'ADMIN');
  const audit = (await admin.run(AuditEventsDocument, { filter: { targetId: dana.accountId } })).auditEvents.nodes;
  expect(audit[0]).toMatchObject({ action: 'account.deleted' });
});

test('seats are given back, hosted sessions called off or ended, and meetings left', async () => {
  const eve = await person(server, 'eve', 'CREATOR');
  const [ben, cleo] = [await person(server, 'ben'), await person(server, 'cleo')];
  const price = { amountMinor: 2000, currency: 'EUR' };
  const wanted = await schedule(host, { maxParticipants: 1, price });
  const booking = await book(eve, wanted.id);
  await confirm(host, booking.id);
  const waiting = await book(ben, wanted.id);
  const hosted = await schedule(eve, { price });
  const paid = await book(ben, hosted.id);
  await confirm(eve, paid.id);
  const draft = await schedule(eve, { draft: true });
  const weekly = expectType(
    (
      await eve.run(CreateSeriesDocument, {
        input: { title: 'Weekly', startsAt: inHours(48), timeZone: 'Europe/Lisbon', rule: 'FREQ=WEEKLY' },
      })
    ).seriesCreate,
    'Series',
  );
  const ending = await meet(eve, cleo);
  const visited = await meet(host, eve);
  const watch = host.subscribe(SessionEventsDocument, { sessionId: visited, kinds: ['PARTICIPANTS'] });
  await watch.next();

  expectType(await remove(eve), 'AccountDeletePayload');
  const rowOf = (id: string) => server.database.prisma.booking.findUnique({ where: { id: localId(id) } });
  expect(await rowOf(booking.id)).toMatchObject({ status: 'CANCELLED', refundMinor: 2000 });
  expect(await rowOf(waiting.id)).toMatchObject({ status: 'PENDING' });
  expect(await session(wanted.id)).toMatchObject({ seatsTaken: 1 });
  expect(await session(hosted.id)).toMatchObject({ status: 'CANCELLED', seatsTaken: 0 });
  expect(await rowOf(paid.id)).toMatchObject({ status: 'CANCELLED', refundMinor: 2000 });
  expect(await session(draft.id)).toBeNull();
  await server.database.prisma.series.update({
    where: { id: localId(weekly.id) },
    data: { materialisedUntil: new Date() },
  });
  await extendSeries(server.app);
  const dates = await server.database.prisma.session.findMany({ where: { seriesId: localId(weekly.id) } });
  expect(dates.map(({ status }) => status)).toEqual(Array(8).fill('CANCELLED'));
  expect(await session(ending)).toMatchObject({ status: 'ENDED', joinCode: null });
  expect(
    await server.database.prisma.practiceSession.findMany({ where: { sessionId: localId(ending) } }),
  ).toMatchObject([{ accountId: localId(cleo.accountId), status: 'COMPLETED' }]);
  expect((await watch.next()).sessionEvents).toMatchObject({
    __typename: 'ParticipantLeft',
    participant: { user: { username: expect.stringMatching(/^deleted-/) } },
  });
  await watch.close();
  expect(await ben.run(BookingNodeDocument, { id: paid.id })).toMatchObject({ node: { status: 'CANCELLED' } });

  // Whoever has gone has no practice recorded by what they attended.
  await server.database.prisma.session.update({
    where: { id: localId(visited) },
    data: { startedAt: new Date(Date.now() - 1000) },
  });
  await host.ask('mutation($id: ID!) { sessionEnd(id: $id) { __typename } }', { id: visited });
  expect(await session(visited)).toMatchObject({ status: 'ENDED' });
  const accountId = localId(eve.accountId);
  expect(await server.database.prisma.practiceSession.count({ where: { accountId } })).toBe(0);
});

test('the last admin stays, until there is another', async () => {
  const lonely = await startServer();
  const admin = await person(lonely, 'only', 'ADMIN');
  expect(await admin.run(DeleteAccountDocument, { password })).toEqual({
    accountDelete: { __typename: 'LastAdminError', code: 'LAST_ADMIN' },
  });
  const second = await person(lonely, 'second', 'ADMIN');
  const results = await Promise.all([admin, second].map((one) => one.run(DeleteAccountDocument, { password })));
  expect(results.map(({ accountDelete }) => accountDelete?.__typename).sort()).toEqual([
    'AccountDeletePayload',
    'LastAdminError',
  ]);
  expect(await lonely.database.prisma.account.count({ where: { role: 'ADMIN', deletedAt: null } })).toBe(1);
  await lonely.stop();
});

test('people who delete their accounts at once, amid what others do, do not wait for each other for ever', async () => {
  const leavers = await Promise.all(
    ['leaver1', 'leaver2', 'leaver3', 'leaver4', 'leaver5', 'leaver6'].map((name) => person(server, name, 'CREATOR')),
  );
  const stayer = await person(server, 'stayer');
  const shared = await schedule(host, { maxParticipants: 3 });
  const meetings = await Promise.all(
    leavers.map((leaver) => meet(leaver, ...leavers.filter((other) => other !== leaver))),
  );
  const upcoming = await Promise.all(leavers.map((leaver) => schedule(leaver, { startsAt: inMinutes(6) })));
  for (const leaver of leavers) {
    await book(leaver, shared.id);
    await start(leaver, { sessionId: meetings[0] as string });
  }
  const [deletions] = await Promise.all([
    Promise.all(leavers.map((leaver) => remove(leaver))),
    ...leavers.map((leaver) => logged(leaver).catch(() => null)),
    ...upcoming.map(({ id }) => attempt(stayer, id)),
    ...upcoming.map(({ id }, index) => (leavers[index] as Person).ask(StartSessionDocument, { id })),
  ]);
  expect(deletions.map((one) => one?.__typename)).toEqual(leavers.map(() => 'AccountDeletePayload'));
  expect(await session(shared.id)).toMatchObject({ seatsTaken: 0 });
  const { prisma } = server.database;
  const ids = leavers.map(({ accountId }) => localId(accountId));
  const open = await prisma.session.count({
    where: { hostId: { in: ids }, status: { in: ['DRAFT', 'SCHEDULED', 'LIVE'] } },
  });
  expect(open).toBe(0);
  expect(await prisma.booking.count({ where: { accountId: { in: ids }, status: 'CONFIRMED' } })).toBe(0);
});
