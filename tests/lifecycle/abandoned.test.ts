import { afterAll, beforeAll, expect, test } from 'vitest';
import { endAbandonedSessions } from '../../src/lifecycle/abandoned.ts';
import {
  JoinByCodeDocument,
  JoinByIdDocument,
  LiveSessionDocument,
  StartSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, confirm, inMinutes, type Person, people, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let ben: Person;
let cleo: Person;
beforeAll(async () => {
  server = await startServer();
  [host] = await people(server, ['host'], { role: 'CREATOR' });
  [ben, cleo] = await people(server, ['ben', 'cleo']);
});
afterAll(() => server.stop());

const joinById = async (who: Person, sessionId: string) =>
  expectType((await who.run(JoinByIdDocument, { sessionId })).sessionJoin, 'SessionJoinPayload');
const row = (id: string) => server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(id) } });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test('a session that its host never started is cancelled and refunded some time after its end', async () => {
  const { id } = await schedule(host, { startsAt: inMinutes(6), visibility: 'LISTED', price: { amountMinor: 900 } });
  const { id: held } = await book(cleo, id);
  await confirm(host, (await book(ben, id)).id);
  await joinById(ben, id);
  const { prisma } = server.database;
  const endedAgo = (minutes: number) =>
    prisma.session.update({
      where: { id: localId(id) },
      data: { startsAt: minutesAgo(minutes + 60), endsAt: minutesAgo(minutes) },
    });
  await endedAgo(29);
  await endAbandonedSessions(server.app);
  expect(await row(id)).toMatchObject({ status: 'SCHEDULED' });
  await endedAgo(31);
  await endAbandonedSessions(server.app);
  expect(await row(id)).toMatchObject({ status: 'CANCELLED', joinCode: null, seatsTaken: 0 });
  const bookings = await prisma.booking.findMany({ where: { sessionId: localId(id) } });
  const refund = Object.fromEntries(bookings.map((one) => [one.id, [one.status, one.refundMinor]]));
  expect(Object.values(refund)).toContainEqual(['CANCELLED', 900]);
  expect(refund[localId(held)]).toEqual(['CANCELLED', 0]);
  // People who waited before the start are not present in a cancelled session.
  await endAbandonedSessions(server.app);
  expect(await prisma.participant.findMany({ where: { sessionId: localId(id) } })).toMatchObject([
    { presence: 'OFFLINE', leaseExpiresAt: null },
  ]);
});

test('an idle session ended when the last person left: people who stayed until then attended it', async () => {
  const { id } = await schedule(host, {
    startsAt: inMinutes(6),
    visibility: 'LISTED',
    settings: { idleTimeoutMinutes: 60 },
  });
  await book(ben, id);
  await host.run(StartSessionDocument, { id });
  await joinById(ben, id);
  const { prisma } = server.database;
  const sessionId = localId(id);
  // As if they had been in it for 20 minutes, an hour and a minute ago.
  await prisma.session.update({ where: { id: sessionId }, data: { startedAt: minutesAgo(81) } });
  await prisma.participant.updateMany({
    where: { sessionId },
    data: { presence: 'OFFLINE', leaseExpiresAt: null, lastSeenAt: minutesAgo(61) },
  });
  await prisma.attendanceInterval.updateMany({
    where: { participant: { sessionId } },
    data: { startedAt: minutesAgo(81), endedAt: minutesAgo(61) },
  });
  await endAbandonedSessions(server.app);
  const { status, endedAt } = await row(id);
  expect(status).toBe('ENDED');
  expect(Math.abs((endedAt?.getTime() ?? 0) - minutesAgo(61).getTime())).toBeLessThan(20_000);
  expect(await prisma.booking.findFirst({ where: { sessionId } })).toMatchObject({
    status: 'COMPLETED',
    attendedSeconds: 1200,
  });
});

test('a session that a forgotten tab keeps open ends after a day', async () => {
  const { id } = await schedule(host, { startsAt: null });
  const code = (await host.run(LiveSessionDocument, { id })).session?.joinCode as string;
  expectType((await ben.run(JoinByCodeDocument, { code })).sessionJoin, 'SessionJoinPayload');
  const { prisma } = server.database;
  const startedAgo = (hours: number) =>
    prisma.session.update({
      where: { id: localId(id) },
      data: {
        startedAt: minutesAgo(hours * 60),
        startsAt: minutesAgo(hours * 60),
        endsAt: minutesAgo(hours * 60 - 60),
      },
    });
  await startedAgo(23);
  await endAbandonedSessions(server.app);
  expect(await row(id)).toMatchObject({ status: 'LIVE' });
  await startedAgo(25);
  await endAbandonedSessions(server.app);
  expect(await row(id)).toMatchObject({ status: 'ENDED', joinCode: null });
});
