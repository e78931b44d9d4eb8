import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../errors.ts';
import type { Connection, Script } from './client.ts';
import { connectEmbedded } from './embedded.ts';
import { applyMigrations } from './migrations.ts';
import { connectServer } from './postgres.ts';

const batchSize = 1_000;

/** Copies every row into an empty database, in one transaction. Returns the number of rows of each table. */
export async function copyDatabase(from: Connection, to: Connection): Promise<Record<string, number>> {
  await applyMigrations(from);
  await applyMigrations(to);
  return to.script((target) =>
    from.script(async (source) => {
      const counts: Record<string, number> = {};
      for (const table of await tablesInOrder(target)) {
        const [present] = await target.rows(`SELECT 1 FROM ${table} LIMIT 1`);
        if (present) throw new Error(`${nameOf(table)} is not empty`);
        counts[table] = await copyTable(source, target, table);
      }
      // The one counter: its next number must follow the numbers that were copied.
      await target.rows(
        `SELECT setval('"Event_position_seq"', (SELECT coalesce(max("position"), 0) + 1 FROM "Event"), false)`,
      );
      return counts;
    }),
  );
}

/** The name of a table as people read it, without the quotes that it has in SQL. */
const nameOf = (table: string) => table.replaceAll('"', '');

async function copyTable(source: Script, target: Script, table: string): Promise<number> {
  const columns = await target.rows<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [table],
  );
  const names = columns.map(({ name }) => name).join(', ');
  // The rows that triggers wrote are copied as well.
  await target.run(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  let count = 0;
  for (;;) {
    // No other process writes to the source, so the order of its rows does not change.
    const rows = await source.rows<{ row: unknown }>(
      `SELECT to_jsonb(one) AS row FROM ${table} one ORDER BY tableoid, ctid LIMIT ${batchSize} OFFSET ${count}`,
    );
    if (rows.length === 0) break;
    await target.rows(
      `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE
       SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
      [JSON.stringify(rows.map(({ row }) => row))],
    );
    count += rows.length;
  }
  await target.run(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  return count;
}

/** Returns all tables, each after the tables that it references. */
async function tablesInOrder(script: Script): Promise<string[]> {
  const tables = await script.rows<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations' ORDER BY 1`,
  );
  const references = await script.rows<{ name: string; referred: string }>(
    `SELECT conrelid::regclass::text AS name, confrelid::regclass::text AS referred
     FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid`,
  );
  const ordered = new Set<string>();
  const visit = (name: string) => {
    if (ordered.has(name)) return;
    for (const reference of references) if (reference.name === name) visit(reference.referred);
    ordered.add(name);
  };
  for (const { name } of tables) visit(name);
  return [...ordered];
}

/** Copies the embedded database of a directory to a server. */
async function copyEmbedded(dataDir: string, url: string | undefined): Promise<Record<string, number>> {
  if (!url) throw new Error('DATABASE_URL is not set');
  // To connect would make one, and its copy would look like a success.
  if (!existsSync(join(dataDir, 'database', 'PG_VERSION'))) throw new Error(`${dataDir} has no embedded database`);
  const to = connectServer(url);
  const from = await connectEmbedded(dataDir, {
    crashed(reason) {
      process.stderr.write(`The embedded database stopped: ${reason}\n`);
      process.exit(1);
    },
    failed: (error) => process.stderr.write(`${error}\n`),
  });
  try {
    return await copyDatabase(from, to);
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , dataDir = '.data'] = process.argv;
  try {
    const counts = await copyEmbedded(dataDir, process.env.DATABASE_URL);
    for (const [table, count] of Object.entries(counts)) process.stdout.write(`${nameOf(table)}: ${count}\n`);
  } catch (error) {
    process.stderr.write(`Nothing was copied: ${messageOf(error as Error)}\n`);
    process.exit(1);
  }
}
