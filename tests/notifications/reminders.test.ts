import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueReminders } from '../../src/bookings/notifications/reminders.ts';
import { queueSummaries } from '../../src/bookings/notifications/summary.ts';
import { RestoreDocument, SuspendDocument, UpdateSessionDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { lastMailTo, mailsTo } from '../support/mails.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, cancel, inHours, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const minute = 60_000;

/** Lets the session begin so many minutes from now, without anybody being told. */
const beginIn = (id: string, minutes: number) =>
  server.database.prisma.session.update({
    where: { id: localId(id) },
    data: {
      startsAt: new Date(Date.now() + minutes * minute),
      endsAt: new Date(Date.now() + (minutes + 60) * minute),
    },
  });
/** As if the last reminder was an hour ago. */
const longReminded = (id: string) =>
  server.database.prisma.session.update({
    where: { id: localId(id) },
    data: { remindedAt: new Date(Date.now() - 60 * minute) },
  });
const subjectsTo = async (username: string) => (await mailsTo(server, username)).map(({ subject }) => subject);
const reminded = async (username: string) => (await subjectsTo(username)).filter((one) => one.startsWith('Reminder'));

test('people with a seat are reminded a day and an hour before, once each, and those who booked since are not', async () => {
  const [host, ana, ben, cleo] = await people(server, ['hedy', 'ana', 'ben', 'cleo'], { role: 'CREATOR' });
  const session = await schedule(host, { title: 'Flow' });
  await book(ana, session.id);
  const bens = await book(ben, session.id);
  await server.database.prisma.booking.updateMany({ data: { confirmedAt: new Date(Date.now() - 48 * 60 * minute) } });
  expect(await queueReminders(server.app)).toBe(0);

  await beginIn(session.id, 24 * 60 - 1);
  await book(cleo, session.id);
  expect(await queueReminders(server.app)).toBe(2);
  expect(await queueReminders(server.app)).toBe(0);
  expect(await reminded('ana')).toEqual(['Reminder: Flow']);
  expect(await reminded('cleo')).toEqual([]);

  await cancel(ben, bens.id);
  await beginIn(session.id, 59);
  await longReminded(session.id);
  expect(await queueReminders(server.app)).toBe(1);
  expect(await reminded('ana')).toHaveLength(2);
  expect(await reminded('ben')).toHaveLength(1);
});

test('a person who is suspended is not told where and how to get in', async () => {
  const [host, gil] = await people(server, ['hugo', 'gil'], { role: 'CREATOR' });
  const ada = await person(server, 'ada', 'ADMIN');
  const session = await schedule(host, { title: 'Quiet' });
  await book(gil, session.id);
  await server.database.prisma.booking.updateMany({ data: { confirmedAt: new Date(Date.now() - 48 * 60 * minute) } });
  await ada.run(SuspendDocument, { id: gil.accountId, reason: 'Shouting' });
  await beginIn(session.id, 24 * 60 - 1);
  expect(await queueReminders(server.app)).toBe(0);
  await ada.run(RestoreDocument, { id: gil.accountId, reason: 'Apologised' });
  await beginIn(session.id, 59);
  await longReminded(session.id);
  expect(await queueReminders(server.app)).toBe(1);
});

test('the host sets when people are reminded; a node that was away makes up with one mail, or none after the start', async () => {
  const [host, dan] = await people(server, ['hal', 'dan'], { role: 'CREATOR' });
  const session = await schedule(host, { title: 'Late', settings: { reminderMinutes: [30, 4000, 30] } });
  expect(session.settings.reminderMinutes).toEqual([4000, 30]);
  const change = async (reminderMinutes: number[]) => {
    const input = { settings: { reminderMinutes } };
    return (await host.run(UpdateSessionDocument, { id: session.id, input })).sessionUpdate;
  };
  for (const wrong of [[4], [10_081], [5, 10, 15, 20, 25, 30]]) {
    expect(await change(wrong)).toMatchObject({ code: 'INVALID_INPUT' });
  }
  await book(dan, session.id);
  await server.database.prisma.booking.updateMany({
    where: { accountId: dan.id },
    data: { confirmedAt: new Date(Date.now() - 5000 * minute) },
  });
  await beginIn(session.id, 20);
  expect(await queueReminders(server.app)).toBe(1);
  expect(await reminded('dan')).toHaveLength(1);

  expect(await change([15])).toMatchObject({ settings: { reminderMinutes: [15] } });
  await beginIn(session.id, -1);
  expect(await queueReminders(server.app)).toBe(0);
  expect(await change([])).toMatchObject({ settings: { reminderMinutes: [] } });
});

test('hosts get the sessions of their day in its morning, once, and nothing on a day without', async () => {
  const [host] = await people(server, ['hans'], { role: 'CREATOR', timeZone: 'Pacific/Auckland' });
  const [idle] = await people(server, ['ida'], { role: 'CREATOR', timeZone: 'Pacific/Auckland' });
  const there = Temporal.Now.zonedDateTimeISO('Pacific/Auckland');
  const endOfDay = there.startOfDay().add({ days: 1 }).subtract({ seconds: 1 });
  await schedule(host, { title: 'Evening', startsAt: endOfDay.toInstant().toString() });
  await schedule(idle, { title: 'Next week', startsAt: inHours(7 * 24) });
  const at = (hour: number) => new Date(there.withPlainTime({ hour }).epochMilliseconds);

  expect(await queueSummaries(server.app, at(5))).toBe(0);
  expect(await queueSummaries(server.app, at(13))).toBe(0);
  expect(await Promise.all([queueSummaries(server.app, at(7)), queueSummaries(server.app, at(8))])).toContain(1);
  expect(await queueSummaries(server.app, at(9))).toBe(0);
  const mail = await lastMailTo(server, 'hans');
  expect(mail.subject).toBe('Today: Evening');
  expect(mail.text).toContain('times are those of Pacific/Auckland');
  expect(await subjectsTo('hans')).toHaveLength(1);
  expect(await subjectsTo('ida')).toEqual([]);
});
