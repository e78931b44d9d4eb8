import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { logFailure } from '../../database/errors.ts';

// What the queues of this node have in common, of mails as of webhooks: the rows are in the database, claimed by any node a
// few at a time, tried again with growing pauses, and left to other nodes by one that stops or dies.

/** A queue of rows that are to be sent. `Claimed` is a row that this node has claimed. */
export interface Queue<Claimed> {
  /** What is sent, in the plural, for the log. */
  what: string;
  /** How many rows this node sends at the same time. */
  atOnce: number;
  /** Claims rows that are due, at most so many. `isAll` says that no other was due. Called once at a time. */
  claim(atMost: number): Promise<{ claimed: Claimed[]; isAll: boolean }>;
  /** Sends a row and writes the outcome. `claimedAt` is a time of `performance.now()`. */
  send(claimed: Claimed, claimedAt: number): Promise<void>;
  /** Whether a row is due within this many milliseconds. */
  isAnyDue(milliseconds: number): Promise<boolean>;
}

export interface Senders {
  /** Begins to send what is due. */
  wake(): void;
  /** The same, once so many milliseconds have passed. Long waits are left to the periodic task. */
  wakeIn(milliseconds: number): void;
  /** How many rows this node is sending. */
  readonly underWay: number;
  /** Resolves when nothing is due. */
  idle(): Promise<void>;
  /** Claims no further rows, and waits for those under way, at most a few seconds. Another node sends what is left. */
  stop(): Promise<void>;
}

const stopPatience = 3_000;
const soon = 500;

/** The senders of this node: one loop claims rows while any is due and a sender is free. */
export function createSenders<Claimed>(queue: Queue<Claimed>, log: Logger): Senders {
  const { what, atOnce, claim, send, isAnyDue } = queue;
  const sending = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let claiming: Promise<void> | null = null;
  let isWoken = false;
  let isStopping = false;

  async function claimAll(): Promise<void> {
    while (!isStopping) {
      isWoken = false;
      const claimedAt = performance.now();
      const { claimed, isAll } = await claim(atOnce - sending.size);
      for (const one of claimed) {
        const sent = send(one, claimedAt)
          .catch((error: unknown) => logFailure(log, error, `${what} could not be sent`))
          .finally(() => sending.delete(sent));
        sending.add(sent);
      }
      if (isAll && !isWoken) return;
      if (sending.size >= atOnce) await Promise.race(sending);
    }
  }

  function wake(): void {
    isWoken = true;
    if (isStopping) return;
    claiming ??= claimAll()
      .catch((error: unknown) => {
        isWoken = false;
        logFailure(log, error, `${what} could not be claimed`);
      })
      .finally(() => {
        claiming = null;
        // Whoever called since the last claim found it still under way.
        if (isWoken) wake();
      });
  }

  const finished = async () => {
    while (claiming || sending.size > 0) await Promise.all([claiming, ...sending]);
  };

  return {
    wake,
    wakeIn(milliseconds) {
      if (milliseconds <= 0) return wake();
      if (milliseconds > soon || isStopping) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        wake();
      }, milliseconds);
      timers.add(timer);
    },
    get underWay() {
      return sending.size;
    },
    async idle() {
      while (!isStopping) {
        wake();
        await finished();
        if (!(await isAnyDue(soon))) return;
        await wait(20);
      }
    },
    async stop() {
      isStopping = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.race([finished(), wait(stopPatience, undefined, { ref: false })]);
      if (sending.size > 0)
        log.warn({ count: sending.size }, `stopped before these ${what} were sent: another node sends them`);
    },
  };
}

/** Grows with each attempt. At random, so that rows that failed together are not tried again together. */
export function pauseAfter(attempts: number, { first, longest }: { first: number; longest: number }): number {
  return Math.min(longest, first * 4 ** (attempts - 1)) * (0.5 + Math.random());
}

/**
 * Writes the outcome of a row that was sent. Without it the row is sent again once its claim has run out, so the database gets
 * some time to come back.
 */
export async function writeOutcome(write: () => Promise<void>, failed: (error: unknown) => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      failed(error);
      if (tries === 3) return;
      await wait(1_000 * tries, undefined, { ref: false });
    }
  }
}

/** Rejects with `late` where work takes longer than so many milliseconds. */
export async function within<Result>(milliseconds: number, work: Promise<Result>, late: string): Promise<Result> {
  const timeout = new AbortController();
  const lateness = wait(milliseconds, undefined, { signal: timeout.signal, ref: false }).then(() => {
    throw new Error(late);
  });
  lateness.catch(() => {});
  work.catch(() => {});
  try {
    return await Promise.race([work, lateness]);
  } finally {
    timeout.abort();
  }
}
