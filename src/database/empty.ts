import { existsSync, readFileSync } from 'node:fs';

// The build packs it into dist/database/, beside dist/server/; the sources have none.
const packed = new URL('../database/empty.tar.gz', import.meta.url);

/**
 * An empty, migrated database, packed, for PGlite to begin with: to make one takes most of a first start. Migrations that
 * came since it was packed are applied to it like to any other.
 */
export function emptyDatabase(): Blob | undefined {
  return existsSync(packed) ? new Blob([readFileSync(packed)], { type: 'application/x-gzip' }) : undefined;
}
