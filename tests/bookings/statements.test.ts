import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CreateExportDocument,
  MyStatementDocument,
  ReceiptsOfPassDocument,
  StatementOfDocument,
} from '../generated/documents.ts';
import { buy, offer } from '../support/passes.ts';
import { openTill, paid, tell } from '../support/payments.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cancel, confirm, type Person, person } from '../support/studio.ts';

let server: TestServer;
let till: Awaited<ReturnType<typeof openTill>>;
let admin: Person;
beforeAll(async () => {
  server = await startServer({ TAX_RATE_PERCENT: '19' });
  till = await openTill(server);
  admin = await person(server, 'keeper', 'ADMIN');
});
afterAll(() => server.stop());

const at = (day: number) => `2031-05-${String(day).padStart(2, '0')}T10:00:00Z`;
const statementOf = async (who: Person, month: string) => (await who.run(MyStatementDocument, { month })).viewer;
const get = (who: Person, query: string) =>
  fetch(`${server.url}/export/statement.csv?${query}`, { headers: { Authorization: `Bearer ${who.accessToken}` } });

test('a month’s statement has each session by currency, and its sums are the revenue of the month', async () => {
  const { host } = till;
  // In Auckland the month has begun when it has not in UTC.
  await server.database.prisma.account.update({ where: { id: host.id }, data: { timeZone: 'Pacific/Auckland' } });
  const early = await till.studio({ startsAt: '2031-04-30T13:00:00Z' });
  const late = await till.studio({ startsAt: '2031-05-31T13:00:00Z' });
  const yen = await till.studio({ startsAt: at(3), price: { amountMinor: 1190, currency: 'JPY' } });
  const [first, second, byHand, other, after] = await Promise.all([
    ...[till.pending(early), till.pending(early), till.pending(early), till.pending(yen), till.pending(late)],
  ]);
  for (const one of [first, second, after]) if (one) await tell(server, paid(one.id));
  // The same booking paid twice: the second payment pays for nothing.
  await tell(server, paid((first as typeof after & object).id));
  await confirm(host, (byHand as typeof after & object).id);
  await tell(server, paid((other as typeof after & object).id, { amountMinor: 1190, currency: 'JPY' }));
  await cancel(host, (second as typeof after & object).id);
  // Nobody paid for this one.
  await till.pending(await till.studio({ startsAt: at(7) }));

  const euros = {
    ...{ currency: 'EUR', bookings: 3, grossMinor: 7500, refundedMinor: 2500, netMinor: 5000 },
    ...{ receivedMinor: 7500, paidBackMinor: 0, taxMinor: 399 },
  };
  const yens = {
    ...{ currency: 'JPY', bookings: 1, grossMinor: 1190, refundedMinor: 0, netMinor: 1190 },
    ...{ receivedMinor: 1190, paidBackMinor: 0, taxMinor: 190 },
  };
  const viewer = await statementOf(host, '2031-05-01');
  expect(viewer?.hostStatement).toEqual({
    ...{ month: '2031-05-01', timeZone: 'Pacific/Auckland' },
    lines: [
      { __typename: 'StatementLine', session: { id: early }, ...euros },
      { __typename: 'StatementLine', session: { id: yen }, ...yens },
    ].map(({ __typename, ...line }) => line),
    totals: [euros, yens],
  });
  const pick = ({ currency, grossMinor, refundedMinor, netMinor }: typeof euros) => ({
    currency,
    grossMinor,
    refundedMinor,
    netMinor,
  });
  for (const month of ['2031-04-01', '2031-05-17', '2031-06-30']) {
    const one = await statementOf(host, month);
    expect(one?.hostStatement?.totals.map(pick), month).toEqual(one?.revenue[0]?.revenue);
  }
  expect((await statementOf(host, '2031-06-01'))?.hostStatement?.totals).toMatchObject([{ grossMinor: 2500 }]);
  const asAdmin = await admin.run(StatementOfDocument, { accountId: host.accountId, month: '2031-05-01' });
  expect(asAdmin.account?.hostStatement?.totals).toEqual([euros, yens]);
  const other2 = await till.guest();
  const refused = await other2.ask(StatementOfDocument, { accountId: host.accountId, month: '2031-05-01' });
  expect(refused.data?.account ?? null).toBeNull();

  const rows: Record<string, string>[] = parse(await (await get(host, 'month=2031-05')).text(), {
    bom: true,
    columns: true,
  });
  expect(rows).toEqual([
    expect.objectContaining({
      sessionId: early,
      title: 'Morning flow',
      currency: 'EUR',
      bookings: '3',
      netMinor: '5000',
      taxMinor: '399',
    }),
    expect.objectContaining({
      sessionId: yen,
      currency: 'JPY',
      grossMinor: '1190',
      receivedMinor: '1190',
      paidBackMinor: '0',
    }),
  ]);
});

test('passes stand in the statement of the month in which they were paid, with tax and a receipt', async () => {
  const seller = await person(server, 'seller', 'CREATOR');
  const buyer = await till.guest();
  const { id: offerId } = await offer(seller);
  const passId = await buy(server, buyer, offerId);
  const month = new Date().toISOString().slice(0, 10);
  const { hostStatement } = (await statementOf(seller, month)) as NonNullable<Awaited<ReturnType<typeof statementOf>>>;
  const figures = { bookings: 1, grossMinor: 9000, netMinor: 9000, receivedMinor: 9000, taxMinor: 1437 };
  expect(hostStatement).toMatchObject({ lines: [{ session: null, ...figures }], totals: [figures] });
  const { node } = await buyer.run(ReceiptsOfPassDocument, { id: passId });
  expect(node).toMatchObject({ payments: [{ receipt: { description: 'Pass: Ten seats', taxRatePercent: 19 } }] });
});

test('the file is for the host, and for admins who say why', async () => {
  const { host } = till;
  const asked = `month=2031-05&hostId=${encodeURIComponent(host.userId)}`;
  expect((await get(admin, asked)).status).toBe(400);
  expect((await get(admin, `${asked}&reason=Books`)).status).toBe(200);
  expect((await get(await till.guest(), asked)).status).toBe(403);
  for (const wrong of ['', 'month=2031', 'month=2031-13', 'month=2031-05&hostId=x', 'month=2031-05&more=1'])
    expect((await get(host, wrong)).status, wrong).toBe(400);
  const { exportCreate } = await host.run(CreateExportDocument, { input: { kind: 'STATEMENT', month: '2031-05-09' } });
  const url = (exportCreate as { url: string }).url.replace('http://localhost:0', server.url);
  const file = await fetch(url);
  expect(file.status).toBe(200);
  expect(await file.text()).toContain('JPY');
  const events = await server.database.prisma.auditEvent.findMany({ where: { action: { startsWith: 'statement.' } } });
  expect(events.map(({ action, reason }) => [action, reason])).toEqual(
    expect.arrayContaining([
      ['statement.exported', 'Books'],
      ['statement.export_linked', null],
    ]),
  );
});
