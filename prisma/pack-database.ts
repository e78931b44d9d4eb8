// Packs an empty, migrated embedded database into the build, for first starts to unpack: tsx prisma/pack-database.ts
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createPGlite, fromPGlite } from '../src/database/embedded.ts';
import { applyMigrations, readMigrations } from '../src/database/migrations.ts';

const packed = 'dist/database/empty.tar.gz';
const sourcesFile = `${packed}.sources`;
const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8'));
const sources = createHash('sha256')
  .update(JSON.stringify([version, readMigrations()]))
  .digest('hex');

if (!existsSync(packed) || !existsSync(sourcesFile) || readFileSync(sourcesFile, 'utf8') !== sources) {
  const pglite = await createPGlite();
  await applyMigrations(fromPGlite(pglite));
  await pglite.exec('CHECKPOINT');
  mkdirSync('dist/database', { recursive: true });
  writeFileSync(packed, Buffer.from(await (await pglite.dumpDataDir('gzip')).arrayBuffer()));
  writeFileSync(sourcesFile, sources);
  await pglite.close();
}
