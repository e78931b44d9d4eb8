import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** A directory of this test alone, which processes of other users can enter. */
export function scratchDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'shala-process-'));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The built server as a process of its own, with nothing of this one's settings. Its log may go to a file. */
export function launchProcess(settings: Record<string, string>, log: number | 'pipe' = 'pipe') {
  const { PATH = '', HOME = '' } = process.env;
  // It ends before optimised code of its embedded database has paid for itself.
  const child = spawn(process.execPath, ['--enable-source-maps', '--liftoff-only', main], {
    env: { PATH, HOME, PORT: '0', HOST: '127.0.0.1', DEMO: 'false', WEB: 'false', RATE_LIMITS: 'off', ...settings },
    stdio: ['ignore', log, 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      output += data;
      const [, found] = /Shala is ready on (http:\/\/[^/]+)/.exec(output) ?? [];
      if (found) resolve(found.replace('localhost', '127.0.0.1'));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', (code) => reject(new Error(`The server ended with ${code}.\n${output}`)));
  });
  // Whoever awaits it hears of the failure.
  ready.catch(() => {});
  return {
    /** Its URL, once it is ready; rejects where it ends before. */
    ready,
    /** All that it wrote so far. */
    output: () => output,
    /** Its status, once it has ended; null where a signal ended it. */
    exited,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  };
}

/** A server process, once it is ready. */
export async function startProcess(settings: Record<string, string>) {
  const began = performance.now();
  const launched = launchProcess(settings);
  return { ...launched, url: await launched.ready, startMilliseconds: performance.now() - began };
}

export type ServerProcess = Awaited<ReturnType<typeof startProcess>>;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await once(server.close(), 'close');
  return port;
}

const newestBinaries = () =>
  (existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [])
    .filter((version) => Number(version) >= 15)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((directory) => existsSync(`${directory}/initdb`));

/** Why there can be no PostgreSQL of a test's own on this machine; null where there can. */
export const postgresObstacle = newestBinaries()
  ? null
  : 'no binaries of PostgreSQL 15 or newer in /usr/lib/postgresql';

// PostgreSQL refuses to run as root.
const asPostgres = () => {
  const user = process.getuid?.() === 0 ? Number(execFileSync('id', ['-u', 'postgres'])) : undefined;
  return { user, options: { cwd: '/', ...(user !== undefined && { uid: user }), stdio: 'ignore' as const } };
};

/** A directory for the data of a PostgreSQL server, which it owns. */
function dataDirectory(directory: string): string {
  const data = join(directory, 'data');
  const { user } = asPostgres();
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(data, user, user);
  return data;
}

/** A PostgreSQL server of a test's own, to be killed and started again; it forgets nothing that it has committed. */
export async function startPostgres(directory: string) {
  const data = dataDirectory(directory);
  const { options } = asPostgres();
  execFileSync(
    `${newestBinaries()}/initdb`,
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    options,
  );
  return runPostgres(data);
}

/** A hot standby of such a server, which follows it. */
export async function startStandby(directory: string, primaryUrl: string) {
  const data = dataDirectory(directory);
  const { hostname, port } = new URL(primaryUrl);
  const from = ['-h', hostname, '-p', port, '-U', 'postgres'];
  execFileSync(
    `${newestBinaries()}/pg_basebackup`,
    [...from, '-D', data, '--write-recovery-conf', '--checkpoint=fast', '--no-sync'],
    asPostgres().options,
  );
  return runPostgres(data);
}

async function runPostgres(data: string) {
  const binaries = newestBinaries() as string;
  const { options } = asPostgres();
  const port = await freePort();
  const url = `postgres://postgres:a-secret-of-the-database@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  const signal = async (name: NodeJS.Signals) => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(name);
    await exited;
  };
  const start = async () => {
    server = spawn(
      `${binaries}/postgres`,
      ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      options,
    );
    const isUp = () => {
      try {
        execFileSync(`${binaries}/pg_isready`, ['-h', '127.0.0.1', '-p', String(port)], options);
        return true;
      } catch {
        return false;
      }
    };
    while (!isUp()) await wait(50);
  };
  await start();
  const signalAll = (name: NodeJS.Signals) => {
    const { pid } = server as ChildProcess;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    for (const one of [pid as number, ...children.map(Number)]) process.kill(one, name);
  };
  return {
    url,
    start,
    /** Without warning; the clients' connections break. */
    kill: () => signal('SIGQUIT'),
    stop: () => signal('SIGINT'),
    /** It keeps its connections and answers nothing. */
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
  };
}

/** Why there can be no Redis of a test's own on this machine; null where there can. */
export const redisObstacle = spawnSync('redis-server', ['--version']).status === 0 ? null : 'no redis-server';

/** A Redis server of a test's own, to be killed and started again; it keeps nothing. */
export async function startRedis() {
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    while (!said.includes('Ready to accept')) said += (await once(server.stdout as NodeJS.ReadableStream, 'data'))[0];
    server.stdout?.resume();
  };
  const kill = async () => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  };
  await start();
  return { url: `redis://127.0.0.1:${port}`, start, kill };
}
