import type { Logger } from 'pino';
import { logFailure } from '../database/errors.ts';
import { type Broadcast, createBroadcast, type Subscriber } from './broadcast.ts';
import { batchSize, type EventLog, type LoggedEvent } from './log.ts';

// Events of a session that are kept in memory, for subscriptions that read the same part of the log.
const keptEvents = 300;
// The wait before the next read after one that failed.
const retryInterval = 1_000;

/** The rules of the feature that owns the events. */
export interface FeedRules<Event extends LoggedEvent> {
  /** Adds the rows that events show but do not contain. May also remove such rows from `recent`, the events in memory. */
  complete(events: Event[], recent: Iterable<Event>): Promise<void>;
  /** Returns the accounts, of those given, that may not read the session's events. */
  withoutAccess(sessionId: string, accountIds: string[]): Promise<Set<string>>;
}

/** One subscription to a session's feed. Its owner keeps the position. */
export interface FeedSubscription<Event extends LoggedEvent> {
  /** Resolves to the event after a position, once there is one; to null once the subscription has ended. */
  after(position: number): Promise<Event | null>;
  /** Joins the broadcast of the events after a position. Resolves to the position from which to go on with `after`. */
  follow(position: number, subscriber: Subscriber, wanted: Wanted<Event>): Promise<number>;
  /** Ends the subscription. A pending `after` resolves to null. */
  close(): void;
}

/** Which events a subscription wants. Subscriptions with the same kinds want the same events. */
interface Wanted<Event> {
  kinds: readonly string[] | null;
  isWanted(event: Event): boolean;
}

interface Reader {
  /** Null for a broadcast: its receivers are readers of their own, which are checked. */
  accountId: string | null;
  isClosed: boolean;
  wake(): void;
  /** Leaves the broadcast that it has joined. */
  leave(): void;
}

export type Feeds<Event extends LoggedEvent> = ReturnType<typeof createFeeds<Event>>;

/**
 * The feeds of this node, one per session with subscriptions. A feed reads each event once, as one object for all
 * subscriptions, and checks their access once per read: a subscription without access ends before it receives the event.
 * Each subscription advances at its own pace, from its own position.
 */
export function createFeeds<Event extends LoggedEvent>(events: EventLog, log: Logger, rules: FeedRules<Event>) {
  const open = new Map<string, ReturnType<typeof createFeed<Event>>>();
  return {
    subscribe(sessionId: string, accountId: string): FeedSubscription<Event> {
      const feed = open.get(sessionId) ?? createFeed(events, log, rules, sessionId, () => open.delete(sessionId));
      open.set(sessionId, feed);
      return feed.subscribe(accountId);
    },
    /** The number of sessions with subscriptions on this node. */
    get size() {
      return open.size;
    },
  };
}

function createFeed<Event extends LoggedEvent>(
  events: EventLog,
  log: Logger,
  rules: FeedRules<Event>,
  sessionId: string,
  onEmpty: () => void,
) {
  const readers = new Set<Reader>();
  const broadcasts = new Map<string, Broadcast>();
  const recent = new Map<number, Event>();
  const reads = createCoalescing<number, Event | null>();
  const checks = createCoalescing<null, void>();
  /** The last event that was read, and the last one that was read before the latest check of access. */
  let position = 0;
  let checkedPosition = 0;
  /** The number of signals, and its values at the latest read that reached the end and at the latest check of access. */
  let signals = 0;
  let readAt = -1;
  let checkedAt = 0;

  const wake = () => {
    signals += 1;
    for (const reader of readers) reader.wake();
  };
  const logReader = {
    get position() {
      return position;
    },
    wake,
  };
  const forget = events.notify(sessionId, logReader);

  const close = (reader: Reader) => {
    reader.isClosed = true;
    reader.wake();
    reader.leave();
    if (!readers.delete(reader) || readers.size > 0) return;
    forget();
    onEmpty();
  };

  /** Reads a batch of events after a position into memory, and returns the first of them. */
  async function read(after: number): Promise<Event | null> {
    const signalsBefore = signals;
    const batch = (await events.read(sessionId, after)) as Event[];
    const last = batch.at(-1)?.sequence ?? 0;
    await rules.complete(batch, recent.values());
    // The check comes after the read, since one of the events may be the removal of a reader.
    if (last > checkedPosition) await check();
    checkedPosition = Math.max(checkedPosition, last);
    if (batch.length < batchSize) readAt = signalsBefore;
    position = Math.max(position, last, after);
    for (const event of batch) remember(event);
    const [first] = batch;
    return first ? (recent.get(first.sequence) ?? first) : null;
  }

  /** Ends the subscriptions whose account has lost its access. */
  async function check(): Promise<void> {
    const signalsBefore = signals;
    const accountIds = [...new Set([...readers].flatMap(({ accountId }) => accountId ?? []))];
    // A subscription that begins during this statement checks its access by itself.
    const withoutAccess = await rules.withoutAccess(sessionId, accountIds);
    for (const reader of withoutAccess.size > 0 ? [...readers] : []) {
      if (reader.accountId && withoutAccess.has(reader.accountId)) close(reader);
    }
    checkedAt = Math.max(checkedAt, signalsBefore);
  }

  function remember(event: Event): void {
    // The first object of an event stays: the results of its broadcasts are kept by that object.
    if (!recent.has(event.sequence)) recent.set(event.sequence, event);
    if (recent.size > keptEvents) recent.delete(recent.keys().next().value as number);
  }

  async function next(from: number): Promise<Event | null> {
    const isAtEnd = from >= position && readAt === signals;
    const event = recent.get(from + 1) ?? (isAtEnd ? null : await reads(from, signals, () => read(from)));
    if (checkedAt !== signals) await checks(null, signals, check);
    return event;
  }

  const subscribe = (accountId: string | null) => {
    const reader: Reader = { accountId, isClosed: false, wake: () => {}, leave: () => {} };
    readers.add(reader);
    return {
      async after(from: number): Promise<Event | null> {
        while (!reader.isClosed) {
          const signalsBefore = signals;
          const event = await next(from).catch((error: unknown) => {
            logFailure(log, error, 'could not read the events of a session', { sessionId });
            setTimeout(wake, retryInterval).unref();
            return null;
          });
          if (reader.isClosed) break;
          if (event) return event;
          if (signals !== signalsBefore) continue;
          await new Promise<void>((resolve) => {
            reader.wake = resolve;
          });
        }
        return null;
      },
      async follow(from: number, subscriber: Subscriber, wanted: Wanted<Event>): Promise<number> {
        if (reader.isClosed) return from;
        const broadcast = broadcastFor(from, subscriber, wanted);
        return broadcast.join(from, subscriber.send, (leave) => {
          reader.leave = leave;
          if (reader.isClosed) leave();
        });
      },
      inMemory: (from: number) => recent.get(from + 1) ?? null,
      close: () => close(reader),
    };
  };

  /** Returns the broadcast for an operation and kinds of events; starts one at this position if there is none. */
  function broadcastFor(from: number, { key, execute }: Subscriber, { kinds, isWanted }: Wanted<Event>): Broadcast {
    const name = JSON.stringify([key, kinds]);
    const known = broadcasts.get(name);
    if (known) return known;
    const source = subscribe(null);
    const close = () => {
      if (broadcasts.get(name) === broadcast) broadcasts.delete(name);
      source.close();
    };
    const broadcast = createBroadcast({ ...source, close }, from, execute, isWanted);
    broadcasts.set(name, broadcast);
    return broadcast;
  }

  return { subscribe };
}

/** Does work once for all concurrent calls with the same key and the same number of signals. */
function createCoalescing<Key, Result>() {
  const pending = new Map<Key, { signals: number; result: Promise<Result> }>();
  return (key: Key, signals: number, work: () => Promise<Result>): Promise<Result> => {
    const known = pending.get(key);
    if (known?.signals === signals) return known.result;
    const call = { signals, result: work() };
    pending.set(key, call);
    const forget = () => {
      if (pending.get(key) === call) pending.delete(key);
    };
    call.result.then(forget, forget);
    return call.result;
  };
}
