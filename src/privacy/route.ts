import { openDownload } from '../accounts/downloads/service.ts';
import { streamDownload } from '../accounts/downloads/stream.ts';
import type { App } from '../context.ts';
import { type Exchange, plainRoute, type Route } from '../http/route.ts';
import type { Rule } from '../operations/limits.ts';
import { exportAccount } from './export.ts';

const file = 'account.json';
/** All of it is read at once, for each download. */
const downloads: Rule = { name: 'account-export', points: 5, seconds: 3600 };

/** `/export/account.json`: what `accountExport` returns, however much it is. */
export function accountFile(app: App): Route {
  const path = /^\/export\/account\.json$/;
  return plainRoute(app, { path, methods: ['GET'] }, (exchange) => answer(app, exchange));
}

async function answer(app: App, exchange: Exchange): Promise<void> {
  const download = await openDownload(app, file, exchange);
  const { context } = download;
  await app.limits.spend(downloads, context.viewer.account.id);
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': 'attachment; filename="shala.json"',
    'Cache-Control': 'private, no-store',
  };
  await streamDownload(download, exchange.response, headers, writeJson(await exportAccount(context)));
}

// Written at once, the text of a large object would hold up all others.
const rowsAtOnce = 100;

function* writeJson(content: object): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(content)) {
    yield `${before}\n${JSON.stringify(name)}: `;
    if (Array.isArray(value)) yield* writeRows(value);
    else yield textOf(value);
    before = ',';
  }
  yield '\n}\n';
}

function* writeRows(rows: unknown[]): Generator<string> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const texts = rows.slice(from, from + rowsAtOnce).map(textOf);
    yield `${from === 0 ? '[' : ','}\n${texts.join(',\n')}`;
  }
  yield rows.length === 0 ? '[]' : '\n]';
}

const textOf = (value: unknown) => JSON.stringify(value, null, 2);
