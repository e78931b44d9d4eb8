import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Connection } from './client.ts';

const directory = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

// An arbitrary number, the same on every node.
const lockKey = 5_742_190_436;

/** The table of `prisma migrate`, so that its commands and applyMigrations() continue each other's work. */
const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

export function readMigrations(): Migration[] {
  return readdirSync(directory)
    .filter((name) => existsSync(`${directory}/${name}/migration.sql`))
    .sort()
    .map((name) => {
      const sql = readFileSync(`${directory}/${name}/migration.sql`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Applies the missing migrations in one transaction under one lock: nodes that start together wait for the first, and a
 * failed migration leaves the database unchanged. Returns the names of the applied migrations.
 */
export async function applyMigrations(connection: Connection, migrations = readMigrations()): Promise<string[]> {
  return connection.script(async (script) => {
    await script.rows('SELECT pg_advisory_xact_lock($1)', [lockKey]);
    const [history] = await script.rows<{ name: string | null }>(`SELECT to_regclass('"_prisma_migrations"') AS name`);
    // A database that takes no writes at the moment serves reads, as long as nothing is missing.
    if (history?.name == null) await script.run(historyTable);
    const applied = await script.rows<{ migration_name: string; checksum: string; finished_at: Date | null }>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    );
    const missing: string[] = [];
    for (const { name, sql, checksum } of migrations) {
      const earlier = applied.find((row) => row.migration_name === name);
      if (earlier && !earlier.finished_at)
        throw new Error(`Migration ${name} was begun by another tool and never finished`);
      if (earlier && earlier.checksum !== checksum)
        throw new Error(`Migration ${name} was changed after it was applied`);
      if (earlier) continue;
      await script.run(sql);
      await script.rows(
        `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, clock_timestamp(), 1)`,
        [randomUUID(), checksum, name],
      );
      missing.push(name);
    }
    return missing;
  });
}
