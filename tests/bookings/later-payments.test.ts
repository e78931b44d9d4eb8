import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ConfirmPassDocument,
  CorrectBookingDocument,
  EndSessionDocument,
  ReturnPassDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { buy, offer, passOf, tryToBuy } from '../support/passes.ts';
import { bookingOf, paid, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, confirm, type Person, people, person, schedule } from '../support/studio.ts';

// Money that arrives when nobody waits for it any more.

let server: TestServer;
let host: Person;
let noor: Person;
beforeAll(async () => {
  server = await startServer();
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

  const twice = await corrected((id) => tell(server, paid(id)), 2500);
  await tell(server, paid(twice));
  expect(await refundsOf(twice)).toEqual([
    ['REFUND_DUE', 2500],
    ['REFUND_DUE', 2500],
  ]);
});
