import { afterAll, beforeAll, expect, test } from 'vitest';
import { features } from '../../src/features.ts';
import {
  DeleteAccountDocument,
  ExportAccountDocument,
  NotificationDeliveriesDocument,
  type NotificationSettingInput,
  NotificationSettingsDocument,
  RegisterDocument,
  RequestPasswordResetDocument,
  SendNotificationAgainDocument,
  UpdateNotificationSettingsDocument,
} from '../generated/documents.ts';
import { lastMailTo, mailsTo } from '../support/mails.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, password, people, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('people choose what they are told, except for what protects their account', async () => {
  const [host, ana] = await people(server, ['hedy', 'ana'], { role: 'CREATOR' });
  const { viewer } = await ana.run(NotificationSettingsDocument);
  const declared = features.flatMap(({ notifications = [] }) => notifications);
  expect(viewer?.notificationSettings.map(({ kind }) => kind)).toEqual(declared.map(({ name }) => name));
  expect(viewer?.notificationSettings.every(({ byMail }) => byMail)).toBe(true);
  expect(viewer?.notificationSettings.filter((one) => !one.canSwitchOff).map(({ kind }) => kind)).toEqual([
    ...['PASSWORD_RESET', 'ACCOUNT_IMPORTED', 'EMAIL_VERIFICATION', 'EMAIL_CHANGE', 'EMAIL_CHANGE_NOTICE'],
    ...['EMAIL_CHANGED', 'NEW_DEVICE', 'SECOND_FACTOR'],
  ]);

  const change = async (...settings: NotificationSettingInput[]) =>
    (await ana.run(UpdateNotificationSettingsDocument, { input: { settings } })).notificationSettingsUpdate;
  expect(
    await change({ kind: 'BOOKING_CONFIRMED', byMail: false }, { kind: 'NEW_DEVICE', byMail: false }),
  ).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['settings', '1', 'byMail'] }] });
  const changed = await change({ kind: 'BOOKING_CONFIRMED', byMail: false });
  expect(changed).toMatchObject({ __typename: 'Account' });

  await book(ana, (await schedule(host)).id);
  expect(await mailsTo(server, 'ana')).toEqual([]);
  expect(await mailsTo(server, 'hedy')).toHaveLength(1);
  await change({ kind: 'BOOKING_CONFIRMED', byMail: true });
  await book(ana, (await schedule(host)).id);
  expect(await mailsTo(server, 'ana')).toHaveLength(1);
  const [stranger] = await people(server, ['sly']);
  const settingsOf = '($id: ID!) { node(id: $id) { ... on Account { notificationSettings { kind } } } }';
  const variables = { id: ana.accountId };
  expect(await stranger.ask(`query${settingsOf}`, variables)).toMatchObject({ data: { node: null } });
  expect((await ana.ask(`query${settingsOf}`, variables)).data?.node).toMatchObject({
    notificationSettings: declared.map(({ name }) => ({ kind: name })),
  });
});

test('one click unsubscribes: a POST without signing in, while following the link only shows a button', async () => {
  const [host, ben] = await people(server, ['hal', 'ben'], { role: 'CREATOR' });
  await book(ben, (await schedule(host)).id);
  const { unsubscribeUrl, text } = await lastMailTo(server, 'ben');
  const url = (unsubscribeUrl as string).replace(/^http:\/\/localhost:\d+/, server.url);
  expect(text).toContain(unsubscribeUrl);

  for (const method of ['GET', 'HEAD']) {
    const shown = await fetch(url, { method });
    expect(shown.status).toBe(200);
    if (method === 'GET') expect(await shown.text()).toContain('<form method="post"><button>');
  }
  const isOn = async () => {
    const { viewer } = await ben.run(NotificationSettingsDocument);
    return viewer?.notificationSettings.find(({ kind }) => kind === 'BOOKING_CONFIRMED')?.byMail;
  };
  expect(await isOn()).toBe(true);
  for (const wrong of [
    `${url}x`,
    url.replace(ben.id, host.id),
    url.replace('CONFIRMED', 'HELD'),
    `${server.url}/unsubscribe/`,
  ]) {
    expect((await fetch(wrong, { method: 'POST' })).status).toBe(404);
  }
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  for (let times = 0; times < 2; times += 1) {
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  }
  expect(await isOn()).toBe(false);
  await book(ben, (await schedule(host)).id);
  expect(await mailsTo(server, 'ben')).toHaveLength(1);
});

test('admins see what was sent and why not, and send it again with a reason', async () => {
  const [host, cleo] = await people(server, ['hugo', 'cleo'], { role: 'CREATOR' });
  const [admin] = await people(server, ['ada'], { role: 'ADMIN' });
  await book(cleo, (await schedule(host)).id);
  await server.app.mail.idle();
  const list = async () =>
    (await admin.run(NotificationDeliveriesDocument, { filter: { kind: ['BOOKING_CONFIRMED'] }, first: 1 }))
      .notificationDeliveries.nodes[0];
  const sent = await list();
  expect(sent).toMatchObject({ account: { email: 'cleo@example.org' }, state: 'SENT', attempts: 1, lastError: null });
  const again = async (reason: string) =>
    (await admin.run(SendNotificationAgainDocument, { id: sent?.id as string, reason })).notificationDeliverySendAgain;
  expect(await again('Once more.')).toMatchObject({ code: 'NOTIFICATION_DELIVERY_STATE', state: 'SENT' });
  expect((await cleo.ask(NotificationDeliveriesDocument, {})).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');

  const { notificationDelivery, booking, auditEvent } = server.database.prisma;
  const { id: bookingId } = await booking.findFirstOrThrow({ where: { accountId: cleo.id } });
  await notificationDelivery.updateMany({
    where: { accountId: cleo.id },
    data: { state: 'FAILED', error: '550 no such mailbox', payload: { bookingId } },
  });
  expect(await list()).toMatchObject({ state: 'FAILED', lastError: '550 no such mailbox' });
  expect(await again(' ')).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await again('The mailbox exists now.')).toMatchObject({ state: 'QUEUED', lastError: null });
  expect(await mailsTo(server, 'cleo')).toHaveLength(2);
  expect(await list()).toMatchObject({ state: 'SENT', attempts: 2 });
  expect(await auditEvent.findFirst({ where: { action: 'notification_delivery.sent_again' } })).toMatchObject({
    ...{ actorId: admin.id, reason: 'The mailbox exists now.' },
  });
});

test('the record of a mail holds no secret, is exported to its person, and goes with the account', async () => {
  const input = { username: 'dora', email: 'dora@example.org', password };
  const { accountRegister } = await server.visitor.run(RegisterDocument, { input });
  const person = server.as(expectType(accountRegister, 'AuthPayload').accessToken);
  await server.visitor.run(RequestPasswordResetDocument, { login: 'dora' });
  await server.visitor.run(RequestPasswordResetDocument, { login: 'no-such-login' });
  expect(await mailsTo(server, 'dora')).toHaveLength(2);
  const { notificationDelivery } = server.database.prisma;
  expect(await notificationDelivery.count({ where: { kind: 'PASSWORD_RESET' } })).toBe(1);
  const { accountExport } = await person.run(ExportAccountDocument);
  expect(accountExport).toMatchObject({
    notificationSettings: [],
    notificationDeliveries: [
      { kind: 'EMAIL_VERIFICATION', state: 'SENT', payload: {} },
      { kind: 'PASSWORD_RESET', state: 'SENT', payload: {} },
    ],
  });
  await person.run(DeleteAccountDocument, { password });
  expect(await notificationDelivery.count({ where: { kind: 'PASSWORD_RESET' } })).toBe(0);
});
