import { setTimeout as delay } from 'node:timers/promises';
import type { SignedIn } from '../context.ts';
import { canResume, cursors, endOfLog, type Position, type StudioCursor } from '../events/cursor.ts';
import type { Scope } from '../events/tail.ts';
import { closeAtOnce } from '../events/watch.ts';
import { kindsOf, type StudioEventData } from '../lifecycle/studio-events.ts';
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
  snapshot: 'HostSnapshot' | 'StudioSnapshot' | 'ViewerSnapshot';
  /** Whether the viewer may still read the stream. */
  mayRead(entry: StudioEntry): boolean;
  /** The event that tells of new figures, and which events may change them; null where the stream has none. */
  figures: { type: 'FiguresChanged' | 'OverviewChanged'; isAffected(entry: StudioEntry): boolean } | null;
}

// Figures are computed anew at most this often for a stream, in milliseconds.
const figuresInterval = 1_000;

/** Streams events across sessions, each once and in the order of the log. */
export async function follow(
  { app }: SignedIn,
  { after, kinds, scope, snapshot, mayRead, figures }: Following,
): Promise<AsyncGenerator<StreamedEvent<StudioEventData | Frame>>> {
  const cursorAt = await cursors(app.database);
  const start = after && (await canResume(app.database, after)) ? after : null;
  // Before the snapshot is read: what happens meanwhile is in both.
  let position: Position = start ?? (await endOfLog(app.database));
  const reader = tailOf(app).open(position, scope);
  const closing = new AbortController();
  const framed = (type: Frame['type']) => ({ cursor: cursorAt(position), occurredAt: new Date(), data: { type } });
  const wants = (kind: StudioEventKind) => kinds?.includes(kind) ?? true;

  const events = (async function* () {
    let figuresDue: Promise<void> | null = null;
    let figuresAt = 0;
    try {
      if (!start) yield framed(snapshot);
      let next = reader.next();
      for (;;) {
        const entry = await (figuresDue ? Promise.race([figuresDue, next]) : next);
        if (entry === null || closing.signal.aborted) return;
        if (entry === undefined) {
          figuresDue = null;
          figuresAt = Date.now();
          if (figures) yield framed(figures.type);
          continue;
        }
        if (!mayRead(entry)) return;
        position = entry;
        next = reader.next();
        const { occurredAt, data } = entry;
        if (kindsOf(entry.data).some(wants)) yield { cursor: cursorAt(entry), occurredAt, data, entry };
        if (!figuresDue && wants('FIGURES') && figures?.isAffected(entry)) {
          const wait = Math.max(0, figuresAt + figuresInterval - Date.now());
          figuresDue = delay(wait, undefined, { signal: closing.signal }).catch(() => undefined);
        }
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
