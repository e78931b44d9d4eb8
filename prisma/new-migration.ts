import { mkdirSync, writeFileSync } from 'node:fs';
import { createPGlite, fromPGlite } from '../src/database/embedded.ts';
import { applyMigrations } from '../src/database/migrations.ts';
import { diffFromSchema } from './schema-engine.ts';

// Writes the migration that takes the present migrations to schema.prisma. Rules that Prisma cannot say go into it by hand.
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run db:migration -- NAME   (lower case, digits and _)');
  process.exit(2);
}
const pglite = await createPGlite();
const connection = fromPGlite(pglite);
await applyMigrations(connection);
const sql = await diffFromSchema(pglite);
await connection.close();
if (sql === '') {
  console.log('schema.prisma and the migrations agree: nothing to write.');
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const directory = new URL(`migrations/${stamp}_${name}/`, import.meta.url);
  mkdirSync(directory, { recursive: true });
  writeFileSync(new URL('migration.sql', directory), sql);
  console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql`);
}
