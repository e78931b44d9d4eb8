import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CancelSessionDocument,
  DeleteAccountDocument,
  ExportAccountDocument,
  PassEventsDocument,
  PassEventsOfHostDocument,
  ReturnPassDocument,
  UpdatePartyDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { settle } from '../support/log.ts';
import { lastMailTo } from '../support/mails.ts';
import { bookBy, buy, entriesOf, offer, passOf } from '../support/passes.ts';
import { paid, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { cancel, type Person, password, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let noor: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  [host] = await people(server, ['host'], { role: 'CREATOR' });
  [noor] = await people(server, ['noor']);
  admin = await person(server, 'boss', 'ADMIN');
});
afterAll(() => server.stop());

const price = { amountMinor: 2500, currency: 'EUR' };
const giveBack = async (who: Person, id: string, reason?: string) =>
  (await who.run(ReturnPassDocument, { id, reason: reason ?? null })).passReturn;

test('a returned pass pays the unused part back by the terms it was bought under', async () => {
  const { id } = await offer(host, { refundPercent: 80, refundDays: 14, credits: 7, price: { amountMinor: 10_000 } });
  const pass = await buy(server, noor, id);
  expectType(await bookBy(noor, (await schedule(host, { price })).id, pass, { seats: 2 }), 'Booking');
  // 80 % of five sevenths of 100 euros, rounded down.
  expect(await passOf(noor, pass)).toMatchObject({ refundQuote: { amountMinor: 5714 } });
  expect(await giveBack(noor, pass)).toMatchObject({ status: 'RETURNED', balance: 0, refund: { amountMinor: 5714 } });
  expect(await giveBack(noor, pass)).toMatchObject({ status: 'RETURNED', refund: { amountMinor: 5714 } });
  expect(await entriesOf(noor, pass)).toEqual(['PURCHASE 7', 'USE -2', 'REFUND -5']);
  const [payment] = (await passOf(noor, pass)).payments;
  expect(payment).toMatchObject({ status: 'REFUND_DUE', refund: { amountMinor: 5714 } });
  const notice = { type: 'payment.refunded', reference: payment?.reference, amountMinor: 5714 };
  expect(await tell(server, paid(pass, notice))).toMatchObject({ status: 'REFUNDED' });
});

test('seats of a returned pass are worth nothing more to who gives them up, and a credit where the host calls them off', async () => {
  const { id } = await offer(host, { refundPercent: 100, credits: 4, price: { amountMinor: 10_000 } });
  const pass = await buy(server, noor, id);
  const [given, called] = [await schedule(host, { price }), await schedule(host, { price })];
  const booking = expectType(await bookBy(noor, given.id, pass), 'Booking');
  expectType(await bookBy(noor, called.id, pass), 'Booking');
  expect(await giveBack(noor, pass)).toMatchObject({ status: 'RETURNED', refund: { amountMinor: 5000 } });
  await cancel(noor, booking.id);
  expect(await passOf(noor, pass)).toMatchObject({ status: 'RETURNED', refundQuote: { amountMinor: 0 } });

  await host.run(CancelSessionDocument, { id: called.id, reason: 'Ill' });
  const back = await passOf(noor, pass);
  expect(back).toMatchObject({ status: 'ACTIVE', balance: 1, refund: { amountMinor: 5000 } });
  const days = (Date.parse(back.validUntil as string) - Date.now()) / 86_400_000;
  expect(days).toBeCloseTo(14, 1);
  // Its value is what was paid for it: neither more nor a second time.
  expect(back.refundQuote).toMatchObject({ amountMinor: 2500 });
  expect(await giveBack(noor, pass)).toMatchObject({ status: 'RETURNED', balance: 0, refund: { amountMinor: 7500 } });
  expect((await passOf(noor, pass)).payments).toMatchObject([{ status: 'REFUND_DUE', refund: { amountMinor: 7500 } }]);
});

test('where the terms pay nothing back, nothing is taken; the host and admins return in full', async () => {
  const { id } = await offer(host);
  const pass = await buy(server, noor, id);
  expect(await giveBack(noor, pass)).toMatchObject({ code: 'PASS_NOT_RETURNABLE' });
  expect(await giveBack(admin, pass)).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await giveBack(admin, pass, 'Illness.')).toMatchObject({ status: 'RETURNED', refund: { amountMinor: 9000 } });

  const tooLate = await buy(server, noor, (await offer(host, { refundPercent: 100, refundDays: 1 })).id);
  await server.database.prisma.pass.update({
    where: { id: localId(tooLate) },
    data: { paidAt: new Date(Date.now() - 2 * 86_400_000) },
  });
  expect(await passOf(noor, tooLate)).toMatchObject({ refundQuote: { amountMinor: 0 } });
  expect(await giveBack(noor, tooLate)).toMatchObject({ code: 'PASS_NOT_RETURNABLE' });
  expect(await giveBack(host, tooLate)).toMatchObject({ refund: { amountMinor: 9000 } });
});

test('an unlimited pass is paid back by its unused days, once it is in no use', async () => {
  const terms = { credits: null, validDays: 30, refundPercent: 100, price: { amountMinor: 3000 } };
  const pass = await buy(server, noor, (await offer(host, terms)).id);
  const booking = expectType(await bookBy(noor, (await schedule(host, { price })).id, pass), 'Booking');
  expect(await giveBack(noor, pass)).toMatchObject({ code: 'PASS_NOT_RETURNABLE' });
  await cancel(noor, booking.id);
  expect(await giveBack(noor, pass)).toMatchObject({ status: 'RETURNED', refund: { amountMinor: 2900 } });
});

test('people are told of their passes by mail, and host and buyer by events', async () => {
  await settle(server);
  const stream = noor.subscribe(PassEventsDocument, {});
  const ofHost = host.subscribe(PassEventsOfHostDocument, {});
  expect(await stream.next()).toMatchObject({ viewerEvents: { __typename: 'ViewerSnapshot' } });
  expect(await ofHost.next()).toMatchObject({ hostEvents: { __typename: 'HostSnapshot' } });
  const pass = await buy(server, noor, (await offer(host, { refundPercent: 100, title: 'Spring pass' })).id);
  expect(await stream.next()).toMatchObject({ viewerEvents: { pass: { id: pass } } });
  expect(await stream.next()).toMatchObject({ viewerEvents: { pass: { status: 'ACTIVE', balance: 10 } } });
  expect(await ofHost.next()).toMatchObject({ hostEvents: { pass: { id: pass } } });
  const booking = expectType(await bookBy(noor, (await schedule(host, { price })).id, pass), 'Booking');
  await server.app.mail.idle();
  await cancel(noor, booking.id);
  // The mail tells of the pass as it is when the mail is written.
  await server.app.mail.idle();
  await giveBack(noor, pass);
  await Promise.all([stream.close(), ofHost.close()]);
  const queued = await server.database.prisma.notificationDelivery.findMany({
    where: { accountId: noor.id, payload: { path: ['passId'], equals: localId(pass) } },
  });
  await server.app.mail.idle();
  const subjects = server.app.mail.outbox.map(({ subject }) => subject);
  const texts = server.app.mail.outbox.map(({ text }) => text).join('\n');
  expect(texts).toContain('Your pass paid for it.');
  expect(texts).toContain('Your pass has its credits back.');
  expect(subjects).toContain('Returned: Spring pass');
  expect(queued.some(({ kind }) => kind === 'PASS_EXPIRING')).toBe(true);
});

test('mails tell of the credits that go back, though those of other seats were lost before', async () => {
  const pass = await buy(server, noor, (await offer(host)).id);
  const { id } = await schedule(host, { price, settings: { freeCancellationHours: 100 } });
  const booking = expectType(await bookBy(noor, id, pass, { seats: 3 }), 'Booking');
  await noor.run(UpdatePartyDocument, { input: { id: booking.id, seats: 2 } });
  expect((await lastMailTo(server, 'noor')).text).toContain('your pass gets nothing back.');
  await host.run(CancelSessionDocument, { id, reason: 'Ill' });
  expect(await entriesOf(noor, pass)).toEqual(['PURCHASE 10', 'USE -3', 'RETURN 2']);
  expect((await lastMailTo(server, 'noor')).text).toContain('Your pass has 2 credits back.');
});

test('no mail speaks of credits that a pass cannot use, or never had', async () => {
  const returned = await buy(server, noor, (await offer(host, { refundPercent: 100 })).id);
  const booking = expectType(await bookBy(noor, (await schedule(host, { price })).id, returned), 'Booking');
  expect(await giveBack(noor, returned)).toMatchObject({ status: 'RETURNED' });
  await cancel(noor, booking.id);
  const told = await lastMailTo(server, 'noor');
  expect(told.subject).toMatch(/^Cancelled: /);
  expect(told.text).toContain('Your pass has ended, so what it gets back cannot be used.');

  const unlimited = await buy(server, noor, (await offer(host, { credits: null })).id);
  const another = expectType(await bookBy(noor, (await schedule(host, { price })).id, unlimited), 'Booking');
  const confirmed = await lastMailTo(server, 'noor');
  expect(confirmed.text).toContain('Your pass paid for it. If you cannot come, cancel your booking');
  expect(confirmed.text).not.toContain('credit');
  await cancel(noor, another.id);
  const { subject, text } = await lastMailTo(server, 'noor');
  expect(subject).toMatch(/^Cancelled: /);
  expect(text).not.toContain('credit');
});

test('a deleted account takes its passes along; a host who leaves pays back what is unused', async () => {
  const [seller] = await people(server, ['seller'], { role: 'CREATOR' });
  const [leaver] = await people(server, ['leaver']);
  const { id } = await offer(seller);
  const [own, sold] = [await buy(server, leaver, id), await buy(server, noor, id)];
  const { id: sessionId } = await schedule(seller, { price });
  expectType(await bookBy(leaver, sessionId, own), 'Booking');
  expectType(await bookBy(noor, sessionId, sold), 'Booking');
  const exported = (await noor.run(ExportAccountDocument)).accountExport as { passes: { id: string }[] };
  expect(exported.passes.find((one) => one.id === localId(sold))).toMatchObject({
    entries: [{ kind: 'PURCHASE' }, { kind: 'USE' }],
    payments: [{ status: 'SUCCEEDED' }],
  });

  await leaver.run(DeleteAccountDocument, { password });
  expect(await passOf(seller, own)).toMatchObject({ status: 'RETURNED', balance: 0, refund: { amountMinor: 0 } });
  await seller.run(DeleteAccountDocument, { password });
  expect(await passOf(noor, sold)).toMatchObject({ status: 'RETURNED', balance: 0, refund: { amountMinor: 9000 } });
  expect(await entriesOf(noor, sold)).toEqual(['PURCHASE 10', 'USE -1', 'RETURN 1', 'REFUND -10']);
});
