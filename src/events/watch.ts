// A lost signal delays a change by at most this long.
export const pollInterval = 2_000;

/**
 * Yields what `read` finds new. Reads again immediately as long as there is something, otherwise after the next signal
 * or the poll interval, whichever comes first.
 */
export function watch<Entry>(
  read: () => Promise<Entry[]>,
  subscribe: (listener: () => void) => () => void,
  failed: (error: unknown) => void,
): AsyncGenerator<Entry> {
  const signal = createPendingSignal();
  const entries = (async function* () {
    const unsubscribe = subscribe(signal.receive);
    try {
      while (!signal.isClosed) {
        signal.reset();
        // A database that is unreachable for a while ends no stream: the changes are read once it is back.
        const batch = await read().catch((error: unknown) => {
          failed(error);
          return [];
        });
        yield* batch;
        if (batch.length === 0) await signal.wait(pollInterval);
      }
    } finally {
      unsubscribe();
    }
  })();
  return closeAtOnce(entries, signal.close);
}

/** Makes `return()` end the pending `next()` first. A generator's own `return()` waits for it. */
export function closeAtOnce<Entry>(entries: AsyncGenerator<Entry>, close: () => void): AsyncGenerator<Entry> {
  const end = entries.return.bind(entries);
  return Object.assign(entries, {
    return(value: unknown) {
      close();
      return end(value as undefined);
    },
  });
}

/** Keeps a signal that arrives while nothing waits for one, so that none is lost between reading and waiting. */
export function createPendingSignal() {
  let isReceived = false;
  let isClosed = false;
  let wake = () => {};
  return {
    get isClosed() {
      return isClosed;
    },
    receive: () => {
      isReceived = true;
      wake();
    },
    reset: () => {
      isReceived = false;
    },
    close: () => {
      isClosed = true;
      wake();
    },
    async wait(milliseconds: number) {
      if (isReceived || isClosed) return;
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
