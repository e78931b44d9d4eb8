import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort, postgresObstacle, redisObstacle } from '../../tests/support/processes.ts';

const nginx = '/usr/sbin/nginx';
const pgbouncer = '/usr/sbin/pgbouncer';
const lacks = (command: string) => spawnSync(command, ['-V']).error !== undefined;

/** Why there can be no nginx of a test's own on this machine; null where there can. */
export const nginxObstacle = lacks(nginx) ? 'no nginx' : process.getuid?.() === 0 ? null : 'nginx of Debian needs root';

/** Why nothing can be rehearsed on this machine; null where it can. */
export const obstacle =
  postgresObstacle ?? redisObstacle ?? (lacks(nginx) ? 'no nginx' : lacks(pgbouncer) ? 'no PgBouncer' : null);

/** A service that can be killed and started again at the same port. */
export interface Service {
  port: number;
  start(): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

function service(port: number, command: string, parameters: string[], uid?: number): Service {
  let child: ChildProcess | undefined;
  return {
    port,
    async start() {
      let output = '';
      child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'], ...(uid !== undefined && { uid }) });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (data) => {
          output = (output + data).slice(-4_000);
        });
      }
      while (!(await answers(port))) {
        if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}.\n${output}`);
        await wait(20);
      }
    },
    async kill(signal = 'SIGKILL') {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** nginx with deploy/nginx.conf; only the addresses are of this machine, and nodes are listed instead of found by name. */
export async function startNginx(directory: string, nodes: number[]): Promise<Service> {
  const port = await freePort();
  const given = readFileSync(new URL('../../deploy/nginx.conf', import.meta.url), 'utf8');
  const [server = ''] = /server node:4000 resolve .*;/.exec(given) ?? [];
  const ours = given
    .replace(/^ *resolver .*\n/m, '')
    .replace(server, nodes.map((node) => server.replace('node:4000 resolve', `127.0.0.1:${node}`)).join('\n    '))
    .replace('listen 80;', `listen 127.0.0.1:${port};`);
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, `pid ${directory}/nginx.pid;\nerror_log ${directory}/nginx.log;\n${ours}`);
  const started = service(port, nginx, ['-c', file, '-p', directory, '-g', 'daemon off;']);
  await started.start();
  // Killed, it would leave its workers behind.
  return { ...started, kill: (signal = 'SIGTERM') => started.kill(signal) };
}

/** PgBouncer in transaction mode before a PostgreSQL server. */
export async function startPgBouncer(directory: string, databaseUrl: string): Promise<Service & { url: string }> {
  const port = await freePort();
  const target = new URL(databaseUrl);
  const file = join(directory, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
postgres = host=${target.hostname} port=${target.port} dbname=postgres user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 200
default_pool_size = 16
server_login_retry = 1
`,
  );
  // PgBouncer refuses to run as root.
  const uid = process.getuid?.() === 0 ? Number(spawnSync('id', ['-u', 'postgres']).stdout) : undefined;
  if (uid !== undefined) chownSync(file, uid, uid);
  chmodSync(file, 0o644);
  const started = service(port, pgbouncer, [file], uid);
  await started.start();
  return { ...started, url: `postgres://postgres@127.0.0.1:${port}/postgres` };
}
