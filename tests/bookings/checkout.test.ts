import { afterAll, beforeAll, expect, test } from 'vitest';
import { BookingPaymentsDocument } from '../generated/documents.ts';
import { bookingOf, openTill } from '../support/payments.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, runOut } from '../support/studio.ts';

let server: TestServer;
let till: Awaited<ReturnType<typeof openTill>>;
beforeAll(async () => {
  server = await startServer();
  till = await openTill(server);
});
afterAll(() => server.stop());

/** The page of a booking, on this server; PUBLIC_URL is where it is said to be. */
async function checkoutOf(booked: Awaited<ReturnType<typeof till.pending>>) {
  const url = (await bookingOf(booked.who, booked.id)).checkoutUrl as string;
  expect(url).toMatch(/^http:\/\/localhost:0\/checkout\/./);
  return url.replace('http://localhost:0', server.url);
}

/** What a browser would show; forms are sent as one would, which is followed to where it leads. */
async function visit(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, html: await response.text(), url: response.url };
}
const push = (url: string) =>
  visit(url, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
const formsOf = (html: string) =>
  [...html.matchAll(/<form method="post" action="([^"]+)">/g)].map(([, action]) => action);

test('people pay in the browser: by a page that tells what for, as often as they push the button', async () => {
  const session = await till.studio({
    title: '<b>Tom & "Jerry\'s"</b>',
    timeZone: 'Asia/Tokyo',
    price: { amountMinor: 123_456 },
  });
  const booked = await till.pending(session);
  const url = await checkoutOf(booked);
  const shown = await visit(url);
  expect(shown.status).toBe(200);
  expect(shown.html).toContain('€1,234.56');
  expect(shown.html).toContain('Asia/Tokyo');
  expect(shown.html).not.toMatch(/<b>|<script/);
  expect(shown.html).toContain('&lt;b&gt;Tom &amp; &quot;Jerry&#39;s&quot;');
  expect(shown.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-.+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    ...{ 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' },
    ...{ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' },
  });

  const [pay, decline] = formsOf(shown.html).map((action = '') => new URL(action, url).href) as [string, string];
  const back = `<a href="http://localhost:0/sessions/${encodeURIComponent(session)}">Back to the session</a>`;
  expect(shown.html).toContain(back);
  const declined = await push(decline);
  expect(declined.html).toContain(back);
  expect(declined.html).toContain('The payment was declined.');
  expect(formsOf(declined.html)).toHaveLength(2);
  expect(await bookingOf(booked.who, booked.id)).toMatchObject({ status: 'PENDING', payments: [] });

  const [first, second] = await Promise.all([push(pay), push(pay)]);
  for (const { status, html } of [first, second, await visit(url)]) {
    expect(status).toBe(200);
    expect(html).toContain('Paid. Your seat is confirmed.');
    expect(html).toContain(back);
    expect(formsOf(html)).toEqual([]);
  }
  expect(await bookingOf(booked.who, booked.id)).toMatchObject({
    ...{ status: 'CONFIRMED', checkoutUrl: null },
    payments: [{ status: 'SUCCEEDED', provider: 'demo', amount: { amountMinor: 123_456, currency: 'EUR' } }],
  });
});

test('only its owner is told where, and only while there is something to pay', async () => {
  const booked = await till.pending();
  const url = await checkoutOf(booked);
  expect((await bookingOf(till.host, booked.id)).checkoutUrl).toBeNull();
  expect((await visit(url, { method: 'HEAD' })).status).toBe(200);
  expect(await visit(`${url}/pay`)).toMatchObject({
    ...{
      status: 405,
      html: expect.stringContaining('Open the checkout from your booking or pass, and use its buttons.'),
    },
  });
  expect(await visit(`${server.url}/checkout/unknown`)).toMatchObject({
    ...{ status: 404, html: expect.stringContaining('This address leads to no payment.') },
  });
  expect((await push(url)).status).toBe(405);
  const other = await checkoutOf(await till.pending());
  const [, mac] = other.split('.').slice(-2) as [string, string];
  for (const wrong of [
    `${url}x`,
    url.slice(0, -1),
    url.replace(/\.[^.]+$/, `.${mac}`),
    `${server.url}/checkout/`,
    `${server.url}/checkout/x/pay`,
  ])
    expect((await visit(wrong)).status, wrong).toBe(404);

  // The page was opened in time; the money came too late for the seat.
  const full = await till.pending(await till.studio({ maxParticipants: 1 }));
  const late = await checkoutOf(full);
  await runOut(server, full.id);
  expect((await bookingOf(full.who, full.id)).checkoutUrl).toBeNull();
  await book(await till.guest(), full.sessionId);
  expect((await visit(late)).html).toContain('There is nothing to pay any more.');
  expect((await push(`${late}/pay`)).html).toContain('you will get your money back');
  expect((await bookingOf(full.who, full.id)).payments).toMatchObject([{ status: 'REFUND_DUE' }]);
});

test('without the demo’s provider there is no page and no address', async () => {
  const plain = await startServer({ PAYMENT_PROVIDER: 'none' });
  const { who, id } = await (await openTill(plain)).pending();
  const url = await checkoutOf(await till.pending());
  expect((await who.run(BookingPaymentsDocument, { id })).node).toMatchObject({ status: 'PENDING', checkoutUrl: null });
  expect((await visit(url.replace(server.url, plain.url))).status).toBe(404);
  await plain.stop();
});
