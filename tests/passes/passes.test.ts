import { afterAll, beforeAll, expect, test } from 'vitest';
import { expirePasses } from '../../src/passes/sweep.ts';
import {
  AllPassesDocument,
  CancelSessionDocument,
  ConfirmPassDocument,
  CorrectPassDocument,
  MyPassesDocument,
  OffersOnSaleDocument,
  PartyNodeDocument,
  PassesForSessionDocument,
  PassesOfHostDocument,
  PassNodeDocument,
  RestoreOfferDocument,
  ReturnPassDocument,
  UpdateOfferDocument,
  UpdatePartyDocument,
  UpdateSessionDocument,
  WithdrawOfferDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { bookBy, buy, entriesOf, letEnd, offer, passOf, tryToBuy } from '../support/passes.ts';
import { paid, post, tell } from '../support/payments.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { attempt, book, cancel, inHours, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let host: Person;
let other: Person;
let admin: Person;
let noor: Person;
let olga: Person;
beforeAll(async () => {
  server = await startServer({ PAYMENT_PROVIDER: 'demo' });
  [host, other] = await people(server, ['host', 'other'], { role: 'CREATOR' });
  admin = await person(server, 'boss', 'ADMIN');
  [noor, olga] = await people(server, ['noor', 'olga']);
});
afterAll(() => server.stop());

const price = { amountMinor: 2500, currency: 'EUR' };
const priced = async (more: object = {}) => (await schedule(host, { price, ...more })).id;

test('a host offers a pass, changes it, and takes it from sale; what was sold stays as it was', async () => {
  expect(await noor.run(MyPassesDocument)).toMatchObject({ viewer: { passes: { totalCount: 0 } } });
  const { id } = await offer(host, { title: 'Ten mornings', tags: ['Morning'], refundPercent: 80, refundDays: 30 });
  const sold = await buy(server, noor, id);
  const input = { title: 'Five mornings', credits: 5, validDays: 10, price: { amountMinor: 1000 } };
  const { passOfferUpdate } = await host.run(UpdateOfferDocument, { id, input });
  expect(passOfferUpdate).toMatchObject({ title: 'Five mornings', credits: 5, tags: [], refundPercent: 0 });
  expect(await passOf(noor, sold)).toMatchObject({ title: 'Ten mornings', credits: 10, amount: { amountMinor: 9000 } });

  expect((await other.run(UpdateOfferDocument, { id, input })).passOfferUpdate).toMatchObject({ code: 'NOT_HOST' });
  expect((await admin.run(WithdrawOfferDocument, { id })).passOfferWithdraw).toMatchObject({ code: 'INVALID_INPUT' });
  await admin.run(WithdrawOfferDocument, { id, reason: 'Not allowed.' });
  expect((await noor.run(OffersOnSaleDocument, { hostId: host.userId })).passOffers.nodes).toEqual([]);
  expect(await tryToBuy(olga, id)).toMatchObject({ code: 'PASS_OFFER_CLOSED' });
  expect((await olga.run(WithdrawOfferDocument, { id })).passOfferWithdraw).toMatchObject({ code: 'NOT_FOUND' });
  expect((await host.run(RestoreOfferDocument, { id })).passOfferRestore).toMatchObject({ withdrawnAt: null });
  await host.run(WithdrawOfferDocument, { id });

  const faulty = { ...input, title: '', credits: 0, validDays: 9999, refundPercent: 101 };
  const { passOfferUpdate: refused } = await host.run(UpdateOfferDocument, { id, input: faulty });
  expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
  for (const name of ['title', 'credits', 'validDays', 'refundPercent'])
    expect(JSON.stringify(refused)).toContain(name);
});

test('people without the role offer nothing, and creators nothing for others; admins do for both', async () => {
  await expect(offer(noor)).rejects.toThrow('NOT_CREATOR');
  await expect(offer(host, {}, other.userId)).rejects.toThrow('INVALID_INPUT');
  expect(await offer(admin, {}, host.userId)).toMatchObject({ host: { username: 'host' } });
  const { id } = await offer(admin, { title: 'Whole studio', credits: null });
  const pass = await buy(server, noor, id);
  expect(await passOf(noor, pass)).toMatchObject({ credits: null, balance: null, status: 'ACTIVE' });
  const elsewhere = await schedule(other, { price });
  expect(await bookBy(noor, elsewhere.id, pass)).toMatchObject({ status: 'CONFIRMED', amount: { amountMinor: 0 } });
  // The host whose session it pays for sees that a pass pays, but not what the studio sold.
  expect((await other.run(PassNodeDocument, { id: pass })).node).toBeNull();
});

test('a purchase waits for its payment; a payment that buys nothing has to go back', async () => {
  const { id } = await offer(host);
  const first = expectType(await tryToBuy(noor, id, 'once'), 'Pass');
  expect(first).toMatchObject({ status: 'PENDING', balance: 0, checkoutUrl: expect.stringContaining('/checkout/') });
  expect(await tryToBuy(noor, id, 'once')).toMatchObject({ id: first.id });
  expect(await tryToBuy(noor, (await offer(host)).id, 'once')).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await tryToBuy(host, id)).toMatchObject({ code: 'PASS_OFFER_CLOSED' });
  expect(await bookBy(noor, await priced(), first.id)).toMatchObject({ obstacle: 'NOT_PAID' });
  expect((await olga.run(PassNodeDocument, { id: first.id })).node).toBeNull();

  expect(await tell(server, paid(first.id, { amountMinor: 1 }))).toMatchObject({ status: 'REFUND_DUE' });
  const right = paid(first.id, { amountMinor: 9000 });
  expect(await tell(server, right)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await tell(server, right)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await tell(server, paid(first.id, { amountMinor: 9000 }))).toMatchObject({ status: 'REFUND_DUE' });
  const bought = await passOf(noor, first.id);
  expect(bought).toMatchObject({ status: 'ACTIVE', balance: 10, checkoutUrl: null });
  expect(bought.payments.map(({ status, pass }) => [status, pass?.id])).toEqual([
    ['REFUND_DUE', first.id],
    ['SUCCEEDED', first.id],
    ['REFUND_DUE', first.id],
  ]);
  expect(await entriesOf(noor, first.id)).toEqual(['PURCHASE 10']);

  const givenUp = expectType(await tryToBuy(noor, id), 'Pass');
  expect((await noor.run(ReturnPassDocument, { id: givenUp.id })).passReturn).toMatchObject({ status: 'CANCELLED' });
  expect(await tell(server, paid(givenUp.id, { amountMinor: 9000 }))).toMatchObject({ status: 'REFUND_DUE' });
  const nobody = paid(Buffer.from('Pass:01900000-0000-7000-8000-00000000000f').toString('base64'));
  expect(await post(server, JSON.stringify(nobody))).toMatchObject({ http: 404 });
});

test('the demo checkout sells a pass, and a host confirms one by hand', async () => {
  const { id } = await offer(host);
  const { id: passId, checkoutUrl } = expectType(await tryToBuy(noor, id), 'Pass');
  const address = server.url + new URL(checkoutUrl as string).pathname;
  expect(await (await fetch(address)).text()).toContain('10 seats');
  expect(await (await fetch(`${address}/pay`, { method: 'POST' })).text()).toContain('Your pass can be used.');
  expect(await passOf(noor, passId)).toMatchObject({ status: 'ACTIVE' });

  const byHand = expectType(await tryToBuy(olga, id), 'Pass');
  expect((await olga.run(ConfirmPassDocument, { id: byHand.id })).passConfirm).toMatchObject({ code: 'NOT_HOST' });
  await server.database.prisma.pass.update({
    where: { id: localId(byHand.id) },
    data: { holdExpiresAt: new Date(Date.now() - 1000) },
  });
  expect(await passOf(olga, byHand.id)).toMatchObject({ status: 'CANCELLED', checkoutUrl: null });
  expect((await host.run(ConfirmPassDocument, { id: byHand.id })).passConfirm).toMatchObject({ status: 'ACTIVE' });
});

test('a pass pays for seats at once, and cancelling gives the credit back by the terms of the booking', async () => {
  const pass = await buy(server, noor, (await offer(host)).id);
  const sessionId = await priced();
  expect((await noor.run(PassesForSessionDocument, { id: sessionId })).session?.viewer?.passes).toContainEqual({
    id: pass,
    balance: 10,
  });
  const booking = expectType(await bookBy(noor, sessionId, pass, { seats: 3 }), 'Booking');
  expect(booking).toMatchObject({
    status: 'CONFIRMED',
    amount: { amountMinor: 0 },
    passCredits: 3,
    pass: { balance: 7 },
  });
  await cancel(noor, booking.id);
  const late = await priced({ startsAt: inHours(2), settings: { freeCancellationHours: 24 } });
  const kept = expectType(await bookBy(noor, late, pass), 'Booking');
  await cancel(noor, kept.id);
  expect(await entriesOf(noor, pass)).toEqual(['PURCHASE 10', 'USE -3', 'RETURN 3', 'USE -1']);
  const again = expectType(await bookBy(noor, late, pass), 'Booking');
  await cancel(host, again.id);
  expect(await passOf(noor, pass)).toMatchObject({ balance: 9 });
  expect((await passOf(noor, pass)).ledger.nodes[0]).toMatchObject({ kind: 'RETURN', booking: { id: again.id } });
});

test('seats of a party are given back one by one; what is given back late is lost, whoever cancels the rest', async () => {
  const pass = await buy(server, noor, (await offer(host)).id);
  const party = expectType(await bookBy(noor, await priced(), pass, { seats: 4 }), 'Booking');
  const keep = (id: string, seats: number) => noor.run(UpdatePartyDocument, { input: { id, seats } });
  await keep(party.id, 3);
  await keep(party.id, 1);
  await cancel(noor, party.id);
  expect(await entriesOf(noor, pass)).toEqual(['PURCHASE 10', 'USE -4', 'RETURN 1', 'RETURN 2', 'RETURN 1']);
  const soon = await priced({ startsAt: inHours(2), settings: { freeCancellationHours: 24 } });
  const late = expectType(await bookBy(noor, soon, pass, { seats: 3 }), 'Booking');
  await keep(late.id, 2);
  expect(await passOf(noor, pass)).toMatchObject({ balance: 7 });
  await cancel(host, late.id);
  expect(await passOf(noor, pass)).toMatchObject({ balance: 9 });
});

test('the host calls a session off: every credit comes back, even to a pass that has ended meanwhile', async () => {
  const pass = await buy(server, olga, (await offer(host)).id);
  const sessionId = await priced();
  expectType(await bookBy(olga, sessionId, pass), 'Booking');
  await letEnd(server, pass);
  await host.run(CancelSessionDocument, { id: sessionId, reason: 'Rain.' });
  expect(await entriesOf(olga, pass)).toEqual(['PURCHASE 10', 'USE -1', 'EXPIRY -9', 'RETURN 1']);
  const revived = await passOf(olga, pass);
  expect(revived).toMatchObject({ status: 'ACTIVE', balance: 1 });
  expect(new Date(revived.validUntil as string).getTime()).toBeGreaterThan(Date.now() + 13 * 86_400_000);
});

test('a pass is refused where it does not pay, with the cause', async () => {
  const tagged = await buy(server, noor, (await offer(host, { tags: ['yin'], validDays: 1 })).id);
  const foreign = await schedule(other, { price });
  const causes = [
    [foreign.id, 'OTHER_HOST'],
    [await priced(), 'OTHER_TAGS'],
    [await priced({ tags: ['Yin'] }), 'SESSION_AFTER_END'],
    [(await schedule(host, { tags: ['yin'] })).id, 'NOT_NEEDED'],
  ] as const;
  for (const [id, obstacle] of causes) expect(await bookBy(noor, id, tagged)).toMatchObject({ obstacle });
  const soon = await priced({ tags: ['yin'], startsAt: inHours(3) });
  expect(await bookBy(noor, soon, tagged, { seats: 10 })).toMatchObject({ status: 'CONFIRMED' });
  const next = await priced({ tags: ['yin'], startsAt: inHours(4) });
  expect(await bookBy(noor, next, tagged)).toMatchObject({ obstacle: 'NO_CREDITS' });
  expect(await bookBy(olga, next, tagged)).toMatchObject({ code: 'NOT_FOUND' });
  await letEnd(server, tagged);
  // Before and after the sweep.
  expect(await bookBy(noor, next, tagged)).toMatchObject({ obstacle: 'EXPIRED' });
  await expirePasses(server.app);
  expect(await bookBy(noor, next, tagged)).toMatchObject({ obstacle: 'EXPIRED' });
});

test('what is left at the end is lost; a pass may begin with its first use', async () => {
  const pass = await buy(server, noor, (await offer(host, { startsWith: 'FIRST_USE', validDays: 30 })).id);
  expect(await passOf(noor, pass)).toMatchObject({ status: 'ACTIVE', validUntil: null });
  const booking = expectType(await bookBy(noor, await priced(), pass), 'Booking');
  await cancel(noor, booking.id);
  expect((await passOf(noor, pass)).validUntil).not.toBeNull();
  await letEnd(server, pass);
  expect(await passOf(noor, pass)).toMatchObject({ status: 'EXPIRED' });
  await expirePasses(server.app);
  await expirePasses(server.app);
  expect(await entriesOf(noor, pass)).toEqual(['PURCHASE 10', 'USE -1', 'RETURN 1', 'EXPIRY -10']);
  expect(await passOf(noor, pass)).toMatchObject({ balance: 0, status: 'EXPIRED' });
});

test('on the waitlist a pass pays once there is a seat, if it still can', async () => {
  const sessionId = await priced({ maxParticipants: 1 });
  const holder = await book(other, sessionId);
  const [able, unable] = [
    await buy(server, noor, (await offer(host)).id),
    await buy(server, olga, (await offer(host)).id),
  ];
  const waiting = expectType(await bookBy(noor, sessionId, able, { joinWaitlist: true }), 'Booking');
  expect(waiting).toMatchObject({ status: 'WAITLISTED', passCredits: 0, pass: { balance: 10 } });
  const last = expectType(await bookBy(olga, sessionId, unable, { joinWaitlist: true }), 'Booking');
  await cancel(other, holder.id);
  expect(await entriesOf(noor, able)).toEqual(['PURCHASE 10', 'USE -1']);
  await letEnd(server, unable);
  await cancel(noor, waiting.id);
  const { viewer } = (
    await olga.ask(`{ viewer { bookings { nodes { id status passCredits amount { amountMinor } pass { id } } } } }`)
  ).data as { viewer: { bookings: { nodes: { id: string }[] } } };
  expect(viewer.bookings.nodes.find(({ id }) => id === last.id)).toMatchObject({
    ...{ status: 'PENDING', passCredits: 0, pass: null, amount: { amountMinor: 2500 } },
  });
  expect(await entriesOf(olga, unable)).toEqual(['PURCHASE 10']);
});

test('who waits with a pass for a session that becomes free owes nothing, and the pass keeps its credits', async () => {
  const sessionId = await priced({ maxParticipants: 1 });
  const holder = await book(other, sessionId);
  const pass = await buy(server, noor, (await offer(host)).id);
  const waiting = expectType(await bookBy(noor, sessionId, pass, { joinWaitlist: true }), 'Booking');
  await host.run(UpdateSessionDocument, { id: sessionId, input: { price: { amountMinor: 0, currency: 'EUR' } } });
  await cancel(other, holder.id);
  const { node } = await noor.run(PartyNodeDocument, { id: waiting.id });
  expect(node).toMatchObject({ status: 'CONFIRMED', amount: { amountMinor: 0 } });
  expect(await entriesOf(noor, pass)).toEqual(['PURCHASE 10']);
});

test('a host sees what was sold and is owed; money counts on the day that a pass is paid', async () => {
  const [seller] = await people(server, ['seller'], { role: 'CREATOR' });
  const pass = await buy(server, noor, (await offer(seller)).id);
  const { id: sessionId } = await schedule(seller, { price });
  expectType(await bookBy(noor, sessionId, pass), 'Booking');
  expectType(await attempt(olga, sessionId), 'Booking');
  const { viewer } = await seller.run(PassesOfHostDocument);
  expect(viewer).toMatchObject({
    passOffers: { totalCount: 1 },
    passesSold: { totalCount: 1, nodes: [{ user: { username: 'noor' }, balance: 9, checkoutUrl: null }] },
    passesOwed: [{ currency: 'EUR', passes: 1, credits: 9, amountMinor: 8100 }],
    today: { received: [{ currency: 'EUR', grossMinor: 9000, refundedMinor: 0 }] },
  });
  expect(viewer?.revenue.at(-1)).toMatchObject({ passRevenue: [{ grossMinor: 9000 }] });
  expect(JSON.stringify(viewer?.revenue.map(({ revenue }) => revenue))).not.toContain('9000');
  const all = await admin.run(AllPassesDocument, { filter: { hostId: seller.userId, status: ['ACTIVE', 'USED_UP'] } });
  expect(all.passes).toMatchObject({ totalCount: 1, nodes: [{ id: pass }] });
  expect(all.passesOwed[0]?.amountMinor).toBeGreaterThanOrEqual(8100);
  expect((await noor.ask(AllPassesDocument, {})).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});

test('a host owes every seat that is left, and no money that went back', async () => {
  const [seller] = await people(server, ['debtor'], { role: 'CREATOR' });
  const id = await buy(server, noor, (await offer(seller)).id);
  const owed = async () => (await seller.run(PassesOfHostDocument)).viewer?.passesOwed;
  await admin.run(CorrectPassDocument, { input: { id, credits: 2, reason: 'A present.' } });
  expect(await owed()).toEqual([{ currency: 'EUR', passes: 1, credits: 12, amountMinor: 9000 }]);
  const [payment] = (await passOf(noor, id)).payments;
  const refund = { type: 'payment.refunded', reference: payment?.reference };
  await tell(server, paid(id, { ...refund, amountMinor: 2000 }));
  expect(await owed()).toEqual([{ currency: 'EUR', passes: 1, credits: 12, amountMinor: 7000 }]);
  await tell(server, paid(id, { ...refund, amountMinor: 9000 }));
  expect(await owed()).toEqual([{ currency: 'EUR', passes: 1, credits: 12, amountMinor: 0 }]);
});

test('admins correct a balance and an end with a reason, never below nothing', async () => {
  const pass = await buy(server, noor, (await offer(host)).id);
  const correct = async (input: object, who = admin) =>
    who.ask(CorrectPassDocument, { input: { id: pass, reason: 'A mistake.', ...input } as never });
  expect((await correct({ credits: 1 }, host)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  expect((await correct({ credits: -11 })).data?.passCorrect).toMatchObject({ code: 'INVALID_INPUT' });
  expect((await correct({ credits: 2 })).data?.passCorrect).toMatchObject({ balance: 12 });
  await letEnd(server, pass);
  expect((await correct({ credits: 2 })).data?.passCorrect).toMatchObject({ code: 'PASS_STATUS' });
  expect((await correct({ credits: 4, validUntil: inHours(200) })).data?.passCorrect).toMatchObject({
    ...{ status: 'ACTIVE', balance: 4, validUntil: inHours(200) },
  });
  expect(await entriesOf(noor, pass)).toEqual(['PURCHASE 10', 'CORRECTION 2', 'EXPIRY -12', 'CORRECTION 4']);
  const audited = await server.database.prisma.auditEvent.findMany({ where: { targetId: localId(pass) } });
  expect(audited.map(({ action }) => action)).toContain('pass.corrected');
  await expect(server.database.prisma.passEntry.deleteMany({})).rejects.toThrow();
  await expect(server.database.prisma.passEntry.updateMany({ data: { credits: 100 } })).rejects.toThrow();
});
