// Packs an empty embedded database into the build, for first starts to unpack: tsx prisma/pack-empty-database.ts
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createPGlite } from '../src/database/embedded.ts';

const packed = 'dist/database/empty.tar.gz';
const versionFile = `${packed}.version`;
const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8'));

if (!existsSync(packed) || !existsSync(versionFile) || readFileSync(versionFile, 'utf8') !== version) {
  const pglite = await createPGlite();
  await pglite.exec('CHECKPOINT');
  writeFileSync(packed, Buffer.from(await (await pglite.dumpDataDir('gzip')).arrayBuffer()));
  writeFileSync(versionFile, version);
  await pglite.close();
}
