import { once } from 'node:events';
import { connect } from 'node:net';

/** An answer as it came over the connection; null where the connection was closed without one. */
export interface RawAnswer {
  status: number;
  headers: string;
  body: string;
}

/** Sends bytes as they are over a connection of its own, and reads until the answer ends. */
export async function sendRaw(url: string, bytes: string | Buffer): Promise<RawAnswer | null> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    // An event stream keeps the connection, whatever the request says.
    if (chunk.toString('latin1').endsWith('0\r\n\r\n')) socket.destroy();
  });
  // A refusal may close the connection while the rest is being sent.
  socket.on('error', () => {});
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  if (!socket.closed) await once(socket, 'close').catch(() => {});
  const text = Buffer.concat(chunks)
    .toString('latin1')
    .replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const [, status, headers = '', body = ''] = /^HTTP\/1\.1 (\d{3})([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(text) ?? [];
  return status === undefined ? null : { status: Number(status), headers, body };
}

export interface RawRequest {
  method?: string;
  target?: string;
  /** Null leaves a header out. */
  headers?: Record<string, string | null>;
  body?: string | Buffer;
}

/** Writes a request whose parts may be anything; a POST of JSON to the API where nothing else is said. */
export function rawRequest({ method = 'POST', target = '/graphql', headers = {}, body }: RawRequest): Buffer {
  const content = Buffer.from(body ?? (method === 'POST' ? '{"query":"{ __typename }"}' : ''));
  const all: Record<string, string | null> = {
    Host: 'shala.example.org',
    ...((content.length > 0 || body !== undefined) && {
      'Content-Type': 'application/json',
      'Content-Length': String(content.length),
    }),
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}\r\n`]));
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), content]);
}
