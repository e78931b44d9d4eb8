import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  BookForDocument,
  BookPartyDocument,
  CancelBookingDocument,
  ChangeEmailDocument,
  ChangePasswordDocument,
  DeleteAccountDocument,
  ExportAccountDocument,
  LoginDocument,
  SendNotificationAgainDocument,
  UpdateSequenceDocument,
} from '../generated/documents.ts';
import { sunSalutation, writeSequence } from '../support/practice.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, type Person, password, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  admin = await person(server, 'keeper', 'ADMIN');
});
afterAll(() => server.stop());

test('of a deleted person’s bookings neither companions stay nor what was said', async () => {
  const dora = await person(server, 'dora');
  const { id: sessionId } = await schedule(host);
  const input = { sessionId, seats: 2, guestNames: ['Zacharias Quill'], idempotencyKey: 'once' };
  const first = expectType((await dora.run(BookPartyDocument, { input })).bookingCreate, 'Booking');
  // The same request again is still a retry.
  expect((await dora.run(BookPartyDocument, { input })).bookingCreate).toMatchObject({ id: first.id });
  const other = { ...input, guestNames: ['Zelda Quill'] };
  expect((await dora.run(BookPartyDocument, { input: other })).bookingCreate).toMatchObject({
    ...{ __typename: 'InvalidInputError' },
  });
  const { id } = await book(dora, (await schedule(host)).id);
  await dora.run(CancelBookingDocument, { id, reason: 'My therapy starts' });
  await dora.run(DeleteAccountDocument, { password });
  const rows = await server.database.prisma.booking.findMany({ where: { accountId: dora.id } });
  expect(rows).toHaveLength(2);
  const left = rows.flatMap(Object.values).map(String).join();
  expect(left).not.toMatch(/Quill|therapy/);
  // Nor can a guess be checked.
  const hash = createHash('sha256').update(JSON.stringify(input.guestNames)).digest('base64url');
  expect(left).not.toContain(hash);
});

async function bring(kind: string, file: string) {
  const headers = { Authorization: `Bearer ${admin.accessToken}`, 'Content-Type': 'text/csv' };
  const url = `${server.url}/import/${kind}.csv?reason=Move`;
  const response = await fetch(url, { method: 'POST', headers, body: file });
  return { status: response.status, ...((await response.json()) as object) };
}

test('of a deleted person who was imported no hash of a row stays, and the files can still be imported', async () => {
  const accounts = 'externalId,email,username\na1,iris@example.org,iris\na2,ivo@example.org,ivo\n';
  const ended = '2026-01-05T10:00:00Z,2026-01-05T11:00:00Z,UTC';
  const sessions = `externalId,host,title,startsAt,endsAt,timeZone,location\nx1,a1,Flow,${ended},12 Elm Street\nx2,a2,Rest,${ended},\n`;
  const bookings =
    'externalId,session,account,status,bookedAt\ny1,x2,iris@example.org,COMPLETED,2026-01-01T00:00:00Z\ny2,x1,a2,COMPLETED,2026-01-01T00:00:00Z\n';
  const files = { accounts, sessions, bookings };
  for (const [kind, file] of Object.entries(files)) expect(await bring(kind, file)).toMatchObject({ created: 2 });

  const { prisma } = server.database;
  const { passwordHash } = await prisma.account.findUniqueOrThrow({ where: { id: host.id } });
  const { id } = await prisma.account.update({ where: { externalId: 'a1' }, data: { passwordHash } });
  const login = await server.visitor.run(LoginDocument, { input: { login: 'iris', password } });
  const { accessToken } = expectType(login.accountLogin, 'AuthPayload');
  await server.as(accessToken).run(DeleteAccountDocument, { password });
  const where = { importDigest: { not: null } };
  const left = [
    await prisma.account.count({ where: { ...where, id } }),
    await prisma.session.count({ where: { ...where, hostId: id } }),
    await prisma.booking.count({ where: { ...where, accountId: id } }),
  ];
  expect(left).toEqual([0, 0, 0]);

  for (const [kind, file] of Object.entries(files))
    expect(await bring(kind, file)).toMatchObject({ status: 200, created: 0, updated: 0, unchanged: 2 });
  const changed = accounts.replace('iris\n', 'iris-again\n');
  expect(await bring('accounts', changed)).toMatchObject({ status: 200, created: 0, updated: 0, unchanged: 2 });
  expect(await prisma.account.findUniqueOrThrow({ where: { id } })).toMatchObject({ displayName: 'Deleted person' });
  const another = await bring('bookings', `${bookings}y3,x2,iris@example.org,CANCELLED,2026-01-01T00:00:00Z\n`);
  expect(another).toMatchObject({ status: 400, faultCount: 1 });
});

test('an export has what was done to one’s sequences', async () => {
  const ada = await person(server, 'ada', 'CREATOR');
  const { id } = await writeSequence(ada);
  await admin.run(UpdateSequenceDocument, { id, input: sunSalutation, reason: 'An offensive cue' });
  expect(JSON.stringify(await ada.run(ExportAccountDocument))).toContain('An offensive cue');
});

test('an export has a new e-mail that is not confirmed yet, and nobody who booked at a desk', async () => {
  const ned = await person(server, 'ned');
  await ned.run(ChangeEmailDocument, { password, email: 'ned.new@example.net' });
  const { id: sessionId } = await schedule(host);
  const input = { sessionId, username: 'ned', idempotencyKey: 'at the desk', reason: 'By phone' };
  expectType((await admin.run(BookForDocument, { input })).bookingCreateFor, 'Booking');
  await book(ned, (await schedule(host)).id);
  await server.app.mail.idle();
  const { accountExport } = await ned.run(ExportAccountDocument);
  expect(accountExport).toMatchObject({
    account: { email: 'ned@example.org' },
    mailedLinks: expect.arrayContaining([
      expect.objectContaining({ purpose: 'EMAIL_CHANGE', email: 'ned.new@example.net', usedAt: null }),
    ]),
    bookings: [{ status: 'CONFIRMED' }, { status: 'CONFIRMED' }],
  });
  expect(JSON.stringify(accountExport)).not.toMatch(new RegExp(`${admin.id}|"hash"`));
});

test('a change of the e-mail that a new password voided stays void, though its mail is sent again', async () => {
  const vic = await person(server, 'vic');
  await vic.run(ChangeEmailDocument, { password, email: 'thief@example.net' });
  await server.app.mail.idle();
  const { prisma } = server.database;
  const where = { accountId: vic.id, kind: 'EMAIL_CHANGE' };
  const { id } = await prisma.notificationDelivery.findFirstOrThrow({ where });
  // As after a mail server that refused it.
  await prisma.notificationDelivery.update({ where: { id }, data: { state: 'FAILED' } });
  await vic.run(ChangePasswordDocument, { currentPassword: password, newPassword: 'another long phrase 9' });
  const again = await admin.run(SendNotificationAgainDocument, {
    ...{ id: globalId('NotificationDelivery', id), reason: 'Try again' },
  });
  expect(again.notificationDeliverySendAgain).toMatchObject({ code: 'NOT_FOUND' });
});
