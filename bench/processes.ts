// Processes, as Linux tells about them in /proc.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../tests/support/processes.ts';

export interface ServerProcess {
  readonly pid: number;
  /** Without a path. */
  readonly url: string;
  /** Milliseconds from its start until it was ready. */
  readonly startMilliseconds: number;
  stop(): Promise<void>;
}

/**
 * Starts a compiled server, with nothing of this process' settings, on a free port that it is told as PORT. Resolves
 * once `readyPath` answers 200, or anything where there is no such path; throws if it ends before. What
 * it wrote is shown if it fails.
 */
export async function startServer(
  script: string,
  settings: Record<string, string>,
  readyPath: string | null = null,
): Promise<ServerProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [script], {
    env: { PATH, HOME, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (data: Buffer) => {
    output = (output + data).slice(-10_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.once('exit', (code) => {
    if (code) process.stderr.write(`${script} ended with ${code}.\n${output}`);
  });
  const isReady = () =>
    fetch(`${url}${readyPath ?? '/'}`).then(
      ({ status }) => readyPath === null || status === 200,
      () => false,
    );
  while (!(await isReady())) {
    if (hasEnded(child)) throw new Error(`${script} did not get ready`);
    await wait(5);
  }
  return {
    pid: child.pid as number,
    url,
    startMilliseconds: performance.now() - began,
    async stop() {
      if (hasEnded(child)) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await exited;
      clearTimeout(impatience);
    },
  };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Clock ticks of Linux per second, as every platform of Node has them. */
const ticksPerSecond = 100;

/** Milliseconds of processor time that a process has used in all its threads; 0 once it is gone. */
export function cpuOf(pid: number): number {
  try {
    // The command's name, in parentheses, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** MiB of memory that a process holds. */
export function memoryOf(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kibibytes) / 1024;
}
