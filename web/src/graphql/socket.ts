import { type Client, createClient } from 'graphql-ws';
import { endpoint, tokens } from './tokens.ts';

/** Whether events come: a page that follows something says when they do not. */
export type Connection = 'idle' | 'connecting' | 'open' | 'lost';

// No new connection mends these: wrong code, or a device session that has ended.
const finalCodes: unknown[] = [4400, 4403, 4406];
const transientErrors: unknown[] = ['UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED', 'GOING_AWAY'];
/** Milliseconds within which the server answers, or is taken for gone. */
const patience = 10_000;

let connection: Connection = 'idle';
const listeners = new Set<() => void>();
function become(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of listeners) listener();
}

export const connections = {
  get state() {
    return connection;
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

const codeOf = (problem: unknown) => (problem as { code?: unknown } | null)?.code;

/** Waits before another attempt: longer each time, and no longer once the network is back. */
function pause(attempt: number): Promise<void> {
  const delay = Math.min(10_000, 250 * 2 ** attempt) * (0.5 + Math.random());
  return new Promise((resolve) => {
    const timer = setTimeout(done, delay);
    function done() {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    }
    window.addEventListener('online', done);
  });
}

function retryAfter(problem: unknown): number | null {
  if (!Array.isArray(problem)) return null;
  const { code, retryAfterSeconds = 1 } = problem[0]?.extensions ?? {};
  return transientErrors.includes(code) ? retryAfterSeconds : null;
}

/** The socket of one person. Its subscriptions outlive connections: each goes on after the last cursor that came. */
export function createSocket(): Pick<Client, 'subscribe'> & { dispose(): void } {
  let used = '';
  let refused: string | undefined;
  let refusals = 0;
  let isDisposed = false;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const heard = () => clearTimeout(silence);
  const expectAnswer = () => {
    heard();
    silence = setTimeout(() => client.terminate(), patience);
  };
  const client = createClient({
    url: `${location.origin.replace('http', 'ws')}${endpoint}`,
    keepAlive: patience,
    // Pages that follow one another share a connection.
    lazyCloseTimeout: 2_000,
    connectionParams: async () => {
      try {
        if (tokens.isExpiring || (refused && tokens.access === refused)) await tokens.refresh();
      } catch {
        // The server is away: another attempt, later. For an error the client would close with a code that it takes for final.
        client.terminate();
      }
      used = tokens.access;
      return tokens.headers;
    },
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: pause,
    shouldRetry: (problem) => !finalCodes.includes(codeOf(problem)),
    on: {
      connecting: (isRetry) => {
        become(isRetry ? 'lost' : 'connecting');
        expectAnswer();
      },
      connected: () => {
        heard();
        refusals = 0;
        become('open');
      },
      ping: (isReceived) => !isReceived && expectAnswer(),
      pong: (isReceived) => isReceived && heard(),
      error: heard,
      closed: (event) => {
        heard();
        // How it ends says nothing about the next person's connection.
        if (isDisposed) return;
        const code = codeOf(event);
        become(code === 1000 ? 'idle' : 'lost');
        if (code === 4403) tokens.forget('You were signed out on this device.');
        if (code !== 4401) return;
        refused = used;
        refusals += 1;
      },
    },
  });
  const offline = () => client.terminate();
  let followed = 0;
  window.addEventListener('offline', offline);

  return {
    dispose() {
      isDisposed = true;
      window.removeEventListener('offline', offline);
      become('idle');
      void client.dispose();
    },
    subscribe(payload, sink) {
      const request = { ...payload, variables: { ...payload.variables } };
      let isOver = false;
      let stop = () => {};
      followed += 1;
      const leave = () => {
        if (isOver) return;
        isOver = true;
        followed -= 1;
        // Nobody waits for the connection any more, and none is tried.
        if (followed === 0 && connection === 'lost') become('idle');
      };
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
            else {
              leave();
              sink.error(problem);
            }
          },
          complete() {
            if (pause !== null && !isOver) {
              again(pause);
              return;
            }
            leave();
            sink.complete();
          },
        });
      };
      start();
      return () => {
        leave();
        stop();
      };
    },
  };
}

/** The position of an event in its stream; a subscription has one root field. */
function cursorOf(data: object | null | undefined): string | undefined {
  const [event] = Object.values(data ?? {}) as ({ cursor?: string } | null)[];
  return event?.cursor;
}
