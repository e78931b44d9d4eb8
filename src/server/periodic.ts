import type { Logger } from 'pino';
import { logFailure } from '../database/errors.ts';
import type { PeriodicTask } from '../feature.ts';
import type { Metrics } from '../operations/metrics.ts';

/** After this many milliseconds a run that has not ended is logged. */
const longRun = 60_000;

/**
 * Runs each task at its interval until stopped. A run that fails is logged, and the next one comes as usual. The first
 * delay and every interval are random, so that nodes started together do not run a task together.
 */
export function startPeriodic(tasks: PeriodicTask[], metrics: Metrics, log: Logger): { stop(): Promise<void> } {
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();

  const runOnce = async ({ name, run }: PeriodicTask) => {
    const watch = setInterval(() => log.warn({ task: name }, 'a periodic task is still running'), longRun);
    metrics.runBegan(name);
    let count: number | null = null;
    try {
      const result = await run();
      count = typeof result === 'number' ? result : 0;
    } catch (error) {
      logFailure(log, error, 'periodic task failed', { task: name });
    } finally {
      clearInterval(watch);
      metrics.runEnded(name, count);
    }
  };
  const schedule = (task: PeriodicTask, delay: number) => {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      const run = runOnce(task).finally(() => {
        running.delete(run);
        schedule(task, task.interval * (0.9 + 0.2 * Math.random()));
      });
      running.add(run);
    }, delay);
    timers.add(timer);
  };
  for (const task of tasks) schedule(task, task.interval * Math.random());
  return {
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
