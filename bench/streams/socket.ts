import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Subscription } from './clients.ts';

export interface Target {
  url: string;
  path: string;
  query: string;
}

export interface Receiver {
  /** Takes the message in the bytes from `start` to `end`, which came at `now`; false if it is no event. */
  receive(chunk: Buffer, start: number, end: number, now: number): boolean;
  /** The connection brought something that was not asked for. */
  failed(): void;
  /** The connection has ended, or was never made. */
  closed(): void;
}

/**
 * Subscribes over graphql-transport-ws on a socket of its own, without a client library: what subscribers cost takes from
 * what the server has. Resolves once the subscription was asked for on an acknowledged socket, or the connection has ended.
 */
export function subscribe(
  { url, path, query }: Target,
  { token, variables }: Subscription,
  receiver: Receiver,
): Promise<void> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  const key = randomBytes(16).toString('base64');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
  );
  return new Promise<void>((resolve) => {
    let isOpen = false;
    let rest: Buffer | null = null;
    // Whatever the error, the connection is then closed.
    socket.on('error', () => {});
    socket.on('close', () => {
      receiver.closed();
      resolve();
    });
    socket.on('data', (data) => {
      let chunk = rest ? Buffer.concat([rest, data]) : data;
      if (!isOpen) {
        const end = chunk.indexOf('\r\n\r\n');
        rest = chunk;
        if (end < 0) return;
        isOpen = true;
        sendText(socket, { type: 'connection_init', payload: token ? { Authorization: `Bearer ${token}` } : {} });
        chunk = chunk.subarray(end + 4);
      }
      const now = Date.now();
      let at = 0;
      for (;;) {
        const header = headerLength(chunk, at);
        if (header === 0) break;
        const start = at + header;
        const end = start + payloadLength(chunk, at);
        if (end > chunk.length) break;
        const opcode = (chunk[at] as number) & 15;
        if (opcode === 9) sendFrame(socket, 10, chunk.subarray(start, end));
        else if (opcode === 8) socket.destroy();
        else if (!receiver.receive(chunk, start, end, now)) {
          if (chunk.toString('utf8', start, end).includes('connection_ack')) {
            sendText(socket, { id: randomUUID(), type: 'subscribe', payload: { query, variables } });
            resolve();
          } else receiver.failed();
        }
        at = end;
      }
      rest = at < chunk.length ? chunk.subarray(at) : null;
    });
  });
}

/** 0 where the header is not all there. */
function headerLength(chunk: Buffer, at: number): number {
  if (at + 2 > chunk.length) return 0;
  const short = (chunk[at + 1] as number) & 127;
  const length = short < 126 ? 2 : short === 126 ? 4 : 10;
  return at + length > chunk.length ? 0 : length;
}

function payloadLength(chunk: Buffer, at: number): number {
  const short = (chunk[at + 1] as number) & 127;
  return short < 126 ? short : short === 126 ? chunk.readUInt16BE(at + 2) : Number(chunk.readBigUInt64BE(at + 2));
}

function sendText(socket: Socket, message: object): void {
  sendFrame(socket, 1, Buffer.from(JSON.stringify(message)));
}

/** Masked with zeros, which leaves the payload as it is. */
function sendFrame(socket: Socket, opcode: number, payload: Buffer): void {
  const length = payload.length;
  const header = Buffer.alloc(length < 126 ? 6 : 8);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (length < 126 ? length : 126);
  if (length >= 126) header.writeUInt16BE(length, 2);
  socket.write(Buffer.concat([header, payload]));
}
