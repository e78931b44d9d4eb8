import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../../context.ts';
import { formatMoney } from '../../currencies.ts';
import type { Payment } from '../../database/generated/client.ts';
import type { Env } from '../../env.ts';
import { globalId } from '../../graphql/global-ids.ts';
import { escaped } from '../../html.ts';
import { originOf } from '../../http/origin.ts';
import { type CodeOf, codesBy, parseSignedId, signId } from '../../operations/signed-id.ts';
import { findPurchase, isPayable, type Payable, type Purchase } from './purchases.ts';
import { ownSignature } from './signatures.ts';
import { receiveNotice } from './webhook.ts';

// The demo's payment provider takes no money, and sends the same signed messages as a real provider.
const provider = 'demo';

type CheckoutEnv = Pick<Env, 'PAYMENT_PROVIDER' | 'PAYMENT_WEBHOOK_SECRET' | 'PUBLIC_URL'>;

/** The checkout page of a pending booking or pass; null where there is none. Anybody who has the address may pay. */
export function checkoutUrlOf({ PUBLIC_URL, ...env }: CheckoutEnv, payable: Payable): string | null {
  const secret = secretOf(env);
  if (secret === null || !isPayable(payable)) return null;
  return `${PUBLIC_URL}/checkout/${signId(payable.id, codesOf(secret))}`;
}

/** Serves the checkout pages. They exist only where PAYMENT_PROVIDER is `demo`. */
export function checkoutPages(app: App) {
  const secret = secretOf(app.env);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const address = /^\/checkout\/([^/?]*)(?:\/(pay|decline))?(?:\?(.*))?$/.exec(request.url ?? '');
    if (secret === null || !address) return false;
    const [, token = '', act, query] = address;
    void serve(app, { secret, token, act, wasDeclined: query === 'declined' }, request, response).catch(
      (error: unknown) => {
        app.log.error({ err: error }, 'a checkout page failed');
        if (response.headersSent) response.destroy();
        else
          send(
            response,
            503,
            noticePage(app.env, 'The checkout is not available', 'Nothing was taken. Try again in a moment.'),
          );
      },
    );
    return true;
  };
}

interface Visit {
  secret: string;
  token: string;
  act: string | undefined;
  wasDeclined: boolean;
}

async function serve(
  app: App,
  { secret, token, act, wasDeclined }: Visit,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  const id = parseSignedId(token, codesOf(secret));
  const purchase = id === null ? null : await findPurchase(app.database, id, provider);
  if (!purchase)
    return send(
      response,
      404,
      noticePage(
        app.env,
        'Checkout not found',
        'This address leads to no payment. Open the checkout from your booking or pass again.',
      ),
    );
  const allowed = act === undefined ? ['GET', 'HEAD'] : ['POST'];
  if (!allowed.includes(request.method ?? '')) {
    response.setHeader('Allow', allowed.join(', '));
    return send(
      response,
      405,
      noticePage(app.env, 'Nothing was paid', 'Open the checkout from your booking or pass, and use its buttons.'),
    );
  }
  if (act === undefined) return send(response, 200, checkoutPage(app.env, purchase, token, wasDeclined));
  // The token protects against forged requests: another site does not know it.
  const body = Buffer.from(JSON.stringify(noticeOf(purchase, act)));
  const headers = { 'shala-signature': ownSignature(secret, body) };
  const { status } = await receiveNotice(app, originOf(request, app.env), { secret, headers, body });
  if (status !== 200) throw new Error(`the webhook answered the demo provider with ${status}`);
  response.writeHead(303, { Location: `../${token}${act === 'pay' ? '' : '?declined'}` }).end();
}

function noticeOf({ typename, id, amountMinor, currency }: Purchase, act: string) {
  return {
    type: act === 'pay' ? 'payment.succeeded' : 'payment.failed',
    provider,
    // One reference for each purchase, so that a double click pays once.
    reference: `checkout-${id}`,
    bookingId: globalId(typename, id),
    amountMinor,
    currency,
  };
}

function secretOf({ PAYMENT_PROVIDER, PAYMENT_WEBHOOK_SECRET }: Omit<CheckoutEnv, 'PUBLIC_URL'>): string | null {
  return PAYMENT_PROVIDER === 'demo' ? (PAYMENT_WEBHOOK_SECRET ?? null) : null;
}

const codesOf =
  (secret: string): CodeOf =>
  (id) =>
    codesBy(secret)(`checkout:${id}`);

function checkoutPage({ APP_URL }: Env, purchase: Purchase, token: string, wasDeclined: boolean): string {
  const { title, details, amountMinor, currency, back } = purchase;
  return page(
    title,
    `${details.map((detail) => `<p>${escaped(detail)}</p>`).join('\n')}
<p class="price">${escaped(formatMoney(amountMinor, currency))}</p>
${wasDeclined ? '<p role="alert">The payment was declined. Nothing was taken.</p>' : ''}
${stateOf(purchase, token)}
<p><a href="${escaped(APP_URL + back.path)}">${escaped(back.text)}</a></p>
<p><small>A demonstration: no money moves.</small></p>`,
  );
}

function stateOf(purchase: Purchase, token: string): string {
  const [payment] = purchase.payments;
  if (payment) return `<p role="status">${escaped(stateOfPayment(payment, purchase))}</p>`;
  if (!purchase.isPayable) return '<p role="status">There is nothing to pay any more.</p>';
  // Relative, since a proxy may serve this page below a path of its own.
  return `<form method="post" action="${escaped(token)}/pay"><button>Pay</button></form>
<form method="post" action="${escaped(token)}/decline"><button>Decline</button></form>`;
}

function stateOfPayment({ status, amountMinor, refundMinor, currency }: Payment, { typename, paid }: Purchase): string {
  if (status === 'SUCCEEDED') return `Paid. ${paid}`;
  const isDue = status === 'REFUND_DUE';
  if (refundMinor === amountMinor)
    return isDue
      ? `Paid, but not for a ${typename === 'Pass' ? 'pass' : 'seat'}: you will get your money back.`
      : 'Your money was paid back.';
  return `Paid. ${formatMoney(refundMinor, currency)} ${isDue ? 'will be' : 'was'} paid back.`;
}

/** A page that says what happened, and leads to the app. */
function noticePage({ APP_URL }: Env, title: string, text: string): string {
  return page(title, `<p>${escaped(text)}</p>\n<p><a href="${escaped(APP_URL)}">Back to Shala</a></p>`);
}

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:28rem;margin:4rem auto;padding:0 1rem}
.price{font-size:2rem}form{display:inline}button{font:inherit;padding:.5rem 1.5rem}`;

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  // Anybody who has the address may pay: it must not reach other sites.
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
${content}</main></body></html>
`;
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, headers).end(html);
}
