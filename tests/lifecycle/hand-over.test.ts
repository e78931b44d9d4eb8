import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  EndSessionDocument,
  HandOverDocument,
  HandOverEventsDocument,
  JoinByIdDocument,
  PartySummaryDocument,
  PracticeSessionsDocument,
  type SessionHandOverInput,
  StartSessionDocument,
  SuspendDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { settle } from '../support/log.ts';
import { lastMailTo, mailsTo } from '../support/mails.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { addStory, node, start, startSession, vote } from '../support/stories.ts';
import { book, cancel, confirm, inMinutes, type Person, partOf, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let other: Person;
let ana: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  [host, other] = await people(server, ['host', 'other'], { role: 'CREATOR' });
  [ana] = await people(server, ['ana']);
  admin = await person(server, 'admin', 'ADMIN');
});
afterAll(() => server.stop());

const handOver = async (who: Person, input: SessionHandOverInput) =>
  (await who.run(HandOverDocument, { input })).sessionHandOver;

test('a session has another host at once, with its bookings and its revenue; everybody is told', async () => {
  const price = { amountMinor: 2000, currency: 'EUR' };
  const { id } = await schedule(host, { title: 'Flow', price, maxParticipants: 5 });
  for (const who of [ana, other]) await confirm(host, (await book(who, id)).id);
  await settle(server);
  const streams = [host, other].map((who) => who.subscribe(HandOverEventsDocument, {}));
  for (const stream of streams) await stream.next();

  expect(await handOver(host, { id, username: 'Other' })).toMatchObject({ host: { username: 'other' }, series: null });
  const told = { __typename: 'SessionHandOver', from: { username: 'host' }, to: { username: 'other' } };
  for (const stream of streams) {
    let event = await stream.next();
    // The new host hears of the changed session as well.
    if (event.hostEvents.__typename === 'SessionUpdate') event = await stream.next();
    expect(event.hostEvents).toMatchObject(told);
    await stream.close();
  }
  expect((await partOf(other, id))?.viewer).toMatchObject({
    ...{ isHost: true, booking: { status: 'CANCELLED', refundQuote: { amountMinor: 2000 } } },
  });
  expect((await partOf(host, id))?.viewer).toMatchObject({ isHost: false, canBook: true });
  expect((await partOf(ana, id))?.viewer?.booking?.status).toBe('CONFIRMED');
  expect((await other.run(PartySummaryDocument, { id })).session?.revenue).toMatchObject([{ netMinor: 2000 }]);
  expect((await lastMailTo(server, 'ana')).subject).toBe('Another host: Flow');
  expect((await lastMailTo(server, 'ana')).text).toContain('other hosts the session.');
  expect((await lastMailTo(server, 'host')).subject).toBe('Handed over: Flow');
  const toOther = (await mailsTo(server, 'other')).map(({ text }) => text).join();
  expect(toOther).toContain('The session of host was handed over to you.');
  // What was the former host's is not any more.
  expect(await handOver(host, { id, username: 'host' })).toMatchObject({ __typename: 'NotHostError' });
  expect(await handOver(other, { id, username: 'host' })).toMatchObject({ host: { username: 'host' } });
});

test('in the room the new host leads, and the former one is out', async () => {
  const { id } = await schedule(host, { startsAt: inMinutes(5), admission: 'BOOKING' });
  await book(other, id);
  await host.run(StartSessionDocument, { id });
  await other.run(JoinByIdDocument, { sessionId: id });
  await handOver(host, { id, userId: other.userId });
  const participants = await server.database.prisma.participant.findMany({ where: { sessionId: localId(id) } });
  const of = ({ id: accountId }: Person) => participants.find((one) => one.accountId === accountId);
  expect(of(other)).toMatchObject({ role: 'HOST', presence: 'ONLINE' });
  expect(of(host)).toMatchObject({ role: 'MEMBER', presence: 'LEFT' });
  expect((await host.run(JoinByIdDocument, { sessionId: id })).sessionJoin).toMatchObject({
    ...{ __typename: 'BookingRequiredError' },
  });
});

test('who hands a live session over has given it: it was held, and is no practice of theirs', async () => {
  const { id } = await schedule(host, { startsAt: inMinutes(5), admission: 'BOOKING' });
  const seat = await book(ana, id);
  await host.run(StartSessionDocument, { id });
  await handOver(host, { id, userId: other.userId });
  // As if that had been an hour ago, and the host there for most of it.
  const { prisma } = server.database;
  const sessionId = localId(id);
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const times = { startedAt: ago(60), startsAt: ago(60), endsAt: new Date() };
  await prisma.session.update({ where: { id: sessionId }, data: times });
  await prisma.booking.updateMany({ where: { sessionId }, data: { confirmedAt: ago(90) } });
  await prisma.attendanceInterval.updateMany({
    where: { participant: { sessionId } },
    data: { startedAt: ago(60), endedAt: ago(10) },
  });
  await other.run(EndSessionDocument, { id });
  expect((await host.run(PracticeSessionsDocument, {})).viewer?.practiceSessions.nodes).toEqual([]);
  expect(await prisma.booking.findUnique({ where: { id: localId(seat.id) } })).toMatchObject({ status: 'NO_SHOW' });
});

test('of a suspended host, and those who wait get the seats that became free meanwhile', async () => {
  const [suspended] = await people(server, ['suspended'], { role: 'CREATOR' });
  const [ben] = await people(server, ['ben']);
  const { id } = await schedule(suspended, { maxParticipants: 1 });
  const seat = await book(ana, id);
  expect(await book(ben, id)).toMatchObject({ status: 'WAITLISTED' });
  await admin.run(SuspendDocument, { id: suspended.accountId, reason: 'Complaints' });
  await cancel(ana, seat.id);
  expect((await partOf(ben, id))?.viewer?.booking?.status).toBe('WAITLISTED');
  await handOver(admin, { id, username: 'other', reason: 'He does not come back.' });
  expect((await partOf(ben, id))?.viewer?.booking?.status).toBe('CONFIRMED');
});

test('votes that only the former host had not cast are revealed', async () => {
  const { id, host: leader, join } = await startSession(server, { settings: { autoReveal: true } });
  const member = await join();
  const story = (await addStory(leader, id)).id;
  await start(leader, story);
  await vote(member, story, '5');
  expect(await node(member, story)).toMatchObject({ status: 'VOTING' });
  await handOver(leader, { id, username: 'other' });
  expect(await node(member, story)).toMatchObject({ status: 'REVEALED' });
});

test('only to creators and admins, by the host or a moderating admin', async () => {
  const { id } = await schedule(host);
  const refused = async (who: Person, input: Partial<SessionHandOverInput>) => handOver(who, { id, ...input });
  expect(await refused(host, { username: 'ana' })).toMatchObject({
    ...{ __typename: 'InvalidInputError', message: 'username: must be a creator or an admin' },
  });
  expect(await refused(host, { userId: host.userId })).toMatchObject({
    message: expect.stringContaining('present host'),
  });
  expect(await refused(host, {})).toMatchObject({ __typename: 'InvalidInputError' });
  expect(await refused(host, { username: 'nobody-here' })).toMatchObject({ __typename: 'NotFoundError' });
  expect(await refused(host, { username: 'nul\u0000' })).toMatchObject({ __typename: 'InvalidInputError' });
  expect(await refused(ana, { username: 'other' })).toMatchObject({ __typename: 'NotHostError' });
  expect(await refused(admin, { username: 'other' })).toMatchObject({ __typename: 'InvalidInputError' });
  expect(await refused(admin, { username: 'other', reason: 'Ill.' })).toMatchObject({ host: { username: 'other' } });
  const [row] = await server.database.prisma.auditEvent.findMany({
    where: { targetId: localId(id), action: 'session.handed_over' },
  });
  expect(row).toMatchObject({ reason: 'Ill.', details: { from: host.id, to: other.id } });
  const draft = await schedule(host, { draft: true });
  expect(await handOver(host, { id: draft.id, username: 'other' })).toMatchObject({
    ...{ __typename: 'SessionStatusError', status: 'DRAFT' },
  });
});
