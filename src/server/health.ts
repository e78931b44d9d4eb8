import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';

const readinessTimeout = 1_000;

/**
 * `/livez`: the process answers. `/readyz`: the database answers within a second, so the node can take requests.
 * Redis is not checked: a node works without it, and the other nodes have the same Redis.
 */
export function createHealth(database: Database, log: Logger) {
  let draining = false;
  let wasReady = true;
  let asking: Promise<boolean> | undefined;
  // Requests at the same time share one ping.
  const isReady = () => {
    asking ??= answersInTime(database).then((failure) => {
      asking = undefined;
      const ready = failure === null;
      if (!ready && wasReady) log.warn({ err: failure }, 'the database does not answer');
      if (ready && !wasReady) log.info('the database answers again');
      wasReady = ready;
      return ready;
    });
    return asking;
  };
  return {
    get isDraining() {
      return draining;
    },
    drain() {
      draining = true;
    },
    /** Answers a health request; returns false for any other. */
    handle(request: IncomingMessage, response: ServerResponse): boolean | Promise<void> {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      if (request.url === '/livez') {
        answer(response, 200, 'alive');
        return true;
      }
      if (request.url === '/readyz') {
        if (!draining)
          return isReady().then((ready) =>
            answer(response, ready ? 200 : 503, ready ? 'ready' : 'database unreachable'),
          );
        answer(response, 503, 'draining');
        return true;
      }
      return false;
    },
  };
}

/** Returns null where the database answers in time, else the error. */
async function answersInTime(database: Database): Promise<Error | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error('no answer in time')), readinessTimeout);
  });
  const answered = database.ping().then(
    () => null,
    (error: Error) => error,
  );
  const failure = await Promise.race([answered, timeout]);
  clearTimeout(timer);
  return failure;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(`${text}\n`);
}
