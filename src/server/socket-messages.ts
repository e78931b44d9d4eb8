import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

// Bytes that may wait for the client when its next message is handled.
const maximumUnread = 256 * 1024;

/**
 * Handles the messages of a socket as fast as the client takes the answers, and one in a turn of the event loop, so that no
 * socket delays the others. While `maximumInHand` of them are not done, which includes that the answer was taken, or too
 * much waits for the client, nothing more is read from it.
 */
export function handleMessages(
  socket: WebSocket,
  connection: Socket,
  maximumInHand: number,
  handle: (text: string) => Promise<void>,
): void {
  /** Messages that arrived together with one at which reading was paused. */
  let waiting: string[] = [];
  let inHand = 0;
  let nextTurn: NodeJS.Immediate | undefined;

  const mayHandle = () => inHand < maximumInHand && socket.bufferedAmount <= maximumUnread;
  const proceed = () => {
    if (socket.readyState !== socket.OPEN) {
      waiting = [];
      return;
    }
    if (waiting.length > 0 && mayHandle() && !nextTurn) begin(waiting.shift() as string);
    if (waiting.length === 0 && mayHandle()) socket.resume();
    else socket.pause();
  };
  const begin = (text: string) => {
    inHand += 1;
    nextTurn = setImmediate(() => {
      nextTurn = undefined;
      proceed();
    });
    void handle(text).finally(() => {
      inHand -= 1;
      if (socket.isPaused && !nextTurn) proceed();
    });
  };

  socket.on('message', (message) => {
    if (socket.readyState !== socket.OPEN) return;
    waiting.push(String(message));
    if (waiting.length === 1) proceed();
  });
  connection.on('drain', () => {
    if (socket.readyState === socket.OPEN) proceed();
    // The client has read on, and answers the close.
    else socket.resume();
  });
}
