import type { App } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import { endOfLog } from '../../events/cursor.ts';
import type { Scope, TailReader } from '../../events/tail.ts';
import { ownedState } from '../../node-state.ts';
import { type StudioEntry, tailOf } from '../entries.ts';

/** A session to send. One object for all subscriptions of the node, which share its execution. */
export interface SeatsEvent {
  sessionId: string;
  /** Greater than that of every event before. */
  version: number;
}

export interface Watcher {
  sessionIds: ReadonlySet<string>;
  /** Called as a session's seats, waitlist or status changed, or it was deleted. */
  receive(event: SeatsEvent): void;
}

// A session is sent at most once in this time, in milliseconds.
const interval = 1_000;

/** The sessions that subscriptions of this node watch. One reader of the log serves all of them. */
export const boardOf = ownedState((app: App) => {
  const watchers = new Set<Watcher>();
  /** The event of each session in the present interval. A change in it has its own event at the end. */
  const present = new Map<string, { event: SeatsEvent; hasChanged: boolean }>();
  let reader: TailReader<StudioEntry> | null = null;
  let version = 0;

  function begin(sessionId: string): SeatsEvent {
    version += 1;
    const current = { event: { sessionId, version }, hasChanged: false };
    present.set(sessionId, current);
    const end = () => {
      if (present.get(sessionId) !== current) return;
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
      // The event of a deletion is of no session any more.
      const sessionId = entry.data.type === 'SessionDeleted' ? entry.data.sessionId : (entry.sessionId as string);
      const current = present.get(sessionId);
      if (current) current.hasChanged = true;
      else send(sessionId);
    }
  }

  return {
    /** Sends changes until the returned function is called. What is read of a session from now on shows those before. */
    async watch(watcher: Watcher): Promise<() => void> {
      // A reader that runs already misses nothing.
      const start = reader ? null : await endOfLog(app.database);
      watchers.add(watcher);
      if (start && !reader) {
        reader = tailOf(app).open(start, seatsAndStatus);
        void run(reader);
      }
      return () => {
        watchers.delete(watcher);
        if (watchers.size > 0) return;
        reader?.close();
        reader = null;
        // Nobody reads the log from now on, so these would be out of date.
        present.clear();
      };
    },
    /** The event that shows a session as it is, or was within the last interval; then its change is still to come. */
    eventOf: (sessionId: string) => present.get(sessionId)?.event ?? begin(sessionId),
  };
});

// A booking that takes no seat changes who waits.
const kinds = ['SeatsChanged', 'BookingChanged', 'SessionChanged', 'SessionDeleted'];

const seatsAndStatus: Scope<StudioEntry> = {
  condition: Prisma.sql`"type" = ANY(${kinds}::text[])`,
  includes: ({ data: { type } }) => kinds.includes(type),
};
