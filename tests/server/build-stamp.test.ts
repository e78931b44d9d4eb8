import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const project = mkdtempSync(join(tmpdir(), 'shala-build-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const script = fileURLToPath(new URL('../../build-stamp.mjs', import.meta.url));
const run = (mode: 'check' | 'write') => spawnSync(process.execPath, [script, mode], { cwd: project }).status;

test('a build is repeated when a source has changed, and not when only its time has', () => {
  for (const directory of ['src/database/generated', 'prisma', 'web', 'client', 'dist'])
    mkdirSync(join(project, directory), { recursive: true });
  const files = [
    'src/main.ts',
    'web/index.html',
    'client/possible-types.json',
    'prisma/schema.prisma',
    'prisma/migrations',
    'prisma/pack-database.ts',
    'prisma.config.ts',
    'tsconfig.json',
    'bundle.ts',
    'package-lock.json',
  ];
  for (const file of files) writeFileSync(join(project, file), file);
  expect(run('check')).toBe(1);
  expect(run('write')).toBe(0);
  expect(run('check')).toBe(0);
  for (const file of files) utimesSync(join(project, file), new Date(), new Date());
  writeFileSync(join(project, 'src/database/generated/client.ts'), 'generated anew');
  expect(run('check')).toBe(0);
  for (const file of files) {
    writeFileSync(join(project, file), 'changed');
    expect(run('check'), file).toBe(1);
    run('write');
  }
  writeFileSync(join(project, 'src/more.ts'), '');
  expect(run('check')).toBe(1);
  run('write');
  rmSync(join(project, 'dist'), { recursive: true });
  expect(run('check')).toBe(1);
});
