import type { App, Context } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { endOfLog } from '../../events/cursor.ts';
import type { Scope, TailReader } from '../../events/tail.ts';
import { closeAtOnce, createPendingSignal, pollInterval } from '../../events/watch.ts';
import { ownedState } from '../../node-state.ts';
import { sessionsById } from '../../sessions/loaders.ts';
import { type StudioEntry, tailOf } from '../entries.ts';

/** A session whose seats or status changed. One object for all subscriptions of the node, which share its execution. */
export interface SeatsEvent {
  sessionId: string;
}

interface Watcher {
  sessionIds: ReadonlySet<string>;
  receive(event: SeatsEvent): void;
}

export const maximumSessions = 100;
// A session is sent at most once in this time, in milliseconds.
const interval = 1_000;

/** The sessions that subscriptions of this node watch. One reader of the log serves all of them. */
const boardOf = ownedState((app: App) => {
  const watchers = new Set<Watcher>();
  /** The event of each session in the present interval. A change in it has its own event at the end. */
  const present = new Map<string, { event: SeatsEvent; hasChanged: boolean }>();
  let reader: TailReader<StudioEntry> | null = null;

  function begin(sessionId: string): SeatsEvent {
    const current = { event: { sessionId }, hasChanged: false };
    present.set(sessionId, current);
    const end = () => {
      present.delete(sessionId);
      if (current.hasChanged) send(sessionId);
    };
    setTimeout(end, interval).unref();
    return current.event;
  }

  function send(sessionId: string): void {
    const receivers = [...watchers].filter(({ sessionIds }) => sessionIds.has(sessionId));
    if (receivers.length === 0) return;
    const event = begin(sessionId);
    for (const { receive } of receivers) receive(event);
  }

  async function run(source: TailReader<StudioEntry>): Promise<void> {
    for (let entry = await source.next(); entry; entry = await source.next()) {
      const sessionId = entry.sessionId as string;
      const current = present.get(sessionId);
      if (current) current.hasChanged = true;
      else send(sessionId);
    }
  }

  return {
    /** Sends the sessions as they are, and then as they change, until the returned function is called. */
    async watch(watcher: Watcher): Promise<() => void> {
      const start = await endOfLog(app.database);
      watchers.add(watcher);
      if (!reader) {
        reader = tailOf(app).open(start, seatsAndStatus);
        void run(reader);
      }
      for (const sessionId of watcher.sessionIds) watcher.receive(present.get(sessionId)?.event ?? begin(sessionId));
      return () => {
        watchers.delete(watcher);
        if (watchers.size > 0) return;
        reader?.close();
        reader = null;
      };
    },
  };
});

const seatsAndStatus: Scope<StudioEntry> = {
  condition: Prisma.sql`"sessionId" IS NOT NULL AND "type" IN ('SeatsChanged', 'SessionChanged')`,
  includes: ({ data: { type }, sessionId }) =>
    sessionId !== null && (type === 'SeatsChanged' || type === 'SessionChanged'),
};

/** Streams the sessions, first each of them as it is, then those whose seats or status changed. */
export async function streamSeats(context: Context, ids: string[]): Promise<AsyncGenerator<SeatsEvent>> {
  if (ids.length > maximumSessions)
    throw new InvalidInputError([{ path: ['sessionIds'], message: `must be at most ${maximumSessions}` }]);
  const sessionIds = new Set(ids);
  const visible = await sessionsById([...sessionIds], context);
  if (visible.some((session) => !session) || visible.length < sessionIds.size) throw new NotFoundError('session');
  const signal = createPendingSignal();
  const changed = new Map<string, SeatsEvent>();
  const receive = (event: SeatsEvent) => {
    changed.set(event.sessionId, event);
    signal.receive();
  };
  const stop = await boardOf(context.app).watch({ sessionIds, receive });
  const events = (async function* () {
    try {
      while (!signal.isClosed) {
        signal.reset();
        for (const [sessionId, event] of changed) {
          changed.delete(sessionId);
          yield event;
        }
        if (changed.size === 0) await signal.wait(pollInterval);
      }
    } finally {
      stop();
    }
  })();
  return closeAtOnce(events, signal.close);
}
