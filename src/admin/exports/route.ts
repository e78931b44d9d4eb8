import { recordAudit } from '../../accounts/audit.ts';
import { renewed } from '../../accounts/authentication/viewer.ts';
import { openDownload } from '../../accounts/downloads/service.ts';
import { streamDownload } from '../../accounts/downloads/stream.ts';
import { beginAct } from '../../accounts/moderation.ts';
import { auditRefusal } from '../../accounts/refusal-audit.ts';
import type { App, SignedIn } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import { DomainError, UnauthenticatedError } from '../../errors.ts';
import { byteOrderMark, type Cell, csvHeaders, toCsv } from '../../http/csv.ts';
import { type Exchange, plainRoute, type Route } from '../../http/route.ts';
import { type ExportKind, exportKinds } from './kinds.ts';
import type { ExportRequest } from './table.ts';

/** `/export/<kind>.csv`, by an access token or by a link of `exportCreate`. */
export function exportRoute(app: App): Route {
  const path = new RegExp(`^/export/(${Object.keys(exportKinds).join('|')})\\.csv$`);
  return plainRoute(app, { path, methods: ['GET'] }, (exchange) => answer(app, exchange));
}

async function answer(app: App, exchange: Exchange): Promise<void> {
  const { response, match } = exchange;
  const kind = match[1] as ExportKind;
  const { context, parameters, expiresAt } = await openDownload(app, `${kind}.csv`, exchange);
  const wanted = await open(context, kind, parameters);
  await audit(context, kind, wanted);
  const admitAgain = async () => {
    const viewer = await renewed(context.viewer, app);
    if (!viewer) throw new UnauthenticatedError();
    await exportKinds[kind]({ ...context, viewer }, parameters);
  };
  const name = `${kind}-${wanted.until.toISOString().slice(0, 10)}`;
  await streamDownload({ context, expiresAt }, response, csvHeaders(name), writeCsv(context, wanted, admitAgain));
}

/** Reads the parameters; a refusal is audited. */
async function open(context: SignedIn, kind: ExportKind, parameters: URLSearchParams): Promise<ExportRequest> {
  beginAct(context);
  try {
    return await exportKinds[kind](context, parameters);
  } catch (error) {
    const act = {
      action: `${kind}.export_refused`,
      target: parameters.get('sessionId'),
      reason: parameters.get('reason'),
    };
    if (error instanceof DomainError) await auditRefusal(context, act, error);
    throw error;
  }
}

/** Audits an export before anything is sent, with the number of its rows: perhaps not all of them are read in the end. */
async function audit(context: SignedIn, kind: ExportKind, { table, where, ...wanted }: ExportRequest): Promise<void> {
  await transaction(context.app.database, async (tx) => {
    const [count] = await tx.$queryRaw<{ rows: number }[]>`
      SELECT count(*)::int AS "rows" FROM ${table.from} WHERE ${Prisma.join(where, ' AND ')}`;
    await recordAudit(tx, context, {
      ...wanted.target,
      action: `${kind}.exported`,
      reason: wanted.reason,
      details: { ...count, filter: wanted.filter },
    });
  });
}

/**
 * The table as CSV, a page at a time as it is asked for. A slow reader takes hours: `admitAgain` throws once the viewer may
 * no longer have the export.
 */
async function* writeCsv(
  context: SignedIn,
  wanted: ExportRequest,
  admitAgain: () => Promise<void>,
): AsyncGenerator<string> {
  yield byteOrderMark + toCsv([Object.keys(wanted.table.columns)]);
  for await (const rows of readRows(context, wanted)) {
    await admitAgain();
    yield toCsv(rows);
  }
}

// Larger pages are no faster, and leave the process with twice as much to collect.
const pageSize = 250;

/**
 * Seeks by key, each page by a statement of its own: a slow reader holds up nothing in the database. A page comes as
 * one text, which leaves a fraction of the garbage that as many rows of objects would.
 */
async function* readRows(
  { app: { database } }: SignedIn,
  { table: { from, key, id, columns }, where }: ExportRequest,
): AsyncGenerator<Cell[][]> {
  const cells = [...Object.values(columns), key, id];
  let after: Prisma.Sql[] = [];
  for (;;) {
    const [page] = await database.replica.rows<{ rows: string }>`
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
