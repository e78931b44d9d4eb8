import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { completeDrafts, issueMissingReceipts, issueReceipt } from '../../src/bookings/receipts/service.ts';
import { taxColumn, taxOf } from '../../src/bookings/receipts/tax.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { transaction } from '../../src/database/transaction.ts';
import { ReceiptsDocument, UpdateSessionDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { lastMailTo } from '../support/mails.ts';
import { openTill, paid, tell } from '../support/payments.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { cancel, confirm, type Person, people, person } from '../support/studio.ts';

let server: TestServer;
let till: Awaited<ReturnType<typeof openTill>>;
let admin: Person;
beforeAll(async () => {
  server = await startServer({
    ...{ STUDIO_NAME: 'Sun & Moon', STUDIO_ADDRESS: '1 Lane, Town', TAX_NUMBER: 'DE 123', TAX_RATE_PERCENT: '19' },
    STUDIO_TIME_ZONE: 'Europe/Berlin',
  });
  till = await openTill(server);
  admin = await person(server, 'keeper', 'ADMIN');
});
afterAll(() => server.stop());

/** The payments of a booking with their receipts, as somebody sees them. */
async function receiptsOf(who: Client, id: string) {
  const { node } = await who.run(ReceiptsDocument, { id });
  return node && 'payments' in node ? node.payments.map(({ receipt }) => receipt) : [];
}
const open = async (url: string) => {
  const response = await fetch(url.replace('http://localhost:0', server.url));
  return { status: response.status, headers: response.headers, html: await response.text() };
};
const year = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'Europe/Berlin' }).format(new Date());

test('a payment has a receipt for the person, the host and admins, which keeps what it said', async () => {
  const session = await till.studio({ title: 'Flow <b>', startsAt: '2027-03-05T17:00:00Z', timeZone: 'Europe/Berlin' });
  const { who, id } = await till.pending(session);
  await tell(server, paid(id));
  const [receipt] = await receiptsOf(who, id);
  expect(receipt).toMatchObject({
    ...{ number: expect.stringMatching(new RegExp(`^${year}-\\d{6}$`)), taxRatePercent: 19, refunds: [] },
    description: 'Flow <b>, 5 March 2027 at 18:00 (Europe/Berlin), 1 seat',
    ...{ gross: { amountMinor: 2500, currency: 'EUR' }, net: { amountMinor: 2101 }, tax: { amountMinor: 399 } },
  });
  for (const one of [till.host, admin]) expect(await receiptsOf(one, id)).toEqual([receipt]);
  expect(await receiptsOf(await till.guest(), id)).toEqual([]);
  const mail = await lastMailTo(server, who.username);
  expect(mail.subject).toMatch(/^Booked/);
  expect(mail.text).toContain(receipt?.url);

  const page = await open(receipt?.url as string);
  expect(page.status).toBe(200);
  for (const text of [
    receipt?.number,
    'Sun &amp; Moon, 1 Lane, Town',
    'DE 123',
    '€25.00',
    '€21.01',
    'Tax 19 %',
    '€3.99',
  ])
    expect(page.html).toContain(text);
  expect(page.html).toContain('Flow &lt;b&gt;');
  expect(page.html).toContain(who.username);
  expect(page.html).not.toContain('<b>');
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');

  // What is changed later changes no receipt.
  await till.host.run(UpdateSessionDocument, { id: session, input: { title: 'Other' } });
  await server.database.prisma.account.update({ where: { id: who.id }, data: { displayName: 'Somebody' } });
  expect(await receiptsOf(who, id)).toEqual([receipt]);
  expect((await open(receipt?.url as string)).html).toBe(page.html);
});

test('a forged address leads to no receipt', async () => {
  const { who, id } = await till.pending();
  await tell(server, paid(id));
  const url = (await receiptsOf(who, id))[0]?.url as string;
  for (const forged of [url.slice(0, -1), `${url}A`, url.replace(/\.[^.]+$/, '.x'), `${server.url}/receipts/x`])
    expect((await open(forged)).status, forged).toBe(404);
});

test('refunds stand on the receipt with their time and what is left', async () => {
  const { who, id } = await till.pending();
  const notice = paid(id);
  await tell(server, notice);
  await cancel(who, id);
  const url = (await receiptsOf(who, id))[0]?.url as string;
  expect((await open(url)).html).toContain('€25.00 will be paid back.');
  for (const amountMinor of [1000, 1000, 2500])
    await tell(server, { ...notice, type: 'payment.refunded', amountMinor });
  const [receipt] = await receiptsOf(who, id);
  expect(receipt).toMatchObject({
    tax: { amountMinor: 399 },
    refunds: [
      {
        refundedAt: expect.any(String),
        amount: { amountMinor: 1000 },
        left: { amountMinor: 1500 },
        leftTax: { amountMinor: 239 },
      },
      { amount: { amountMinor: 1500 }, left: { amountMinor: 0 }, leftTax: { amountMinor: 0 } },
    ],
  });
  const { html } = await open(url);
  expect(html).toContain('Paid back');
  expect(html).toContain('€15.00');
  expect(html).not.toContain('will be paid back');
});

test('a payment that pays for nothing has a receipt as well, and is not in the mail', async () => {
  const { who, id } = await till.pending();
  await tell(server, paid(id, { amountMinor: 2400 }));
  const [receipt] = await receiptsOf(who, id);
  expect(receipt).toMatchObject({ gross: { amountMinor: 2400 } });
  expect((await open(receipt?.url as string)).html).toContain('€24.00 will be paid back.');
  await confirm(till.host, id);
  expect((await lastMailTo(server, who.username)).text).not.toContain('/receipts/');
});

test('numbers have no gap and no double, whoever pays at once and whatever is rolled back', async () => {
  const before = await server.database.prisma.receipt.aggregate({
    _max: { sequence: true },
    where: { year: Number(year) },
  });
  const booked = await Promise.all(Array.from({ length: 12 }, () => till.pending()));
  const first = await server.database.prisma.payment.findFirstOrThrow();
  const failing = () =>
    transaction(server.database, async (tx) => {
      // What fails after the number was taken: the payment has a receipt already.
      await issueReceipt(tx, server.app, first);
    }).catch(() => 'failed');
  const results = await Promise.all(booked.flatMap(({ id }) => [tell(server, paid(id)), failing()]));
  expect(results.filter((result) => result === 'failed')).toHaveLength(12);
  const rows = await server.database.prisma.receipt.findMany({
    where: { year: Number(year) },
    orderBy: { sequence: 'asc' },
  });
  expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index + 1));
  expect(rows.length).toBe((before._max.sequence ?? 0) + 12);
});

test('a receipt that is missing is issued, and one that was only numbered is written', async () => {
  const { who, id } = await till.pending();
  await tell(server, paid(id));
  const [issued] = await receiptsOf(who, id);
  const { payments } = await server.database.prisma.booking.findUniqueOrThrow({
    where: { id: localId(id) },
    include: { payments: true },
  });
  const paymentId = payments[0]?.id as string;
  await server.database.prisma.receipt.update({
    where: { paymentId },
    data: { isDraft: true, description: '', taxMinor: 0 },
  });
  await completeDrafts(server.app);
  expect(await receiptsOf(who, id)).toEqual([issued]);
  // As a node of the version before leaves it: the number that was taken is free again.
  const { year: taken } = await server.database.prisma.receipt.delete({ where: { paymentId } });
  await server.database.prisma.receiptCounter.update({ where: { year: taken }, data: { last: { decrement: 1 } } });
  await issueMissingReceipts(server.app);
  expect(await receiptsOf(who, id)).toEqual([{ ...issued, issuedAt: expect.any(String) }]);
});

test('net and tax are the gross amount, and no tax is off by more than half a minor unit', () => {
  const amount = fc.integer({ min: 0, max: 2 ** 31 - 1 });
  const rate = fc.integer({ min: 0, max: 100_000 }).map((thousandths) => thousandths / 1000);
  fc.assert(
    fc.property(amount, rate, (gross, percent) => {
      const tax = taxOf(gross, percent);
      const exact = (gross * percent) / (100 + percent);
      expect(Number.isInteger(tax)).toBe(true);
      expect(Math.abs(tax - exact)).toBeLessThanOrEqual(0.5 + 1e-6);
    }),
  );
  expect([taxOf(119, 19), taxOf(107, 7), taxOf(3, 100), taxOf(1, 100), taxOf(0, 19), taxOf(500, 0)]).toEqual([
    ...[19, 7, 2, 1, 0, 0],
  ]);
});

test('the database computes the same tax', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.integer({ min: 0, max: 100_000 })), {
        minLength: 1,
        maxLength: 200,
      }),
      async (pairs) => {
        const rows = await server.database.rows<{ tax: number }>`
          SELECT ${taxColumn(Prisma.sql`"gross"`, Prisma.sql`"rate"`)}::int AS "tax"
          FROM unnest(${pairs.map(([gross]) => gross)}::int[], ${pairs.map(([, rate]) => rate / 1000)}::float8[])
            WITH ORDINALITY AS pair("gross", "rate", "index") ORDER BY "index"`;
        expect(rows.map(({ tax }) => tax)).toEqual(pairs.map(([gross, rate]) => taxOf(gross, rate / 1000)));
      },
    ),
    { numRuns: 5 },
  );
});

test('currencies keep their decimals, and years their own numbers', async () => {
  const yen = await till.pending(await till.studio({ price: { amountMinor: 1190, currency: 'JPY' } }));
  await tell(server, paid(yen.id, { amountMinor: 1190, currency: 'JPY' }));
  const [receipt] = await receiptsOf(yen.who, yen.id);
  expect((await open(receipt?.url as string)).html).toContain('¥1,190');
  expect(receipt).toMatchObject({ tax: { amountMinor: 190 } });
  // 23:30 UTC on New Year’s Eve is the next year in Berlin.
  const { id } = await till.pending();
  const payment = await server.database.prisma.payment.create({
    data: {
      ...{ bookingId: localId(id), provider: 'acme', reference: 'eve', status: 'SUCCEEDED', amountMinor: 2500 },
      ...{ currency: 'EUR', receivedAt: new Date('2019-12-31T23:30:00Z') },
    },
  });
  await transaction(server.database, (tx) => issueReceipt(tx, server.app, payment));
  expect((await receiptsOf(till.host, id)).map((one) => one?.number)).toEqual(['2020-000001']);
});

test('nothing of it is for people who were not asked', async () => {
  const [stranger] = await people(server, ['stranger']);
  const { id } = await till.pending();
  await tell(server, paid(id));
  expect(await receiptsOf(stranger, id)).toEqual([]);
  expect(await receiptsOf(server.visitor, id)).toEqual([]);
});
