// The subscribers of a workload, in a process of their own: `clients.ts` starts it and says what it is told.

import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { ClientCommand, ClientReport, Subscription } from './clients.ts';
import { createCounts } from './counts.ts';
import { type Reader, readers } from './readers.ts';
import { type Receiver, subscribe, type Target } from './socket.ts';

// Sockets that are being opened at the same time.
const atOnce = 100;
// Milliseconds in which the last events have to arrive once nothing more is published.
const patience = 10_000;

const counts = createCounts();
let reader: Reader;
/** Where those go on who lose their connection; null where nobody should. */
let next: { url: string; limit: ReturnType<typeof pLimit> } | null = null;
/** Milliseconds from each loss of a connection to the first event of the next. */
const returns: number[] = [];

process.on('message', async (command: ClientCommand) => {
  if (command.type === 'open') await open(command);
  else if (command.type === 'return') next = { url: command.url, limit: pLimit(atOnce) };
  else if (command.type === 'changed') reader.changed?.(command.seatsTaken, command.at);
  else if (command.type === 'begin') {
    counts.begin();
    reader.begin?.();
  } else if (command.type === 'end') {
    reader.end?.();
    const { deliveries, faults } = counts;
    tell({ type: 'counted', deliveries, faults, p50: counts.percentile(0.5), p99: counts.percentile(0.99) });
  } else await finish(command.expected);
});

function tell(report: ClientReport): void {
  process.send?.(report);
}

async function open({ subscriptions, ...target }: ClientCommand & { type: 'open' }): Promise<void> {
  reader = readers[target.reader]({
    subscriptions,
    counts,
    everywhere: (sequence) => tell({ type: 'everywhere', sequence }),
  });
  let isOpen = false;
  const receive: Reader['receive'] = (...message) => {
    const isEvent = reader.receive(...message);
    if (!isOpen && reader.isOpen) {
      isOpen = true;
      tell({ type: 'opened' });
    }
    return isEvent;
  };
  const limit = pLimit(atOnce);
  await Promise.all(
    subscriptions.map((subscription, index) =>
      limit(() =>
        subscribe(target, subscription, {
          receive: (...message) => receive(index, ...message),
          failed: () => counts.fault(),
          closed: () => goOn(target, subscription, index, subscriptions.length),
        }),
      ),
    ),
  );
  tell({ type: 'asked' });
}

/** Subscribes again at another server, after the last event. */
function goOn(target: Target, subscription: Subscription, index: number, everybody: number): void {
  if (!next) {
    counts.fault();
    return;
  }
  const { url, limit } = next;
  const lostAt = Date.now();
  const variables = { ...subscription.variables, ...reader.after?.(index) };
  let isBack = false;
  const receive: Receiver['receive'] = (...message) => {
    const isEvent = reader.receive(index, ...message);
    if (isEvent && !isBack) {
      isBack = true;
      returns.push(Date.now() - lostAt);
      if (returns.length === everybody) reportReturns();
    }
    return isEvent;
  };
  void limit(() =>
    subscribe(
      { ...target, url },
      { ...subscription, variables },
      { receive, failed: () => counts.fault(), closed: () => counts.fault() },
    ),
  );
}

function reportReturns(): void {
  const sorted = returns.toSorted((one, other) => one - other);
  const within = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] as number;
  tell({ type: 'returned', faults: counts.faults, p50: within(0.5), p99: within(0.99), most: within(1) });
}

/** Waits for what is still to come; what does not come is lost. */
async function finish(expected: number[]): Promise<void> {
  const until = Date.now() + patience;
  const lacking = () => expected.reduce((sum, count, subscriber) => sum + (reader.lacks?.(subscriber, count) ?? 0), 0);
  while (lacking() > 0 && Date.now() < until) await wait(100);
  tell({ type: 'finished', faults: counts.faults + lacking() });
}
