import type { Logger } from 'pino';
import { type Broadcast, createBroadcast, type Subscriber } from './broadcast.ts';
import { batchSize, type EventLog, type LoggedEvent } from './log.ts';

// How many events are kept in memory, for subscriptions that read the same part of the log at about the same time.
const kept = 300;
// How long to wait before a database that failed is asked again.
const patience = 1_000;

/** What the feature that owns a log's events decides about them. */
export interface FeedRules<Event extends LoggedEvent> {
  /** Adds to events what the log does not contain; called with the events that are kept, to withdraw additions. */
  complete(events: Event[], recent: Iterable<Event>): Promise<void>;
  /** Returns those of the accounts that may not read the session's events. */
  outsiders(sessionId: string, accountIds: string[]): Promise<Set<string>>;
}

/** One subscription to a session's feed. It holds nothing but a position. */
export interface FeedSubscription<Event extends LoggedEvent> {
  /** Returns the event after a position, once there is one; null once the subscription has ended. */
  after(position: number): Promise<Event | null>;
  /** Receives the broadcast of what follows a position; resolves to the position from where to read alone. */
  follow(position: number, subscriber: Subscriber, wanted: Wanted<Event>): Promise<number>;
  /** Ends the subscription, also while it waits for an event. */
  close(): void;
}

/** Which events a subscription wants; the same for all that want the same kinds. */
interface Wanted<Event> {
  kinds: readonly string[] | null;
  isWanted(event: Event): boolean;
}

interface Reader {
  /** Null for a broadcast, whose receivers are readers themselves. */
  accountId: string | null;
  isClosed: boolean;
  wake(): void;
  /** Leaves the broadcast that it receives. */
  leave(): void;
}

export type Feeds<Event extends LoggedEvent> = ReturnType<typeof createFeeds<Event>>;

/**
 * The feeds of this node, one for each session that is followed. All subscriptions to a session read its log together:
 * each event is read once and is one object for all of them, after one check of who may still see it. The subscriptions
 * of all others end there. Each subscription reads at its own pace, from its own position.
 */
export function createFeeds<Event extends LoggedEvent>(events: EventLog, log: Logger, rules: FeedRules<Event>) {
  const open = new Map<string, ReturnType<typeof createFeed<Event>>>();
  return {
    subscribe(sessionId: string, accountId: string): FeedSubscription<Event> {
      const feed = open.get(sessionId) ?? createFeed(events, log, rules, sessionId, () => open.delete(sessionId));
      open.set(sessionId, feed);
      return feed.subscribe(accountId);
    },
    /** How many sessions are followed on this node. */
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
  const reads = createTurns<number, Event | null>();
  const checks = createTurns<null, void>();
  /** The end of the log, as far as it was read; the last event before which all readers were checked. */
  let position = 0;
  let checked = 0;
  /** How often the log may have grown; the counts at which its end was read, and its readers checked. */
  let rings = 0;
  let readAt = -1;
  let checkedAt = 0;

  const ring = () => {
    rings += 1;
    for (const { wake } of readers) wake();
  };
  const logReader = {
    get position() {
      return position;
    },
    ring,
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

  /** Reads the first event after a position; the events that follow it are in memory then as well. */
  async function read(after: number): Promise<Event | null> {
    const rung = rings;
    const batch = (await events.read(sessionId, after)) as Event[];
    const last = batch.at(-1)?.sequence ?? 0;
    await rules.complete(batch, recent.values());
    // Only after the events were read: one of them may be the removal of a reader.
    if (last > checked) await check();
    checked = Math.max(checked, last);
    if (batch.length < batchSize) readAt = rung;
    position = Math.max(position, last, after);
    for (const event of batch) remember(event);
    const [first] = batch;
    return first ? (recent.get(first.sequence) ?? first) : null;
  }

  /** Ends the subscriptions of those who may no longer read the session's events. */
  async function check(): Promise<void> {
    const rung = rings;
    const accountIds = [...new Set([...readers].flatMap(({ accountId }) => accountId ?? []))];
    // A reader that opens meanwhile is checked as it opens.
    const outside = await rules.outsiders(sessionId, accountIds);
    for (const one of outside.size > 0 ? [...readers] : []) {
      if (one.accountId && outside.has(one.accountId)) close(one);
    }
    checkedAt = Math.max(checkedAt, rung);
  }

  function remember(event: Event): void {
    // Never a second object for the same event: the results of its broadcasts belong to the first.
    if (!recent.has(event.sequence)) recent.set(event.sequence, event);
    if (recent.size > kept) recent.delete(recent.keys().next().value as number);
  }

  async function next(place: number): Promise<Event | null> {
    const isAtEnd = place >= position && readAt === rings;
    const event = recent.get(place + 1) ?? (isAtEnd ? null : await reads(place, rings, () => read(place)));
    if (checkedAt !== rings) await checks(null, rings, check);
    return event;
  }

  const subscribe = (accountId: string | null) => {
    const reader: Reader = { accountId, isClosed: false, wake: () => {}, leave: () => {} };
    readers.add(reader);
    return {
      async after(place: number): Promise<Event | null> {
        while (!reader.isClosed) {
          const heard = rings;
          const event = await next(place).catch((error: unknown) => {
            log.error({ err: error, sessionId }, 'could not read events');
            setTimeout(ring, patience).unref();
            return null;
          });
          if (reader.isClosed) break;
          if (event) return event;
          if (rings !== heard) continue;
          await new Promise<void>((resolve) => {
            reader.wake = resolve;
          });
        }
        return null;
      },
      async follow(place: number, subscriber: Subscriber, wanted: Wanted<Event>): Promise<number> {
        if (reader.isClosed) return place;
        const broadcast = broadcastFor(place, subscriber, wanted);
        return broadcast.join(place, subscriber.send, (leave) => {
          reader.leave = leave;
        });
      },
      atHand: (place: number) => recent.get(place + 1) ?? null,
      close: () => close(reader),
    };
  };

  /** The broadcast to those with the same operation and kinds: the one there is, or one that begins at this place. */
  function broadcastFor(place: number, { key, execute }: Subscriber, { kinds, isWanted }: Wanted<Event>): Broadcast {
    const name = JSON.stringify([key, kinds]);
    const known = broadcasts.get(name);
    if (known) return known;
    const walker = subscribe(null);
    const close = () => {
      if (broadcasts.get(name) === broadcast) broadcasts.delete(name);
      walker.close();
    };
    const broadcast = createBroadcast({ ...walker, close }, place, execute, isWanted);
    broadcasts.set(name, broadcast);
    return broadcast;
  }

  return { subscribe };
}

/** Does work once for all that ask for the same at the same time, after the same latest signal. */
function createTurns<Key, Result>() {
  const underWay = new Map<Key, { rings: number; result: Promise<Result> }>();
  return (key: Key, rings: number, work: () => Promise<Result>): Promise<Result> => {
    const known = underWay.get(key);
    if (known?.rings === rings) return known.result;
    const turn = { rings, result: work() };
    underWay.set(key, turn);
    const forget = () => {
      if (underWay.get(key) === turn) underWay.delete(key);
    };
    turn.result.then(forget, forget);
    return turn.result;
  };
}
