import { WebSocket } from 'ws';

export interface SocketResult {
  data?: unknown;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

export type Socket = ReturnType<typeof openSocket>;

/** A socket that speaks graphql-transport-ws and nothing more, so that a test sees what really comes. */
export function openSocket(
  url: string,
  { headers, connectionParams }: { headers?: Record<string, string>; connectionParams?: Record<string, unknown> } = {},
) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  const waiting = new Map<string, (result: SocketResult) => void>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: connectionParams })));
    socket.on('message', (data) => {
      const { type, id, payload } = JSON.parse(String(data));
      if (type === 'connection_ack') resolve();
      if (type === 'next') waiting.get(id)?.(payload);
      if (type === 'error') waiting.get(id)?.({ errors: payload });
    });
  });
  opened.catch(() => {});
  let operations = 0;
  return {
    /** Resolves when the server has taken the connection; rejects where it refused to. */
    opened,
    closed,
    async ask(query: string): Promise<SocketResult> {
      await opened;
      const id = String(++operations);
      const result = new Promise<SocketResult>((resolve, reject) => {
        waiting.set(id, resolve);
        void closed.then(({ code }) => reject(new Error(`The socket was closed with ${code}.`)));
      });
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
      return result;
    },
    async close() {
      socket.close();
      await closed;
    },
  };
}
