// Tells whether dist/ was built from the present sources: `check` ends with 1 where it was not, `write` notes that it is.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// By content: a checkout or a copy changes the times of files. The generated client follows from the schema.
const sources = [
  'src',
  'web',
  'client/possible-types.json',
  'prisma/schema.prisma',
  'prisma/migrations',
  'prisma/pack-database.ts',
  'prisma.config.ts',
  'tsconfig.json',
  'bundle.ts',
  'package-lock.json',
];
const generated = join('src', 'database', 'generated');
const stampFile = join('dist', '.sources');

function filesOf(path) {
  if (path === generated) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

const hash = createHash('sha256');
for (const file of sources.flatMap(filesOf)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
const stamp = hash.digest('hex');

if (process.argv[2] === 'write') writeFileSync(stampFile, stamp);
else {
  const isBuilt = existsSync(generated) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  process.exit(isBuilt ? 0 : 1);
}
