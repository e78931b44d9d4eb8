import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CancelSessionDocument,
  ConfirmPassDocument,
  CorrectBookingDocument,
  CorrectPassDocument,
  EndSessionDocument,
  MyStatementDocument,
  ReceiptsOfPassDocument,
  ReturnPassDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { bookBy, buy, entriesOf, offer, passOf, tryToBuy } from '../support/passes.ts';
import { bookingOf, paid, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, confirm, type Person, people, person, schedule } from '../support/studio.ts';

// Money that arrives when nobody waits for it any more.

let server: TestServer;
let host: Person;
let noor: Person;
beforeAll(async () => {
  server = await startServer({ TAX_RATE_PERCENT: '19' });
  host = await person(server, 'host', 'CREATOR');
  [noor] = await people(server, ['noor']);
});
afterAll(() => server.stop());

const refundsOf = async (bookingId: string) =>
  (await bookingOf(noor, bookingId)).payments.map(({ status, refund }) => [status, refund.amountMinor]);

test('what is paid for a returned pass goes back in full', async () => {
  const { id } = expectType(await tryToBuy(noor, (await offer(host)).id), 'Pass');
  await host.run(ConfirmPassDocument, { id });
  await host.run(ReturnPassDocument, { id });
  await tell(server, paid(id, { amountMinor: 9000 }));
  const { status, payments } = await passOf(noor, id);
  expect(status).toBe('RETURNED');
  expect(payments).toMatchObject([{ status: 'REFUND_DUE', refund: { amountMinor: 9000 } }]);
});

test('a pass that is paid again after its payment was charged back can be refunded again', async () => {
  const id = await buy(server, noor, (await offer(host, { refundPercent: 100 })).id);
  const [first] = (await passOf(noor, id)).payments;
  await tell(server, paid(id, { type: 'payment.refunded', reference: first?.reference, amountMinor: 9000 }));
  await tell(server, paid(id, { amountMinor: 9000 }));
  expect(await passOf(noor, id)).toMatchObject({ status: 'ACTIVE', refundQuote: { amountMinor: 9000 } });
});

/** A pass of four seats for 100 euros that its seller confirmed by hand, with a seat booked by it. */
async function confirmedByHand(seller: Person) {
  const price = { amountMinor: 10_000, currency: 'EUR' };
  const { id } = expectType(await tryToBuy(noor, (await offer(seller, { credits: 4, price })).id), 'Pass');
  await seller.run(ConfirmPassDocument, { id });
  const { id: sessionId } = await schedule(seller, { price: { amountMinor: 2500, currency: 'EUR' } });
  expectType(await bookBy(noor, sessionId, id), 'Booking');
  return { id, sessionId };
}

test('what was refunded of a pass that was confirmed unpaid goes back of the payment that comes for it', async () => {
  const seller = await person(server, 'seller', 'CREATOR');
  const { id, sessionId } = await confirmedByHand(seller);
  await seller.run(ReturnPassDocument, { id });
  await tell(server, paid(id, { amountMinor: 10_000 }));
  // Calling the session off revives the pass with the credit of its booking.
  await seller.run(CancelSessionDocument, { id: sessionId, reason: 'Ill' });
  const payment = paid(id, { amountMinor: 10_000 });
  expect(await tell(server, payment)).toMatchObject({ status: 'REFUND_DUE', refundMinor: 7500 });

  expect(await passOf(noor, id)).toMatchObject({
    ...{ status: 'ACTIVE', balance: 1, refund: { amountMinor: 7500 } },
    payments: [{ refund: { amountMinor: 10_000 } }, { refund: { amountMinor: 7500 }, refunded: { amountMinor: 0 } }],
  });
  expect(await entriesOf(noor, id)).toEqual(['PURCHASE 4', 'USE -1', 'REFUND -3', 'RETURN 1']);
  const totals = async () => (await seller.run(MyStatementDocument, { month: null })).viewer?.hostStatement?.totals;
  expect(await totals()).toMatchObject([
    { grossMinor: 10_000, refundedMinor: 7500, receivedMinor: 20_000, paidBackMinor: 0, taxMinor: 399 },
  ]);
  await tell(server, { ...payment, type: 'payment.refunded', amountMinor: 7500 });
  expect(await totals()).toMatchObject([{ refundedMinor: 7500, paidBackMinor: 7500 }]);
  const { node } = await noor.run(ReceiptsOfPassDocument, { id });
  const receipts = node && 'payments' in node ? node.payments.map(({ receipt }) => receipt) : [];
  expect(receipts.at(-1)?.refunds).toMatchObject([{ amount: { amountMinor: 7500 }, left: { amountMinor: 2500 } }]);

  // The rest is worth what is left of the payment.
  await seller.run(ReturnPassDocument, { id });
  expect((await passOf(noor, id)).payments.at(-1)).toMatchObject({
    ...{ status: 'REFUND_DUE', refund: { amountMinor: 10_000 }, refunded: { amountMinor: 7500 } },
  });
});

test('a pass that was refunded in full before anybody paid costs nothing, though an admin revives it', async () => {
  const { id } = expectType(await tryToBuy(noor, (await offer(host)).id), 'Pass');
  await host.run(ConfirmPassDocument, { id });
  await host.run(ReturnPassDocument, { id });
  const boss = await person(server, 'boss', 'ADMIN');
  const validUntil = new Date(Date.now() + 86_400_000).toISOString();
  await boss.run(CorrectPassDocument, { input: { id, credits: 1, validUntil, reason: 'A present' } });
  // Another amount pays for nothing, whatever becomes of it.
  const other = paid(id, { amountMinor: 8000 });
  await tell(server, other);
  await tell(server, { ...other, type: 'payment.refunded' });
  await tell(server, paid(id, { amountMinor: 9000 }));
  expect(await passOf(noor, id)).toMatchObject({
    ...{ status: 'ACTIVE', refund: { amountMinor: 9000 } },
    payments: [{ status: 'REFUNDED' }, { status: 'REFUND_DUE', refund: { amountMinor: 9000 } }],
  });
});

/** A booking whose session is over, with a refund that the host granted after it. */
async function corrected(pay: (bookingId: string) => Promise<unknown>, refundMinor: number) {
  const { id: sessionId } = await schedule(host, { price: { amountMinor: 2500, currency: 'EUR' } });
  const { id } = await book(noor, sessionId);
  await pay(id);
  await server.database.prisma.session.update({
    where: { id: localId(sessionId) },
    data: { status: 'LIVE', startedAt: new Date() },
  });
  await host.run(EndSessionDocument, { id: sessionId });
  await host.run(CorrectBookingDocument, { input: { id, refundMinor, reason: 'The class was cut short' } });
  return id;
}

test('a refund after the session stands, whoever pays then', async () => {
  const byHand = await corrected((id) => confirm(host, id), 1000);
  await tell(server, paid(byHand));
  expect(await refundsOf(byHand)).toEqual([['REFUND_DUE', 1000]]);

  const wrongFirst = await corrected((id) => confirm(host, id), 1000);
  await tell(server, paid(wrongFirst, { amountMinor: 2400 }));
  await tell(server, paid(wrongFirst));
  expect(await refundsOf(wrongFirst)).toEqual([
    ['REFUND_DUE', 2400],
    ['REFUND_DUE', 1000],
  ]);

  const twice = await corrected((id) => tell(server, paid(id)), 2500);
  await tell(server, paid(twice));
  expect(await refundsOf(twice)).toEqual([
    ['REFUND_DUE', 2500],
    ['REFUND_DUE', 2500],
  ]);
});
