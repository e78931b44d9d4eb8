import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { Server } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { UnavailableError } from '../errors.ts';

// Milliseconds. An orchestrator may wait for as little as five seconds before it kills.
const patience = 3_000;
const acceptPatience = 500;
// For clients to take their answers: a connection that is destroyed before is reset.
const lingering = 1_000;
// How often to look whether what is waited for has happened.
const interval = 10;

/**
 * Ends the connections of an HTTP server without losing a request that was sent. To be made before its first request.
 * Connections without a request for `quiet` milliseconds are closed: a client that has sent one already is answered.
 */
export function createDrain(http: HttpServer, quiet = 250) {
  const underWay = new Set<ServerResponse>();
  let isDraining = false;
  let accepted = 0;
  let lastRequest = 0;
  let deadline = 0;

  const closeAfter = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  http.on('connection', () => {
    accepted += 1;
  });
  // Before the server's own listener, which may answer at once.
  http.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    lastRequest = performance.now();
    underWay.add(response);
    if (isDraining) closeAfter(response);
    response.once('close', () => underWay.delete(response));
  });

  return {
    /** Stops listening, once the connections that the operating system has accepted have been taken over. */
    async stopAccepting(): Promise<void> {
      deadline = performance.now() + patience;
      const until = performance.now() + acceptPatience;
      // Closing the socket resets the connections that wait behind it. One turn takes over all of them.
      for (let before = -1; before < accepted && performance.now() < until; ) {
        before = accepted;
        await nextTurn();
        await nextTurn();
      }
      // The method of http.Server also closes connections that are idle, on which a request may be under way.
      Server.prototype.close.call(http);
      // Not before: a client whose connection is closed opens another one, which would be reset.
      isDraining = true;
      for (const response of underWay) closeAfter(response);
    },
    /** Resolves when every request is answered and every connection closed; answers 503 where that takes too long. */
    async finish(): Promise<void> {
      const isQuiet = () => underWay.size === 0 && performance.now() - lastRequest > quiet;
      lastRequest = performance.now();
      while (!isQuiet() && performance.now() < deadline) await wait(interval);
      for (const response of underWay) refuse(response);
      http.closeIdleConnections();
      const isOpen = () => new Promise<number>((resolve) => http.getConnections((_, count) => resolve(count)));
      while ((await isOpen()) > 0 && performance.now() < deadline + lingering) await wait(interval);
      http.closeAllConnections();
      // It does not listen any more; this ends its check of slow clients.
      http.close();
    },
  };
}

/** Answers a request that is still being worked on. Past the response object, which its worker may yet use. */
function refuse(response: ServerResponse): void {
  if (response.headersSent || !response.socket) return;
  const { message, code, retryAfterSeconds } = new UnavailableError();
  const body = JSON.stringify({ errors: [{ message, extensions: { code, retryAfterSeconds } }] });
  response.socket.end(
    [
      'HTTP/1.1 503 Service Unavailable',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Retry-After: ${retryAfterSeconds}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
