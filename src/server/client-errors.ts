import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

type Refusal = [status: number, code: string, message: string];

const refusals: Record<string, Refusal> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', 'The request was not received in time.'],
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', 'The URL and the headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'TOO_LARGE', 'The extensions of the chunks are too large.'],
};
const unreadable: Refusal = [400, 'BAD_REQUEST', 'The request is not valid HTTP.'];
const tunnel: Refusal = [405, 'METHOD_NOT_ALLOWED', 'This server is no proxy.'];

/** Answers requests that never reach the request listener: those that Node cannot read, and CONNECT. */
export function answerClientErrors(http: Server): void {
  const answering = new WeakMap<Duplex, { headersSent: boolean; writableFinished: boolean }>();
  http.on('request', ({ socket }: IncomingMessage, response) => answering.set(socket, response));
  http.on('clientError', (error: Error & { code?: string }, socket: Duplex) => {
    const response = answering.get(socket);
    // A second answer would end up in the first one.
    const isAnswering = response?.headersSent && !response.writableFinished;
    if (socket.writable && !isAnswering && error.code !== 'ECONNRESET')
      refuse(socket, refusals[error.code ?? ''] ?? unreadable);
    else socket.destroy();
  });
  http.on('connect', (_request: IncomingMessage, socket: Duplex) => refuse(socket, tunnel));
}

function refuse(socket: Duplex, [status, code, message]: Refusal): void {
  const body = `${JSON.stringify({ message, code })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.on('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
