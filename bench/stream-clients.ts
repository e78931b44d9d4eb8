import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** What this process is told: to open subscriptions, to begin counting, to end it. */
export type ClientCommand =
  | { type: 'open'; url: string; path: string; sessionId: string; query: string; tokens: (string | null)[] }
  | { type: 'begin' }
  | { type: 'end' };

/** What it tells: all are open; an event that all have; what was counted. */
export type ClientReport =
  | { type: 'opened' }
  | { type: 'everywhere'; sequence: number }
  | { type: 'counted'; deliveries: number; faults: number; p50: number; p99: number };

/** An event, as far as subscribers look into it. */
interface Seen {
  sequence: number;
  occurredAt: number;
}

const mark = Buffer.from('"cursor":"');
/** By the start of its cursor: everybody gets the same events, so that each is read once. */
const known = new Map<string, Seen>();
const receivedBy: number[] = [];
const latencies = new Uint32Array(600_000);
let subscribers = 0;
let deliveries = 0;
let faults = 0;

process.on('message', async (command: ClientCommand) => {
  if (command.type === 'open') {
    const { tokens } = command;
    subscribers = tokens.length;
    let next = 0;
    const openSome = async () => {
      while (next < tokens.length) await subscribe(command, tokens[next++] ?? null);
    };
    await Promise.all(Array.from({ length: 100 }, openSome));
    tell({ type: 'opened' });
  } else if (command.type === 'begin') {
    deliveries = 0;
    faults = 0;
    latencies.fill(0);
  } else tell({ type: 'counted', deliveries, faults, p50: percentile(0.5), p99: percentile(0.99) });
});

function tell(report: ClientReport): void {
  process.send?.(report);
}

/** Resolves once the subscription was asked for on an acknowledged socket. */
function subscribe({ url, path, sessionId, query }: ClientCommand & { type: 'open' }, token: string | null) {
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
    let last = 0;
    socket.on('error', () => {
      faults += 1;
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
        if (opcode === 9) sendFrame(socket, 10, Buffer.alloc(0));
        else if (opcode === 8) faults += 1;
        else {
          const found = chunk.indexOf(mark, start);
          if (found > 0 && found < end) last = receive(chunk, start, found + mark.length, end, last, now);
          else if (chunk.toString('utf8', start, end).includes('connection_ack')) {
            const payload = { query, variables: { sessionId } };
            sendText(socket, { id: randomUUID(), type: 'subscribe', payload });
            resolve();
          } else faults += 1;
        }
        at = end;
      }
      rest = at < chunk.length ? chunk.subarray(at) : null;
    });
  });
}

/** Takes one event; each has to be the one after the last. Returns its sequence number. */
function receive(chunk: Buffer, start: number, cursor: number, end: number, last: number, now: number): number {
  const name = chunk.toString('latin1', cursor, cursor + 16);
  const event = known.get(name) ?? read(name, chunk.toString('utf8', start, end));
  const { sequence } = event;
  if (last !== 0 && sequence !== last + 1) faults += 1;
  deliveries += 1;
  const latency = Math.min(Math.max(now - event.occurredAt, 0), latencies.length - 1);
  latencies[latency] = (latencies[latency] as number) + 1;
  const count = (receivedBy[sequence] ?? 0) + 1;
  receivedBy[sequence] = count;
  if (count === subscribers) tell({ type: 'everywhere', sequence });
  return sequence;
}

function read(name: string, text: string): Seen {
  const { cursor, occurredAt } = JSON.parse(text).payload.data.sessionEvents;
  const sequence = Number(Buffer.from(cursor, 'base64url').toString().split('@')[0]);
  const seen = { sequence, occurredAt: Date.parse(occurredAt) };
  // A snapshot has the cursor of an event, and is none.
  known.set(name, seen);
  return seen;
}

function percentile(share: number): number {
  let left = deliveries * share;
  return latencies.findIndex((count) => {
    left -= count;
    return left <= 0;
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
