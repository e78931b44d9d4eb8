import { existsSync, readFileSync } from 'node:fs';

// The build packs it beside the compiled file; the sources have none.
const packed = new URL('empty.tar.gz', import.meta.url);

/** An empty database, packed, for PGlite to begin with: to have initdb make one takes most of a first start. */
export function emptyDatabase(): Blob | undefined {
  return existsSync(packed) ? new Blob([readFileSync(packed)], { type: 'application/x-gzip' }) : undefined;
}
