import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import {
  AllCodesDocument,
  BookByCodeDocument,
  CodeNodeDocument,
  CodesOfHostDocument,
  CreateCodeDocument,
  DeleteSessionDocument,
  DisableCodeDocument,
  EnableCodeDocument,
  HandOverDocument,
  type PromotionCodeInput,
  QuoteBookingDocument,
  UpdateCodeDocument,
  UpdatePartyDocument,
} from '../generated/documents.ts';
import { buy, offer } from '../support/passes.ts';
import { paid, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, confirm, inHours, type Person, people, person, runOut, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let other: Person;
let admin: Person;
let noor: Person;
let olga: Person;
beforeAll(async () => {
  server = await startServer();
  [host, other] = await people(server, ['host', 'other'], { role: 'CREATOR' });
  admin = await person(server, 'boss', 'ADMIN');
  [noor, olga] = await people(server, ['noor', 'olga']);
});
afterAll(() => server.stop());

const price = { amountMinor: 2500, currency: 'EUR' };
const priced = async (more: object = {}) => (await schedule(host, { price, ...more })).id;

let codes = 0;
/** A code of its own, a fifth off unless told. */
async function codeOf(who: Person, input: Partial<PromotionCodeInput> = {}, hostId?: string) {
  const given = { code: `Code-${++codes}`, ...(input.amount ? {} : { percent: 20 }), ...input };
  const { promotionCodeCreate } = await who.run(CreateCodeDocument, { input: given, ...(hostId && { hostId }) });
  return expectType(promotionCodeCreate, 'PromotionCode');
}
const bookFor = async (who: Person, sessionId: string, promotionCode: string, more: object = {}) =>
  (await who.run(BookByCodeDocument, { input: { sessionId, promotionCode, ...more } })).bookingCreate;
const quote = async (who: Person, sessionId: string, more: object = {}) =>
  (await who.run(QuoteBookingDocument, { sessionId, ...more })).bookingQuote;
const counted = async (who: Person, id: string) => {
  const { node } = await who.run(CodeNodeDocument, { id });
  if (!node || !('uses' in node)) throw new Error('no such code');
  return node;
};

test('a host makes a code, changes and disables it; it is theirs and the admins’ to see', async () => {
  const { id, code } = await codeOf(host, { code: 'Spring_26', maxUses: 5 });
  expect(await codeOf(other, { code: 'spring_26' })).toMatchObject({ code: 'spring_26' });
  await expect(codeOf(host, { code: 'SPRING_26' })).rejects.toThrow('PROMOTION_CODE_TAKEN');
  await expect(codeOf(noor)).rejects.toThrow('NOT_CREATOR');
  await expect(codeOf(host, { code: 'x' })).rejects.toThrow('code');
  await expect(codeOf(host, { amount: { amountMinor: 100 }, percent: 5 })).rejects.toThrow('percent');
  await expect(codeOf(host, { startsAt: inHours(2), endsAt: inHours(1) })).rejects.toThrow('endsAt');
  await expect(codeOf(host, { sessionIds: [(await schedule(other)).id] })).rejects.toThrow('sessionIds');
  const input = { code, percent: 50, maxUsesPerPerson: 1 };
  expect((await host.run(UpdateCodeDocument, { id, input })).promotionCodeUpdate).toMatchObject({
    ...{ percent: 50, maxUses: null, maxUsesPerPerson: 1 },
  });
  expect((await other.run(UpdateCodeDocument, { id, input })).promotionCodeUpdate).toMatchObject({ code: 'NOT_FOUND' });
  expect((await admin.run(DisableCodeDocument, { id })).promotionCodeDisable).toMatchObject({ code: 'INVALID_INPUT' });
  await admin.run(DisableCodeDocument, { id, reason: 'Misused.' });
  expect(await quote(noor, await priced(), { promotionCode: code })).toMatchObject({ obstacle: 'UNKNOWN' });
  expect((await host.run(EnableCodeDocument, { id })).promotionCodeEnable).toMatchObject({ disabledAt: null });
  expect((await other.run(CodeNodeDocument, { id })).node).toBeNull();
  expect((await host.run(CodesOfHostDocument)).viewer?.promotionCodes.nodes).toMatchObject([{ id }]);
  expect((await admin.run(AllCodesDocument)).promotionCodes.totalCount).toBeGreaterThanOrEqual(2);
  expect((await noor.ask(AllCodesDocument)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});

test('the price is quoted before, and the booking costs just that', async () => {
  const { id, code } = await codeOf(host, { percent: 33 });
  const sessionId = await priced();
  const asked = { promotionCode: code.toUpperCase(), seats: 3 };
  expect(await quote(noor, sessionId, asked)).toMatchObject({
    ...{ seats: 3, price: { amountMinor: 7500 }, discount: { amountMinor: 2475 }, amount: { amountMinor: 5025 } },
  });
  const booking = expectType(await bookFor(noor, sessionId, ` ${code.toLowerCase()} `, { seats: 3 }), 'Booking');
  expect(booking).toMatchObject({
    ...{ status: 'PENDING', amount: { amountMinor: 5025 }, discount: { amountMinor: 2475 }, promotionCode: code },
  });
  expect(await tell(server, paid(booking.id, { amountMinor: 5025 }))).toMatchObject({ status: 'SUCCEEDED' });
  expect(await counted(host, id)).toMatchObject({
    useCount: 1,
    uses: { nodes: [{ user: { username: 'noor' }, discount: { amountMinor: 2475 }, booking: { id: booking.id } }] },
  });
  // What single seats give back adds up to what was paid.
  for (const [seats, refunded] of [
    [2, 1675],
    [1, 3350],
  ]) {
    const { bookingUpdate } = await noor.run(UpdatePartyDocument, {
      input: { id: booking.id, seats: seats as number },
    });
    expect(bookingUpdate).toMatchObject({ refunded: { amountMinor: refunded } });
  }
  expect(await cancel(noor, booking.id)).toMatchObject({ status: 'CANCELLED', refundQuote: { amountMinor: 5025 } });
});

test('a code that takes the whole price confirms at once; a pass takes no code', async () => {
  const { code } = await codeOf(host, { amount: { amountMinor: 9900, currency: 'EUR' } });
  const sessionId = await priced();
  expect(await bookFor(noor, sessionId, code)).toMatchObject({
    ...{ status: 'CONFIRMED', amount: { amountMinor: 0 }, discount: { amountMinor: 2500 } },
  });
  const pass = await buy(server, olga, (await offer(host)).id);
  expect(await quote(olga, sessionId, { payWith: pass, seats: 2 })).toMatchObject({
    credits: 2,
    amount: { amountMinor: 0 },
  });
  expect(await quote(olga, sessionId, { payWith: pass, promotionCode: code })).toMatchObject({ obstacle: 'WITH_PASS' });
  expect(await bookFor(olga, sessionId, code, { payWith: pass })).toMatchObject({ obstacle: 'WITH_PASS' });
  expect(await quote(noor, sessionId, { payWith: pass })).toMatchObject({ code: 'NOT_FOUND' });
});

test('a code is refused where it does not apply, with the cause', async () => {
  const sessionId = await priced({ tags: ['yin'] });
  const cases: [string, Partial<PromotionCodeInput>][] = [
    ['NOT_YET', { startsAt: inHours(1) }],
    ['OVER', { endsAt: inHours(-1) }],
    ['OTHER_SESSIONS', { tags: ['vinyasa'] }],
    ['OTHER_SESSIONS', { sessionIds: [await priced()] }],
    ['OTHER_CURRENCY', { amount: { amountMinor: 100, currency: 'USD' } }],
  ];
  for (const [obstacle, input] of cases) {
    const { code } = await codeOf(host, input);
    expect(await quote(noor, sessionId, { promotionCode: code })).toMatchObject({ obstacle });
    expect(await bookFor(noor, sessionId, code)).toMatchObject({ obstacle });
  }
  const { code: foreign } = await codeOf(other);
  expect(await quote(noor, sessionId, { promotionCode: foreign })).toMatchObject({ obstacle: 'UNKNOWN' });
  const { code: studio } = await codeOf(admin, { tags: ['Yin'] });
  expect(await quote(noor, sessionId, { promotionCode: studio })).toMatchObject({ discount: { amountMinor: 500 } });
  expect(await quote(noor, (await schedule(host)).id, { promotionCode: studio })).toMatchObject({
    obstacle: 'NOT_NEEDED',
  });
});

test('a code of the studio stands in for that of the host with the same spelling, where that does not apply', async () => {
  const [sessionId, elsewhere] = [await priced(), await priced()];
  const { code } = await codeOf(host, { code: 'Spring', percent: 40, sessionIds: [sessionId], maxUses: 1 });
  expect(await quote(noor, elsewhere, { promotionCode: code })).toMatchObject({ obstacle: 'OTHER_SESSIONS' });
  const studio = await codeOf(admin, { code: 'SPRING', percent: 10, maxUses: 2 });
  expect(await quote(noor, elsewhere, { promotionCode: code })).toMatchObject({ discount: { amountMinor: 250 } });
  expect(await bookFor(noor, elsewhere, code)).toMatchObject({ discount: { amountMinor: 250 } });
  expect(await bookFor(noor, sessionId, code)).toMatchObject({ discount: { amountMinor: 1000 } });
  expect(await bookFor(olga, sessionId, code)).toMatchObject({ discount: { amountMinor: 250 } });
  expect(await counted(admin, studio.id)).toMatchObject({ useCount: 2 });
  expect(await quote(olga, await priced(), { promotionCode: code })).toMatchObject({ obstacle: 'OTHER_SESSIONS' });
});

test('a use is given back by a booking that was never paid or is refunded, and by no late cancellation', async () => {
  const { id, code } = await codeOf(host, { maxUsesPerPerson: 1 });
  const [first, second] = [await priced(), await priced()];
  const unpaid = expectType(await bookFor(noor, first, code), 'Booking');
  expect(await bookFor(noor, second, code)).toMatchObject({ obstacle: 'USED_BY_YOU' });
  await runOut(server, unpaid.id);
  await expireHolds(server.app);
  const booked = expectType(await bookFor(noor, second, code), 'Booking');
  // The seat that comes back by a late payment would use the code a second time.
  expect(await tell(server, paid(unpaid.id, { amountMinor: 2000 }))).toMatchObject({ status: 'REFUND_DUE' });
  await confirm(host, booked.id);
  await cancel(noor, booked.id);
  expect(await counted(host, id)).toMatchObject({ useCount: 0, uses: { totalCount: 2 } });

  expect(await tell(server, paid(unpaid.id, { amountMinor: 2000 }))).toMatchObject({ status: 'SUCCEEDED' });
  expect(await counted(host, id)).toMatchObject({ useCount: 1 });
  const late = await priced({ startsAt: inHours(2), settings: { freeCancellationHours: 24 } });
  const kept = expectType(await bookFor(olga, late, code), 'Booking');
  await confirm(host, kept.id);
  await cancel(olga, kept.id);
  expect(await counted(host, id)).toMatchObject({ useCount: 2 });
});

test('a payment that comes too late for a seat leaves the code to its person', async () => {
  const { id, code } = await codeOf(host, { maxUsesPerPerson: 1 });
  const full = await priced({ maxParticipants: 1 });
  const late = expectType(await bookFor(noor, full, code), 'Booking');
  await runOut(server, late.id);
  await expireHolds(server.app);
  await book(olga, full);
  await tell(server, paid(late.id, { amountMinor: 2000 }));
  expect(await counted(host, id)).toMatchObject({ useCount: 0 });
  expect(await bookFor(noor, await priced(), code)).toMatchObject({ __typename: 'Booking', status: 'PENDING' });
});

test('a code of a session that was deleted or handed over stays one of the host’s, and can be changed', async () => {
  const [gone, given] = [await priced(), await priced()];
  const { id, code } = await codeOf(host, { sessionIds: [gone, given] });
  await host.run(DeleteSessionDocument, { id: gone });
  await host.run(HandOverDocument, { input: { id: given, username: 'other' } });
  const { viewer } = await host.run(CodesOfHostDocument);
  expect(viewer?.promotionCodes.nodes.find((one) => one.id === id)?.sessions).toEqual([{ id: given }]);
  const input = { code, percent: 30, sessionIds: [gone, given] };
  expect((await host.run(UpdateCodeDocument, { id, input })).promotionCodeUpdate).toMatchObject({ percent: 30 });
  expect(await bookFor(noor, await priced(), code)).toMatchObject({ __typename: 'PromotionNotUsableError' });
});

test('a price that no booking can have is not quoted', async () => {
  const { id } = await schedule(host, { price: { amountMinor: 2_000_000_000, currency: 'EUR' } });
  expect(await quote(noor, id, { seats: 4 })).toMatchObject({ __typename: 'InvalidInputError' });
});

test('a retry gets its booking, whatever has become of the code', async () => {
  const { id, code } = await codeOf(host, { maxUses: 1 });
  const sessionId = await priced();
  const booking = expectType(await bookFor(noor, sessionId, code, { idempotencyKey: 'again' }), 'Booking');
  await host.run(DisableCodeDocument, { id });
  expect(await bookFor(noor, sessionId, code, { idempotencyKey: 'again' })).toMatchObject({ id: booking.id });
});

test('promotion codes are guessed ten times a minute, and right ones are never counted', async () => {
  const limited = await startServer({ RATE_LIMITS: 'on' });
  const seller = await person(limited, 'seller', 'CREATOR');
  const [guesser] = await people(limited, ['guesser']);
  const { id: sessionId } = await schedule(seller, { price });
  const { promotionCodeCreate } = await seller.run(CreateCodeDocument, { input: { code: 'right', percent: 5 } });
  expectType(promotionCodeCreate, 'PromotionCode');
  const guess = (promotionCode: string) => guesser.ask(QuoteBookingDocument, { sessionId, promotionCode });
  for (let tries = 0; tries < 12; tries += 1)
    expect((await guess('right')).data?.bookingQuote).toMatchObject({ discount: { amountMinor: 125 } });
  for (let tries = 0; tries < 10; tries += 1)
    expect((await guess(`wrong-${tries}`)).data?.bookingQuote).toMatchObject({ obstacle: 'UNKNOWN' });
  expect((await guess('right')).errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' });
  const input = { sessionId, promotionCode: 'right' };
  expect((await guesser.ask(BookByCodeDocument, { input })).errors?.[0]?.extensions).toMatchObject({
    code: 'RATE_LIMITED',
  });
  await limited.stop();
});
