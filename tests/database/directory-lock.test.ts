import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchProcess, scratchDirectory, startProcess } from '../support/processes.ts';

const racers = 8;

test.skipIf(process.env.TEST_DATABASE_URL)(
  'of eight processes on the directory of a killed one exactly one starts, by whatever path and TMPDIR',
  { timeout: 300_000 },
  async () => {
    const scratch = scratchDirectory();
    const directory = join(scratch.path, 'data');
    const link = join(scratch.path, 'link');
    const first = await startProcess({ DATA_DIR: directory });
    first.kill('SIGKILL');
    await first.exited;
    symlinkSync(directory, link);
    const all = Array.from({ length: racers }, (_, index) =>
      launchProcess({
        DATA_DIR: index % 2 ? directory : link,
        TMPDIR: index % 3 ? scratch.path : '/tmp',
      }),
    );
    const outcomes = await Promise.all(
      all.map(({ ready, exited }) => Promise.race([ready.catch(() => exited), exited])),
    );
    expect(outcomes.filter((outcome) => typeof outcome === 'string')).toHaveLength(1);
    const losers = all.filter((_, index) => outcomes[index] === 1);
    expect(losers).toHaveLength(racers - 1);
    for (const { output } of losers) expect(output()).toMatch(/^\S+ is in use by another process: [^\n]+\n$/);
    const winner = all.find((_, index) => typeof outcomes[index] === 'string');
    winner?.kill('SIGTERM');
    expect(await winner?.exited).toBe(0);
    scratch.remove();
  },
);
