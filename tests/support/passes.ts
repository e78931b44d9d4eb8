import {
  BookByPassDocument,
  type BookByPassMutation,
  BuyPassDocument,
  CreateOfferDocument,
  PassNodeDocument,
  type PassOfferInput,
} from '../generated/documents.ts';
import { localId } from './ids.ts';
import { paid, tell } from './payments.ts';
import { type Client, expectType, type TestServer } from './server.ts';

/** Offers a pass of ten seats for 90 euros, unless told. */
export async function offer(host: Client, input: Partial<PassOfferInput> = {}, hostId?: string) {
  const { passOfferCreate } = await host.run(CreateOfferDocument, {
    input: { title: 'Ten seats', credits: 10, validDays: 90, price: { amountMinor: 9000, currency: 'EUR' }, ...input },
    ...(hostId && { hostId }),
  });
  return expectType(passOfferCreate, 'PassOffer');
}

export const tryToBuy = async (who: Client, offerId: string, idempotencyKey?: string) =>
  (await who.run(BuyPassDocument, { input: { offerId, ...(idempotencyKey && { idempotencyKey }) } })).passBuy;

/** Buys a pass, and pays it where it costs something. Returns its ID. */
export async function buy(server: TestServer, who: Client, offerId: string): Promise<string> {
  const { id, amount, status } = expectType(await tryToBuy(who, offerId), 'Pass');
  if (status === 'PENDING') await tell(server, paid(id, amount));
  return id;
}

export const bookBy = async (who: Client, sessionId: string, payWith: string, more: object = {}) =>
  (await who.run(BookByPassDocument, { input: { sessionId, payWith, ...more } })).bookingCreate as NonNullable<
    BookByPassMutation['bookingCreate']
  >;

/** A pass with its ledger and payments, as somebody sees it. */
export async function passOf(who: Client, id: string) {
  const { node } = await who.run(PassNodeDocument, { id });
  if (!node || !('ledger' in node)) throw new Error('no such pass');
  return node;
}

/** The kinds and credits of a pass's entries, the first before the others. */
export const entriesOf = async (who: Client, id: string) =>
  (await passOf(who, id)).ledger.nodes.map(({ kind, credits }) => `${kind} ${credits}`).toReversed();

/** Lets a pass have ended a second ago. */
export const letEnd = (server: TestServer, id: string) =>
  server.database.prisma.pass.update({
    where: { id: localId(id) },
    data: { validUntil: new Date(Date.now() - 1000) },
  });
