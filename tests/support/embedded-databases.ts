import { readFileSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import type { Connection } from '../../src/database/client.ts';
import { createPGlite, fromPGlite } from '../../src/database/embedded.ts';

interface Seeds {
  /** What a database consists of besides its rows. */
  shape: string;
  /** The rows that the migrations leave, as JSON, by table. */
  rows: Map<string, string>;
  /** A statement that finds the tables with rows. */
  filled: string;
}

// To load the template anew costs more than most test files: a worker passes on what a file is done with, emptied.
const spare: PGlite[] = [];
const mostSpare = 3;
let seeds: Seeds | undefined;

/** An embedded database like the template; `drop` is to be called once, when its connection is closed. */
export async function takeEmbeddedDatabase(): Promise<{ connection: Connection; drop(): Promise<void> }> {
  const pglite = spare.pop() ?? (await loadTemplate());
  let hasTravelled = false;
  const borrowed = lend(pglite, () => {
    // PostgreSQL's own timers never come right again after a test has set the clock to another day.
    hasTravelled ||= Math.abs(performance.timeOrigin + performance.now() - Date.now()) > 3_600_000;
  });
  const drop = async () => {
    const isReusable = !hasTravelled && spare.length < mostSpare;
    if (isReusable && (await empty(pglite).catch(() => false))) spare.push(pglite);
    else await pglite.close();
  };
  return { connection: fromPGlite(borrowed), drop };
}

/** The same database, which whoever gets it does not close. */
export function lend(pglite: PGlite, used = () => {}): PGlite {
  return new Proxy(pglite, {
    get(target, name) {
      if (name === 'close') return async () => {};
      used();
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function loadTemplate(): Promise<PGlite> {
  const pglite = await createPGlite({ loadDataDir: new Blob([readFileSync(inject('templateDump') as string)]) });
  seeds ??= await readSeeds(pglite);
  return pglite;
}

async function readSeeds(pglite: PGlite): Promise<Seeds> {
  const { rows: tables } = await pglite.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  const rows = new Map<string, string>();
  for (const { name } of tables) {
    const { rows: found } = await pglite.query<{ json: string | null }>(
      `SELECT json_agg(t)::text AS json FROM ${name} t`,
    );
    if (found[0]?.json) rows.set(name, found[0].json);
  }
  const filled = tables
    .map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM ${name})`)
    .join(' UNION ALL ');
  return { shape: await shapeOf(pglite), rows, filled };
}

async function shapeOf(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query<{ shape: string }>(`
    SELECT md5(string_agg(line, E'\\n' ORDER BY line)) AS shape FROM (
      SELECT concat_ws(' ', attrelid::regclass, attname, atttypid::regtype, attnotnull) AS line
        FROM pg_attribute WHERE attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
      UNION ALL SELECT concat_ws(' ', oid::regprocedure, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'event_log'::regnamespace AND relkind = 'r'
        -- Every server makes the weeks from the present one on.
        AND relname < to_char(date_trunc('week', now(), 'UTC') AT TIME ZONE 'UTC', '"week_"YYYY_MM_DD')
      UNION ALL SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting
    ) AS lines`);
  return rows[0]?.shape as string;
}

/** Makes a database like the template again; false where more than its rows has changed. */
async function empty(pglite: PGlite): Promise<boolean> {
  const { shape, rows, filled } = seeds as Seeds;
  await pglite.exec('DISCARD ALL');
  if ((await shapeOf(pglite)) !== shape) return false;
  const { rows: tables } = await pglite.query<{ name: string }>(filled);
  await pglite.transaction(async (tx) => {
    // Without the triggers: some rows may not be removed, and none shall cause others.
    await tx.exec('SET LOCAL session_replication_role = replica');
    // To truncate a table makes its files and those of its indexes anew, which takes far longer than these few rows.
    for (const { name } of tables) await tx.exec(`DELETE FROM ${name}`);
    await tx.exec('SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence');
    for (const [table, json] of rows) {
      await tx.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`, [json]);
    }
  });
  if (tables.length > 0) await pglite.exec(`VACUUM ${tables.map(({ name }) => name).join(', ')}`);
  // The planner is to know as little of them as of new tables.
  await pglite.exec(
    `UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE relpages + reltuples > -1 AND relnamespace = 'public'::regnamespace`,
  );
  return true;
}
