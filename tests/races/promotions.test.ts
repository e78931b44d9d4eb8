import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { BookByCodeDocument, CodeNodeDocument, CreateCodeDocument } from '../generated/documents.ts';
import { paid, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { cancel, type Person, people, person, runOut, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
});
afterAll(() => server.stop());

const price = { amountMinor: 2500, currency: 'EUR' };
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

async function codeOf(code: string, limits: object): Promise<string> {
  const { promotionCodeCreate } = await host.run(CreateCodeDocument, { input: { code, percent: 20, ...limits } });
  return expectType(promotionCodeCreate, 'PromotionCode').id;
}
const bookBy = async (who: Person, sessionId: string, promotionCode: string) =>
  (await who.run(BookByCodeDocument, { input: { sessionId, promotionCode } })).bookingCreate;
async function countOf(id: string): Promise<number> {
  const { node } = await host.run(CodeNodeDocument, { id });
  if (!node || !('useCount' in node)) throw new Error('no such code');
  return node.useCount;
}

test('sixty people at once with a code for seven, in three sessions: exactly seven get it', async () => {
  const id = await codeOf('seven', { maxUses: 7 });
  const sessions = [await schedule(host, { price }), await schedule(host, { price }), await schedule(host, { price })];
  const buyers = await people(server, names('buyer', 60));
  const outcomes = await Promise.all(
    buyers.map((buyer, index) => bookBy(buyer, (sessions[index % 3] as { id: string }).id, 'SEVEN')),
  );
  expect(outcomes.filter((one) => one?.__typename === 'Booking')).toHaveLength(7);
  const refused = outcomes.filter((one) => one?.__typename === 'PromotionNotUsableError');
  expect(new Set(refused.map((one) => one && 'obstacle' in one && one.obstacle))).toEqual(new Set(['USED_UP']));
  expect(await countOf(id)).toBe(7);
}, 120_000);

test('one person at once in twelve sessions with a code for two', async () => {
  const id = await codeOf('twice', { maxUsesPerPerson: 2 });
  const sessions = await Promise.all(Array.from({ length: 12 }, () => schedule(host, { price })));
  const one = await person(server, 'eager');
  const outcomes = await Promise.all(sessions.map((session) => bookBy(one, session.id, 'twice')));
  expect(outcomes.filter((outcome) => outcome?.__typename === 'Booking')).toHaveLength(2);
  expect(await countOf(id)).toBe(2);
});

test('holds that run out, late payments and cancellations at once: never more uses than allowed', async () => {
  for (let round = 0; round < 4; round += 1) {
    const code = `late-${round}`;
    const id = await codeOf(code, { maxUses: 2 });
    const { id: sessionId } = await schedule(host, { price });
    const [first, second, third, fourth] = await people(
      server,
      names(`round-${round}`, 4) as [string, string, string, string],
    );
    const held = [expectType(await bookBy(first, sessionId, code), 'Booking').id];
    held.push(expectType(await bookBy(second, sessionId, code), 'Booking').id);
    for (const booking of held) await runOut(server, booking);
    if (round % 2 === 0) await expireHolds(server.app);
    await Promise.all([
      ...held.map((booking) => tell(server, paid(booking, { amountMinor: 2000 }))),
      bookBy(third, sessionId, code),
      bookBy(fourth, sessionId, code),
      expireHolds(server.app),
      cancel(second, held[1] as string),
    ]);
    const uses = await server.database.prisma.promotionUse.findMany({
      where: { code: { code } },
      include: { booking: true },
    });
    const counting = uses.filter(({ returnedAt }) => returnedAt === null);
    expect(counting.length).toBeLessThanOrEqual(2);
    expect(await countOf(id)).toBe(counting.length);
    for (const { returnedAt, booking } of uses)
      expect(returnedAt === null, booking.status).toBe(booking.status !== 'CANCELLED');
  }
});
