import { type Client, createClient } from 'graphql-ws';
import type { Tokens } from './tokens.ts';

// No new connection mends these: wrong code, a device session or a refresh token that has ended.
const finalCodes: unknown[] = [4400, 4403, 4406, 'INVALID_REFRESH_TOKEN'];
const transientErrors: unknown[] = ['UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED'];

/** The code of a close or of a failed refresh; a connection that was not opened has none. */
const codeOf = (problem: unknown) => (problem as { code?: unknown } | null)?.code;

/** Milliseconds between attempts: longer each time, and not the same for all clients of a server that restarted. */
const backoff = (attempt: number) => Math.min(10_000, 250 * 2 ** attempt) * (0.5 + Math.random());

/** The position of the event that a result shows; undefined where its subscription has none, or does not select it. */
function cursorOf(data: unknown): string | undefined {
  const [event] = Object.values(data ?? {});
  return (event as { cursor?: string } | null | undefined)?.cursor;
}

/** Seconds after which an operation that the server refused for now may be repeated; null where it refused for good. */
function retryAfter(problem: unknown): number | null {
  if (!Array.isArray(problem)) return null;
  const { code, retryAfterSeconds = 1 } = problem[0]?.extensions ?? {};
  return transientErrors.includes(code) ? retryAfterSeconds : null;
}

/**
 * Subscriptions over one WebSocket that outlive it: those whose events have a `cursor` (`hostEvents`, `viewerEvents`,
 * `studioEvents`, `sessionEvents`) and that take it as `$after` go on after the last event that came. The socket is replaced
 * where the server answers nothing for `patience` milliseconds.
 */
export function createSocket(
  url: string,
  tokens: Tokens,
  { webSocketImpl, patience = 10_000 }: { webSocketImpl?: unknown; patience?: number } = {},
): Pick<Client, 'subscribe' | 'dispose'> {
  let used = '';
  let refused: string | undefined;
  let refusals = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const heard = () => clearTimeout(silence);
  const expectAnswer = () => {
    heard();
    silence = setTimeout(() => client.terminate(), patience);
  };
  const client = createClient({
    url,
    webSocketImpl,
    keepAlive: patience,
    connectionParams: async () => {
      try {
        if (tokens.access === refused) await tokens.refresh();
      } catch (error) {
        if (finalCodes.includes(codeOf(error))) throw error;
        // Another attempt, later. For an error the client would close with a code that it takes for final.
        client.terminate();
      }
      used = tokens.access;
      return tokens.headers;
    },
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (attempt) => new Promise((resolve) => setTimeout(resolve, backoff(attempt))),
    shouldRetry: (problem) => !finalCodes.includes(codeOf(problem)),
    on: {
      connecting: expectAnswer,
      connected: () => {
        heard();
        refusals = 0;
      },
      ping: (isReceived) => !isReceived && expectAnswer(),
      pong: (isReceived) => isReceived && heard(),
      error: heard,
      closed: (event) => {
        heard();
        if (codeOf(event) !== 4401) return;
        refused = used;
        refusals += 1;
      },
    },
  });
  return {
    dispose: () => client.dispose(),
    subscribe(payload, sink) {
      // The client sends this again on each new connection.
      const request = { ...payload, variables: { ...payload.variables } };
      let isOver = false;
      let stop = () => {};
      const start = () => {
        if (isOver) return;
        let pause: number | null = null;
        const again = (seconds: number) => setTimeout(start, seconds * 1_000);
        stop = client.subscribe<never>(request, {
          next(result) {
            // A stream that the server refuses, or breaks off, for now: completion follows.
            pause = result.data ? null : retryAfter(result.errors);
            if (pause !== null) return;
            const cursor = cursorOf(result.data);
            if (cursor) request.variables.after = cursor;
            sink.next(result as never);
          },
          error(problem) {
            const seconds = retryAfter(problem);
            // The client takes 4401 for final. A refreshed token that is refused as well is final.
            if (codeOf(problem) === 4401 && refusals === 1) start();
            else if (seconds !== null) again(seconds);
            else sink.error(problem);
          },
          complete() {
            if (pause === null || isOver) sink.complete();
            else again(pause);
          },
        });
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
