import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { recordAudit } from '../../accounts/audit.ts';
import { createContext } from '../../accounts/authentication/viewer.ts';
import type { App, RequestContext, SignedIn } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import { ForbiddenError, UnauthenticatedError } from '../../errors.ts';
import { connectionsOf } from '../../http/connections.ts';
import { byteOrderMark, type Cell, csvHeaders, toCsv } from '../../http/csv.ts';
import { originOf } from '../../http/origin.ts';
import { type Exchange, plainRoute, type Route } from '../../http/route.ts';
import { type ExportRequest, exports, type Table } from './tables.ts';

/** `/export/bookings.csv` and `/export/accounts.csv`, for admins. */
export function exportRoute(app: App): Route {
  const path = /^\/export\/(bookings|accounts)\.csv$/;
  return plainRoute(app, { path, methods: ['GET'] }, (exchange) => answer(app, exchange));
}

async function answer(app: App, exchange: Exchange): Promise<void> {
  const { request, response, match, parameters } = exchange;
  const context = await createContext(app, originOf(request, app.env), request.headers.authorization);
  refuseUnlessAdmin(context);
  const name = match[1] as keyof typeof exports;
  const { table, wanted } = exports[name](parameters);
  await audit(context, name, table, wanted);
  if (response.destroyed) return;

  response.writeHead(200, csvHeaders(`${name}-${wanted.until.toISOString().slice(0, 10)}`));
  // Cut off with what admitted it: a file that is not complete ends in an error, never as if it were.
  const access = { deviceSessionId: context.viewer.deviceSession.id, expiresAt: context.accessExpiresAt as Date };
  const forget = connectionsOf(app).watch(access, () => response.destroy());
  try {
    await pipeline(Readable.from(writeCsv(context, table, wanted), { highWaterMark: 1 }), response);
  } catch (error) {
    // That the reader goes away is no fault of the server's.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      app.log.error({ err: error, requestId: context.origin.requestId }, 'an export broke off');
    }
  } finally {
    forget();
  }
}

function refuseUnlessAdmin(context: RequestContext): asserts context is RequestContext & SignedIn {
  if (!context.viewer) throw new UnauthenticatedError();
  if (context.viewer.account.role !== 'ADMIN') throw new ForbiddenError('Your role does not allow this.');
}

/** Writes down, before anything is sent, how many rows go out to whom and why: not all of them may be read in the end. */
async function audit(context: SignedIn, name: string, table: Table, wanted: ExportRequest): Promise<void> {
  await transaction(context.app.database, async (tx) => {
    const [count] = await tx.$queryRaw<{ rows: number }[]>`
      SELECT count(*)::int AS "rows" FROM ${table.from} WHERE ${Prisma.join(wanted.where, ' AND ')}`;
    await recordAudit(tx, context, {
      action: `${name}.exported`,
      targetType: 'Account',
      targetId: context.viewer.account.id,
      reason: wanted.reason,
      details: { ...count, filter: wanted.filter },
    });
  });
}

/** The table as CSV (RFC 4180), a page at a time as it is asked for; cells that a spreadsheet would compute are escaped. */
async function* writeCsv(context: SignedIn, table: Table, wanted: ExportRequest): AsyncGenerator<string> {
  yield byteOrderMark + toCsv([Object.keys(table.columns)]);
  for await (const rows of readRows(context, table, wanted)) yield toCsv(rows);
}

// Larger pages are no faster, and leave the process with twice as much to collect.
const pageSize = 250;

/**
 * Seeks by key, each page by a statement of its own: whoever reads slowly holds up nothing in the database. A page
 * comes as one text, which leaves a fraction of the garbage that as many rows of objects would.
 */
async function* readRows(
  { app: { database } }: SignedIn,
  { from, key, id, columns }: Table,
  { where }: ExportRequest,
): AsyncGenerator<Cell[][]> {
  const cells = [...Object.values(columns), key, id];
  let after: Prisma.Sql[] = [];
  for (;;) {
    const [page] = await database.rows<{ rows: string }>`
      SELECT coalesce(json_agg(page."cells"), '[]')::text AS "rows" FROM (
        SELECT json_build_array(${Prisma.join(cells)}) AS "cells" FROM ${from}
        WHERE ${Prisma.join([...where, ...after], ' AND ')} ORDER BY ${key}, ${id} LIMIT ${pageSize}) page`;
    const rows = JSON.parse(page?.rows ?? '[]') as Cell[][];
    const last = rows.at(-1);
    if (last) yield rows.map((row) => row.slice(0, -2));
    if (!last || rows.length < pageSize) return;
    const [lastKey, lastId] = last.slice(-2);
    after = [Prisma.sql`(${key}, ${id}) > (${lastKey}::text::timestamptz, ${lastId}::uuid)`];
  }
}
