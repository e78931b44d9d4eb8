import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
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
  const latest = new WeakMap<Duplex, { request: IncomingMessage; response: ServerResponse }>();
  http.on('request', (request: IncomingMessage, response) => latest.set(request.socket, { request, response }));
  http.on('clientError', (error: Error & { code?: string }, socket: Duplex) => {
    const { request, response } = latest.get(socket) ?? {};
    // A second answer to one request would end up in the first one, or be taken for that of another request.
    const isAnswered = response?.headersSent && !(response.writableFinished && request?.complete);
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else if (isAnswered) socket.end(() => socket.destroy());
    else refuse(socket, refusals[error.code ?? ''] ?? unreadable);
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
