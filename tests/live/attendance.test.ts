import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newContext } from '../../src/context.ts';
import { attendedSeconds, closeIntervals, openIntervals, readAttendance } from '../../src/live/presence/attendance.ts';
import {
  EndSessionDocument,
  JoinByIdDocument,
  PracticeSessionsDocument,
  StartSessionDocument,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, inMinutes, type Person, partOf, people, schedule } from '../support/studio.ts';

let server: TestServer;
let sessionId: string;
let participantId: string;
let ben: Person;
beforeAll(async () => {
  server = await startServer();
  const [host] = await people(server, ['host']);
  [ben] = await people(server, ['ben']);
  sessionId = localId((await schedule(host)).id);
  const { id } = await server.database.prisma.participant.create({
    data: { sessionId, accountId: ben.id, role: 'MEMBER', presence: 'OFFLINE' },
  });
  participantId = id;
});
afterAll(() => server.stop());

// One unit is a second; the property is about which of them are covered.
const horizon = 60;
const origin = Date.now() - 3_600_000;
const at = (second: number) => new Date(origin + second * 1000);
const context = () => newContext(server.app, { requestId: 'test', ipAddress: null, userAgent: null }, null);

test('time in the lobby is no attendance', async () => {
  const [host, guest] = await people(server, ['early-host', 'early-guest']);
  const { id } = await schedule(host, { startsAt: inMinutes(5), admission: 'BOOKING' });
  await book(guest, id);
  await guest.run(JoinByIdDocument, { sessionId: id });
  const participant = await server.database.prisma.participant.findFirstOrThrow({ where: { sessionId: localId(id) } });
  await server.database.prisma.attendanceInterval.updateMany({
    where: { participantId: participant.id },
    data: { startedAt: new Date(Date.now() - 180_000) },
  });
  expect(await attendedSeconds([participant.id], context())).toEqual([0]);
});

test('attendance is the union of a person’s intervals within the session, however they overlap', async () => {
  const { prisma } = server.database;
  const interval = fc
    .tuple(fc.nat(horizon), fc.nat(horizon))
    .map(([one, two]) => ({ from: Math.min(one, two), to: Math.max(one, two) }));
  const intervals = fc.uniqueArray(interval, { maxLength: 8, selector: ({ from }) => from });
  await fc.assert(
    fc.asyncProperty(intervals, interval, async (presences, live) => {
      await prisma.attendanceInterval.deleteMany({ where: { participantId } });
      await prisma.attendanceInterval.createMany({
        data: presences.map(({ from, to }) => ({ participantId, startedAt: at(from), endedAt: at(to) })),
      });
      let expected = 0;
      for (let second = live.from; second < live.to; second += 1) {
        if (presences.some(({ from, to }) => from <= second && second < to)) expected += 1;
      }
      const [attendance] = await prisma.$transaction((tx) =>
        readAttendance(tx, { id: sessionId }, at(live.from), at(live.to)),
      );
      expect(attendance?.milliseconds ?? 0).toBe(expected * 1000);
      const touching = presences.filter(({ from, to }) => from <= live.to && to >= live.from);
      expect(attendance?.from ?? null).toEqual(
        touching.length > 0 ? at(Math.max(live.from, Math.min(...touching.map(({ from }) => from)))) : null,
      );
      await prisma.session.update({
        where: { id: sessionId },
        data: { startedAt: at(live.from), endedAt: at(live.to) },
      });
      expect(await attendedSeconds([participantId], context())).toEqual([expected]);
    }),
    { numRuns: 60 },
  );
});

test('an open interval continues, and intervals that touch are one', async () => {
  const { prisma } = server.database;
  await prisma.attendanceInterval.deleteMany({ where: { participantId } });
  await prisma.$transaction(async (tx) => {
    await openIntervals(tx, [participantId], at(0));
    await openIntervals(tx, [participantId], at(5));
    await closeIntervals(tx, [participantId], at(0));
    await openIntervals(tx, [participantId], at(0));
    await closeIntervals(tx, [participantId], at(10));
    // An interval that ends before it begins has no length.
    await openIntervals(tx, [participantId], at(20));
    await closeIntervals(tx, [participantId], at(15));
  });
  const rows = await prisma.attendanceInterval.findMany({ where: { participantId }, orderBy: { startedAt: 'asc' } });
  expect(rows.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([
    [at(0), at(10)],
    [at(20), at(20)],
  ]);
});

test('a person promoted into a live session is judged by the time that was left', async () => {
  const [host] = await people(server, ['late-host'], { role: 'CREATOR' });
  const guests = await people(server, ['early', 'absent', 'brief', 'half', 'latest', 'unaware']);
  const { id } = await schedule(host, { startsAt: inMinutes(6), admission: 'BOOKING', maxParticipants: 1 });
  for (const guest of guests) await book(guest, id);
  await host.run(StartSessionDocument, { id });
  await host.run(UpdateSessionDocument, { id, input: { maxParticipants: guests.length } });

  // As if the session had been live for an hour; a person who never came has no minutes.
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const expected = [
    { seated: 90, present: 29, status: 'NO_SHOW' },
    { seated: 40, present: null, status: 'NO_SHOW' },
    { seated: 40, present: 19, status: 'NO_SHOW' },
    { seated: 40, present: 21, status: 'COMPLETED' },
    { seated: 10, present: 6, status: 'COMPLETED' },
    { seated: 10, present: null, status: 'COMPLETED' },
  ];
  const { attendanceInterval, booking, session } = server.database.prisma;
  await session.update({ where: { id: localId(id) }, data: { startedAt: minutesAgo(60) } });
  for (const [index, { seated, present }] of expected.entries()) {
    const guest = guests[index] as Person;
    const ofGuest = { sessionId: localId(id), accountId: guest.id };
    await booking.updateMany({ where: ofGuest, data: { confirmedAt: minutesAgo(seated) } });
    if (present === null) continue;
    expectType((await guest.run(JoinByIdDocument, { sessionId: id })).sessionJoin, 'SessionJoinPayload');
    await attendanceInterval.updateMany({ where: { participant: ofGuest }, data: { startedAt: minutesAgo(present) } });
  }
  await host.run(EndSessionDocument, { id });

  for (const [index, { present, status }] of expected.entries()) {
    const guest = guests[index] as Person;
    expect((await partOf(guest, id))?.viewer?.booking).toMatchObject({ status });
    const practices = (await guest.run(PracticeSessionsDocument, {})).viewer?.practiceSessions.nodes;
    const minutes = practices?.map(({ durationSeconds }) => Math.floor(durationSeconds / 60));
    expect(minutes).toEqual(present !== null && status === 'COMPLETED' ? [present] : []);
  }
});
