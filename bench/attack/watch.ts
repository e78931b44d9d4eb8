import { get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { openSocket } from '../../tests/support/socket.ts';
import { memoryOf, type ServerProcess } from '../processes.ts';
import type { Attack, Finding } from './attack.ts';

const interval = 50;
const patience = 10_000;

/** Looks at a server while it is attacked: its memory, how soon `/livez` answers, and whether a bystander is served. */
export async function watch(
  { url, pid }: ServerProcess,
  { memory: memoryTarget = 64, livez: livezTarget = 100 }: Pick<Attack, 'memory' | 'livez'>,
  attack: () => Promise<Finding[]>,
): Promise<Finding[]> {
  // From another address than the attackers, whose limits are none of theirs.
  const bystander = openSocket(url, { headers: { 'X-Forwarded-For': '192.0.2.1' } });
  const ask = async () => {
    const { errors } = await bystander.ask('{ sessions(first: 5) { nodes { id title } } }');
    if (errors) throw new Error(JSON.stringify(errors));
  };
  // The first requests are slower and take memory of their own.
  for (let round = 0; round < 50; round += 1) await Promise.all([livezOf(url), ask(), wait(interval)]);
  const before = memoryOf(pid);

  let isOver = false;
  let peak = before;
  const until = async (look: () => Promise<unknown> | unknown) => {
    while (!isOver) {
      await look();
      await wait(interval);
    }
  };
  const lives: number[] = [];
  const answers: number[] = [];
  const failures: string[] = [];
  const note = (error: unknown) => void failures.push(String(error));
  const looking = [
    until(() => {
      peak = Math.max(peak, memoryOf(pid));
    }),
    until(async () => lives.push(await timeOf(() => livezOf(url)))),
    until(async () => answers.push(await timeOf(ask))),
  ].map((look) => look.catch(note));
  const found = await attack().catch((error: unknown) => [{ text: String(error), holds: false }]);
  isOver = true;
  await Promise.all(looking);
  if (failures.length === 0) await bystander.close();

  const milliseconds = (times: number[]) =>
    `p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms, max ${percentile(times, 1)} ms`;
  return [
    {
      text: `memory ${before.toFixed(0)} MiB before, at most ${peak.toFixed(0)} MiB (target: ${memoryTarget} more)`,
      holds: peak - before <= memoryTarget,
    },
    {
      text: `/livez ${milliseconds(lives)} of ${lives.length} (target: p99 ${livezTarget} ms)`,
      holds: lives.length > 0 && percentile(lives, 0.99) <= livezTarget,
    },
    {
      text: `a bystander: ${milliseconds(answers)} of ${answers.length}${failures.map((failure) => `; ${failure}`)}`,
      holds: answers.length > 0 && failures.length === 0,
    },
    ...found,
  ];
}

function livezOf(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // A connection of its own, as balancers open it.
    const request = get(`${url}/livez`, { agent: false, timeout: patience }, (response) => {
      response.resume().once('end', resolve);
    });
    request.once('timeout', () => request.destroy(new Error('/livez does not answer')));
    request.once('error', reject);
  });
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function percentile(times: number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}
