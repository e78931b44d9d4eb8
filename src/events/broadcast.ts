import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';

/** A result for many subscribers, turned into text once. */
export interface BroadcastResult extends ExecutionResult {
  stringify(this: void): string;
}

/** A subscriber whose results are the same for everyone with the same key. */
export interface Subscriber {
  /** The operation and the variables that its results depend on. */
  key: string;
  /** Returns one result per event. The events belong to one session and were read together. */
  execute(events: object[]): Promise<BroadcastResult>[];
  /** Sends results in their order. Calls `taken` once the connection has taken them. */
  send(results: BroadcastResult[], taken: () => void): void;
}

/** The log, read once for all receivers of a broadcast. */
export interface BroadcastSource<Event> {
  /** Resolves to the event after a position, once there is one; to null once the source was closed. */
  after(position: number): Promise<Event | null>;
  /** Returns the event after a position if it is in memory, otherwise null. */
  inMemory(position: number): Event | null;
  /** Called when the last receiver has left and when the broadcast ends; possibly more than once. */
  close(): void;
}

interface Receiver {
  position: number;
  /** Whether the connection has taken the previous write. */
  isReady: boolean;
  send: Subscriber['send'];
  taken(): void;
  /** Ends the receiver's part in the broadcast; it reads the feed by itself from its position. */
  leave(): void;
}

// Limits of one turn: events that are executed together, and characters per write to a connection.
const batchLength = 100;
/** Milliseconds for which a result is sent to subscribers who came after its execution; an older one is executed again. */
export const resultAge = 1_000;
const writeSize = 64 * 1024;
// Characters that are kept for slow receivers. A receiver that needs older results leaves the broadcast.
const keptSize = 256 * 1024;
// Other work of the process gets a turn after this many writes.
const writesPerTurn = 200;
// Where other work takes this share of a broadcast's time, the process is busy, and the broadcast pauses: milliseconds at most.
const busyShare = 0.25;
const longestPause = 500;

interface Entry<Event> {
  event: Event;
  result: BroadcastResult | undefined;
  /** When the execution began. */
  began: number;
}

const sizeOf = (result: BroadcastResult | undefined) => result?.stringify().length ?? 0;

export type Broadcast = ReturnType<typeof createBroadcast>;

/**
 * Executes an operation once per event for all subscribers that keep up with the log. All events since the last turn are
 * taken together, and each receiver gets their results in one write. So the number of writes per event falls as the load
 * rises.
 */
export function createBroadcast<Event extends { sequence: number }>(
  source: BroadcastSource<Event>,
  start: number,
  execute: Subscriber['execute'],
  isWanted: (event: Event) => boolean,
) {
  const receivers = new Set<Receiver>();
  /** The latest events, up to the one at `position`. An event that nobody wants has no result. */
  const entries: Entry<Event>[] = [];
  let position = start;
  let size = 0;
  let isOver = false;

  /** Sends a ready receiver the results that it lacks. Dismisses it if they are no longer kept or the broadcast is over. */
  function sendTo(receiver: Receiver): void {
    if (!receiver.isReady) return;
    const first = position - entries.length;
    const isLost = isOver || receiver.position < first;
    if (isLost) receiver.leave();
    const results: BroadcastResult[] = [];
    let length = 0;
    while (!isLost && receiver.position < position && length < writeSize) {
      const { event, result } = entries[receiver.position - first] as (typeof entries)[number];
      receiver.position += 1;
      // An event can become unwanted after its execution: its story was deleted.
      if (!result || !isWanted(event)) continue;
      results.push(result);
      length += result.stringify().length;
    }
    if (results.length === 0) return;
    receiver.isReady = false;
    receiver.send(results, receiver.taken);
  }

  /** Executes the next batch of events; false where the log has a gap or the source was closed. */
  async function executeBatch(): Promise<boolean> {
    const next = await source.after(position);
    if (next?.sequence !== position + 1) return false;
    const batch: Event[] = [];
    for (let event: Event | null = next; event && batch.length < batchLength; event = source.inMemory(event.sequence)) {
      batch.push(event);
    }
    const wanted = batch.filter(isWanted);
    const began = performance.now();
    const results = new Map((await Promise.all(execute(wanted))).map((result, index) => [wanted[index], result]));
    for (const event of batch) {
      const result = results.get(event);
      entries.push({ event, result, began });
      size += sizeOf(result);
    }
    while (size > keptSize && entries.length > batch.length) size -= sizeOf(entries.shift()?.result);
    position += batch.length;
    return true;
  }

  const isOld = ({ event, result, began }: Entry<Event>) =>
    result !== undefined && performance.now() - began > resultAge && isWanted(event);

  /** Executes again what a subscriber who comes now would be sent and is old: names, titles and votes may have changed. */
  async function renew(): Promise<void> {
    const old = entries.filter(isOld);
    const began = performance.now();
    const results = await Promise.all(execute(old.map(({ event }) => event)));
    const kept = new Set(entries);
    for (const [index, entry] of old.entries()) {
      const result = results[index];
      if (kept.has(entry)) size += sizeOf(result) - sizeOf(entry.result);
      Object.assign(entry, { result, began });
    }
  }
  let renewal: Promise<void> | null = null;

  /** Sends all receivers what they lack. Resolves to the milliseconds that it took, and those of them that others took. */
  async function sendToAll(): Promise<{ took: number; others: number }> {
    const began = performance.now();
    let others = 0;
    let writes = 0;
    for (const receiver of receivers) {
      sendTo(receiver);
      writes += 1;
      if (writes % writesPerTurn !== 0) continue;
      const paused = performance.now();
      await nextTurn();
      others += performance.now() - paused;
    }
    return { took: performance.now() - began, others };
  }

  async function run(): Promise<void> {
    while (await executeBatch()) {
      const { took, others } = await sendToAll();
      // What happens meanwhile goes out by the same number of writes, and thousands who come back are not kept waiting.
      if (others > took * busyShare) await pause(Math.min(took, longestPause));
    }
  }

  // The remaining receivers read the feed by themselves. After a failure, each of them meets the error there.
  const end = () => {
    isOver = true;
    source.close();
    for (const receiver of receivers) sendTo(receiver);
  };
  run().then(end, end);

  return {
    /**
     * Sends everything wanted after a position. Resolves to the position from which the subscriber has to read the feed by
     * itself: when it is too far behind or ahead, or after a call of the function that `onJoin` received.
     */
    async join(from: number, send: Subscriber['send'], onJoin: (leave: () => void) => void): Promise<number> {
      if (from > position + batchLength) return from;
      if (entries.slice(Math.max(0, from - position + entries.length)).some(isOld)) {
        renewal ??= renew().finally(() => {
          renewal = null;
        });
        await renewal;
        if (isOver) return from;
      }
      return new Promise((resolve) => {
        const receiver: Receiver = {
          ...{ position: from, isReady: true, send },
          taken() {
            receiver.isReady = true;
            if (receivers.has(receiver)) sendTo(receiver);
          },
          leave() {
            receivers.delete(receiver);
            if (receivers.size === 0) source.close();
            resolve(receiver.position);
          },
        };
        receivers.add(receiver);
        onJoin(receiver.leave);
        sendTo(receiver);
      });
    },
  };
}
