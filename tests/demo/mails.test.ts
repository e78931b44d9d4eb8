import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveDemo } from '../../src/demo/live.ts';
import { fillDemo } from '../../src/demo/studio.ts';
import { publishedPassword } from '../../src/secrets.ts';
import { LoginDocument } from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO: 'true' });
});
afterAll(() => server.stop());

const kindsOfMails = async () => {
  const found = await server.database.prisma.notificationDelivery.findMany({ distinct: ['kind'] });
  return found.map(({ kind }) => kind);
};

const login = async (name: string) => {
  const input = { login: name, password: publishedPassword };
  const { accountLogin } = await server.visitor.run(LoginDocument, { input });
  return server.as(expectType(accountLogin, 'AuthPayload').accessToken);
};

test('who tries the demo out is mailed what they do, though its own people are not', async () => {
  await fillDemo(server.app);
  for (let step = 0; step < 9; step += 1) await moveDemo(server.app);
  expect(await kindsOfMails()).toEqual([]);
  const [mira, noor] = [await login('mira'), await login('noor')];
  await book(noor, (await schedule(mira)).id);
  await book(noor, (await schedule(mira, { price: { amountMinor: 2000, currency: 'EUR' } })).id);
  expect(await kindsOfMails()).toEqual(
    expect.arrayContaining(['BOOKING_CONFIRMED', 'BOOKING_HELD', 'HOLD_EXPIRING', 'HOST_BOOKED']),
  );
});
