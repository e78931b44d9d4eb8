import { type Client, createClient } from 'graphql-ws';
import type { Tokens } from './tokens.ts';

/** Subscriptions over one WebSocket that outlive it: `sessionEvents` goes on after the last event that came. */
export function createSocket(
  url: string,
  tokens: Tokens,
  webSocketImpl?: unknown,
): Pick<Client, 'subscribe' | 'dispose'> {
  let isStale = false;
  const client = createClient({
    url,
    webSocketImpl,
    connectionParams: async () => {
      if (isStale) await tokens.refresh();
      isStale = false;
      return { Authorization: `Bearer ${tokens.access}` };
    },
    // The client's own would ask for everything again.
    retryAttempts: 0,
  });
  return {
    dispose: () => client.dispose(),
    subscribe(payload, sink) {
      let variables = payload.variables;
      let attempts = 0;
      let isOver = false;
      let stop = () => {};
      const start = () => {
        if (isOver) return;
        stop = client.subscribe<never>(
          { ...payload, variables },
          {
            next(result) {
              attempts = 0;
              const cursor = (result.data as { sessionEvents?: { cursor: string } } | null)?.sessionEvents?.cursor;
              if (cursor) variables = { ...variables, after: cursor };
              sink.next(result as never);
            },
            error(problem) {
              const code = (problem as { code?: number }).code;
              // Errors of the operation itself, and a device that was signed out, are final.
              if (code === undefined || code === 4403 || (code === 4401 && attempts > 5)) return sink.error(problem);
              isStale ||= code === 4401;
              setTimeout(start, Math.min(30_000, 250 * 2 ** attempts) * (0.5 + Math.random()));
              attempts += 1;
            },
            complete: () => sink.complete(),
          },
        );
      };
      start();
      return () => {
        isOver = true;
        stop();
      };
    },
  };
}

export type Socket = ReturnType<typeof createSocket>;
