import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

// Pings and unasked pongs, of the protocol or of WebSocket, that a client may send from one ping of the server to the next.
const maximumSigns = 1_000;

interface Life {
  /** The payload of the last ping, which the client has not answered. */
  awaited: string | null;
  signs: number;
}

/**
 * Pings sockets; one that has not answered its last ping when the next is due is gone, and is ended. A client that shows
 * signs of life without end is handed to `cutOff`.
 */
export function watchLiveness(interval: number, cutOff: (socket: WebSocket) => void) {
  const lives = new Map<WebSocket, Life>();

  const look = (socket: WebSocket, life: Life) => {
    life.signs = 0;
    // Such a client cannot answer, or the answer is not read: readersOf() sees whether it lives.
    const isBusy = socket.isPaused || socket.bufferedAmount > 0;
    if (life.awaited !== null && !isBusy) socket.terminate();
    else if (socket.readyState === socket.OPEN && !isBusy) {
      life.awaited = randomBytes(4).toString('hex');
      socket.ping(life.awaited);
    } else life.awaited = null;
  };
  const pinging = setInterval(() => {
    // Pongs that arrived while this process was busy are read first.
    setImmediate(() => {
      for (const [socket, life] of lives) look(socket, life);
    });
  }, interval);

  /** Counts a ping, or a pong that answers none of the server's. */
  const count = (socket: WebSocket) => {
    const life = lives.get(socket);
    if (!life) return;
    life.signs += 1;
    if (life.signs === maximumSigns) cutOff(socket);
  };

  return {
    count,
    watch(socket: WebSocket): void {
      const life: Life = { awaited: null, signs: 0 };
      lives.set(socket, life);
      socket.on('ping', () => count(socket));
      socket.on('pong', (payload) => {
        // A client that answers without having read the ping does not know its payload.
        if (life.awaited !== null && String(payload) === life.awaited) life.awaited = null;
        else count(socket);
      });
      socket.once('close', () => lives.delete(socket));
    },
    stop: () => clearInterval(pinging),
  };
}
