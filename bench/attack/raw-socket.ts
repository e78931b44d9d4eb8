import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A bare connection to a server; it reads nothing before it is told to. */
export async function openConnection(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const connection = connect(Number(port), hostname).pause();
  connection.on('error', () => {});
  await once(connection, 'connect');
  return connection;
}

/** A WebSocket without a library: whatever is written is sent, and nothing is read, not even pings. */
export async function openRawSocket(url: string): Promise<Socket> {
  const connection = await openConnection(url);
  connection.write(
    [
      'GET /graphql HTTP/1.1',
      `Host: ${new URL(url).host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      'Sec-WebSocket-Protocol: graphql-transport-ws',
      '\r\n',
    ].join('\r\n'),
  );
  let head = '';
  while (!head.includes('\r\n\r\n')) {
    head += connection.read() ?? '';
    if (!head.includes('\r\n\r\n')) await once(connection, 'readable');
  }
  if (!head.startsWith('HTTP/1.1 101')) throw new Error(head);
  return connection;
}

export const opcodes = { text: 1, ping: 9, pong: 10 };

/** A frame of a client, whose mask of zeros leaves the text as it is. */
export function frame(text: string, opcode = opcodes.text, isLast = true): Buffer {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode, ...length, 0, 0, 0, 0]), payload]);
}

/**
 * Writes a text again and again for some time, as fast as the other side takes it, and never more than so many bytes.
 * Returns the number of bytes that the system has taken.
 */
export async function flood(connection: Socket, text: Buffer, bytes: number, milliseconds: number): Promise<number> {
  const piece = Buffer.concat(Array<Buffer>(Math.ceil(65_536 / text.length)).fill(text));
  let isOver = false;
  const time = wait(milliseconds).then(() => {
    isOver = true;
  });
  const closed = new Promise((resolve) => connection.once('close', resolve));
  while (!isOver && !connection.destroyed && connection.bytesWritten < bytes) {
    const hasRoom = connection.write(piece);
    const drained = hasRoom ? new Promise(setImmediate) : new Promise((resolve) => connection.once('drain', resolve));
    await Promise.race([drained, closed, time]);
  }
  return connection.bytesWritten - connection.writableLength;
}

/** Reads on until the connection closes; resolves to whether it did within the time. */
export async function isCut(connection: Socket, milliseconds: number): Promise<boolean> {
  if (connection.closed) return true;
  const closed = new Promise<boolean>((resolve) => connection.once('close', () => resolve(true)));
  connection.resume();
  return Promise.race([closed, wait(milliseconds, false)]);
}
