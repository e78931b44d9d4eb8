import { setImmediate as nextTurn } from 'node:timers/promises';
import type { App } from '../../context.ts';
import type { BroadcastResult, Subscriber } from '../../events/broadcast.ts';
import { ownedState } from '../../node-state.ts';
import { boardOf, type SeatsEvent } from './board.ts';

interface Receiver {
  /** The number of the last result that it was sent. */
  number: number;
  /** Whether the connection has taken the previous write. */
  isReady: boolean;
  send: Subscriber['send'];
  taken(): void;
  fail(error: unknown): void;
}

/** The newest result of a session. */
interface Shown {
  event: SeatsEvent;
  number: number;
  result: BroadcastResult;
}

// Characters per write to a connection.
const writeSize = 64 * 1024;
// Other work of the process gets a turn after this many results.
const resultsPerTurn = 1_000;

type Page = ReturnType<typeof createPage>;

const pagesOf = ownedState((_: App) => new Map<string, Page>());

/**
 * Sends the sessions, and then those that change, to one of the subscribers with the same operation and the same sessions.
 * Each change is executed once for all of them. Resolves after a call of the function that `onJoin` receives.
 */
export async function followPage(
  app: App,
  sessionIds: ReadonlySet<string>,
  subscriber: Subscriber,
  onJoin: (leave: () => void) => void,
): Promise<void> {
  const pages = pagesOf(app);
  const name = JSON.stringify([subscriber.key, [...sessionIds]]);
  const page = pages.get(name) ?? createPage(app, sessionIds, subscriber.execute, () => pages.delete(name));
  pages.set(name, page);
  await page.join(subscriber.send, onJoin);
}

/** Subscribers who see the same. A subscriber that is slow gets the newest state of each session, not every one. */
function createPage(app: App, sessionIds: ReadonlySet<string>, execute: Subscriber['execute'], onEmpty: () => void) {
  const board = boardOf(app);
  const receivers = new Set<Receiver>();
  /** By session, in the order of the numbers. */
  const shown = new Map<string, Shown>();
  /** Changes that are not executed yet. */
  const changed = new Map<string, SeatsEvent>();
  /** What to send after a number: the same for all that have kept up. */
  const writes = new Map<number, { results: BroadcastResult[]; end: number }>();
  let members = 0;
  let number = 0;
  let isRunning = false;
  const watching = board.watch({
    sessionIds,
    receive(event) {
      changed.set(event.sessionId, event);
      if (isRunning) return;
      isRunning = true;
      run().catch(fail);
    },
  });

  /** Executes events. A change goes to everybody; a state that was read for somebody who joins, to nobody else. */
  async function show(events: SeatsEvent[], isChange: boolean): Promise<void> {
    const results = await Promise.all(execute(events));
    for (const [index, event] of events.entries()) {
      const { sessionId } = event;
      const before = shown.get(sessionId);
      const isOutdated = before && before.event.version > event.version;
      const newest = isOutdated ? before : { event, result: results[index] as BroadcastResult };
      const keepsPlace = before && !isChange;
      if (!keepsPlace) shown.delete(sessionId);
      shown.set(sessionId, { ...newest, number: keepsPlace ? before.number : ++number });
    }
    writes.clear();
  }

  function writeAfter(last: number) {
    const known = writes.get(last);
    if (known) return known;
    const write = { results: [] as BroadcastResult[], end: last };
    let length = 0;
    for (const { number, result } of shown.values()) {
      if (number <= last) continue;
      if (length >= writeSize) break;
      write.results.push(result);
      write.end = number;
      length += result.stringify().length;
    }
    writes.set(last, write);
    return write;
  }

  /** Sends a ready receiver the results that it lacks. Returns their number. */
  function sendTo(receiver: Receiver): number {
    if (!receiver.isReady) return 0;
    const { results, end } = writeAfter(receiver.number);
    if (results.length === 0) return 0;
    receiver.number = end;
    receiver.isReady = false;
    receiver.send(results, receiver.taken);
    return results.length;
  }

  async function run(): Promise<void> {
    // Sessions of a page change in the same moment, where their intervals began together.
    await nextTurn();
    while (changed.size > 0) {
      const events = [...changed.values()];
      changed.clear();
      await show(events, true);
      let sent = 0;
      for (const receiver of receivers) {
        sent += sendTo(receiver);
        if (sent < resultsPerTurn) continue;
        sent = 0;
        await nextTurn();
      }
    }
    isRunning = false;
  }

  function fail(error: unknown): void {
    isRunning = false;
    for (const receiver of receivers) receiver.fail(error);
  }

  /** Begins with the sessions as they are. */
  async function add(receiver: Receiver, isGone: () => boolean): Promise<void> {
    await watching;
    const events = [...sessionIds].map(board.eventOf);
    await show(
      events.filter(({ sessionId, version }) => (shown.get(sessionId)?.event.version ?? 0) < version),
      false,
    );
    if (isGone()) return;
    receivers.add(receiver);
    sendTo(receiver);
  }

  function end(): void {
    onEmpty();
    watching.then(
      (stop) => stop(),
      // Whoever joined has met the failure.
      () => {},
    );
  }

  return {
    async join(send: Subscriber['send'], onJoin: (leave: () => void) => void): Promise<void> {
      members += 1;
      let leave = () => {};
      let fail = (_error: unknown) => {};
      let isGone = false;
      const left = new Promise<void>((resolve, reject) => {
        [leave, fail] = [resolve, reject];
      });
      const receiver: Receiver = {
        ...{ number: 0, isReady: true, send, fail },
        taken() {
          receiver.isReady = true;
          if (receivers.has(receiver)) sendTo(receiver);
        },
      };
      onJoin(leave);
      add(receiver, () => isGone).catch(fail);
      try {
        await left;
      } finally {
        isGone = true;
        receivers.delete(receiver);
        members -= 1;
        if (members === 0) end();
      }
    },
  };
}
