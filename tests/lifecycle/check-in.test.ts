import { afterAll, beforeAll, expect, test } from 'vitest';
import { endAbandonedSessions } from '../../src/lifecycle/abandoned.ts';
import {
  BookForDocument,
  BookPartyDocument,
  CheckInByCodeDocument,
  CheckInDocument,
  DeskBookingDocument,
  type DeskStateFragment,
  EndSessionDocument,
  HostEventsDocument,
  PartySummaryDocument,
  PracticeSessionsDocument,
  StartSessionDocument,
  UndoCheckInDocument,
  UpdatePartyDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { settle } from '../support/log.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, inMinutes, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let ana: Person;
let ben: Person;
let cleo: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  [ana, ben, cleo] = await people(server, ['ana', 'ben', 'cleo']);
});
afterAll(() => server.stop());

const checkIn = async (who: Person, id: string, more: { people?: number; reason?: string } = {}) =>
  (await who.run(CheckInDocument, { id, ...more })).bookingCheckIn;
const stateOf = async (who: Person, id: string) =>
  (await who.run(DeskBookingDocument, { id })).node as DeskStateFragment;
const party = async (who: Person, sessionId: string, seats: number) =>
  expectType((await who.run(BookPartyDocument, { input: { sessionId, seats } })).bookingCreate, 'Booking').id;
const summaryOf = async (id: string) => (await host.run(PartySummaryDocument, { id })).session?.bookingSummary;
/** Lets a session, and what happened to its bookings, have been so many minutes earlier. */
async function passTime(id: string, minutes: number): Promise<void> {
  await server.database.prisma.$executeRaw`
    UPDATE "Booking" SET "confirmedAt" = "confirmedAt" - make_interval(mins => ${minutes}),
      "checkedInAt" = "checkedInAt" - make_interval(mins => ${minutes}) WHERE "sessionId" = ${localId(id)}::uuid`;
  await server.database.prisma.$executeRaw`
    UPDATE "Session" SET "startsAt" = "startsAt" - make_interval(mins => ${minutes}),
      "endsAt" = "endsAt" - make_interval(mins => ${minutes}), "startedAt" = "startedAt" - make_interval(mins => ${minutes})
    WHERE "id" = ${localId(id)}::uuid`;
}
const practicesOf = async (who: Person) =>
  (await who.run(PracticeSessionsDocument, {})).viewer?.practiceSessions.nodes.length;

test('people are checked in by the list and by their code, and a host’s dashboard moves', async () => {
  const { id: sessionId } = await schedule(host, { startsAt: inMinutes(5), durationMinutes: 60 });
  const [anas, bens] = [await party(ana, sessionId, 3), await party(ben, sessionId, 1)];
  await settle(server);
  const stream = host.subscribe(HostEventsDocument, { kinds: ['BOOKINGS'] });
  await stream.next();
  expect(await checkIn(host, anas, { people: 4 })).toMatchObject({
    ...{ __typename: 'InvalidInputError', message: expect.stringContaining('at most 3') },
  });
  expect(await checkIn(host, anas, { people: 2 })).toMatchObject({
    ...{ status: 'CONFIRMED', arrived: 2, checkedInAt: expect.any(String), checkedInBy: { username: 'host' } },
  });
  expect(await stream.next()).toMatchObject({ hostEvents: { __typename: 'BookingUpdate' } });
  await stream.close();
  expect(await checkIn(host, anas)).toMatchObject({ arrived: 2 });
  expect(await checkIn(host, anas, { people: 3 })).toMatchObject({ arrived: 3 });
  expect((await ana.run(UpdatePartyDocument, { input: { id: anas, seats: 2 } })).bookingUpdate).toMatchObject({
    ...{ __typename: 'InvalidInputError' },
  });

  const { checkInCode } = await stateOf(ben, bens);
  const byCode = async (who: Person, code: string) =>
    (await who.run(CheckInByCodeDocument, { sessionId, code })).bookingCheckInByCode;
  expect(await byCode(host, 'NONESUCH00')).toMatchObject({ __typename: 'NotFoundError' });
  expect(await byCode(cleo, checkInCode as string)).toMatchObject({ __typename: 'NotHostError' });
  expect(await byCode(ben, checkInCode as string)).toMatchObject({ __typename: 'NotHostError' });
  const typed = `${checkInCode?.slice(0, 5).toLowerCase()} - ${checkInCode?.slice(5)}`.replaceAll('0', 'o');
  expect(await byCode(host, typed)).toMatchObject({ id: bens, arrived: 1 });
  expect((await host.run(UndoCheckInDocument, { id: bens })).bookingCheckInUndo).toMatchObject({
    ...{ arrived: null, checkedInAt: null, checkedInBy: null },
  });
  expect(await checkIn(ben, bens)).toMatchObject({ __typename: 'NotHostError' });

  // Whoever cancels is not in.
  await cancel(ana, anas);
  expect(await stateOf(host, anas)).toMatchObject({ status: 'CANCELLED', arrived: null });
});

test('check-in opens with the join window and is for confirmed bookings', async () => {
  const price = { amountMinor: 900, currency: 'EUR' };
  const later = await schedule(host, { startsAt: inMinutes(300) });
  const early = await book(ana, later.id);
  expect(await checkIn(host, early.id)).toMatchObject({ __typename: 'CheckInClosedError', closesAt: null });
  const soon = await schedule(host, { startsAt: inMinutes(5), price });
  const unpaid = await book(ana, soon.id);
  expect(await checkIn(host, unpaid.id)).toMatchObject({ __typename: 'BookingStatusError', refusedIn: 'PENDING' });
});

test('whoever is checked in attended, device or not; others did not come, and late is better than never', async () => {
  const { id: sessionId } = await schedule(host, { startsAt: inMinutes(5), durationMinutes: 60 });
  const [anas, bens, cleos] = [
    await party(ana, sessionId, 3),
    await party(ben, sessionId, 1),
    await party(cleo, sessionId, 1),
  ];
  const input = { sessionId, guest: { name: 'Gil', email: 'gil@guests.example' } };
  const gils = expectType((await host.run(BookForDocument, { input })).bookingCreateFor, 'Booking').id;
  await host.run(StartSessionDocument, { id: sessionId });
  for (const id of [anas, gils]) await checkIn(host, id, { people: id === anas ? 2 : 1 });
  await passTime(sessionId, 62);
  await host.run(EndSessionDocument, { id: sessionId });
  expect(await stateOf(host, anas)).toMatchObject({ status: 'COMPLETED', arrived: 2 });
  expect(await stateOf(host, gils)).toMatchObject({ status: 'COMPLETED', arrived: 1 });
  expect(await stateOf(host, bens)).toMatchObject({ status: 'NO_SHOW', arrived: null });
  expect(await summaryOf(sessionId)).toMatchObject({ attended: 3, noShow: 3 });
  expect([await practicesOf(ana), await practicesOf(ben)]).toEqual([1, 0]);

  expect(await checkIn(host, bens)).toMatchObject({ status: 'COMPLETED', arrived: 1 });
  expect(await practicesOf(ben)).toBe(1);
  expect((await host.run(UndoCheckInDocument, { id: bens })).bookingCheckInUndo).toMatchObject({
    ...{ __typename: 'BookingStatusError', refusedIn: 'COMPLETED' },
  });
  await server.database.prisma.session.update({
    where: { id: localId(sessionId) },
    data: { endedAt: new Date(Date.now() - 25 * 3_600_000) },
  });
  expect(await checkIn(host, cleos)).toMatchObject({ __typename: 'CheckInClosedError', closesAt: expect.any(String) });
});

test('a session that people were checked in to took place, though nobody started it here', async () => {
  const { id: sessionId } = await schedule(host, { startsAt: inMinutes(5), durationMinutes: 60 });
  const [anas, bens] = [await party(ana, sessionId, 1), await party(ben, sessionId, 1)];
  await checkIn(host, anas);
  await passTime(sessionId, 300);
  await endAbandonedSessions(server.app);
  expect(await stateOf(host, anas)).toMatchObject({ status: 'COMPLETED', attendedSeconds: 3600 });
  expect(await stateOf(host, bens)).toMatchObject({ status: 'NO_SHOW' });
});

test('whoever is ticked off after the planned end was there all the time, though nobody started the session here', async () => {
  const { id: sessionId } = await schedule(host, { startsAt: inMinutes(5), durationMinutes: 60 });
  const [dora] = await people(server, ['dora']);
  const doras = await party(dora, sessionId, 1);
  await passTime(sessionId, 70);
  await checkIn(host, doras);
  await passTime(sessionId, 60);
  await endAbandonedSessions(server.app);
  expect(await stateOf(host, doras)).toMatchObject({ status: 'COMPLETED', attendedSeconds: 3600 });
  expect((await dora.run(PracticeSessionsDocument, {})).viewer?.practiceSessions.nodes).toMatchObject([
    { durationSeconds: 3600 },
  ]);
});

test('a class goes on where its host puts the device away: people who were checked in are there until the planned end', async () => {
  const { id: sessionId } = await schedule(host, { startsAt: inMinutes(5), durationMinutes: 60 });
  const [anas, bens] = [await party(ana, sessionId, 1), await party(ben, sessionId, 1)];
  const { prisma } = server.database;
  const putDeviceAway = (minutesAgo: number) =>
    prisma.participant.updateMany({
      where: { sessionId: localId(sessionId) },
      data: { presence: 'OFFLINE', leaseExpiresAt: null, lastSeenAt: new Date(Date.now() - minutesAgo * 60_000) },
    });
  await host.run(StartSessionDocument, { id: sessionId });
  await passTime(sessionId, 5);
  await checkIn(host, anas);
  await passTime(sessionId, 40);
  await putDeviceAway(44);
  await endAbandonedSessions(server.app);
  expect(await stateOf(host, anas)).toMatchObject({ status: 'CONFIRMED' });

  await passTime(sessionId, 60);
  await putDeviceAway(104);
  await endAbandonedSessions(server.app);
  const session = await prisma.session.findUniqueOrThrow({ where: { id: localId(sessionId) } });
  expect(session).toMatchObject({ status: 'ENDED', endedAt: session.endsAt });
  const attended = await stateOf(host, anas);
  expect(attended).toMatchObject({ status: 'COMPLETED' });
  expect(attended.attendedSeconds).toBeGreaterThanOrEqual(3590);
  expect(await stateOf(host, bens)).toMatchObject({ status: 'NO_SHOW' });
});
