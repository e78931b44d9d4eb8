import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatMoney, isCurrency } from '../../src/currencies.ts';
import { parseEnv } from '../../src/env.ts';
import { CreateSessionDocument } from '../generated/documents.ts';
import { bookingOf, openTill, paid, post } from '../support/payments.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { inHours } from '../support/studio.ts';

let server: TestServer;
let till: Awaited<ReturnType<typeof openTill>>;
beforeAll(async () => {
  server = await startServer();
  till = await openTill(server);
});
afterAll(() => server.stop());

/** Creates a session at a price; returns the paths that were refused. */
async function faultsOf(price: { amountMinor: number; currency?: string }) {
  const { sessionCreate } = await till.host.run(CreateSessionDocument, {
    input: { title: 'Priced', startsAt: inHours(48), price },
  });
  return sessionCreate?.__typename === 'InvalidInputError'
    ? sessionCreate.issues.map(({ path }) => path.join('.'))
    : [];
}

test('prices are in currencies that ISO 4217 has in use, up to two thousand million minor units', async () => {
  for (const currency of ['EUR', 'JPY', 'IQD', 'VED', 'CLF', 'XCG'])
    expect(await faultsOf({ amountMinor: 100, currency }), currency).toEqual([]);
  for (const currency of ['XDR', 'XXX', 'HRK', 'DEM', 'ANG', 'eur', 'EURO', ''])
    expect(await faultsOf({ amountMinor: 100, currency }), currency).toEqual(['price.currency']);
  expect(await faultsOf({ amountMinor: 2_000_000_000 })).toEqual([]);
  expect(await faultsOf({ amountMinor: 2_000_000_001 })).toEqual(['price.amountMinor']);
});

test('the default currency and a payment are held to the same list', async () => {
  expect(() => parseEnv({ DEFAULT_CURRENCY: 'XDR' })).toThrow(/DEFAULT_CURRENCY.*ISO 4217/s);
  const { id } = await till.pending();
  const answer = await post(server, JSON.stringify(paid(id, { currency: 'XDR' })));
  expect(answer).toMatchObject({ http: 400, code: 'INVALID_INPUT', issues: [{ path: ['currency'] }] });
});

test('a booking in a currency that was withdrawn since can still be paid', async () => {
  const { who, id } = await till.pending();
  await server.database.prisma.booking.updateMany({ where: { accountId: who.id }, data: { currency: 'HRK' } });
  const { checkoutUrl } = await bookingOf(who, id);
  const page = await (await fetch((checkoutUrl as string).replace('http://localhost:0', server.url))).text();
  expect(page).toContain('HRK\u00a025.00');
  expect(await post(server, JSON.stringify(paid(id, { currency: 'HRK' })))).toMatchObject({ http: 200 });
});

test.each([
  [25_000_000, 'IQD', 'IQD\u00a025,000'],
  [25_000_500, 'IQD', 'IQD\u00a025,000.5'],
  [250_000, 'HUF', 'HUF\u00a02,500'],
  [250_000, 'MGA', 'MGA\u00a02,500'],
  [250_000, 'MRU', 'MRU\u00a02,500.00'],
  [2_500, 'JPY', '¥2,500'],
  [2_500, 'EUR', '€25.00'],
  [25_000, 'CLF', 'CLF\u00a02.5000'],
])('%i minor units of %s are %s', (amountMinor, currency, shown) => {
  expect(formatMoney(amountMinor, currency)).toBe(shown);
});

test('no two amounts of a currency look the same', () => {
  const code = fc.constantFrom(...Intl.supportedValuesOf('currency').filter(isCurrency));
  const amount = fc.integer({ min: 0, max: 2_000_000_000 });
  fc.assert(
    fc.property(code, amount, (currency, amountMinor) => {
      expect(formatMoney(amountMinor, currency)).not.toBe(formatMoney(amountMinor + 1, currency));
    }),
  );
});
