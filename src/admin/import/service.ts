import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { recordAudit } from '../../accounts/audit.ts';
import { hashPassword, turnOf } from '../../accounts/passwords/hashing.ts';
import type { App, SignedIn } from '../../context.ts';
import { isUniqueViolation } from '../../database/errors.ts';
import { Prisma } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { UnavailableError } from '../../errors.ts';
import { accounts } from './accounts.ts';
import { bookings } from './bookings.ts';
import { type CsvRow, readCsv } from './csv.ts';
import { type Fault, ImportRefusedError, ImportRunningError, maximumFaults } from './errors.ts';
import { type ImportKind, type ImportRun, staged } from './kind.ts';
import { sessions } from './sessions.ts';

export const importKinds = { accounts, sessions, bookings };
export type ImportName = keyof typeof importKinds;

export interface ImportOptions {
  dryRun: boolean;
  mail: boolean;
  reason: string;
}

export interface ImportCounts {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
}

// A statement that writes many rows must end within the time limit of statements, and lets others have a turn.
const batchSize = 500;
const timeout = 15 * 60_000;

/**
 * Imports a file: all of it or nothing. The rows are staged as they arrive, in batches of short transactions, so that a slow
 * upload holds up nothing; then one transaction checks and writes them.
 */
export async function importFile(
  context: SignedIn,
  name: ImportName,
  body: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImportCounts> {
  const { app } = context;
  const kind: ImportKind = importKinds[name];
  const unusableHash =
    name === 'accounts'
      ? await hashPassword(app, randomBytes(32).toString('base64url'), turnOf(context, 'ACCOUNT'))
      : '';
  const run: ImportRun = { id: randomUUID(), context, unusableHash, mail: options.mail, now: new Date() };
  try {
    const { faults, faultCount } = await stage(run, kind, body);
    return await transaction(app.database, (tx) => apply(tx, run, name, { options, faults, faultCount }), { timeout });
  } catch (error) {
    // Somebody took an e-mail, a name or a seat between the check and the write.
    throw isUniqueViolation(error) ? new UnavailableError() : error;
  } finally {
    await app.database.prisma.importRow.deleteMany({ where: { importId: run.id } });
  }
}

interface Faults {
  faults: Fault[];
  faultCount: number;
}

/** Stages the rows whose cells are valid; returns the faults of the others. */
async function stage(run: ImportRun, kind: ImportKind, body: AsyncIterable<Uint8Array>): Promise<Faults> {
  const found: Faults = { faults: [], faultCount: 0 };
  const known = Object.keys(kind.cells.shape);
  const required = known.filter((column) => !(kind.cells.shape[column] as z.ZodType).safeParse(undefined).success);
  let batch: Prisma.ImportRowCreateManyInput[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const rows = JSON.stringify(batch);
    batch = [];
    await run.context.app.database.rows`
      INSERT INTO "ImportRow" ("importId", "line", "externalId", "digest", "data")
      SELECT ${run.id}::uuid, * FROM jsonb_to_recordset(${rows}::jsonb)
        AS row("line" int, "externalId" text, "digest" text, "data" jsonb)`;
  };
  for await (const row of readCsv(body, { known, required })) {
    const result = kind.cells.safeParse(row.cells);
    if (result.success) {
      const data = kind.toRow(result.data as never, run) as { externalId: string };
      batch.push({ importId: run.id, line: row.line, externalId: data.externalId, digest: digestOf(row), data });
    } else {
      for (const { path, message } of result.error.issues) {
        found.faultCount += 1;
        const column = path[0] === undefined ? null : String(path[0]);
        if (found.faults.length < maximumFaults) found.faults.push({ line: row.line, column, message });
      }
    }
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  return found;
}

/** What a row says, whatever the order of its columns: the same again changes nothing. */
function digestOf({ cells }: CsvRow): string {
  const given = Object.entries(cells)
    .filter(([, value]) => value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(given)).digest('base64url');
}

async function apply(
  tx: Transaction,
  run: ImportRun,
  name: ImportName,
  { options, ...early }: Faults & { options: ImportOptions },
): Promise<ImportCounts> {
  const kind: ImportKind = importKinds[name];
  const [lock] = await tx.$queryRaw<{ isFree: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('shala import')) AS "isFree"`;
  if (!lock?.isFree) throw new ImportRunningError();
  if (!options.dryRun) await kind.lock(tx, run);
  await refuseFaults(tx, kind.faults(run), early);
  const [counts] = await tx.$queryRaw<(ImportCounts & { last: number })[]>`
    SELECT count(*)::int AS "rows", coalesce(max("line"), 0) AS "last",
      (count(*) FILTER (WHERE "knownId" IS NULL))::int AS "created",
      (count(*) FILTER (WHERE "knownId" IS NOT NULL AND "isChanged"))::int AS "updated",
      (count(*) FILTER (WHERE NOT "isChanged" AND "knownId" IS NOT NULL))::int AS "unchanged"
    FROM ${staged(kind.table, run)} row`;
  const { last, ...answer } = counts as ImportCounts & { last: number };
  if (options.dryRun) return answer;
  for (let from = 0; from <= last; from += batchSize) {
    await kind.write(tx, run, Prisma.sql`row."line" >= ${from} AND row."line" < ${from + batchSize}`);
  }
  await recordAudit(tx, run.context, {
    action: `${name}.imported`,
    targetType: 'Account',
    targetId: run.context.viewer.account.id,
    reason: options.reason,
    details: { ...answer, mail: options.mail },
  });
  return answer;
}

async function refuseFaults(tx: Transaction, checks: Prisma.Sql[], early: Faults): Promise<void> {
  const found = await tx.$queryRaw<(Fault & { count: number })[]>`
    SELECT "line", "column", "message", (count(*) OVER ())::int AS "count" FROM (${Prisma.join(checks, ' UNION ALL ')}) fault
    ORDER BY "line", "column" LIMIT ${maximumFaults}`;
  const count = early.faultCount + (found[0]?.count ?? 0);
  if (count === 0) return;
  const faults = [...early.faults, ...found.map(({ count: _, ...fault }) => fault)];
  throw new ImportRefusedError(
    faults.sort((one, other) => one.line - other.line),
    count,
  );
}

/** Deletes what an import left that was cut off with its node; returns how many rows. */
export async function deleteAbandonedRows({ database }: App): Promise<number> {
  const { count } = await database.prisma.importRow.deleteMany({
    where: { createdAt: { lt: new Date(Date.now() - 86_400_000) } },
  });
  return count;
}
