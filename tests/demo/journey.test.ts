import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AccountAsAdminDocument,
  CatalogueDocument,
  CompletePracticeDocument,
  ConfirmBookingDocument,
  CreateBookingDocument,
  CreateSessionDocument,
  DeviceSessionsDocument,
  EndSessionDocument,
  JoinByCodeDocument,
  JoinByIdDocument,
  LeaveDocument,
  LiveSessionDocument,
  LoginDocument,
  MyBookingsDocument,
  PausePracticeDocument,
  PracticeSessionsDocument,
  PracticeStatisticsDocument,
  ResumePracticeDocument,
  RevokeDeviceSessionDocument,
  type SessionCreateInput,
  SessionEventsDocument,
  StartPracticeDocument,
  StartSessionDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { expectType, startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { type Person, password, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

test('from a listed session to statistics: the whole journey', async () => {
  // A creator lists a free and a priced session.
  const mira = await person(server, 'mira', 'CREATOR');
  const list = async (input: Omit<SessionCreateInput, 'startsAt'>) => {
    const { sessionCreate } = await mira.run(CreateSessionDocument, {
      input: { visibility: 'LISTED', startsAt: inAnHour(), settings: { joinWindowMinutes: 90 }, ...input },
    });
    return expectType(sessionCreate, 'Session');
  };
  const free = await list({ title: 'Morning flow', tags: ['Vinyasa'], maxParticipants: 1 });
  const priced = await list({ title: 'Handstand workshop', price: { amountMinor: 2500, currency: 'EUR' } });

  // A second person finds them, and books; a third finds the last seat taken.
  const noor = await person(server, 'noor');
  const olga = await person(server, 'olga');
  const find = async (search: string) => (await noor.run(CatalogueDocument, { filter: { search } })).sessions.nodes;
  expect((await find('vinyasa')).map(({ title }) => title)).toEqual(['Morning flow']);
  expect((await find('handstands')).map(({ title }) => title)).toEqual(['Handstand workshop']);
  const book = async (person: Person, sessionId: string) =>
    (await person.run(CreateBookingDocument, { input: { sessionId } })).bookingCreate;
  expect(await book(noor, free.id)).toMatchObject({ status: 'CONFIRMED' });
  const pending = expectType(await book(noor, priced.id), 'Booking');
  expect(pending).toMatchObject({ status: 'PENDING', amount: { amountMinor: 2500, currency: 'EUR' } });
  expect(await mira.run(ConfirmBookingDocument, { id: pending.id })).toMatchObject({
    bookingConfirm: { status: 'CONFIRMED' },
  });
  expect(await book(olga, free.id)).toMatchObject({ __typename: 'SessionFullError', waitlistLength: 0 });

  // The session starts; a dashboard sees who comes and goes, in order.
  const admin = await person(server, 'admin', 'ADMIN');
  const dashboard = admin.subscribe(SessionEventsDocument, { sessionId: free.id });
  expect((await dashboard.next()).sessionEvents).toMatchObject({ __typename: 'SessionSnapshot', participants: [] });
  await mira.run(StartSessionDocument, { id: free.id });
  expectType((await noor.run(JoinByIdDocument, { sessionId: free.id })).sessionJoin, 'SessionJoinPayload');
  expect((await olga.run(JoinByIdDocument, { sessionId: free.id })).sessionJoin).toMatchObject({
    code: 'BOOKING_REQUIRED',
  });
  await noor.run(LeaveDocument, { sessionId: free.id });
  await noor.run(JoinByIdDocument, { sessionId: free.id });
  expect(await mira.run(EndSessionDocument, { id: free.id })).toMatchObject({ sessionEnd: { status: 'ENDED' } });
  const step = async () => {
    const { sessionEvents } = await dashboard.next();
    if ('participant' in sessionEvents) return [sessionEvents.__typename, sessionEvents.participant.user.username];
    return 'status' in sessionEvents ? [sessionEvents.__typename, sessionEvents.status] : [sessionEvents.__typename];
  };
  const steps = [];
  while (steps.length < 6) steps.push(await step());
  expect(steps).toEqual([
    ['SessionChanged', 'LIVE'],
    ['ParticipantJoined', 'mira'],
    ['ParticipantJoined', 'noor'],
    ['ParticipantLeft', 'noor'],
    ['ParticipantJoined', 'noor'],
    ['SessionChanged', 'ENDED'],
  ]);
  await dashboard.close();

  // Another one is joined by code.
  const { sessionCreate } = await mira.run(CreateSessionDocument, { input: { title: 'Open room' } });
  const room = expectType(sessionCreate, 'Session');
  const code = (await mira.run(LiveSessionDocument, { id: room.id })).session?.joinCode as string;
  expect((await olga.run(JoinByCodeDocument, { code })).sessionJoin).toMatchObject({ session: { status: 'LIVE' } });

  // The booking is completed, and the attendee has a practice record.
  expect((await noor.run(MyBookingsDocument, {})).viewer?.bookings.nodes.map(({ status }) => status).sort()).toEqual([
    'COMPLETED',
    'CONFIRMED',
  ]);
  expect((await noor.run(PracticeSessionsDocument, {})).viewer?.practiceSessions.nodes).toMatchObject([
    { source: 'LIVE', status: 'COMPLETED' },
  ]);

  // They also practise alone, and read their statistics.
  const started = expectType((await noor.run(StartPracticeDocument, {})).practiceStart, 'PracticeSession');
  expect(await noor.run(PausePracticeDocument, { id: started.id })).toMatchObject({
    practicePause: { status: 'PAUSED' },
  });
  expect(await noor.run(ResumePracticeDocument, { id: started.id })).toMatchObject({
    practiceResume: { status: 'ACTIVE' },
  });
  const { practiceComplete } = await noor.run(CompletePracticeDocument, {
    input: { id: started.id, durationSeconds: 900 },
  });
  expect(practiceComplete).toMatchObject({
    __typename: 'PracticeCompletePayload',
    practiceSession: { status: 'COMPLETED' },
  });
  expect((await noor.run(PracticeStatisticsDocument, {})).viewer?.practiceStats).toMatchObject({
    totalSessions: 2,
    currentStreakDays: 1,
    completionRatePercent: 100,
  });

  // They end one of their device sessions, whose token then stops working; an admin sees what is left.
  const login = await server.visitor.run(LoginDocument, {
    input: { login: 'noor', password, deviceName: 'Old phone' },
  });
  const phone = expectType(login.accountLogin, 'AuthPayload');
  expect((await noor.run(DeviceSessionsDocument, {})).viewer?.deviceSessions).toHaveLength(2);
  await noor.run(RevokeDeviceSessionDocument, { id: phone.deviceSession.id });
  expect(await server.as(phone.accessToken).ask(ViewerDocument)).toMatchObject(tokenRefused);
  expect((await admin.run(AccountAsAdminDocument, { id: noor.accountId })).account?.deviceSessions).toMatchObject([
    { id: noor.deviceSessionId, isActive: true, isCurrent: false },
  ]);
});
