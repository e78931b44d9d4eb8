import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  BookPartyDocument,
  CancelBookingDocument,
  ChangeEmailDocument,
  ChangePasswordDocument,
  DeleteAccountDocument,
  ExportAccountDocument,
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
  expect(rows.flatMap(Object.values).map(String).join()).not.toMatch(/Quill|therapy/);
});

test('an export has what was done to one’s sequences', async () => {
  const ada = await person(server, 'ada', 'CREATOR');
  const { id } = await writeSequence(ada);
  await admin.run(UpdateSequenceDocument, { id, input: sunSalutation, reason: 'An offensive cue' });
  expect(JSON.stringify(await ada.run(ExportAccountDocument))).toContain('An offensive cue');
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
