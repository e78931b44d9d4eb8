// Signals may be lost; then this is how late something can be noticed.
export const pollInterval = 2_000;

/** What `read` finds new each time: again at once while there is something, else after a signal, or slowly without one. */
export function watch<Entry>(
  read: () => Promise<Entry[]>,
  subscribe: (listener: () => void) => () => void,
  failed: (error: unknown) => void,
): AsyncGenerator<Entry> {
  const wakeup = createWakeup();
  const entries = (async function* () {
    const unsubscribe = subscribe(wakeup.ring);
    try {
      while (!wakeup.isClosed) {
        wakeup.reset();
        // A database that is away for a while ends nobody's stream: what changed meanwhile is still to be seen then.
        const batch = await read().catch((error: unknown) => {
          failed(error);
          return [];
        });
        yield* batch;
        if (batch.length === 0) await wakeup.wait(pollInterval);
      }
    } finally {
      unsubscribe();
    }
  })();
  return closeAtOnce(entries, wakeup.close);
}

/** A generator's own `return()` waits for the pending `next()`; this one first ends what that waits for. */
export function closeAtOnce<Entry>(entries: AsyncGenerator<Entry>, close: () => void): AsyncGenerator<Entry> {
  const end = entries.return.bind(entries);
  return Object.assign(entries, {
    return(value: unknown) {
      close();
      return end(value as undefined);
    },
  });
}

/** Remembers a ring that came while nobody waited, so that none is missed between reading and waiting. */
function createWakeup() {
  let rung = false;
  let closed = false;
  let wake = () => {};
  return {
    get isClosed() {
      return closed;
    },
    ring: () => {
      rung = true;
      wake();
    },
    reset: () => {
      rung = false;
    },
    close: () => {
      closed = true;
      wake();
    },
    async wait(milliseconds: number) {
      if (rung || closed) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, milliseconds);
      });
      clearTimeout(timer);
      wake = () => {};
    },
  };
}
