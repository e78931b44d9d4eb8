// The subscribers of a workload, in a process of their own: `clients.ts` starts it and says what it is told.

import { setTimeout as wait } from 'node:timers/promises';
import type { ClientCommand, ClientReport } from './clients.ts';
import { createCounts } from './counts.ts';
import { type Reader, readers } from './readers.ts';
import { subscribe } from './socket.ts';

// Sockets that are being opened at the same time.
const atOnce = 100;
// Milliseconds in which the last events have to arrive once nothing more is published.
const patience = 10_000;

const counts = createCounts();
let reader: Reader;

process.on('message', async (command: ClientCommand) => {
  if (command.type === 'open') await open(command);
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
  const waiting = subscriptions.entries();
  const openSome = async () => {
    for (const [index, subscription] of waiting) {
      const received = receive.bind(null, index);
      await subscribe(target, subscription, { receive: received, failed: () => counts.fault() });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, openSome));
  tell({ type: 'asked' });
}

/** Waits for what is still to come; what does not come is lost. */
async function finish(expected: number[]): Promise<void> {
  const until = Date.now() + patience;
  const lacking = () => expected.reduce((sum, count, subscriber) => sum + (reader.lacks?.(subscriber, count) ?? 0), 0);
  while (lacking() > 0 && Date.now() < until) await wait(100);
  tell({ type: 'finished', faults: counts.faults + lacking() });
}
