import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';
import { ReadOnlyError } from '../database/errors.ts';

const readinessTimeout = 1_000;

/**
 * `/livez`: the process answers. `/readyz`: the database answers within a second and takes writes, so the node can take
 * requests. Redis is not checked: a node works without it, and the other nodes have the same Redis.
 */
export function createHealth(database: Database, log: Logger) {
  let draining = false;
  let known: string | null = null;
  let asking: Promise<string | null> | undefined;
  // Requests at the same time share one ping.
  const askObstacle = () => {
    asking ??= answersInTime(database).then((failure) => {
      asking = undefined;
      const obstacle = failure && (failure instanceof ReadOnlyError ? failure.message : 'database unreachable');
      if (obstacle !== null && obstacle !== known) log.warn({ err: failure }, `not ready: ${obstacle}`);
      if (obstacle === null && known !== null) log.info('ready again: the database answers and takes writes');
      known = obstacle;
      return obstacle;
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
    /** Returns why the database cannot serve requests; null where it can. A change is logged. */
    askObstacle,
    /** Answers a health request; returns false for any other. */
    handle(request: IncomingMessage, response: ServerResponse): boolean | Promise<void> {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      if (request.url === '/livez') {
        answer(response, 200, 'alive');
        return true;
      }
      if (request.url === '/readyz') {
        if (!draining)
          return askObstacle().then((obstacle) => answer(response, obstacle === null ? 200 : 503, obstacle ?? 'ready'));
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
