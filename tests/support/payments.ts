import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { webhookPath } from '../../src/bookings/payments/webhook.ts';
import { expireHolds } from '../../src/bookings/seats/service.ts';
import { BookingPaymentsDocument, type SessionCreateInput } from '../generated/documents.ts';
import { type Client, type TestServer, webhookSecret } from './server.ts';
import { book, person, runOut, schedule } from './studio.ts';

let payments = 0;

/** What a provider would tell of a payment of its own for a booking of 25 euros. */
export const paid = (bookingId: string, more: object = {}) => ({
  ...{ type: 'payment.succeeded', provider: 'acme', reference: `pay_${++payments}`, bookingId },
  ...{ amountMinor: 2500, currency: 'EUR', ...more },
});

export const sign = (body: string | Buffer, { secret = webhookSecret, t = Math.floor(Date.now() / 1000) } = {}) =>
  `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;

/** Sends a body as it is; `headers` in place of a right signature, where given. */
export async function post({ url }: { url: string }, body: string | Buffer, headers: Record<string, string> = {}) {
  // A connection of its own: an idle one of fetch's may be closed by the server just as it is used again.
  const sending = request(url + webhookPath, {
    agent: false,
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...('webhook-signature' in headers ? {} : { 'Shala-Signature': sign(body) }),
      ...headers,
    },
  });
  sending.end(body);
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  const answer = (await json(response)) as { status?: string; code?: string; message?: string };
  return { http: response.statusCode, ...answer };
}

/** Tells what a provider would tell; throws unless it is taken. */
export async function tell(server: TestServer, notice: object) {
  const answer = await post(server, JSON.stringify(notice));
  if (answer.http !== 200) throw new Error(JSON.stringify(answer));
  return answer;
}

/** A booking with its payments, as somebody sees it. */
export async function bookingOf(who: Client, id: string) {
  const { node } = await who.run(BookingPaymentsDocument, { id });
  if (!node || !('payments' in node)) throw new Error('no such booking');
  return node;
}

let guests = 0;

/** A host of sessions at 25 euros, with people who book them. */
export async function openTill(server: TestServer) {
  const host = await person(server, 'host', 'CREATOR');
  const studio = async (input: Partial<SessionCreateInput> = {}) =>
    (await schedule(host, { price: { amountMinor: 2500, currency: 'EUR' }, ...input })).id;
  const guest = () => person(server, `guest-${++guests}`);
  /** A person with a pending booking, in a session of its own unless told. */
  const pending = async (sessionId?: string) => {
    const who = await guest();
    const session = sessionId ?? (await studio());
    return { who, id: (await book(who, session)).id, sessionId: session };
  };
  /** The same, cancelled since, because its hold has run out. */
  const expired = async (sessionId?: string) => {
    const booked = await pending(sessionId);
    await runOut(server, booked.id);
    await expireHolds(server.app);
    return booked;
  };
  return { host, studio, guest, pending, expired };
}
