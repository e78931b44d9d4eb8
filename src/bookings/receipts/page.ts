import type { App } from '../../context.ts';
import { formatMoney } from '../../currencies.ts';
import type { Env } from '../../env.ts';
import { escaped } from '../../html.ts';
import { answerPage } from '../../http/html.ts';
import { plainRoute, type Route } from '../../http/route.ts';
import { paymentOfToken } from './address.ts';
import { type Paper, receiptsOf, refundEntries } from './loaders.ts';
import { numberOf } from './service.ts';

/** `/receipts/<token>`: the page of a receipt, for whoever has its address. */
export function receiptPages(app: App): Route {
  return plainRoute(app, { path: /^\/receipts\/([^/]+)$/, methods: ['GET', 'HEAD'] }, async ({ response, match }) => {
    const id = paymentOfToken(app.env, match[1] as string);
    const [paper] = id === null ? [] : await receiptsOf([id], { app });
    if (!paper) {
      const text = 'This address leads to no receipt. Open the receipt from your booking again.';
      return answerPage(response, 404, 'Receipt not found', `<p>${text}</p>`);
    }
    answerPage(response, 200, `Receipt ${numberOf(paper)}`, contentOf(app.env, paper), { script, style });
  });
}

const script = 'document.querySelector("button").onclick=()=>print()';

// Ink on paper, whatever the theme of the screen.
const style = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{opacity:.8}dd{margin:0;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;margin:1.5rem 0}caption{text-align:left;font-weight:600}
th,td{text-align:left;padding:.4rem .5rem .4rem 0;border-bottom:1px solid;vertical-align:top;overflow-wrap:anywhere}
td:last-child,thead th:last-child{text-align:right;padding-right:0;white-space:nowrap}
button{font:inherit;padding:.5rem 1rem}
@media print{:root{color-scheme:light}body{margin:0;max-width:none;padding:0;font-size:11pt}button{display:none}tr{break-inside:avoid}}
@page{margin:2cm}`;

function contentOf(env: Env, paper: Paper): string {
  const { payment, taxRatePercent, taxMinor, studioName, studioAddress, taxNumber } = paper;
  const money = (amountMinor: number) => escaped(formatMoney(amountMinor, payment.currency));
  const time = new Intl.DateTimeFormat('en-GB', {
    ...({ dateStyle: 'long', timeStyle: 'short', timeZone: env.STUDIO_TIME_ZONE } as const),
  });
  const at = (moment: Date) => escaped(`${time.format(moment)} (${env.STUDIO_TIME_ZONE})`);
  const facts: [string, string][] = [
    ['Issued by', escaped([studioName, studioAddress].filter(Boolean).join(', '))],
    ...(taxNumber === null ? [] : ([['Tax number', escaped(taxNumber)]] as [string, string][])),
    ['Issued to', escaped(paper.buyerName)],
    ['Received', at(payment.receivedAt)],
    ['Issued', at(paper.issuedAt)],
    ['Paid through', escaped(`${payment.provider}, ${payment.reference}`)],
  ];
  const tax: [string, string][] =
    taxRatePercent === 0
      ? [['No tax is included.', money(0)]]
      : [
          ['Net', money(payment.amountMinor - taxMinor)],
          [`Tax ${taxRatePercent} %`, money(taxMinor)],
        ];
  return `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>
<table><thead><tr><th scope="col">For</th><th scope="col">Amount</th></tr></thead><tbody>
<tr><td>${escaped(paper.description)}</td><td>${money(payment.amountMinor)}</td></tr>
${tax.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`).join('\n')}
<tr><th scope="row">Paid</th><td><strong>${money(payment.amountMinor)}</strong></td></tr>
</tbody></table>
${refundsOf(paper, at, money)}
<p><button type="button">Print</button></p>`;
}

function refundsOf(paper: Paper, at: (moment: Date) => string, money: (amountMinor: number) => string): string {
  const { payment, taxRatePercent } = paper;
  const rows = refundEntries(paper).map(({ refundedAt, amountMinor, leftMinor, leftTaxMinor }) => {
    const tax = taxRatePercent === 0 ? '' : ` (with ${money(leftTaxMinor)} tax)`;
    return `<tr><td>${refundedAt ? at(refundedAt) : 'Earlier'}</td><td>${money(amountMinor)}</td><td>${money(leftMinor)}${tax}</td></tr>`;
  });
  const head = '<tr><th scope="col">When</th><th scope="col">Amount</th><th scope="col">Left</th></tr>';
  const table =
    rows.length === 0
      ? ''
      : `<table><caption>Paid back</caption><thead>${head}</thead><tbody>\n${rows.join('\n')}\n</tbody></table>\n`;
  const due = payment.refundMinor - payment.refundedMinor;
  return due > 0 ? `${table}<p role="status">${money(due)} will be paid back.</p>` : table;
}
