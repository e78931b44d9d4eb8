import { closeSync, openSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { freePort, launchProcess, scratchDirectory } from '../support/processes.ts';

test('a node whose log is on a full disk answers, and ends when it is told to', async () => {
  const directory = scratchDirectory();
  const full = openSync('/dev/full', 'w');
  const port = await freePort();
  const node = launchProcess({ PORT: String(port), DATA_DIR: directory.path, LOG_LEVEL: 'debug' }, full);
  try {
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200), {
      timeout: 60_000,
    });
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    });
    expect(await answer.json()).toEqual({ data: { viewer: null } });
    node.kill('SIGTERM');
    expect(await node.exited).toBe(0);
  } finally {
    node.kill('SIGKILL');
    closeSync(full);
    directory.remove();
  }
});
