import type { App } from '../context.ts';
import type { Story } from '../database/generated/client.ts';
import { outsiders } from '../live/membership.ts';
import { type Audience, createAudience, type Sharer } from './broadcast.ts';
import { batchSize, type LoggedEvent } from './log.ts';

// How many events are kept at hand, for those who read about the same part of the log at about the same time.
const kept = 300;
// How long to wait before a database that failed is asked again.
const patience = 1_000;

/** An event with the story that changed, as it was when this was read; without one where it had been deleted. */
export type FeedEvent = LoggedEvent & { story?: Story };

/** One reader of a session's feed. */
export interface FeedSubscription {
  /** The event after a position, once there is one; null once the subscription has ended. */
  after(position: number): Promise<FeedEvent | null>;
  /** Sends what follows a position together with others; resolves to where to go on alone. */
  follow(position: number, sharer: Sharer, wanted: Wanted): Promise<number>;
  /** Ends it, also while an event is waited for. */
  close(): void;
}

/** Which events somebody wants; the same for all who want the same kinds. */
interface Wanted {
  kinds: readonly string[] | null;
  isWanted(event: FeedEvent): boolean;
}

interface Subscriber {
  /** Null for an audience, whose listeners are subscribers themselves. */
  accountId: string | null;
  isClosed: boolean;
  wake(): void;
  /** Leaves the audience that it follows. */
  leave(): void;
}

type Feed = ReturnType<typeof createFeed>;
const feeds = new WeakMap<App['events'], Map<string, Feed>>();

/**
 * Subscribes an account to a session's log. All subscribers on this node read it together: each event is read once, is
 * one object for all of them, and comes after one check of who of them may still see it; the others' end there.
 * Everyone reads at their own pace, from wherever they are, and holds nothing but a position.
 */
export function subscribeToFeed(app: App, sessionId: string, accountId: string): FeedSubscription {
  const open = feeds.get(app.events) ?? new Map<string, Feed>();
  feeds.set(app.events, open);
  const feed = open.get(sessionId) ?? createFeed(app, sessionId, () => open.delete(sessionId));
  open.set(sessionId, feed);
  return feed.subscribe(accountId);
}

/** How many sessions' logs are followed on this node. */
export function openFeeds({ events }: App): number {
  return feeds.get(events)?.size ?? 0;
}

function createFeed(app: App, sessionId: string, onEmpty: () => void) {
  const subscribers = new Set<Subscriber>();
  const audiences = new Map<string, Audience>();
  const recent = new Map<number, FeedEvent>();
  const reads = createTurns<number, FeedEvent | null>();
  const checks = createTurns<null, void>();
  /** The end of the log, as far as was read; the events up to which subscribers were checked. */
  let position = 0;
  let checked = 0;
  /** How often the log may have grown; at which of these its end was read, and its subscribers checked. */
  let rings = 0;
  let readAt = -1;
  let checkedAt = 0;

  const ring = () => {
    rings += 1;
    for (const { wake } of subscribers) wake();
  };
  const reader = {
    get position() {
      return position;
    },
    ring,
  };
  const forget = app.events.notify(sessionId, reader);

  const close = (subscriber: Subscriber) => {
    subscriber.isClosed = true;
    subscriber.wake();
    subscriber.leave();
    if (!subscribers.delete(subscriber) || subscribers.size > 0) return;
    forget();
    onEmpty();
  };

  /** The first event after a position; what follows it is at hand as well then. */
  async function read(after: number): Promise<FeedEvent | null> {
    const rung = rings;
    const batch = await app.events.read(sessionId, after);
    const last = batch.at(-1)?.sequence ?? 0;
    await readStories(app, batch);
    if (batch.some(mayDeleteStories)) await forgetDeletedStories();
    // Not before the events were read: one of them may say that somebody was removed.
    if (last > checked) await check();
    checked = Math.max(checked, last);
    if (batch.length < batchSize) readAt = rung;
    position = Math.max(position, last, after);
    for (const event of batch) remember(event);
    const [first] = batch;
    return first ? (recent.get(first.sequence) ?? first) : null;
  }

  /** What happened to a story that was deleted is not told any more. */
  async function forgetDeletedStories(): Promise<void> {
    const told = [...recent.values()].filter(({ story }) => story);
    const ids = new Set(told.map(({ story }) => story?.id as string));
    const rows = await app.database.prisma.story.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
    for (const { id } of rows) ids.delete(id);
    for (const event of told) if (ids.has(event.story?.id as string)) delete event.story;
  }

  /** Ends those who may not see the session's inside any more. */
  async function check(): Promise<void> {
    const rung = rings;
    const accountIds = [...new Set([...subscribers].flatMap(({ accountId }) => accountId ?? []))];
    // Whoever came meanwhile has been checked at the door.
    const outside = await outsiders(app.database.prisma, sessionId, accountIds);
    for (const one of outside.size > 0 ? [...subscribers] : []) {
      if (one.accountId && outside.has(one.accountId)) close(one);
    }
    checkedAt = Math.max(checkedAt, rung);
  }

  function remember(event: FeedEvent): void {
    // Never a second object for the same event: what was made of the first belongs to it.
    if (!recent.has(event.sequence)) recent.set(event.sequence, event);
    if (recent.size > kept) recent.delete(recent.keys().next().value as number);
  }

  async function next(place: number): Promise<FeedEvent | null> {
    const isAtEnd = place >= position && readAt === rings;
    const event = recent.get(place + 1) ?? (isAtEnd ? null : await reads(place, rings, () => read(place)));
    if (checkedAt !== rings) await checks(null, rings, check);
    return event;
  }

  const subscribe = (accountId: string | null) => {
    const subscriber: Subscriber = { accountId, isClosed: false, wake: () => {}, leave: () => {} };
    subscribers.add(subscriber);
    return {
      async after(place: number): Promise<FeedEvent | null> {
        while (!subscriber.isClosed) {
          const heard = rings;
          const event = await next(place).catch((error: unknown) => {
            app.log.error({ err: error, sessionId }, 'could not read events');
            setTimeout(ring, patience).unref();
            return null;
          });
          if (subscriber.isClosed) break;
          if (event) return event;
          if (rings !== heard) continue;
          await new Promise<void>((resolve) => {
            subscriber.wake = resolve;
          });
        }
        return null;
      },
      async follow(place: number, sharer: Sharer, wanted: Wanted): Promise<number> {
        if (subscriber.isClosed) return place;
        const audience = audienceFor(place, sharer, wanted);
        return audience.join(place, sharer.send, (leave) => {
          subscriber.leave = leave;
        });
      },
      atHand: (place: number) => recent.get(place + 1) ?? null,
      close: () => close(subscriber),
    };
  };

  /** Those who asked the same and want the same kinds of events: there already, or beginning at this place. */
  function audienceFor(place: number, { key, execute }: Sharer, { kinds, isWanted }: Wanted): Audience {
    const name = JSON.stringify([key, kinds]);
    const known = audiences.get(name);
    if (known) return known;
    const walker = subscribe(null);
    const close = () => {
      if (audiences.get(name) === audience) audiences.delete(name);
      walker.close();
    };
    const audience = createAudience({ ...walker, close }, place, execute, isWanted);
    audiences.set(name, audience);
    return audience;
  }

  return { subscribe };
}

/** Does work once for all who ask for the same at the same time, after the same latest ring: earlier was too early. */
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

// The session's list of stories is shorter then.
const mayDeleteStories = ({ data: { type } }: LoggedEvent) => type === 'SessionChanged';

async function readStories({ database }: App, batch: FeedEvent[]): Promise<void> {
  const ids = batch.flatMap(({ data }) => (data.type === 'StoryChanged' ? [data.storyId] : []));
  if (ids.length === 0) return;
  const rows = await database.prisma.story.findMany({ where: { id: { in: [...new Set(ids)] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const event of batch) {
    const story = event.data.type === 'StoryChanged' && byId.get(event.data.storyId);
    if (story) event.story = story;
  }
}
