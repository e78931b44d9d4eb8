import { setTimeout as delay } from 'node:timers/promises';
import type { SignedIn } from '../context.ts';
import { onceReachable } from '../database/outage.ts';
import { canResume, cursors, endOfLog, type Position, type StudioCursor } from '../events/cursor.ts';
import type { Scope } from '../events/tail.ts';
import { closeAtOnce } from '../events/watch.ts';
import { kindsOf, type StudioEventData } from '../lifecycle/studio-events.ts';
import { isShown } from '../live/events/feeds.ts';
import { type StudioEntry, type StudioEventKind, tailOf } from './entries.ts';

/** An event as it is sent. */
export interface StreamedEvent<Data extends { type: string } = { type: string }> {
  cursor: StudioCursor;
  occurredAt: Date;
  data: Data;
  entry?: StudioEntry;
}

/** The first event, and the event that tells of new figures. */
type Frame = { type: 'HostSnapshot' | 'StudioSnapshot' | 'ViewerSnapshot' | 'FiguresChanged' | 'OverviewChanged' };

export interface Following {
  /** Where to continue; without it, or where the log no longer reaches back so far, the stream begins with a snapshot. */
  after: StudioCursor | null;
  kinds: StudioEventKind[] | null;
  scope: Scope<StudioEntry>;
  /** Kinds of the scope that change figures and are never sent. */
  hidden?: StudioEventKind[];
  snapshot: 'HostSnapshot' | 'StudioSnapshot' | 'ViewerSnapshot';
  /** Whether the viewer may still read the stream. */
  mayRead(entry: StudioEntry): boolean;
  /** The event that tells of new figures, and which events may change them; null where the stream has none. */
  figures: {
    type: 'FiguresChanged' | 'OverviewChanged';
    isAffected(entry: StudioEntry): boolean;
    /** The first instant of their present day; null where the viewer may not read them any longer. */
    day(): Promise<Date | null>;
  } | null;
}

// Figures are computed anew at most this often for a stream, in milliseconds.
const figuresInterval = 1_000;
// In every time zone a day begins with a quarter of an hour.
const quarter = 15 * 60_000;

/** Streams events across sessions, each once and in the order of the log. */
export async function follow(
  { app }: SignedIn,
  { after, kinds, scope, hidden = [], snapshot, mayRead, figures }: Following,
): Promise<AsyncGenerator<StreamedEvent<StudioEventData | Frame>>> {
  const cursorAt = await cursors(app.database);
  const start = after && (await canResume(app.database, after)) ? after : null;
  // Before the snapshot is read: what happens meanwhile is in both.
  let position: Position = start ?? (await endOfLog(app.database));
  const reader = tailOf(app).open(position, scope);
  const closing = new AbortController();
  const framed = (type: Frame['type']) => ({ cursor: cursorAt(position), occurredAt: new Date(), data: { type } });
  const wants = (kind: StudioEventKind) => !hidden.includes(kind) && (kinds?.includes(kind) ?? true);
  const followed = wants('FIGURES') ? figures : null;

  /** Resolves after a time, or once the stream ends. */
  const wait = async <Name extends string>(name: Name, milliseconds: number): Promise<Name> => {
    await delay(milliseconds, undefined, { signal: closing.signal }).catch(() => undefined);
    return name;
  };
  const quarterEnd = () => wait('quarter', quarter - (Date.now() % quarter));
  const isOver = () => closing.signal.aborted || app.stopping.aborted;
  const dayOf = async () => (await onceReachable(async () => followed?.day(), isOver))?.getTime() ?? null;

  const events = (async function* () {
    let shownAt = 0;
    // Figures that were due, or a day that began, while nobody read are in no event.
    let due = start ? wait('figures', figuresInterval) : null;
    try {
      let shownDay = await dayOf();
      if (!start) yield framed(snapshot);
      let next = reader.next();
      let tick = quarterEnd();
      for (;;) {
        // A tick lasts for a quarter of an hour at most: each race leaves a reaction at every promise that it was given.
        const entry = await (followed ? Promise.race([...(due ? [due] : []), tick, next]) : next);
        if (entry === null || closing.signal.aborted) return;
        if (entry === 'quarter') {
          tick = quarterEnd();
          if ((await dayOf()) !== shownDay) due ??= wait('figures', 0);
          continue;
        }
        if (entry === 'figures') {
          due = null;
          shownAt = Date.now();
          shownDay = await dayOf();
          if (!followed || shownDay === null) return;
          yield framed(followed.type);
          continue;
        }
        if (!mayRead(entry)) return;
        position = entry;
        next = reader.next();
        const { occurredAt, data } = entry;
        if (isShown(entry) && kindsOf(entry.data).some(wants))
          yield { cursor: cursorAt(entry), occurredAt, data, entry };
        if (followed?.isAffected(entry)) due ??= wait('figures', Math.max(0, shownAt + figuresInterval - Date.now()));
      }
    } finally {
      reader.close();
      closing.abort();
    }
  })();
  return closeAtOnce(events, () => {
    reader.close();
    closing.abort();
  });
}
