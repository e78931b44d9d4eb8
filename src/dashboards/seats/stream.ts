import type { Context } from '../../context.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { closeAtOnce, createPendingSignal, pollInterval } from '../../events/watch.ts';
import { sessionsById } from '../../sessions/loaders.ts';
import { boardOf, type SeatsEvent } from './board.ts';
import { followPage } from './page.ts';

export const maximumSessions = 100;

/** Streams the sessions, first each of them as it is, then those whose seats, waitlist or status changed. */
export async function streamSeats(context: Context, ids: string[]): Promise<AsyncGenerator<SeatsEvent>> {
  if (ids.length > maximumSessions)
    throw new InvalidInputError([
      { path: ['sessionIds'], message: `must be at most ${maximumSessions}`, code: 'TOO_LONG' },
    ]);
  const sessionIds = new Set(ids);
  const visible = await sessionsById([...sessionIds], context);
  // A draft is shown to its host alone, who does not look at its seats.
  const isMissing = visible.some((session) => !session || session.status === 'DRAFT');
  if (isMissing || visible.length < sessionIds.size) throw new NotFoundError('session');
  const signal = createPendingSignal();
  let leave = signal.close;
  const events = (async function* () {
    const subscriber = context.broadcastSubscriber?.();
    if (!subscriber) yield* watchSeats(context, sessionIds, signal);
    else if (!signal.isClosed) {
      await followPage(context.app, sessionIds, subscriber, (given) => {
        leave = given;
      });
    }
  })();
  return closeAtOnce(events, () => {
    signal.close();
    leave();
  });
}

/** The events for a subscription that is executed at its own pace. */
async function* watchSeats(
  { app }: Context,
  sessionIds: ReadonlySet<string>,
  signal: ReturnType<typeof createPendingSignal>,
): AsyncGenerator<SeatsEvent> {
  const board = boardOf(app);
  const changed = new Map<string, SeatsEvent>();
  const receive = (event: SeatsEvent) => {
    changed.set(event.sessionId, event);
    signal.receive();
  };
  const stop = await board.watch({ sessionIds, receive });
  try {
    for (const sessionId of sessionIds) receive(board.eventOf(sessionId));
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
}
