import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A network between clients and a server, which a test can interrupt. */
export async function startGate(serverUrl: string) {
  const { hostname, port: serverPort } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isMute = false;
  let losesAnswers = false;
  let delay = 0;
  let connections = 0;
  let server: Server;

  async function pass(from: Socket, to: Socket, isLost: () => boolean): Promise<void> {
    for await (const chunk of from) {
      if (delay) await wait(delay);
      if (!isLost()) to.write(chunk as Buffer);
    }
    to.end();
  }

  async function listen(port: number): Promise<number> {
    server = createServer((client) => {
      connections += 1;
      const upstream = connect(Number(serverPort), hostname);
      for (const [from, to, isLost] of [
        [client, upstream, () => isMute],
        [upstream, client, () => isMute || losesAnswers],
      ] as const) {
        sockets.add(from);
        from.once('close', () => sockets.delete(from));
        pass(from, to, isLost).catch(() => to.destroy());
      }
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** Ends every connection at once. */
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    /** How many connections were accepted. */
    connections: () => connections,
    cut,
    /** Refuses connections, as a server that is stopped does. */
    async close() {
      const closed = once(server.close(), 'close');
      cut();
      await closed;
    },
    open: () => listen(port),
    /** Accepts connections and passes nothing on, or passes on again: what came meanwhile is lost. */
    mute(value: boolean) {
      isMute = value;
    },
    /** Passes on what clients send and nothing of what the server answers, or passes on again. */
    loseAnswers(value: boolean) {
      losesAnswers = value;
    },
    /** Delays all that is passed by so many milliseconds. */
    slow(milliseconds: number) {
      delay = milliseconds;
    },
  };
}
