import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';

// Requests of a connection that may wait for the answer to an earlier one. Hardly any client sends a second one before.
const maximumWaiting = 100;

/**
 * Handles the requests of a connection one after another: Node would begin with all that have arrived, however many they
 * are, and keep their answers for a client that does not read. A connection with too many waiting requests is cut off.
 */
export function answerInTurn(
  log: Logger,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  const waiting = new WeakMap<Socket, (() => void)[]>();
  return (request, response) => {
    const { socket } = request;
    const begin = () => {
      response.once('close', () => {
        const next = waiting.get(socket)?.shift();
        if (next && !socket.destroyed) next();
        else waiting.delete(socket);
      });
      handle(request, response);
    };
    const before = waiting.get(socket);
    if (!before) {
      waiting.set(socket, []);
      begin();
    } else if (before.length < maximumWaiting) {
      before.push(begin);
    } else {
      log.info('cut off a connection with too many requests that wait');
      cutOff(socket);
    }
  };
}

function cutOff(socket: Socket & { parser?: { onIncoming: unknown } | null }): void {
  // Node parses all that it has received, a thousand requests perhaps. Of the rest it makes neither a response nor, for each
  // one that is not answered, an error with its stack.
  if (socket.parser) socket.parser.onIncoming = () => 0;
  socket.destroy();
}
