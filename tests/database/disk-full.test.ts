import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { launchProcess, scratchDirectory, startProcess } from '../support/processes.ts';
import { createTestClient } from '../support/server.ts';

const scratch = scratchDirectory();
const mounted: string[] = [];
afterAll(() => {
  for (const directory of mounted) spawnSync('umount', [directory]);
  scratch.remove();
});

/** A file system of this size in memory; false where this machine lets us mount none. */
function mount(name: string, size: string): string | false {
  const directory = join(scratch.path, name);
  mkdirSync(directory);
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]).status === 0;
  if (isMounted) mounted.push(directory);
  return isMounted && directory;
}

const obstacle = process.env.TEST_DATABASE_URL
  ? 'for the embedded database'
  : process.platform !== 'linux' || !mount('probe', '1m')
    ? 'only root mounts file systems, on Linux'
    : null;

/** Leaves so many KiB of a file system. */
function fill(directory: string, kibibytes: number): void {
  const { bavail, bsize } = statfsSync(directory);
  const size = bavail * bsize - kibibytes * 1024;
  execFileSync('dd', ['if=/dev/zero', `of=${directory}/filler`, 'bs=64k', `count=${Math.floor(size / 65_536)}`], {
    stdio: 'ignore',
  });
}

const registration = (name: string) =>
  `mutation { accountRegister(input: { username: "${name}", email: "${name}@example.org", password: "correct horse battery" }) {
    ... on AuthPayload { accessToken } } }`;
const creation = 'mutation { sessionCreate(input: { title: "Kept" }) { ... on Session { id } } }';

async function signUp(url: string) {
  const visitor = createTestClient(url, null);
  const { data } = await visitor.ask<{ accountRegister: { accessToken: string } }>(registration('host'));
  return createTestClient(url, data?.accountRegister.accessToken as string);
}

const readiness = async (url: string) => {
  const response = await fetch(`${url}/readyz`);
  return [response.status, await response.text()] as const;
};

describe.skipIf(obstacle)(`with a small disk${obstacle ? ` (skipped: ${obstacle})` : ''}`, { timeout: 180_000 }, () => {
  test('on a full disk writes are refused and reads go on, until there is space again', async () => {
    const disk = mount('full', '160m') as string;
    const server = await startProcess({ DATA_DIR: join(disk, 'data') });
    const host = await signUp(server.url);
    const ids: string[] = [];
    const create = async () => {
      const { data, errors } = await host.ask<{ sessionCreate: { id: string } | null }>(creation);
      if (data?.sessionCreate) ids.push(data.sessionCreate.id);
      return errors?.[0]?.extensions?.code;
    };
    expect(await create()).toBeUndefined();
    fill(disk, 100);
    await vi.waitFor(
      async () =>
        expect(await readiness(server.url)).toEqual([503, expect.stringMatching(/^disk full: 0\.\d MiB free/)]),
      10_000,
    );
    const codes = await Promise.all(Array.from({ length: 20 }, create));
    expect(new Set(codes)).toEqual(new Set(['UNAVAILABLE']));
    const read = await host.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } viewer { role } }', { ids });
    expect(read).toMatchObject({ data: { nodes: ids.map((id) => ({ id })), viewer: { role: 'USER' } } });

    rmSync(join(disk, 'filler'));
    await vi.waitFor(async () => expect(await readiness(server.url)).toEqual([200, 'ready\n']), 10_000);
    expect(await create()).toBeUndefined();
    expect(ids).toHaveLength(2);
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });

  test('it starts on a full disk, and serves reads', async () => {
    const disk = mount('restart', '160m') as string;
    const settings = { DATA_DIR: join(disk, 'data'), JWT_SECRET: 'a secret of tests, long enough for the check' };
    const first = await startProcess(settings);
    const { accessToken } = await signUp(first.url);
    first.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    fill(disk, 2_000);
    const second = await startProcess(settings);
    const host = createTestClient(second.url, accessToken);
    expect((await host.ask('{ viewer { role } }')).data).toEqual({ viewer: { role: 'USER' } });
    expect((await host.ask(creation)).errors?.[0]?.extensions?.code).toBe('UNAVAILABLE');
    second.kill('SIGTERM');
    expect(await second.exited).toBe(0);
  });

  test('a disk that is too small for a new database is named', async () => {
    const disk = mount('small', '20m') as string;
    const server = launchProcess({ DATA_DIR: join(disk, 'data') });
    expect(await server.exited).toBe(1);
    expect(server.output()).toMatch(
      /^The embedded database in \S+ \(DATA_DIR\) cannot be opened: a new database needs 64 MiB, and [\d.]+ MiB are free\n$/,
    );
  });

  test('a disk that is mounted read-only is named', async () => {
    const disk = mount('protected', '10m') as string;
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const server = launchProcess({ DATA_DIR: join(disk, 'data') });
    expect(await server.exited).toBe(1);
    expect(server.output()).toMatch(/DATA_DIR .*(EROFS|ENOENT)/);
  });
});

describe.skipIf(process.env.TEST_DATABASE_URL)('with a DATA_DIR that is none', { timeout: 120_000 }, () => {
  const given = {
    JWT_SECRET: 'a secret of tests, long enough for the check',
    PAYMENT_WEBHOOK_SECRET: 'another secret of tests, long enough',
  };

  test.each([
    ['without secrets', {}],
    ['with secrets', given],
  ])('a file in its place is named, %s', async (_, secrets) => {
    const file = join(scratch.path, `file-${Object.keys(secrets).length}`);
    writeFileSync(file, '');
    const server = launchProcess({ DATA_DIR: file, ...secrets });
    expect(await server.exited).toBe(1);
    expect(server.output()).toMatch(/DATA_DIR.*(EEXIST|ENOTDIR)/);
    expect(server.output()).not.toContain('    at ');
  });

  test.runIf(existsSync('/proc/self')).each([
    ['without secrets', {}],
    ['with secrets', given],
  ])('one where no directory can be is named, %s', async (_, secrets) => {
    const server = launchProcess({ DATA_DIR: '/proc/shala', ...secrets });
    expect(await server.exited).toBe(1);
    expect(server.output()).toMatch(/DATA_DIR.*ENOENT/);
  });

  test.skipIf(process.getuid?.() === 0)('one that may not be written is named', async () => {
    const directory = join(scratch.path, 'closed');
    mkdirSync(directory);
    chmodSync(directory, 0o500);
    const server = launchProcess({ DATA_DIR: directory });
    expect(await server.exited).toBe(1);
    expect(server.output()).toMatch(/DATA_DIR.*EACCES/);
  });
});
