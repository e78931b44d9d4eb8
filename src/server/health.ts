import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';

const readinessTimeout = 1_000;

/**
 * `/livez`: the process answers. `/readyz`: it should be sent requests, since the database answers within a second.
 * Redis is not asked: without it everything works, if less promptly, and another node would be no better off.
 */
export function createHealth(database: Database, log: Logger) {
  let draining = false;
  let wasReady = true;
  let asking: Promise<boolean> | undefined;
  // However many ask at once, the database is asked once.
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
    /** Whether the request was one of these and has been taken care of. */
    handle(request: IncomingMessage, response: ServerResponse): boolean {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      if (request.url === '/livez') {
        answer(response, 200, 'alive');
        return true;
      }
      if (request.url === '/readyz') {
        if (draining) answer(response, 503, 'draining');
        else
          void isReady().then((ready) => answer(response, ready ? 200 : 503, ready ? 'ready' : 'database unreachable'));
        return true;
      }
      return false;
    },
  };
}

/** Null where it does, else why not. */
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
