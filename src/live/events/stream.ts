import type { SignedIn } from '../../context.ts';
import type { Database } from '../../database/client.ts';
import { batchAcrossRequests } from '../../database/cross-request-batch.ts';
import { onceReachable } from '../../database/outage.ts';
import { closeAtOnce } from '../../events/watch.ts';
import { notOneOfHosts } from '../../sessions/service.ts';
import { mayObserve, requireInside } from '../membership.ts';
import { connect } from '../presence/node.ts';
import { feedsOf, isShown } from './feeds.ts';
import { type Extent, type Snapshot, snapshotOf } from './snapshots.ts';
import { kindOf, type SessionEvent, type SessionEventKind } from './vocabulary.ts';

export type StreamedEvent = SessionEvent | Snapshot;

export interface StreamOptions {
  sessionId: string;
  after: number | null;
  kinds: SessionEventKind[] | null;
  /** Whether the viewer, one of the hosts or an admin, follows the session without being present in it. */
  observe: boolean;
  snapshot: Extent;
}

/**
 * Streams the events of a session to a viewer who may see its inside, and ends when the viewer may no longer. It starts
 * with a snapshot unless the log can continue after `after`. The viewer is present in the session while it is open, unless
 * they only observe.
 */
export async function streamSession(context: SignedIn, options: StreamOptions): Promise<AsyncGenerator<StreamedEvent>> {
  const { sessionId } = options;
  // The subscription begins before the check of access, so that it receives a removal right after the check.
  const feed = feedsOf(context.app).subscribe(sessionId, context.viewer.account.id);
  try {
    await requireInside(context, sessionId);
    if (options.observe && !(await mayObserve(context, sessionId))) throw notOneOfHosts();
  } catch (error) {
    feed.close();
    throw error;
  }
  const isWanted = (event: SessionEvent) =>
    isShown(event) && (options.kinds?.includes(kindOf[event.data.type]) ?? true);
  const { stopping } = context.app;
  const stillMayObserve = () =>
    onceReachable(
      () => mayObserve(context, sessionId),
      () => stopping.aborted,
    );
  const events = (async function* () {
    let disconnect = async () => {};
    try {
      if (!options.observe) disconnect = await connect(context, sessionId);
      const { after } = options;
      let position = after !== null && (await canResume(context.app.database, sessionId, after)) ? after : null;
      for (;;) {
        if (position === null) {
          const snapshot = await snapshotOf(context, sessionId, options.snapshot);
          yield snapshot;
          position = snapshot.sequence;
        }
        // A broadcast goes to all who may see the inside, of whom those who observe are few.
        const subscriber = options.observe ? null : context.broadcastSubscriber?.();
        if (subscriber) position = await feed.follow(position, subscriber, { kinds: options.kinds, isWanted });
        const event = await feed.after(position);
        if (!event || (options.observe && !(await stillMayObserve()))) return;
        const isNext: boolean = event.sequence === position + 1;
        position = isNext ? event.sequence : null;
        if (isNext && isWanted(event)) yield event;
      }
    } finally {
      feed.close();
      await disconnect();
    }
  })();
  return closeAtOnce(events, feed.close);
}

/** Whether the log contains everything after a position. It does not if that is beyond its end or was deleted. */
export async function canResume(database: Database, sessionId: string, after: number): Promise<boolean> {
  const [isKnown] = await areKnown(database, [after], sessionId);
  return isKnown === true;
}

/** For thousands who come back at once, after their node was lost. */
const areKnown = batchAcrossRequests(async ({ rows }, positions: number[], sessionId: string) => {
  const found = await rows<{ position: number; isKnown: boolean }>`
    SELECT asked."position", session."eventSequence" = asked."position" OR EXISTS (
      SELECT FROM "Event" WHERE "sessionId" = session."id" AND "sequence" = asked."position" + 1) AS "isKnown"
    FROM "Session" session, unnest(${positions}::int[]) AS asked("position") WHERE session."id" = ${sessionId}::uuid`;
  const known = new Map(found.map(({ position, isKnown }) => [position, isKnown]));
  return positions.map((position) => known.get(position) ?? false);
});
